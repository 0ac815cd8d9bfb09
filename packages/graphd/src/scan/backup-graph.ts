import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openGraphFiles } from './read-only-store.ts';

/**
 * Copies the graph of a data folder into an empty or new one, compacted and flushed: one consistent state, while its
 * own process goes on writing.
 * @throws StoreError when there is no graph
 */
export async function backupGraph(dataDir: string, targetDir: string): Promise<void> {
  mkdirSync(targetDir, { recursive: true, mode: 0o700 });
  const files = openGraphFiles(dataDir);
  const target = join(targetDir, 'graph.mdb');
  try {
    await files.env.root.backup(target, true);
  } finally {
    await files.close();
  }
  await using file = await open(target, 'r+');
  await file.sync();
}
