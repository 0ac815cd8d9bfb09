import type { Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { EdgeCursor, SpaceReader, VertexIndex } from '../../storage/store.ts';
import { MovingEdge, MovingVertex } from '../../values/graph-values.ts';
import type { Execution } from '../execution.ts';
import { vertexIndexOf } from '../operators/vertex-source.ts';
import { Degrees } from './degrees.ts';
import { NOTHING_YET, ROW, type RowCursor, type Step, type Wanted } from './row-cursor.ts';

/** One hop. Where nothing is read of its edges and their far ends, a row stands for all of them. */
export function expandCursor(
  node: PlanNodeOf<'expand'>,
  input: RowCursor,
  { slots, counts }: Wanted,
  execution: Execution,
): RowCursor {
  const first = node.input.columns.length;
  const isRead = slots.has(first) || slots.has(first + 1);
  const ids = new Set(node.walks.map(({ schema }) => schema.id));
  // Walked both ways a loop comes once, which degrees don't tell.
  const isOneWay = ids.size === node.walks.length;
  if (counts && !isRead && isOneWay && node.to === undefined) return new HopCount(node, input, execution);
  return new Hop(node, input, slots, execution);
}

class Hop implements RowCursor {
  readonly row: Row;
  readonly #input: RowCursor;
  readonly #reader: SpaceReader;
  readonly #node: PlanNodeOf<'expand'>;
  readonly #edge: MovingEdge;
  readonly #end: MovingVertex | undefined;
  readonly #outwards: ReadonlySet<number>;
  #from: VertexIndex = 0;
  #to: VertexIndex | undefined;
  #cursor: EdgeCursor | undefined;
  #walk = 0;

  constructor(node: PlanNodeOf<'expand'>, input: RowCursor, slots: ReadonlySet<number>, { reader }: Execution) {
    const first = node.input.columns.length;
    this.#node = node;
    this.#input = input;
    this.#reader = reader;
    this.#edge = new MovingEdge(reader, node.walks[0]!.schema);
    this.#end = node.to === undefined && slots.has(first + 1) ? new MovingVertex(reader) : undefined;
    this.#outwards = new Set(node.walks.filter(({ direction }) => direction === 'out').map(({ schema }) => schema.id));
    this.row = input.row;
    this.row[first] = this.#edge;
    if (node.to === undefined) this.row[first + 1] = this.#end ?? null;
  }

  get times(): number {
    return this.#input.times;
  }

  step(): Step {
    const cursor = this.#cursor;
    if (!cursor) return this.#enter();
    const { schema, direction } = this.#node.walks[this.#walk]!;
    if (!cursor.next()) {
      this.#openWalk(this.#walk + 1);
      return NOTHING_YET;
    }
    if (direction === 'in' && cursor.src === cursor.dst && this.#outwards.has(schema.id)) return NOTHING_YET;
    if (this.#to !== undefined && cursor.other !== this.#to) return NOTHING_YET;
    const edge = this.#edge;
    edge.moveTo(cursor, schema, direction);
    // The slots of other edges are read anew: they move, too.
    for (const slot of this.#node.distinctFrom) {
      const other = this.row[slot];
      if (other instanceof MovingEdge && other.isSameEdge(edge)) return NOTHING_YET;
    }
    this.#end?.moveTo(edge.to);
    return ROW;
  }

  #enter(): Step {
    const step = this.#input.step();
    if (step !== ROW) return step;
    const { from, to } = this.#node;
    const vertex = vertexIndexOf(this.#reader, this.row[from]);
    this.#to = to === undefined ? undefined : vertexIndexOf(this.#reader, this.row[to]);
    if (vertex === undefined || (to !== undefined && this.#to === undefined)) return NOTHING_YET;
    this.#from = vertex;
    this.#openWalk(0);
    return NOTHING_YET;
  }

  #openWalk(number: number): void {
    const walk = this.#node.walks[number];
    this.#walk = number;
    this.#cursor = walk && this.#reader.adjacent(this.#from, walk.schema.id, walk.direction);
  }
}

class HopCount implements RowCursor {
  readonly row: Row;
  times = 0;
  readonly #input: RowCursor;
  readonly #reader: SpaceReader;
  readonly #node: PlanNodeOf<'expand'>;
  /** By walk. */
  readonly #degrees: readonly Degrees[];

  constructor(node: PlanNodeOf<'expand'>, input: RowCursor, execution: Execution) {
    this.#node = node;
    this.#input = input;
    this.#reader = execution.reader;
    this.#degrees = node.walks.map((walk) => new Degrees(walk, execution));
    this.row = input.row;
  }

  step(): Step {
    for (const degrees of this.#degrees) if (degrees.fill()) return NOTHING_YET;
    const step = this.#input.step();
    if (step !== ROW) return step;
    const from = vertexIndexOf(this.#reader, this.row[this.#node.from]);
    if (from === undefined) return NOTHING_YET;
    let count = 0;
    for (let i = 0; i < this.#degrees.length; i++) {
      count += this.#degrees[i]!.of(from);
      const { schema, direction } = this.#node.walks[i]!;
      // Edges of the pattern that meet at this vertex are not walked again.
      for (const slot of this.#node.distinctFrom) {
        const edge = this.row[slot];
        if (!(edge instanceof MovingEdge) || edge.schema.id !== schema.id) continue;
        const isAlong = direction === 'out' ? edge.typeId > 0 : edge.typeId < 0;
        if ((isAlong ? edge.from : edge.to) === from) count--;
      }
    }
    this.times = this.#input.times * count;
    return count > 0 ? ROW : NOTHING_YET;
  }
}
