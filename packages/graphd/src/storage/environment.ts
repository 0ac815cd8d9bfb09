import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { RootDatabase, Transaction } from 'lmdb';
import type { BinaryDatabase } from './block-tree.ts';
import { BorrowedValues } from './borrowed-values.ts';
import { StoreError } from './store.ts';

/** What the bytes in the data file mean. Raised with every change that an older program would misread. */
export const FORMAT_VERSION = 1;
const FORMAT_KEY = Buffer.from('format');

/** The data file is address space, not disk; it is reserved as a whole. */
export const DEFAULT_MAP_BYTES = 2 ** 40;

/**
 * The databases of a data folder. Everything of a space is below its data id (u32, big-endian):
 *
 *     meta   names of single things               -> JSON or bytes
 *     ids    [data][vertex id]                    -> u32 vertex index
 *     vids   [data][u32 index >> 8]               -> 256 vertex ids
 *     tags   [data][vertex][0][tag]               -> block of tag rows
 *     edges  [data][u32 type][u8 side][vertex][rank][other] -> block of edge rows, once per side
 *     index  [data][u32 index][values][ends]      -> one byte
 */
export interface Environment {
  readonly dataDir: string;
  readonly root: RootDatabase<Uint8Array, Uint8Array>;
  readonly meta: BinaryDatabase;
  readonly ids: BinaryDatabase;
  readonly vids: BinaryDatabase;
  readonly tags: BinaryDatabase;
  /** The same, for scans. */
  readonly tagValues: BorrowedValues;
  readonly edges: BinaryDatabase;
  /** The same, for scans. */
  readonly edgeValues: BorrowedValues;
  readonly index: BinaryDatabase;
}

export interface EnvironmentOptions {
  readonly dataDir: string;
  readonly mapSizeBytes?: number;
  readonly readOnly?: boolean;
}

const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const;

/** @throws StoreError FormatVersion when the folder was written by an unknown version */
export function openEnvironment(options: EnvironmentOptions): Environment {
  const path = join(options.dataDir, 'graph.mdb');
  const readOnly = options.readOnly ?? false;
  if (readOnly && !existsSync(path)) throw new StoreError('Corrupt', `there is no graph in ${options.dataDir}`);
  if (!readOnly) mkdirSync(options.dataDir, { recursive: true });
  const root = open<Uint8Array, Uint8Array>({
    path,
    ...BINARY,
    mapSize: options.mapSizeBytes ?? DEFAULT_MAP_BYTES,
    maxDbs: 8,
    maxReaders: 512,
    readOnly,
    // A commit returns when it is on disk: "acknowledged means flushed".
    overlappingSync: false,
  });
  const db = (name: string): BinaryDatabase => {
    const opened = root.openDB<Uint8Array, Uint8Array>(name, BINARY) as BinaryDatabase | undefined;
    if (!opened) throw new StoreError('Corrupt', `${path} has no ${name}; it was not made by this program`);
    return opened;
  };
  const environment: Environment = {
    dataDir: options.dataDir,
    root,
    meta: db('meta'),
    ids: db('ids'),
    vids: db('vids'),
    tags: db('tags'),
    tagValues: new BorrowedValues(root, 'tags'),
    edges: db('edges'),
    edgeValues: new BorrowedValues(root, 'edges'),
    index: db('index'),
  };
  try {
    checkFormat(environment, path, readOnly);
  } catch (error) {
    void root.close();
    throw error;
  }
  return environment;
}

function checkFormat({ root, meta }: Environment, path: string, readOnly: boolean): void {
  const found = meta.getBinary(FORMAT_KEY)?.toString();
  if (found === undefined && !readOnly) {
    root.transactionSync(() => meta.putSync(FORMAT_KEY, Buffer.from(`orrery-graph ${FORMAT_VERSION}`)));
  } else if (found !== `orrery-graph ${FORMAT_VERSION}`) {
    throw new StoreError(
      'FormatVersion',
      `${path} has the format "${found ?? 'none'}" but this program reads "orrery-graph ${FORMAT_VERSION}"; ` +
        'use the program version that wrote it, or another data folder',
    );
  }
}

/** A read transaction that stays at one state until it is ended. */
export function beginRead(environment: Environment): Transaction {
  return environment.root.useReadTransaction();
}
