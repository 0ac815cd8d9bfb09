import type { EdgeWalk } from '../../plan/plan-node.ts';
import type { EdgeCursor, SpaceReader, VertexIndex } from '../../storage/store.ts';
import type { Execution } from '../execution.ts';
import type { MemoryAccount } from '../memory-account.ts';

/** Edges that a scan comes by in the time of one look-up of a vertex: a look-up costs 3 to 5 µs, an edge of a scan 15 to 25 ns. */
const EDGES_PER_LOOKUP = 200;
/** Edges per call of `fill`. */
const FILL_EDGES = 4096;
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
  readonly #known = new Map<VertexIndex, number>();
  #counts = new Uint32Array(0);
  #scan: EdgeCursor | undefined;
  #complete = false;

  constructor(walk: EdgeWalk, { reader, memory }: Execution) {
    this.#walk = walk;
    this.#reader = reader;
    this.#memory = memory;
    this.#mostLookups = (reader.statistics().edges.get(walk.schema.name) ?? 0) / EDGES_PER_LOOKUP;
  }

  /** Does a part of the scan, if one is due; false when there is nothing to do before `of`. */
  fill(): boolean {
    if (this.#complete || this.#known.size <= this.#mostLookups) return false;
    const { schema, direction } = this.#walk;
    const scan = (this.#scan ??= this.#reader.scanEdges(schema.id));
    for (let i = 0; i < FILL_EDGES; i++) {
      if (!scan.next()) {
        this.#complete = true;
        this.#memory.release(KNOWN_BYTES * this.#known.size);
        this.#known.clear();
        return false;
      }
      const vertex = direction === 'out' ? scan.src : scan.dst;
      if (vertex >= this.#counts.length) this.#grow(vertex);
      this.#counts[vertex]!++;
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
    const larger = new Uint32Array(length);
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
