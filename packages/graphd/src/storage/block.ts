import { grown } from './grown.ts';

/**
 * A sorted block: entries (vertex, rank, other) -> row, ascending in that order, packed as columns. Blocks are what
 * the store keeps in LMDB for edges (other = the far end) and for tags (other = the tag's id, rank always 0); see
 * docs/design/0001 for why.
 *
 * All numbers are little-endian:
 *
 *     u32 count, u32 flags, u32 rowBytes, u32 0
 *     i64 rank[count]        only with RANKS
 *     u32 vertex[count]
 *     u32 other[count]
 *     u32 rowEnd[count]      only without FIXED_ROWS, where every row has rowBytes
 *     u8  rows[]
 */
const HEADER_BYTES = 16;
const RANKS = 1;
const FIXED_ROWS = 2;

/** Blocks are split above this: with LMDB's page header it fills one overflow page of 4 KiB. */
export const BLOCK_BYTES = 4096 - 16;

export class Block {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly count: number;
  readonly hasRanks: boolean;
  /** Bytes of every row, or -1 when they differ. */
  readonly rowBytes: number;
  readonly #ranksAt: number;
  readonly #verticesAt: number;
  readonly #othersAt: number;
  readonly #endsAt: number;
  readonly #rowsAt: number;

  /**
   * The block at `start` in `bytes`, both at a multiple of 8 in their buffer for the typed-array views of scans. `view` is
   * of `bytes`.
   */
  constructor(
    bytes: Uint8Array,
    view: DataView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    start = 0,
  ) {
    this.bytes = bytes;
    this.view = view;
    this.count = view.getUint32(start, true);
    const flags = view.getUint32(start + 4, true);
    this.hasRanks = (flags & RANKS) !== 0;
    const fixed = (flags & FIXED_ROWS) !== 0;
    this.rowBytes = fixed ? view.getUint32(start + 8, true) : -1;
    this.#ranksAt = start + HEADER_BYTES;
    this.#verticesAt = this.#ranksAt + (this.hasRanks ? 8 * this.count : 0);
    this.#othersAt = this.#verticesAt + 4 * this.count;
    this.#endsAt = this.#othersAt + 4 * this.count;
    this.#rowsAt = this.#endsAt + (fixed ? 0 : 4 * this.count);
  }

