import type { EdgeWalk } from '../../plan/plan-node.ts';
import { grown } from '../../storage/grown.ts';
import type { EdgeColumnScan, SpaceReader, VertexIndex } from '../../storage/store.ts';
import type { Execution } from '../execution.ts';
import type { MemoryAccount } from '../memory-account.ts';

/** Edges that a scan comes by in the time of one look-up of a vertex: a look-up costs 3 to 5 µs, an edge of a scan 5 ns. */
const EDGES_PER_LOOKUP = 800;
const KNOWN_BYTES = 40;

/**
 * How many edges vertices have. They are looked up one by one and remembered, until that has cost as much as counting
 * all of them in one scan would have.
 */
export class Degrees {
  readonly #reader: SpaceReader;
  readonly #memory: MemoryAccount;
  readonly #walk: EdgeWalk;
  readonly #mostLookups: number;
  readonly #farIn: readonly { has(vertex: VertexIndex): number }[];
  readonly #known = new Map<VertexIndex, number>();
  #counts = new Uint32Array(0);
  #scan: EdgeColumnScan | undefined;
  #complete = false;

  /**
   * `expected`: how many vertices will be asked for at least. `farIn`: only edges whose far end is in all of these sets count,
   * which is found out by a scan, once the sets are whole.
   */
  constructor(
    walk: EdgeWalk,
    { reader, memory }: Execution,
    expected = 0,
    farIn: readonly { has(vertex: VertexIndex): number }[] = [],
  ) {
    this.#walk = walk;
    this.#farIn = farIn;
    this.#reader = reader;
    this.#memory = memory;
    const mostLookups = (reader.statistics().edges.get(walk.schema.name) ?? 0) / EDGES_PER_LOOKUP;
    this.#mostLookups = expected > mostLookups || farIn.length > 0 ? -1 : mostLookups;
  }

  /** Does a part of the scan, if one is due; false when there is nothing to do before `of`. */
  fill(): boolean {
    if (this.#complete || this.#known.size <= this.#mostLookups) return false;
    const { schema, direction } = this.#walk;
    const scan = (this.#scan ??= this.#reader.scanEdgeColumns(schema.id, []));
    if (!scan?.next()) {
      this.#complete = true;
      this.#memory.release(KNOWN_BYTES * this.#known.size);
      this.#known.clear();
      return false;
    }
    const [vertices, far] = direction === 'out' ? [scan.src, scan.dst] : [scan.dst, scan.src];
    let last = 0;
    for (let i = 0; i < scan.count; i++) if (vertices[i]! > last) last = vertices[i]!;
    if (last >= this.#counts.length) this.#grow(last);
    const counts = this.#counts;
    if (this.#farIn.length === 0) for (let i = 0; i < scan.count; i++) counts[vertices[i]!]!++;
    else {
      for (let i = 0; i < scan.count; i++) {
        let isIn = 1;
        for (const set of this.#farIn) isIn &= set.has(far[i]!);
        counts[vertices[i]!]! += isIn;
      }
    }
    return true;
  }

  of(vertex: VertexIndex): number {
    if (this.#complete) return this.#counts[vertex] ?? 0;
    const known = this.#known.get(vertex);
    if (known !== undefined) return known;
    const degree = this.#reader.degree(vertex, this.#walk.schema.id, this.#walk.direction);
    this.#known.set(vertex, degree);
    this.#memory.hold(KNOWN_BYTES);
    return degree;
  }

  #grow(vertex: VertexIndex): void {
    const length = Math.max(2 * this.#counts.length, vertex + 1, 1 << 16);
    this.#memory.hold(4 * (length - this.#counts.length));
    this.#counts = grown(this.#counts, new Uint32Array(length));
  }
}
