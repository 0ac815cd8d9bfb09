import type { Transaction } from 'lmdb';
import { OrreryError } from '@orrery/contracts';
import { viewOf } from '../catalog/catalog-state.ts';
import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import { readCatalog } from '../catalog/stored-catalog.ts';
import { beginRead, openEnvironment } from '../storage/environment.ts';
import type { Environment } from '../storage/environment.ts';
import { SpaceData, spaceSchemasOf } from '../storage/space-data.ts';
import type { SpaceSchemas } from '../storage/space-data.ts';

/** One state of one space, read from the files of a graph that another process may be writing. */
export interface SpaceFiles {
  readonly env: Environment;
  readonly transaction: Transaction;
  readonly catalog: StoredSpaceCatalog;
  readonly data: SpaceData;
  readonly schemas: SpaceSchemas;
  close(): Promise<void>;
}

interface Opened {
  readonly env: Environment;
  users: number;
}

/** LMDB forbids opening a file twice in one process. */
const openedByDir = new Map<string, Opened>();

/** The files of a graph for reading; each `close` ends one use. @throws StoreError when there is no graph */
export function openGraphFiles(dataDir: string): { readonly env: Environment; close(): Promise<void> } {
  let opened = openedByDir.get(dataDir);
  if (!opened) {
    opened = { env: openEnvironment({ dataDir, readOnly: true }), users: 0 };
    openedByDir.set(dataDir, opened);
  }
  const used = opened;
  used.users++;
  return {
    env: used.env,
    async close() {
      if (--used.users > 0) return;
      openedByDir.delete(dataDir);
      await used.env.root.close();
    },
  };
}

/** @throws StoreError when there is no graph; OrreryError ErrParam when it has no such space */
export function openSpaceFiles(dataDir: string, space: string): SpaceFiles {
  const files = openGraphFiles(dataDir);
  const { env } = files;
  let transaction: Transaction | undefined;
  const close = async (): Promise<void> => {
    transaction?.done();
    await files.close();
  };
  try {
    env.root.resetReadTxn();
    transaction = beginRead(env);
    const catalog = viewOf(readCatalog(env, { transaction })).spaces.get(space);
    if (!catalog) throw new OrreryError('ErrParam', `space ${space} does not exist`);
    let open = true;
    return {
      env,
      transaction,
      catalog,
      data: new SpaceData(env, catalog.state.dataId, catalog),
      schemas: spaceSchemasOf(catalog),
      close: async () => {
        if (open) await close();
        open = false;
      },
    };
  } catch (error) {
    void close();
    throw error;
  }
}
