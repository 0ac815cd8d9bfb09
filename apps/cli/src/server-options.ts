import { OrreryClient } from '@orrery/sdk';
import { Option, type Command } from 'commander';
import { addGraphOptions, graphCredentials, type GraphOptions } from './graph-options.ts';

export interface ServerOptions extends GraphOptions {
  readonly server: string;
  readonly json?: boolean;
}

/** Options of commands that talk to a running server. */
export function addServerOptions(command: Command): Command {
  command
    .addOption(new Option('--server <url>', 'the server').env('ORRERY_SERVER').default('http://127.0.0.1:7002'))
    .option('--json', 'print JSON');
  return addGraphOptions(command);
}

/** A client that is signed in. */
export async function signIn(options: ServerOptions): Promise<OrreryClient> {
  const client = new OrreryClient({ baseUrl: options.server });
  await client.connect(graphCredentials(options));
  return client;
}
