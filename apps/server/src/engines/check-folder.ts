import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Does in a folder what storing a result does: makes a file, writes, flushes and renames it; then removes it.
 * @throws Error of the first of these that fails; nothing is left behind as far as the folder lets remove it
 */
export async function tryWriting(folder: string): Promise<void> {
  const made = join(folder, `.check-${randomUUID()}`);
  const renamed = `${made}-renamed`;
  try {
    const file = await open(made, 'wx', 0o600);
    try {
      await file.writeFile('written by the check of the configuration\n');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(made, renamed);
    await rm(renamed);
  } catch (error) {
    await Promise.allSettled([rm(made, { force: true }), rm(renamed, { force: true })]);
    throw error;
  }
}
