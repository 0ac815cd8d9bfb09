import type { Value } from '@orrery/contracts';
import type { Batch, Row } from '../../bind/scope.ts';
import type { EdgeWalk, PlanNodeOf } from '../../plan/plan-node.ts';
import type { VertexIndex } from '../../storage/store.ts';
import { edgeAt, EdgeRef, reversedEdge, VertexRef } from '../../values/graph-values.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { passes } from './filter.ts';
import { vertexIndexOf } from './vertex-source.ts';

/** The edges of some types at a vertex. A loop that is walked both ways comes once. */
export function* edgesAt(
  vertex: VertexIndex,
  walks: readonly EdgeWalk[],
  withProperties: boolean,
  execution: Execution,
): Generator<EdgeRef> {
  const { reader } = execution;
  const outwards = new Set<number>();
  for (const { schema, direction } of walks) {
    if (direction === 'out') outwards.add(schema.id);
    const cursor = reader.adjacent(vertex, schema.id, direction);
    while (cursor.next()) {
      if (direction === 'in' && cursor.src === cursor.dst && outwards.has(schema.id)) continue;
      yield edgeAt(reader, schema, cursor, direction, withProperties);
    }
  }
}

/** Edges that a new one must differ from. */
function edgesIn(row: Row, slots: readonly number[]): EdgeRef[] {
  const edges: EdgeRef[] = [];
  for (const slot of slots) {
    const value = row[slot];
    for (const item of Array.isArray(value) ? value : [value]) if (item instanceof EdgeRef) edges.push(item);
  }
  return edges;
}

/** One hop. */
export async function* expand(node: PlanNodeOf<'expand'>, execution: Execution): AsyncGenerator<Batch> {
  const { reader, pace } = execution;
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      const from = vertexIndexOf(reader, row[node.from]);
      if (from === undefined) continue;
      const to = node.to === undefined ? undefined : vertexIndexOf(reader, row[node.to]);
      if (node.to !== undefined && to === undefined) continue;
      const used = edgesIn(row, node.distinctFrom);
      for (const edge of edgesAt(from, node.walks, node.withProperties, execution)) {
        if (pace.due()) await pace.pause();
        if (to !== undefined && edge.to !== to) continue;
        if (used.some((other) => other.isSameEdge(edge))) continue;
        rows.push(to === undefined ? [...row, edge, new VertexRef(reader, edge.to)] : [...row, edge]);
        if (rows.length >= BATCH_ROWS) {
          yield rows;
          rows = [];
        }
      }
      if (pace.due()) await pace.pause();
    }
  }
  if (rows.length > 0) yield rows;
}

/**
 * A number of hops, depth first, no edge twice on one walk. Holds one walk at a time: a generator per hop, the edges of the
 * present walk.
 */
export async function* expandVariable(node: PlanNodeOf<'expandVariable'>, execution: Execution): AsyncGenerator<Batch> {
  const { reader, pace } = execution;
  const condition = node.edgeCondition && execution.compile(node.edgeCondition);
  const holds = (edge: EdgeRef): boolean => !condition || passes(condition([edge]), () => 'edge properties');
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      const from = vertexIndexOf(reader, row[node.from]);
      if (from === undefined) continue;
      const to = node.to === undefined ? undefined : vertexIndexOf(reader, row[node.to]);
      if (node.to !== undefined && to === undefined) continue;
      const used = edgesIn(row, node.distinctFrom);
      const walk: EdgeRef[] = [];
      const emit = (end: VertexIndex): void => {
        if (to !== undefined && end !== to) return;
        const list: Value[] = node.reversed ? walk.map(reversedEdge).reverse() : [...walk];
        rows.push(to === undefined ? [...row, list, new VertexRef(reader, end)] : [...row, list]);
      };
      if (node.minHops === 0) emit(from);
      const stack = node.maxHops > 0 ? [edgesAt(from, node.walks, true, execution)] : [];
      while (stack.length > 0) {
        if (pace.due()) await pace.pause();
        const { done, value: edge } = stack.at(-1)!.next();
        if (done) {
          stack.pop();
          walk.pop();
          continue;
        }
        const isUsed = used.some((other) => other.isSameEdge(edge)) || walk.some((other) => other.isSameEdge(edge));
        if (isUsed || !holds(edge)) continue;
        walk.push(edge);
        if (walk.length >= node.minHops) emit(edge.to);
        if (walk.length < node.maxHops) stack.push(edgesAt(edge.to, node.walks, true, execution));
        else walk.pop();
        if (rows.length >= BATCH_ROWS) {
          yield rows;
          rows = [];
        }
      }
    }
  }
  if (rows.length > 0) yield rows;
}
