import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewProperty } from '../../src/catalog/catalog.ts';
import type { SpaceOptions, VidDefinition } from '../../src/catalog/definitions.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import type { LmdbStore } from '../../src/storage/lmdb-store.ts';

export function tempFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'orrery-graphd-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A store in a folder of its own, which goes with it. */
export async function withStore(
  work: (store: LmdbStore, dataDir: string) => Promise<void>,
  clock?: () => number,
): Promise<void> {
  const folder = tempFolder();
  const store = await openStore({ dataDir: folder.path, ...(clock && { clock }) });
  try {
    await work(store, folder.path);
  } finally {
    await store.close();
    folder.remove();
  }
}

export const STRING_VIDS: VidDefinition = { kind: 'fixed_string', length: 64 };

export function spaceOptions(vid: VidDefinition = STRING_VIDS): SpaceOptions {
  return { vid, partitionNum: 10, replicaFactor: 1, charset: 'utf8', collate: 'utf8_bin' };
}

export function property(name: string, type: NewProperty['type'], more: Partial<NewProperty> = {}): NewProperty {
  return { name, type, nullable: true, ...more };
}

/** The same sequence for the same seed; integers of 0 … bound-1. */
export function randomSource(seed: number): (bound: number) => number {
  let state = seed | 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
