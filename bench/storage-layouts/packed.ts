import type { Database } from 'lmdb';
import type { Graph } from './graph.ts';
import type { Layout, ScanResult, Side } from './layout.ts';

export interface PackedOptions {
  readonly name: string;
  /** A block holds the edges of one vertex only (adjacency blocks), or of as many as fit (sorted blocks). */
  readonly oneVertex: boolean;
  /** Properties as columns of the block, or as a row per edge. */
  readonly columns: boolean;
  /** Whether the `in` direction carries the properties, too. */
  readonly propertiesBothWays: boolean;
  /** Blocks are split above this many bytes. */
  readonly blockBytes: number;
}

const HEADER = 8;

/**
 * Blocks of edges, sorted by (vertex, other): [side][first vertex][first other] -> [count] vertices, others, properties.
 * A lookup finds the last block whose key is not above the wanted edge.
 */
export class PackedLayout implements Layout {
  readonly name: string;
  readonly #db: Database<Buffer, Buffer>;
  readonly #options: PackedOptions;
  readonly #key = Buffer.alloc(9);

  constructor(db: Database<Buffer, Buffer>, options: PackedOptions) {
    this.#db = db;
    this.#options = options;
    this.name = options.name;
  }

  #keyOf(side: Side, vertex: number, other: number): Buffer {
    this.#key[0] = side === 'out' ? 0 : 1;
    this.#key.writeUInt32BE(vertex, 1);
    this.#key.writeUInt32BE(other, 5);
    return this.#key;
  }

  #entryBytes(side: Side): number {
    return 8 + (side === 'out' || this.#options.propertiesBothWays ? 16 : 0);
  }

  #encode(side: Side, edges: Graph, from: number, to: number): Buffer {
    const n = to - from;
    const withProperties = side === 'out' || this.#options.propertiesBothWays;
    const block = new ArrayBuffer(HEADER + n * this.#entryBytes(side));
    new DataView(block).setUint32(0, n, true);
    new Uint32Array(block, HEADER, n).set(edges.src.subarray(from, to));
    new Uint32Array(block, HEADER + 4 * n, n).set(edges.dst.subarray(from, to));
    if (withProperties) {
      const start = HEADER + 8 * n;
      if (this.#options.columns) {
        new Float64Array(block, start, n).set(edges.weight.subarray(from, to));
        new BigInt64Array(block, start + 8 * n, n).set(edges.since.subarray(from, to));
      } else {
        const view = new DataView(block, start);
        for (let i = 0; i < n; i++) {
          view.setFloat64(16 * i, edges.weight[from + i]!, true);
          view.setBigInt64(16 * i + 8, edges.since[from + i]!, true);
        }
      }
    }
    return Buffer.from(block);
  }

  load(side: Side, edges: Graph): void {
    const perBlock = Math.max(1, Math.floor((this.#options.blockBytes - HEADER) / this.#entryBytes(side)));
    let at = 0;
    while (at < edges.edgeCount) {
      this.#db.transactionSync(() => {
        const stop = Math.min(edges.edgeCount, at + 1_000_000);
        while (at < stop) {
          let end = Math.min(edges.edgeCount, at + perBlock);
          if (this.#options.oneVertex) {
            let last = at + 1;
            while (last < end && edges.src[last] === edges.src[at]) last++;
            end = last;
          }
          this.#db.putSync(this.#keyOf(side, edges.src[at]!, edges.dst[at]!), this.#encode(side, edges, at, end), {
            append: true,
          });
          at = end;
        }
      });
    }
  }

  #floor(side: Side, vertex: number, other: number): { key: Buffer; value: Buffer } | undefined {
    const start = Buffer.from(this.#keyOf(side, vertex, other));
    for (const entry of this.#db.getRange({ start, end: Buffer.from([0, 0]), reverse: true, limit: 1 })) {
      return entry.key[0] === (side === 'out' ? 0 : 1) ? entry : undefined;
    }
    return undefined;
  }

  #weightAt(block: Block, i: number): number {
    const start = HEADER + 8 * block.count;
    return block.view.getFloat64(this.#options.columns ? start + 8 * i : start + 16 * i, true);
  }

  weightOf(src: number, dst: number): number | undefined {
    const entry = this.#floor('out', src, dst);
    if (!entry) return undefined;
    const block = open(entry.value);
    const i = lowerBound(block, src, dst);
    return i < block.count && vertexAt(block, i) === src && otherAt(block, i) === dst
      ? this.#weightAt(block, i)
      : undefined;
  }

  neighbours(side: Side, vertex: number, into: number[]): number {
    const before = into.length;
    const first = this.#floor(side, vertex, 0);
    if (first) {
      const block = open(first.value);
      for (let i = lowerBound(block, vertex, 0); i < block.count && vertexAt(block, i) === vertex; i++) {
        into.push(otherAt(block, i));
      }
      if (vertexAt(block, block.count - 1) > vertex) return into.length - before;
    }
    const start = Buffer.from(this.#keyOf(side, vertex, 0));
    const end = Buffer.from(this.#keyOf(side, vertex, 0xffff_ffff));
    const exclusiveStart = first !== undefined;
    for (const { value } of this.#db.getRange({ start, end, inclusiveEnd: true, exclusiveStart })) {
      const block = open(value);
      for (let i = 0; i < block.count && vertexAt(block, i) === vertex; i++) into.push(otherAt(block, i));
    }
    return into.length - before;
  }

  put(src: number, dst: number, weight: number, since: bigint): void {
    this.#putSide('out', src, dst, weight, since);
    this.#putSide('in', dst, src, weight, since);
  }

  #putSide(side: Side, vertex: number, other: number, weight: number, since: bigint): void {
    const found = this.#floor(side, vertex, other);
    const usable =
      found !== undefined && (!this.#options.oneVertex || vertexAt(open(found.value), 0) === vertex)
        ? found
        : undefined;
    const old = usable === undefined ? EMPTY : this.#decode(side, usable.value);
    let at = 0;
    while (at < old.edgeCount && (old.src[at]! < vertex || (old.src[at] === vertex && old.dst[at]! < other))) at++;
    const replace = at < old.edgeCount && old.src[at] === vertex && old.dst[at] === other ? 1 : 0;
    const n = old.edgeCount + 1 - replace;
    const spliced = <T extends Uint32Array | Float64Array | BigInt64Array>(from: T, into: T, value: T[0]): T => {
      into.set(from.subarray(0, at) as never, 0);
      into[at] = value as never;
      into.set(from.subarray(at + replace) as never, at + 1);
      return into;
    };
    const next: Graph = {
      vertexCount: 0,
      edgeCount: n,
      src: spliced(old.src, new Uint32Array(n), vertex),
      dst: spliced(old.dst, new Uint32Array(n), other),
      weight: spliced(old.weight, new Float64Array(n), weight),
      since: spliced(old.since, new BigInt64Array(n), since),
    };
    if (usable) this.#db.removeSync(usable.key);
    const fits = HEADER + n * this.#entryBytes(side) <= this.#options.blockBytes;
    const cuts = fits || n < 2 ? [0, n] : [0, n >> 1, n];
    for (let c = 0; c + 1 < cuts.length; c++) {
      const from = cuts[c]!;
      this.#db.putSync(
        Buffer.from(this.#keyOf(side, next.src[from]!, next.dst[from]!)),
        this.#encode(side, next, from, cuts[c + 1]!),
      );
    }
  }

  #decode(side: Side, value: Buffer): Graph {
    const block = open(value);
    const n = block.count;
    const src = new Uint32Array(n);
    const dst = new Uint32Array(n);
    const weight = new Float64Array(n);
    const since = new BigInt64Array(n);
    const withProperties = side === 'out' || this.#options.propertiesBothWays;
    const start = HEADER + 8 * n;
    for (let i = 0; i < n; i++) {
      src[i] = vertexAt(block, i);
      dst[i] = otherAt(block, i);
      if (withProperties) {
        weight[i] = this.#weightAt(block, i);
        since[i] = block.view.getBigInt64(this.#options.columns ? start + 8 * (n + i) : start + 16 * i + 8, true);
      }
    }
    return { vertexCount: 0, edgeCount: n, src, dst, weight, since };
  }

  scan(edgeCount: number): ScanResult {
    const src = new Uint32Array(edgeCount);
    const dst = new Uint32Array(edgeCount);
    const weight = new Float64Array(edgeCount);
    let count = 0;
    for (const { value } of this.#db.getRange({ start: Buffer.from([0]), end: Buffer.from([1]) })) {
      const block = open(value);
      const n = block.count;
      // Values come at any alignment; one copy makes them usable as typed arrays.
      const bytes = value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
      src.set(new Uint32Array(bytes, HEADER, n), count);
      dst.set(new Uint32Array(bytes, HEADER + 4 * n, n), count);
      if (this.#options.columns) weight.set(new Float64Array(bytes, HEADER + 8 * n, n), count);
      else {
        const rows = new Float64Array(bytes, HEADER + 8 * n, 2 * n);
        for (let i = 0; i < n; i++) weight[count + i] = rows[2 * i]!;
      }
      count += n;
    }
    return { count, src, dst, weight };
  }
}

interface Block {
  readonly view: DataView;
  readonly count: number;
}

const EMPTY: Graph = {
  vertexCount: 0,
  edgeCount: 0,
  src: new Uint32Array(0),
  dst: new Uint32Array(0),
  weight: new Float64Array(0),
  since: new BigInt64Array(0),
};

function open(value: Buffer): Block {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return { view, count: view.getUint32(0, true) };
}

function vertexAt(block: Block, i: number): number {
  return block.view.getUint32(HEADER + 4 * i, true);
}

function otherAt(block: Block, i: number): number {
  return block.view.getUint32(HEADER + 4 * (block.count + i), true);
}

function lowerBound(block: Block, vertex: number, other: number): number {
  let low = 0;
  let high = block.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = vertexAt(block, middle);
    if (at < vertex || (at === vertex && otherAt(block, middle) < other)) low = middle + 1;
    else high = middle;
  }
  return low;
}
