import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { find } from './requirements.ts';

const run = promisify(execFile);
const SOURCE = join(import.meta.dirname, '../../packages/wire/test/interop-go');

/** The program around NebulaGraph's Go client, where {@link buildGoClient} puts it. */
export const GO_CLIENT = join(import.meta.dirname, '../../.venv/nebula-go-interop');

/** Builds it; Go's own cache makes that quick the next time. The reason if it can't. */
export async function buildGoClient(): Promise<string | undefined> {
  try {
    await run(find('go')!, ['build', '-o', GO_CLIENT, '.'], { cwd: SOURCE, timeout: 240_000 });
    return undefined;
  } catch (error) {
    return `the Go client could not be built: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`;
  }
}
