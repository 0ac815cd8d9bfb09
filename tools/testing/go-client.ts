import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtFolder, buildOnce } from './build-once.ts';
import { find } from './requirements.ts';

const SOURCE = join(import.meta.dirname, '../../packages/wire/test/interop-go');
const FILES = ['go.mod', 'go.sum', 'main.go', 'graph.go'].map((name) => join(SOURCE, name));
const FOLDER = builtFolder('nebula-go', FILES);

/** The program around NebulaGraph's Go client, where {@link buildGoClient} puts it. */
export const GO_CLIENT = join(FOLDER, 'interop');

/** Builds it, once. The reason if it can't. */
export function buildGoClient(): Promise<string | undefined> {
  return buildOnce(FOLDER, 'the Go client', async (into) => {
    const options = { cwd: SOURCE, timeout: 240_000 };
    await promisify(execFile)(find('go')!, ['build', '-o', join(into, 'interop'), '.'], options);
  });
}
