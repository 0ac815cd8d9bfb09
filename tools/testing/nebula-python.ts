import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CLIENT = 'nebula3-python==3.8.3';
const VENV = join(import.meta.dirname, '../../.venv/nebula3');

/** The Python of the virtual environment that {@link installNebulaPython} makes. */
export const NEBULA_PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Makes the virtual environment with NebulaGraph's client once. The reason why it can't be had, if so. */
export async function installNebulaPython(): Promise<string | undefined> {
  if (existsSync(join(VENV, 'complete'))) return undefined;
  try {
    await run('python3', ['-m', 'venv', '--clear', VENV], { timeout: 120_000 });
    await run(NEBULA_PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', CLIENT], {
      timeout: 180_000,
    });
    await run(NEBULA_PYTHON, ['-c', `import nebula3.gclient.net; open(r'${join(VENV, 'complete')}', 'w').close()`]);
    return undefined;
  } catch (error) {
    return `${CLIENT} could not be installed: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`;
  }
}
