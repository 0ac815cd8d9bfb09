import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Flushes every file below the folder and every folder's entries, innermost first; a file that its writer flushed
 * already costs next to nothing. @returns the bytes that the files hold.
 */
export async function flushFolder(folder: string): Promise<number> {
  let sizeBytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sizeBytes += await flushFolder(path);
    else if (entry.isFile()) sizeBytes += await flush(path);
  }
  await flush(folder);
  return sizeBytes;
}

/** fsync of one file or of one folder's entries. @returns its size in bytes */
export async function flush(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
