import { InvalidArgumentError, Option, type Command } from 'commander';
import type { GraphCredentials } from '@orrery/contracts';

export interface GraphOptions {
  readonly graph: { readonly host: string; readonly port: number };
  readonly user: string;
  readonly password: string;
}

function address(text: string): GraphOptions['graph'] {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  if (!match || Number(match[3]) > 65_535) throw new InvalidArgumentError('it is host:port.');
  return { host: (match[1] ?? match[2])!, port: Number(match[3]) };
}

/** Which graph, and who: options of every command that signs in. */
export function addGraphOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--graph <host:port>', 'graph to sign in at')
        .env('ORRERY_GRAPH')
        .default({ host: '127.0.0.1', port: 9669 }, '127.0.0.1:9669')
        .argParser(address),
    )
    .addOption(new Option('--user <name>', 'account of that graph').env('ORRERY_USER').default('root'))
    .addOption(
      new Option('--password <text>', 'its password; better by the environment, where others do not see it')
        .env('ORRERY_PASSWORD')
        .default('nebula'),
    );
}

export function graphCredentials({ graph, user, password }: GraphOptions): GraphCredentials {
  return { address: graph.host, port: graph.port, user, password };
}