  vertex(i: number): number {
    return this.view.getUint32(this.#verticesAt + 4 * i, true);
  }

  other(i: number): number {
    return this.view.getUint32(this.#othersAt + 4 * i, true);
  }

  rank(i: number): bigint {
    return this.hasRanks ? this.view.getBigInt64(this.#ranksAt + 8 * i, true) : 0n;
  }

  rowStart(i: number): number {
    if (this.rowBytes >= 0) return this.#rowsAt + this.rowBytes * i;
    return i === 0 ? this.#rowsAt : this.#rowsAt + this.view.getUint32(this.#endsAt + 4 * i - 4, true);
  }

  rowEnd(i: number): number {
    if (this.rowBytes >= 0) return this.#rowsAt + this.rowBytes * (i + 1);
    return this.#rowsAt + this.view.getUint32(this.#endsAt + 4 * i, true);
  }

  /** First entry that is not below (vertex, rank, other); `count` when there is none. */
  lowerBound(vertex: number, rank: bigint, other: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(middle, vertex, rank, other) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** First entry of the vertex, or where it would be. */
  firstOf(vertex: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.vertex(middle) < vertex) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  is(i: number, vertex: number, rank: bigint, other: number): boolean {
    return i < this.count && this.vertex(i) === vertex && this.other(i) === other && this.rank(i) === rank;
  }

  /** Below 0: entry i comes before (vertex, rank, other); 0: it is that; above 0: it comes after. */
  compare(i: number, vertex: number, rank: bigint, other: number): number {
    const at = this.vertex(i);
    if (at !== vertex) return at - vertex;
    if (this.hasRanks || rank !== 0n) {
      const atRank = this.rank(i);
      if (atRank !== rank) return atRank < rank ? -1 : 1;
    }
    return this.other(i) - other;
  }

  /** A view of the vertices from … to. */
  vertices(from: number, to: number): Uint32Array {
    return new Uint32Array(this.bytes.buffer, this.bytes.byteOffset + this.#verticesAt + 4 * from, to - from);
  }

  others(from: number, to: number): Uint32Array {
    return new Uint32Array(this.bytes.buffer, this.bytes.byteOffset + this.#othersAt + 4 * from, to - from);
  }

  /** Only of a block that has ranks. */
  ranks(from: number, to: number): BigInt64Array {
    return new BigInt64Array(this.bytes.buffer, this.bytes.byteOffset + this.#ranksAt + 8 * from, to - from);
  }

  copyVertices(into: Uint32Array, at: number): void {
    into.set(this.vertices(0, this.count), at);
  }

  copyOthers(into: Uint32Array, at: number): void {
    into.set(this.others(0, this.count), at);
  }
}

/** Bytes of a block of so many entries. */
function blockSize(count: number, rowsBytes: number, ranks: boolean, fixed: boolean): number {
  return HEADER_BYTES + count * (8 + (ranks ? 8 : 0) + (fixed ? 0 : 4)) + rowsBytes;
}

/** Collects entries in ascending order and packs them. Reused: `clear` keeps its memory. */
export class BlockBuilder {
  count = 0;
  #ranks = new BigInt64Array(256);
  #vertices = new Uint32Array(256);
  #others = new Uint32Array(256);
  #ends = new Uint32Array(256);
  #rows = new Uint8Array(8192);
  #rowsEnd = 0;
  #hasRanks = false;
  #fixedRowBytes = -1;
  #fixed = true;

  clear(): void {
    this.count = 0;
    this.#rowsEnd = 0;
    this.#hasRanks = false;
    this.#fixedRowBytes = -1;
    this.#fixed = true;
  }

  /** Bytes of the block that `finish` would make. */
  get size(): number {
    return blockSize(this.count, this.#rowsEnd, this.#hasRanks, this.#fixed);
  }

  vertexAt(i: number): number {
    return this.#vertices[i]!;
  }

  rankAt(i: number): bigint {
    return this.#hasRanks ? this.#ranks[i]! : 0n;
  }

  otherAt(i: number): number {
    return this.#others[i]!;
  }

  /** The row is `bytes[start … end)`; it is copied. */
  add(vertex: number, rank: bigint, other: number, bytes: Uint8Array, start: number, end: number): void {
    const i = this.count;
    if (i === this.#vertices.length) this.#growEntries();
    const length = end - start;
    if (this.#rowsEnd + length > this.#rows.length) this.#growRows(length);
    this.#vertices[i] = vertex;
    this.#others[i] = other;
    if (rank !== 0n && !this.#hasRanks) {
      this.#hasRanks = true;
      this.#ranks.fill(0n, 0, i);
    }
    if (this.#hasRanks) this.#ranks[i] = rank;
    if (length < 48) {
      for (let j = start, at = this.#rowsEnd; j < end; j++, at++) this.#rows[at] = bytes[j]!;
    } else this.#rows.set(bytes.subarray(start, end), this.#rowsEnd);
    this.#rowsEnd += length;
    this.#ends[i] = this.#rowsEnd;
    if (i === 0) this.#fixedRowBytes = length;
    else if (length !== this.#fixedRowBytes) this.#fixed = false;
    this.count = i + 1;
  }

  /** Adds the entries from … to of a block, column by column. */
  addFrom(block: Block, from: number, to: number): void {
    if (from >= to) return;
    const first = this.count;
    const n = to - from;
    while (first + n > this.#vertices.length) this.#growEntries();
    const rowsFrom = block.rowStart(from);
    const length = block.rowEnd(to - 1) - rowsFrom;
    if (this.#rowsEnd + length > this.#rows.length) this.#growRows(length);
    this.#vertices.set(block.vertices(from, to), first);
    this.#others.set(block.others(from, to), first);
    if (block.hasRanks && !this.#hasRanks) this.#ranks.fill(0n, 0, first);
    this.#hasRanks ||= block.hasRanks;
    if (block.hasRanks) this.#ranks.set(block.ranks(from, to), first);
    else if (this.#hasRanks) this.#ranks.fill(0n, first, first + n);
    this.#rows.set(block.bytes.subarray(rowsFrom, rowsFrom + length), this.#rowsEnd);
    if (first === 0) this.#fixedRowBytes = block.rowEnd(from) - rowsFrom;
    const fixed = this.#fixedRowBytes;
    let before = rowsFrom;
    for (let i = from, at = first; i < to; i++, at++) {
      const end = block.rowEnd(i);
      if (end - before !== fixed) this.#fixed = false;
      this.#ends[at] = this.#rowsEnd + end - rowsFrom;
      before = end;
    }
    this.#rowsEnd += length;
    this.count = first + n;
  }

  /** The entries from … to as a block. */
  finish(from = 0, to = this.count): Uint8Array<ArrayBuffer> {
    const n = to - from;
    const rowsFrom = from === 0 ? 0 : this.#ends[from - 1]!;
    const rowsTo = n === 0 ? rowsFrom : this.#ends[to - 1]!;
    const fixed = this.#fixed;
    const bytes = new Uint8Array(blockSize(n, rowsTo - rowsFrom, this.#hasRanks, fixed));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, n, true);
    view.setUint32(4, (this.#hasRanks ? RANKS : 0) | (fixed ? FIXED_ROWS : 0), true);
    view.setUint32(8, fixed ? Math.max(0, this.#fixedRowBytes) : 0, true);
    let at = HEADER_BYTES;
    if (this.#hasRanks) {
      new BigInt64Array(bytes.buffer, at, n).set(this.#ranks.subarray(from, to));
      at += 8 * n;
    }
    new Uint32Array(bytes.buffer, at, n).set(this.#vertices.subarray(from, to));
    at += 4 * n;
    new Uint32Array(bytes.buffer, at, n).set(this.#others.subarray(from, to));
    at += 4 * n;
    if (!fixed) {
      const ends = new Uint32Array(bytes.buffer, at, n);
      for (let i = 0; i < n; i++) ends[i] = this.#ends[from + i]! - rowsFrom;
      at += 4 * n;
    }
    bytes.set(this.#rows.subarray(rowsFrom, rowsTo), at);
    return bytes;
  }

  /** Where to cut so that both halves have about the same bytes; 1 … count-1. */
  middle(): number {
    const half = this.#rowsEnd / 2;
    let cut = this.count >> 1;
    if (!this.#fixed) {
      cut = 1;
      while (cut < this.count - 1 && this.#ends[cut]! < half) cut++;
    }
    return Math.max(1, Math.min(this.count - 1, cut));
  }

  #growEntries(): void {
    const capacity = this.#vertices.length * 2;
    this.#vertices = grown(this.#vertices, new Uint32Array(capacity));
    this.#others = grown(this.#others, new Uint32Array(capacity));
    this.#ends = grown(this.#ends, new Uint32Array(capacity));
    this.#ranks = grown(this.#ranks, new BigInt64Array(capacity));
  }

  #growRows(length: number): void {
    const rows = new Uint8Array(Math.max(this.#rows.length * 2, this.#rowsEnd + length));
    rows.set(this.#rows);
    this.#rows = rows;
  }
}
