import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

interface Server {
  readonly graphHost: string;
  readonly graphPort: number;
}

/** Loads examples/basketballplayer into a server's embedded graph. */
export const importSampleGraph = (server: Server): Promise<void> =>
  importGraph(server, join(root, 'examples/basketballplayer/import.yaml'));

/** Loads what a mapping file names into a server's embedded graph with `orrery import`, as a user would. */
export async function importGraph(server: Server, mapping: string): Promise<void> {
  await promisify(execFile)(process.execPath, [
    join(root, 'apps/cli/bin/orrery.mjs'),
    'import',
    mapping,
    '--graph',
    `${server.graphHost}:${server.graphPort}`,
  ]);
}
