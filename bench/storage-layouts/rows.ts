import type { Database } from 'lmdb';
import type { Graph } from './graph.ts';
import type { Layout, ScanResult, Side } from './layout.ts';

/** A row per edge and direction: [side][vertex][other] -> [weight][since]. */
export class RowLayout implements Layout {
  readonly name = 'row per edge';
  readonly #db: Database<Buffer, Buffer>;
  readonly #key = Buffer.alloc(9);
  readonly #row = Buffer.alloc(16);

  constructor(db: Database<Buffer, Buffer>) {
    this.#db = db;
  }

  #keyOf(side: Side, vertex: number, other: number): Buffer {
    this.#key[0] = side === 'out' ? 0 : 1;
    this.#key.writeUInt32BE(vertex, 1);
    this.#key.writeUInt32BE(other, 5);
    return this.#key;
  }

  load(side: Side, edges: Graph): void {
    const batch = 100_000;
    for (let start = 0; start < edges.edgeCount; start += batch) {
      this.#db.transactionSync(() => {
        const end = Math.min(edges.edgeCount, start + batch);
        for (let i = start; i < end; i++) {
          this.#row.writeDoubleLE(edges.weight[i]!, 0);
          this.#row.writeBigInt64LE(edges.since[i]!, 8);
          this.#db.putSync(this.#keyOf(side, edges.src[i]!, edges.dst[i]!), this.#row, { append: true });
        }
      });
    }
  }

  weightOf(src: number, dst: number): number | undefined {
    return this.#db.getBinaryFast(this.#keyOf('out', src, dst))?.readDoubleLE(0);
  }

  neighbours(side: Side, vertex: number, into: number[]): number {
    const before = into.length;
    const start = Buffer.from(this.#keyOf(side, vertex, 0));
    const end = Buffer.from(this.#keyOf(side, vertex, 0xffff_ffff));
    for (const key of this.#db.getKeys({ start, end })) into.push(key.readUInt32BE(5));
    return into.length - before;
  }

  put(src: number, dst: number, weight: number, since: bigint): void {
    this.#row.writeDoubleLE(weight, 0);
    this.#row.writeBigInt64LE(since, 8);
    this.#db.putSync(this.#keyOf('out', src, dst), this.#row);
    this.#db.putSync(this.#keyOf('in', dst, src), this.#row);
  }

  scan(edgeCount: number): ScanResult {
    const src = new Uint32Array(edgeCount);
    const dst = new Uint32Array(edgeCount);
    const weight = new Float64Array(edgeCount);
    let count = 0;
    for (const { key, value } of this.#db.getRange({ start: Buffer.from([0]), end: Buffer.from([1]) })) {
      src[count] = key.readUInt32BE(1);
      dst[count] = key.readUInt32BE(5);
      weight[count] = value.readDoubleLE(0);
      count++;
    }
    return { count, src, dst, weight };
  }
}
