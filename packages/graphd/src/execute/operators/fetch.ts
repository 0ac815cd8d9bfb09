import type { Batch, Row } from '../../bind/scope.ts';
import { executionError } from '../../bind/statement-error.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { SpaceReader } from '../../storage/store.ts';
import { EdgeRef, VertexRef } from '../../values/graph-values.ts';
import { typeOf } from '../../values/value-type.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { sourceVertices, vertexIndexOf } from './vertex-source.ts';

/** FETCH PROP ON tags: the vertices that exist, each as often as it is named; of tags that they lack, properties are EMPTY. */
export async function* fetchVertices(node: PlanNodeOf<'fetchVertices'>, execution: Execution): AsyncGenerator<Batch> {
  const { reader, pace } = execution;
  const only = node.tags && new Set(node.tags.map(({ id }) => id));
  let rows: Batch = [];
  for (const [vertex, named] of await sourceVertices(node.from, execution)) {
    if (reader.vertexExists(vertex)) for (const _row of named) rows.push([new VertexRef(reader, vertex, only)]);
    if (rows.length >= BATCH_ROWS) {
      yield rows;
      rows = [];
    }
    if (pace.due()) await pace.pause();
  }
  if (rows.length > 0) yield rows;
}

/** FETCH PROP ON edge: those of the keys that exist, each as often as it is named. */
export async function* fetchEdges(node: PlanNodeOf<'fetchEdges'>, execution: Execution): AsyncGenerator<Batch> {
  const keys = node.keys.map(({ src, dst, rank }) => ({
    src: execution.compile(src),
    dst: execution.compile(dst),
    rank: rank && execution.compile(rank),
  }));
  const inputs = node.input ? execution.run(node.input) : [[[]]];
  for await (const batch of inputs) {
    const rows: Batch = [];
    for (const row of batch) {
      for (const key of keys) {
        const parts: Row = [key.src(row), key.dst(row), key.rank ? key.rank(row) : 0n];
        const edge = edgeOf(execution.reader, node, parts);
        if (edge) rows.push([edge]);
      }
      if (execution.pace.due()) await execution.pace.pause();
    }
    if (rows.length > 0) yield rows;
  }
}

function edgeOf(reader: SpaceReader, node: PlanNodeOf<'fetchEdges'>, [from, to, rank]: Row): EdgeRef | undefined {
  if (typeof rank !== 'bigint') throw executionError(`Wrong rank type \`${typeOf(rank)}'`);
  const [src, dst] = [vertexIndexOf(reader, from), vertexIndexOf(reader, to)];
  if (src === undefined || dst === undefined) return undefined;
  const row = reader.edgeRow({ src, dst, typeId: node.schema.id, rank });
  return row && new EdgeRef(reader, node.schema, { from: src, to: dst, reversed: false, rank }, row);
}
