import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildOnce } from './build-once.ts';

const run = promisify(execFile);
const CLIENT = 'nebula3-python==3.8.3';
const FOLDER = join(import.meta.dirname, '../../.venv', CLIENT.replace('==', '-'));

const pythonIn = (folder: string): string =>
  join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** The Python of the virtual environment that {@link installNebulaPython} makes. */
export const NEBULA_PYTHON = pythonIn(FOLDER);

/** Makes the virtual environment with NebulaGraph's client once. The reason why it can't be had, if so. */
export function installNebulaPython(): Promise<string | undefined> {
  return buildOnce(FOLDER, CLIENT, async (into) => {
    await run('python3', ['-m', 'venv', into], { timeout: 120_000 });
    await run(pythonIn(into), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', CLIENT], {
      timeout: 180_000,
    });
    await run(pythonIn(into), ['-c', 'import nebula3.gclient.net']);
  });
}
