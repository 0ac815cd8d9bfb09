import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** Loads examples/basketballplayer into a server's embedded graph with `orrery import`, as a user would. */
export async function importSampleGraph(server: { graphHost: string; graphPort: number }): Promise<void> {
  await promisify(execFile)(process.execPath, [
    join(root, 'apps/cli/bin/orrery.mjs'),
    'import',
    join(root, 'examples/basketballplayer/import.yaml'),
    '--graph',
    `${server.graphHost}:${server.graphPort}`,
  ]);
}
