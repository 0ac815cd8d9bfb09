import type { Database, RangeOptions, Transaction } from 'lmdb';
import type { BlockArena } from './block-arena.ts';
import { Block, BLOCK_BYTES, BlockBuilder } from './block.ts';
import type { BorrowedValues } from './borrowed-values.ts';
import { faultPoint } from './fault-point.ts';

/** A read transaction to read in; undefined inside a write transaction, which then sees its own writes. */
export type ReadContext = { readonly transaction?: Transaction };

/** lmdb's own types leave out that these take a transaction. */
export interface BinaryDatabase extends Database<Uint8Array, Uint8Array> {
  getBinary(key: Uint8Array, context?: ReadContext): Buffer | undefined;
  /** Valid until the next read of any database. */
  getBinaryFast(key: Uint8Array, context?: ReadContext): Buffer | undefined;
}

const INT64_SIGN = 1n << 63n;

/** Bytes of (vertex, rank, other) in a key. */
const POSITION_BYTES = 16;

/** A block with the key that it is stored under. */
export interface StoredBlock {
  readonly key: Uint8Array;
  readonly block: Block;
}

/**
 * Sorted blocks below one prefix of a database: [prefix][vertex][rank][other] of a block's first entry -> block. An
 * entry is in the last block whose key is not above it. Every block holds at least one entry.
 */
export class BlockTree {
  readonly #db: BinaryDatabase;
  readonly #prefix: Uint8Array;
  readonly #below: Buffer;
  readonly #end: Buffer;
  readonly #builder = new BlockBuilder();
  readonly #values: BorrowedValues | undefined;

  /** `values`: the same database, for trees that are scanned. */
  constructor(db: BinaryDatabase, prefix: Uint8Array, values?: BorrowedValues) {
    this.#db = db;
    this.#values = values;
    this.#prefix = prefix;
    // An exclusive lower end for walking backwards: shorter than every key of the prefix, so it sorts before them.
    this.#below = Buffer.from(prefix);
    this.#end = prefixEnd(prefix);
  }

  keyOf(vertex: number, rank: bigint, other: number): Buffer {
    const key = Buffer.allocUnsafe(this.#prefix.length + POSITION_BYTES);
    key.set(this.#prefix);
    const at = this.#prefix.length;
    key.writeUInt32BE(vertex, at);
    key.writeBigUInt64BE(BigInt.asUintN(64, rank ^ INT64_SIGN), at + 4);
    key.writeUInt32BE(other, at + 12);
    return key;
  }

  /** The block that holds the entry if any does. */
  floor(vertex: number, rank: bigint, other: number, context: ReadContext): StoredBlock | undefined {
    const start = this.keyOf(vertex, rank, other);
    for (const { key, value } of this.#db.getRange({
      start,
      end: this.#below,
      reverse: true,
      limit: 1,
      ...context,
    })) {
      return { key, block: new Block(aligned(value)) };
    }
    return undefined;
  }

  /** Up to `limit` blocks after the key, or from the first, whose keys are below `end`. */
  after(key: Uint8Array | undefined, limit: number, context: ReadContext, end = this.#end): StoredBlock[] {
    const found: StoredBlock[] = [];
    for (const entry of this.#db.getRange({ ...this.#rangeAfter(key, limit, context), end })) {
      found.push({ key: entry.key, block: new Block(aligned(entry.value)) });
    }
    return found;
  }

  /** Puts them into an arena instead of what it held; returns the last one's key, undefined when there is none. */
  readAfter(
    key: Uint8Array | undefined,
    limit: number,
    context: ReadContext,
    arena: BlockArena,
  ): Uint8Array | undefined {
    arena.clear();
    return this.#values!.read(this.#rangeAfter(key, limit, context), (bytes, size) => arena.add(bytes, size));
  }

  #rangeAfter(key: Uint8Array | undefined, limit: number, context: ReadContext): RangeOptions & ReadContext {
    return {
      start: key === undefined ? this.#below : Buffer.from(key),
      exclusiveStart: key !== undefined,
      end: this.#end,
      limit,
      ...context,
    };
  }

  /** Sets an entry's row. Returns the block and position that held it before, if it was there. */
  put(vertex: number, rank: bigint, other: number, row: Uint8Array, start: number, end: number): OldRow | undefined {
    const found = this.floor(vertex, rank, other, {}) ?? this.after(undefined, 1, {})[0];
    const builder = this.#builder;
    builder.clear();
    if (!found) {
      builder.add(vertex, rank, other, row, start, end);
      this.#db.putSync(this.keyOf(vertex, rank, other), builder.finish());
      return undefined;
    }
    const { block } = found;
    const at = block.lowerBound(vertex, rank, other);
    const replaces = block.is(at, vertex, rank, other);
    builder.addFrom(block, 0, at);
    builder.add(vertex, rank, other, row, start, end);
    builder.addFrom(block, at + (replaces ? 1 : 0), block.count);
    this.#store(found.key, at === 0 && !replaces, at === block.count);
    return replaces ? { block, at } : undefined;
  }

  /** Removes an entry. Returns the block and position that held it, undefined when it was not there. */
  remove(vertex: number, rank: bigint, other: number): OldRow | undefined {
    const found = this.floor(vertex, rank, other, {});
    if (!found) return undefined;
    const { block } = found;
    const at = block.lowerBound(vertex, rank, other);
    if (!block.is(at, vertex, rank, other)) return undefined;
    this.#builder.clear();
    this.#builder.addFrom(block, 0, at);
    this.#builder.addFrom(block, at + 1, block.count);
    this.#store(found.key, at === 0, false);
    return { block, at };
  }

  /** Puts what the builder holds in place of the block at `oldKey`, in one block or two. */
  #store(oldKey: Uint8Array, firstChanged: boolean, appended: boolean): void {
    faultPoint('graph-in-write');
    const builder = this.#builder;
    if (firstChanged || builder.count === 0) this.#db.removeSync(Buffer.from(oldKey));
    if (builder.count === 0) return;
    const first = firstChanged ? this.#keyAt(0) : Buffer.from(oldKey);
    if (builder.size <= BLOCK_BYTES || builder.count === 1) {
      this.#db.putSync(first, builder.finish());
      return;
    }
    // Rows that arrive in ascending order leave full blocks behind them.
    const cut = appended ? builder.count - 1 : builder.middle();
    this.#db.putSync(first, builder.finish(0, cut));
    this.#db.putSync(this.#keyAt(cut), builder.finish(cut));
  }

  #keyAt(i: number): Buffer {
    return this.keyOf(this.#builder.vertexAt(i), this.#builder.rankAt(i), this.#builder.otherAt(i));
  }
}

export interface OldRow {
  readonly block: Block;
  readonly at: number;
}

/** The smallest key that is above every key with the prefix. */
export function prefixEnd(prefix: Uint8Array): Buffer {
  const end = Buffer.from(prefix);
  for (let i = end.length - 1; i >= 0; i--) {
    if (end[i]! < 0xff) {
      end[i]!++;
      return end.subarray(0, i + 1);
    }
  }
  throw new RangeError('a prefix of 0xff bytes only has no end');
}

/** The bytes at a multiple of 8 in their buffer; a copy only where they are not. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}
