import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installNebulaPython, NEBULA_PYTHON } from '../../tools/testing/nebula-python.ts';

const SCRIPT = join(import.meta.dirname, 'python-client.py');

export interface PythonTimes {
  readonly rows: number;
  /** Medians: until execute() returns, and until every value was read as well. */
  readonly executeS: number;
  readonly readS: number;
}

/** How long NebulaGraph's own Python client takes for a statement; undefined, with the reason printed, where it can't be had. */
export async function timePython(port: number, space: string, statement: string): Promise<PythonTimes | undefined> {
  const missing = await installNebulaPython();
  if (missing !== undefined) {
    console.log(`  no Python client: ${missing}`);
    return undefined;
  }
  try {
    const { stdout } = await promisify(execFile)(NEBULA_PYTHON, [SCRIPT, String(port), space, statement]);
    return JSON.parse(stdout) as PythonTimes;
  } catch (error) {
    console.log(`  the Python client failed: ${(error as Error).message.trim().split('\n').at(-1)}`);
    return undefined;
  }
}
