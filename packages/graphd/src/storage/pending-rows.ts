import { grown } from './grown.ts';
import { sortedPositions } from './radix-sort.ts';

const UNKNOWN = -2;

/** Rows that wait to be written: columns that grow. Ends are the bulk writer's own numbers until they are resolved. */
export class PendingRows {
  count = 0;
  bytes = new Uint8Array(1 << 16);
  #vertices = new Uint32Array(1024);
  #others = new Uint32Array(1024);
  #ranks = new BigInt64Array(1024);
  #ends = new Float64Array(1024);
  #end = 0;
  #hasRanks = false;
  /** Bytes of every row; UNKNOWN before the first, -1 when they differ. */
  #rowBytes = UNKNOWN;

  /** Bytes of memory in use. */
  get sizeBytes(): number {
    return this.#end + this.count * 24;
  }

  /** The row is `row[start … end)`; it is copied. */
  add(vertex: number, rank: bigint, other: number, row: Uint8Array, start: number, end: number): void {
    const i = this.count;
    if (i === this.#vertices.length) this.#growColumns();
    const length = end - start;
    if (this.#end + length > this.bytes.length) {
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(this.bytes.length * 2, this.#end + length)));
    }
    const { bytes } = this;
    for (let j = start, at = this.#end; j < end; j++, at++) bytes[at] = row[j]!;
    this.#end += length;
    this.#vertices[i] = vertex;
    this.#others[i] = other;
    if (rank !== 0n) {
      if (!this.#hasRanks) this.#ranks.fill(0n, 0, i);
      this.#hasRanks = true;
    }
    if (this.#hasRanks) this.#ranks[i] = rank;
    this.#ends[i] = this.#end;
    this.count = i + 1;
    this.#noteLength(length);
  }

  #noteLength(length: number): void {
    if (this.#rowBytes === UNKNOWN) this.#rowBytes = length;
    else if (this.#rowBytes !== length) this.#rowBytes = -1;
  }

  /** Many rows at once; `ends` are those of the rows in `bytes`. */
  addAll(
    count: number,
    vertices: Uint32Array,
    ranks: BigInt64Array | undefined,
    others: Uint32Array,
    bytes: Uint8Array,
    ends: Uint32Array,
  ): void {
    const first = this.count;
    while (first + count > this.#vertices.length) this.#growColumns();
    if (this.#end + bytes.length > this.bytes.length) {
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(this.bytes.length * 2, this.#end + bytes.length)));
    }
    this.bytes.set(bytes, this.#end);
    this.#vertices.set(vertices, first);
    this.#others.set(others, first);
    if (ranks && !this.#hasRanks) {
      this.#ranks.fill(0n, 0, first);
      this.#hasRanks = true;
    }
    if (ranks) this.#ranks.set(ranks, first);
    else if (this.#hasRanks) this.#ranks.fill(0n, first, first + count);
    const before = this.#end;
    const into = this.#ends;
    let start = 0;
    for (let i = 0; i < count; i++) {
      const end = ends[i]!;
      into[first + i] = before + end;
      this.#noteLength(end - start);
      start = end;
    }
    this.#end += bytes.length;
    this.count = first + count;
  }

  vertex(i: number): number {
    return this.#vertices[i]!;
  }

  other(i: number): number {
    return this.#others[i]!;
  }

  rank(i: number): bigint {
    return this.#hasRanks ? this.#ranks[i]! : 0n;
  }

  /** The columns as one direction sees them: `majors` are the vertices whose entries the rows are. */
  columns(side: 'out' | 'in'): {
    readonly majors: Uint32Array;
    readonly minors: Uint32Array;
    readonly ranks: BigInt64Array | undefined;
    readonly ends: Float64Array;
    /** Of every row, so that `ends` need not be read; -1 when they differ. */
    readonly rowBytes: number;
  } {
    return {
      majors: side === 'out' ? this.#vertices : this.#others,
      minors: side === 'out' ? this.#others : this.#vertices,
      ranks: this.#hasRanks ? this.#ranks : undefined,
      ends: this.#ends,
      rowBytes: this.#rowBytes,
    };
  }

  start(i: number): number {
    return i === 0 ? 0 : this.#ends[i - 1]!;
  }

  end(i: number): number {
    return this.#ends[i]!;
  }

  /** The same rows with an index in place of each vertex number, and of each other where `others` is given. */
  resolvedWith(vertices: Uint32Array, others: Uint32Array | undefined): PendingRows {
    const n = this.count;
    const rows = new PendingRows();
    rows.count = n;
    rows.bytes = this.bytes;
    rows.#ranks = this.#ranks;
    rows.#ends = this.#ends;
    rows.#hasRanks = this.#hasRanks;
    rows.#rowBytes = this.#rowBytes;
    rows.#vertices = new Uint32Array(n);
    for (let i = 0; i < n; i++) rows.#vertices[i] = vertices[this.#vertices[i]!]!;
    rows.#others = others ? new Uint32Array(n) : this.#others;
    if (others) for (let i = 0; i < n; i++) rows.#others[i] = others[this.#others[i]!]!;
    return rows;
  }

  /**
   * Positions in the order of their entries, either way round; of several rows of one entry only the last that was
   * added.
   */
  sorted(side: 'out' | 'in'): Uint32Array {
    const n = this.count;
    const vertices = this.#vertices.subarray(0, n);
    const others = this.#others.subarray(0, n);
    const ranks = this.#hasRanks ? this.#ranks.subarray(0, n) : undefined;
    const order = side === 'out' ? sortedPositions(vertices, ranks, others) : sortedPositions(others, ranks, vertices);
    let kept = 0;
    for (let i = 0; i < n; i++) {
      const a = order[i]!;
      const b = order[i + 1];
      const doubled =
        b !== undefined &&
        vertices[a] === vertices[b] &&
        others[a] === others[b] &&
        (ranks === undefined || ranks[a] === ranks[b]);
      if (!doubled) order[kept++] = a;
    }
    return order.subarray(0, kept);
  }

  clear(): void {
    this.count = 0;
    this.#end = 0;
    this.#hasRanks = false;
    this.#rowBytes = UNKNOWN;
  }

  #growColumns(): void {
    const capacity = this.#vertices.length * 2;
    this.#vertices = grown(this.#vertices, new Uint32Array(capacity));
    this.#others = grown(this.#others, new Uint32Array(capacity));
    this.#ranks = grown(this.#ranks, new BigInt64Array(capacity));
    this.#ends = grown(this.#ends, new Float64Array(capacity));
  }
}
