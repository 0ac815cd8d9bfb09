import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { grown } from '../../storage/grown.ts';
import type { EdgeColumnScan } from '../../storage/store.ts';
import type { MemoryAccount } from '../memory-account.ts';
import { SOURCE_SLOT } from './compile-column.ts';
import type { TagSet } from './tag-sets.ts';

const FIRST_VERTICES = 1 << 16;
/** Bytes for each vertex: two counts. */
const VERTEX_BYTES = 8;
const VERTICES_PER_STEP = 1 << 16;

/**
 * The number of paths of an edge and a hop behind it, where the hop goes along edge types that are scanned anyway: at every
 * vertex the edges that end there times the ways on from there, both counted in the same scan, less those that would walk an
 * edge again. A second scan for the degrees takes as long as the first.
 */
export class PathCount {
  readonly #hop: PlanNodeOf<'expand'>;
  /** Those that the vertex behind the hop has to be in. */
  readonly #sets: readonly TagSet[];
  readonly #memory: MemoryAccount;
  /** By vertex: edges that pass the conditions and end there, and the ways on. */
  #ends = new Uint32Array(0);
  #ways = new Uint32Array(0);
  #itself = 0;
  #summed = 0;
  #total = 0n;

  constructor(hop: PlanNodeOf<'expand'>, sets: readonly TagSet[], memory: MemoryAccount) {
    this.#hop = hop;
    this.#sets = sets;
    this.#memory = memory;
  }

  /** Takes in edges of a type, of which the first `count` of `rows` pass the conditions. */
  add(scan: EdgeColumnScan, typeId: number, rows: Uint32Array, count: number): void {
    const { from, walks, distinctFrom } = this.#hop;
    this.#reserve(scan);
    const middles = from === SOURCE_SLOT ? scan.src : scan.dst;
    const ends = this.#ends;
    for (let k = 0; k < count; k++) ends[middles[rows[k]!]!]!++;
    for (const { schema, direction } of walks) {
      if (schema.id !== typeId) continue;
      const [near, far] = direction === 'out' ? [scan.src, scan.dst] : [scan.dst, scan.src];
      this.#addWays(near, far, scan.count);
      // The edge itself is no way on where it could be walked again from this end.
      if (distinctFrom.length > 0) this.#addItself(middles, near, far, rows, count);
    }
  }

  /** Does a part of what has to be done after the last edges; false when `total` is known. */
  sum(): boolean {
    if (this.#summed >= this.#ends.length) return false;
    const last = Math.min(this.#ends.length, this.#summed + VERTICES_PER_STEP);
    // Within the integers that doubles hold; what is beyond goes into the bigint.
    let part = 0;
    for (let vertex = this.#summed; vertex < last; vertex++) {
      const paths = this.#ends[vertex]! * this.#ways[vertex]!;
      if (part + paths <= Number.MAX_SAFE_INTEGER) part += paths;
      else this.#total += BigInt(this.#ends[vertex]!) * BigInt(this.#ways[vertex]!);
    }
    this.#total += BigInt(part);
    this.#summed = last;
    return true;
  }

  get total(): bigint {
    return this.#total - BigInt(this.#itself);
  }

  #addWays(near: Uint32Array, far: Uint32Array, count: number): void {
    const ways = this.#ways;
    if (this.#sets.length === 0) for (let i = 0; i < count; i++) ways[near[i]!]!++;
    else for (let i = 0; i < count; i++) ways[near[i]!]! += this.#isIn(far[i]!);
  }

  #addItself(middles: Uint32Array, near: Uint32Array, far: Uint32Array, rows: Uint32Array, count: number): void {
    let itself = 0;
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      itself += Number(near[row] === middles[row]) & this.#isIn(far[row]!);
    }
    this.#itself += itself;
  }

  #isIn(vertex: number): number {
    let isIn = 1;
    for (const set of this.#sets) isIn &= set.has(vertex);
    return isIn;
  }

  #reserve({ src, dst, count }: EdgeColumnScan): void {
    let last = 0;
    for (let i = 0; i < count; i++) {
      if (src[i]! > last) last = src[i]!;
      if (dst[i]! > last) last = dst[i]!;
    }
    if (last < this.#ends.length) return;
    const length = Math.max(FIRST_VERTICES, 2 * this.#ends.length, last + 1);
    this.#memory.hold(VERTEX_BYTES * (length - this.#ends.length));
    this.#ends = grown(this.#ends, new Uint32Array(length));
    this.#ways = grown(this.#ways, new Uint32Array(length));
  }
}
