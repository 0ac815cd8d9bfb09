import { StoredSpaceReader } from '../storage/space-reader.ts';
import type { SpaceReader } from '../storage/store.ts';
import { openSpaceFiles } from './read-only-store.ts';

/** One state of one space. Must be closed: an open one keeps the pages it sees from being used again. */
export interface OpenSpace {
  readonly reader: SpaceReader;
  close(): Promise<void>;
}

/**
 * Reads a space out of the files of a graph, in whatever process: the graph's own process may write meanwhile.
 * @throws StoreError when there is no graph; OrreryError ErrParam when it has no such space
 */
export function openSpace(dataDir: string, space: string, nowMs = Date.now()): OpenSpace {
  const { data, catalog, transaction, close } = openSpaceFiles(dataDir, space);
  return { reader: new StoredSpaceReader(data, catalog, { transaction }, nowMs), close };
}
