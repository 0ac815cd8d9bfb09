import { mkdirSync } from 'node:fs';
import type { Transaction } from 'lmdb';
import type { Catalog, CatalogEditor } from '../catalog/catalog.ts';
import { CatalogError } from '../catalog/catalog.ts';
import { viewOf } from '../catalog/catalog-state.ts';
import type { StoredCatalogView, StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import type { IndexDefinition, SpaceId } from '../catalog/definitions.ts';
import { hashPassword, passwordMatches } from '../catalog/password.ts';
import { readCatalog, writeCatalog } from '../catalog/stored-catalog.ts';
import { StateEditor } from '../catalog/state-editor.ts';
import type { Garbage } from '../catalog/state-editor.ts';
import { SpaceBulkWriter } from './bulk-writer.ts';
import { DataLock } from './data-lock.ts';
import { beginRead, openEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { faultPoint } from './fault-point.ts';
import { Purger } from './purge.ts';
import { rebuildIndexes } from './rebuild-indexes.ts';
import { SpaceData } from './space-data.ts';
import { StoredSpaceReader } from './space-reader.ts';
import { StoredSpaceWriter } from './space-writer.ts';
import { StoreError } from './store.ts';
import type { BlockMemory, BulkWriter, Snapshot, SpaceReader, SpaceWriter, Store, StoreOptions } from './store.ts';
import { WriteQueue } from './write-queue.ts';

const DEFAULT_ROOT_PASSWORD = 'nebula';
/** A reader process that was killed leaves its place in LMDB's table, which keeps pages from being used again. */
const READER_CHECK_MS = 30_000;

/**
 * Opens a data folder, making it at first with the user root (password "nebula").
 * @throws StoreError Locked (another process has it), FormatVersion (written by an unknown version)
 */
export async function openStore(options: StoreOptions): Promise<LmdbStore> {
  mkdirSync(options.dataDir, { recursive: true });
  const lock = DataLock.acquire(options.dataDir);
  try {
    const env = openEnvironment(options);
    const store = new LmdbStore(env, lock, options.clock ?? Date.now);
    if (store.catalog.view.users.size === 0) {
      const hash = await hashPassword(DEFAULT_ROOT_PASSWORD);
      await store.catalog.edit((editor) => editor.createUser('root', hash));
    }
    store.resumePurge();
    return store;
  } catch (error) {
    lock.release();
    throw error;
  }
}

export class LmdbStore implements Store {
  readonly catalog: Catalog;
  readonly #env: Environment;
  readonly #lock: DataLock;
  readonly #clock: () => number;
  readonly #queue: WriteQueue;
  readonly #purger: Purger;
  readonly #data = new Map<number, SpaceData>();
  readonly #snapshots = new Set<StoredSnapshot>();
  readonly #readerCheck: NodeJS.Timeout;
  #view: StoredCatalogView;
  #closed: Promise<void> | undefined;

  /** For {@link openStore}. */
  constructor(env: Environment, lock: DataLock, clock: () => number) {
    this.#env = env;
    this.#lock = lock;
    this.#clock = clock;
    this.#view = viewOf(readCatalog(env, {}));
    this.#queue = new WriteQueue(env);
    this.#purger = new Purger(env, this.#queue);
    this.catalog = this.#makeCatalog();
    this.#readerCheck = setInterval(() => env.root.readerCheck(), READER_CHECK_MS).unref();
  }

  snapshot(): Snapshot {
    this.#checkOpen();
    const snapshot = new StoredSnapshot(
      beginRead(this.#env),
      this.#view,
      this.#clock(),
      (space) => this.#dataOf(space),
      () => this.#snapshots.delete(snapshot),
    );
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  write<T>(spaceId: SpaceId, work: (writer: SpaceWriter) => T): Promise<T> {
    return this.#write(spaceId, work);
  }

  async #write<T>(spaceId: SpaceId, work: (writer: StoredSpaceWriter) => T): Promise<T> {
    this.#checkOpen();
    return this.#queue.run(() => {
      const catalog = spaceOf(this.#view, spaceId);
      const writer = new StoredSpaceWriter(this.#dataOf(catalog), catalog, this.#clock());
      const result = work(writer);
      return { result, committed: writer.finish() };
    });
  }

  bulkWriter(spaceId: SpaceId): BulkWriter {
    this.#checkOpen();
    return new SpaceBulkWriter(
      this.#dataOf(spaceOf(this.#view, spaceId)),
      () => spaceOf(this.#view, spaceId),
      (work) => this.#queue.run(work),
    );
  }

  async hold(): Promise<() => void> {
    this.#checkOpen();
    return this.#queue.hold();
  }

  rebuildIndexes(spaceId: SpaceId, indexes: readonly IndexDefinition[], signal?: AbortSignal): Promise<number> {
    return rebuildIndexes(
      indexes,
      () => this.snapshot(),
      (work) => this.#write(spaceId, work),
      spaceId,
      signal,
    );
  }

  /** Goes on removing what dropped spaces and tags left behind. */
  resumePurge(): void {
    this.#purger.resume();
  }

  /** Resolves when everything that was dropped is removed from the file. */
  purged(): Promise<void> {
    return this.#purger.idle();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    clearInterval(this.#readerCheck);
    await this.#purger.stop();
    await this.#queue.stop();
    for (const snapshot of this.#snapshots) snapshot.close();
    await this.#env.root.close();
    this.#lock.release();
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreError('Closed', 'the store is closed');
  }

  #dataOf(catalog: StoredSpaceCatalog): SpaceData {
    const { dataId } = catalog.state;
    let data = this.#data.get(dataId);
    if (!data) {
      data = new SpaceData(this.#env, dataId, catalog);
      this.#data.set(dataId, data);
    }
    return data;
  }

  #makeCatalog(): Catalog {
    const view = (): StoredCatalogView => this.#view;
    const edit = <T>(change: (editor: CatalogEditor) => T): Promise<T> => this.#edit(change);
    let defaultChecked: { readonly hash: string; readonly isDefault: boolean } | undefined;
    return {
      get view() {
        return view();
      },
      edit,
      hashPassword,
      async verifyPassword(user, password) {
        const known = view().state.users.get(user);
        const matches = await passwordMatches(password, known?.passwordHash ?? ABSENT_USER_HASH);
        return known !== undefined && matches;
      },
      async hasDefaultRootPassword() {
        const hash = view().state.users.get('root')?.passwordHash ?? '';
        if (defaultChecked?.hash !== hash) {
          defaultChecked = { hash, isDefault: await passwordMatches(DEFAULT_ROOT_PASSWORD, hash) };
        }
        return defaultChecked.isDefault;
      },
    };
  }

  async #edit<T>(change: (editor: CatalogEditor) => T): Promise<T> {
    this.#checkOpen();
    let garbage: readonly Garbage[] = [];
    const value = await this.#queue.run(() => {
      const before = this.#view;
      const editor = new StateEditor(before.state, this.#clock());
      const result = change(editor);
      garbage = editor.garbage;
      writeCatalog(this.#env, before.state, editor.state);
      faultPoint('graph-in-catalog');
      this.#purger.add(editor.garbage);
      // What runs after this in the same transaction must see it.
      this.#view = viewOf(editor.state);
      return {
        result,
        committed: () => {},
        undo: () => {
          this.#view = before;
        },
      };
    });
    for (const item of garbage) if (item.kind === 'space') this.#data.delete(item.dataId);
    if (garbage.length > 0) this.#purger.resume();
    return value;
  }
}

/** A hash of no known password, so that an unknown user takes as long to refuse as a wrong password. */
const ABSENT_USER_HASH = `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function spaceOf(view: StoredCatalogView, id: SpaceId): StoredSpaceCatalog {
  const space = view.spacesById.get(id);
  if (!space) throw new CatalogError('SpaceNotFound', `there is no space with id ${id}; it may have been dropped`);
  return space;
}

class StoredSnapshot implements Snapshot {
  readonly catalog: StoredCatalogView;
  readonly nowMs: number;
  readonly #transaction: Transaction;
  readonly #dataOf: (space: StoredSpaceCatalog) => SpaceData;
  readonly #onClose: () => void;
  readonly #readers = new Map<SpaceId, StoredSpaceReader>();
  #open = true;

  constructor(
    transaction: Transaction,
    catalog: StoredCatalogView,
    nowMs: number,
    dataOf: (space: StoredSpaceCatalog) => SpaceData,
    onClose: () => void,
  ) {
    this.#transaction = transaction;
    this.catalog = catalog;
    this.nowMs = nowMs;
    this.#dataOf = dataOf;
    this.#onClose = onClose;
  }

  space(id: SpaceId, memory?: BlockMemory): SpaceReader {
    if (!this.#open) throw new StoreError('Closed', 'the snapshot is closed');
    let reader = this.#readers.get(id);
    if (!reader) {
      const catalog = spaceOf(this.catalog, id);
      const context = { transaction: this.#transaction };
      reader = new StoredSpaceReader(this.#dataOf(catalog), catalog, context, this.nowMs, memory);
      this.#readers.set(id, reader);
    }
    return reader;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#transaction.done();
    this.#onClose();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
