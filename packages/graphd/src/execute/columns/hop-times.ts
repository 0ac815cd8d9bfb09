import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { EdgeColumnScan, SpaceReader } from '../../storage/store.ts';
import { Degrees } from '../cursors/degrees.ts';
import type { Execution } from '../execution.ts';
import { SOURCE_SLOT } from './compile-column.ts';
import type { TagSet } from './tag-sets.ts';

/** How many rows a hop makes of each edge of a scan. */
export class HopTimes {
  times = new Float64Array(0);
  readonly #node: PlanNodeOf<'expand'>;
  /** By walk. */
  readonly #degrees: readonly Degrees[];
  /** Those that the vertex behind the hop has to be in. */
  readonly #sets: readonly TagSet[];

  /** `edges`: how many will be scanned. */
  constructor(node: PlanNodeOf<'expand'>, sets: readonly TagSet[], execution: Execution, edges: number) {
    this.#node = node;
    this.#sets = sets;
    this.#degrees = node.walks.map((walk) => new Degrees(walk, execution, edges, sets));
  }

  /** How many edges are counted at most before the first batch. */
  static edgesBefore({ walks }: PlanNodeOf<'expand'>, reader: SpaceReader): number {
    const { edges } = reader.statistics();
    return walks.reduce((sum, { schema }) => sum + (edges.get(schema.name) ?? 0), 0);
  }

  /** Does a part of what has to be done before; false when there is nothing left. */
  prepare(): boolean {
    return this.#degrees.some((degrees) => degrees.fill());
  }

  /** Fills `times` for edges of a type, keeps in `rows` those that make any, and returns how many these are. */
  find(scan: EdgeColumnScan, typeId: number, rows: Uint32Array, count: number): number {
    if (this.times.length < scan.count) this.times = new Float64Array(scan.src.length);
    const { times } = this;
    const { from, walks, distinctFrom } = this.#node;
    const vertices = from === SOURCE_SLOT ? scan.src : scan.dst;
    for (let k = 0; k < count; k++) times[rows[k]!] = 0;
    walks.forEach(({ schema, direction }, i) => {
      const degrees = this.#degrees[i]!;
      // The edge itself is no way on where it could be walked again from this end.
      const distinct = Number(distinctFrom.length > 0 && schema.id === typeId);
      const [near, far] = direction === 'out' ? [scan.src, scan.dst] : [scan.dst, scan.src];
      for (let k = 0; k < count; k++) {
        const row = rows[k]!;
        const vertex = vertices[row]!;
        let itself = distinct & Number(near[row] === vertex);
        for (const set of this.#sets) itself &= set.has(far[row]!);
        times[row]! += degrees.of(vertex) - itself;
      }
    });
    let kept = 0;
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      rows[kept] = row;
      kept += Number(times[row]! > 0);
    }
    return kept;
  }
}
