import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const BUILT = join(import.meta.dirname, '../../.venv');

/** Where what is made of these files, in the state they are in, is kept. Git ignores it. */
export function builtFolder(name: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return join(BUILT, `${name}-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Makes a folder that is whole when it is there: `build` fills another, which is renamed. Several processes may do that at
 * the same time. @returns why it could not be made, if so
 */
export async function buildOnce(
  folder: string,
  what: string,
  build: (into: string) => Promise<void>,
): Promise<string | undefined> {
  if (existsSync(folder)) return undefined;
  const into = `${folder}.${process.pid}`;
  try {
    mkdirSync(into, { recursive: true });
    await build(into);
    renameSync(into, folder);
    return undefined;
  } catch (error) {
    if (existsSync(folder)) return undefined;
    return `${what} could not be had: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`;
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}
