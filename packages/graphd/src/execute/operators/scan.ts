import { NullValue, SetValue, type Value } from '@orrery/contracts';
import type { Batch, Row } from '../../bind/scope.ts';
import type { IndexDefinition, PropertyType } from '../../catalog/definitions.ts';
import type { Access, BoundRange, PlanNodeOf } from '../../plan/plan-node.ts';
import type { IndexRange, VertexIndex } from '../../storage/store.ts';
import { EdgeRef, VertexRef } from '../../values/graph-values.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { fieldBound, fieldValue } from './index-bound.ts';
import { vertexIndexOf } from './vertex-source.ts';

/** Appends every vertex that the access path finds to every row of the input. */
export async function* scanVertices(node: PlanNodeOf<'scanVertices'>, execution: Execution): AsyncGenerator<Batch> {
  const { reader, pace } = execution;
  const find = vertexFinder(node.access, execution, node.danglingIds);
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      for (const vertex of find(row)) {
        rows.push([...row, new VertexRef(reader, vertex)]);
        if (rows.length >= BATCH_ROWS) {
          yield rows;
          rows = [];
        }
        if (pace.due()) await pace.pause();
      }
      if (pace.due()) await pace.pause();
    }
  }
  if (rows.length > 0) yield rows;
}

/** The vertices of an access path for a row; with `danglingIds`, ends of edges that are no vertices are found by id. */
export function vertexFinder(
  access: Access,
  execution: Execution,
  danglingIds = false,
): (row: Row) => Iterable<VertexIndex> {
  const { reader } = execution;
  switch (access.kind) {
    case 'ids': {
      const ids = execution.compile(access.ids);
      return (row) => vertexIndexes(ids(row), danglingIds, execution);
    }
    case 'index': {
      const ranges = indexRanges(access.index, access.ranges, execution);
      return (row) => scanTagIndex(access, ranges(row), execution);
    }
    case 'tag':
      return () => vertices(reader.scanTag(access.schema.id));
    case 'all':
      return () => vertices(reader.scanVertices());
    case 'edge':
      throw new TypeError('edges are not found by a scan of vertices');
  }
}

function* vertices(cursor: { next(): boolean; readonly vertex: VertexIndex }): Generator<VertexIndex> {
  while (cursor.next()) yield cursor.vertex;
}

/** The distinct vertices of one id or a list of them, and the ends of edges if `dangling` says so. */
function* vertexIndexes(ids: Value, dangling: boolean, execution: Execution): Generator<VertexIndex> {
  const { reader } = execution;
  const values: readonly Value[] = Array.isArray(ids) ? ids : ids instanceof SetValue ? ids.items : [ids];
  const found = new Set<VertexIndex>();
  for (const value of values) {
    const index = vertexIndexOf(reader, value);
    if (index === undefined || found.has(index)) continue;
    found.add(index);
    if (dangling || reader.vertexExists(index)) yield index;
  }
}

/** Turns the bounds of ranges into values of the fields' types; a bound that is null or of no such type finds nothing. */
function indexRanges(
  index: IndexDefinition,
  ranges: readonly BoundRange[],
  execution: Execution,
): (row: Row) => readonly IndexRange[] {
  const types = fieldTypes(index, execution);
  const compiled = ranges.map(({ equal, lower, upper }) => ({
    equal: equal.map((bound) => execution.compile(bound)),
    lower: lower && { value: execution.compile(lower.value), inclusive: lower.inclusive },
    upper: upper && { value: execution.compile(upper.value), inclusive: upper.inclusive },
  }));
  return (row) =>
    compiled.flatMap(({ equal, lower, upper }): IndexRange[] => {
      const fixed = equal.map((value, i) => fieldValue(value(row), types[i]));
      const type = types[equal.length];
      const bounds = {
        ...(lower && { lower: fieldBound(lower.value(row), lower.inclusive, 'lower', type) }),
        ...(upper && { upper: fieldBound(upper.value(row), upper.inclusive, 'upper', type) }),
      };
      const values = [...fixed, ...Object.values(bounds).map(({ value }) => value)];
      if (values.some((value) => value === null || value instanceof NullValue)) return [];
      return [{ equal: fixed, ...bounds }];
    });
}

function fieldTypes(index: IndexDefinition, { reader }: Execution): PropertyType[] {
  const schemas = index.kind === 'tag' ? reader.catalog.tagsById : reader.catalog.edgesById;
  const { properties } = schemas.get(index.schemaId)!;
  return index.fields.map(({ property }) => properties.find(({ name }) => name === property)!.type);
}

function* scanTagIndex(
  access: Extract<Access, { kind: 'index' }>,
  ranges: readonly IndexRange[],
  execution: Execution,
): Generator<VertexIndex> {
  const seen = ranges.length > 1 ? new Set<VertexIndex>() : undefined;
  for (const range of ranges) {
    for (const vertex of vertices(execution.reader.scanTagIndex(access.index, range))) {
      if (seen?.has(vertex)) continue;
      seen?.add(vertex);
      yield vertex;
    }
  }
}

/** Appends source, edge and destination of every edge that the access path finds. */
export async function* scanEdges(node: PlanNodeOf<'scanEdges'>, execution: Execution): AsyncGenerator<Batch> {
  const { pace, reader } = execution;
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      for (const edge of edges(node.access, row, execution)) {
        rows.push([...row, new VertexRef(reader, edge.from), edge, new VertexRef(reader, edge.to)]);
        if (rows.length >= BATCH_ROWS) {
          yield rows;
          rows = [];
        }
        if (pace.due()) await pace.pause();
      }
    }
  }
  if (rows.length > 0) yield rows;
}

function* edges(access: PlanNodeOf<'scanEdges'>['access'], row: Row, execution: Execution): Generator<EdgeRef> {
  const { reader } = execution;
  if (access.kind === 'edge') {
    for (const schema of access.schemas) {
      const cursor = reader.scanEdges(schema.id);
      while (cursor.next()) {
        const ends = { from: cursor.src, to: cursor.dst, reversed: false, rank: cursor.rank };
        yield new EdgeRef(reader, schema, ends, cursor.row());
      }
    }
    return;
  }
  const schema = reader.catalog.edgesById.get(access.index.schemaId)!;
  const ranges = indexRanges(access.index, access.ranges, execution)(row);
  const seen = ranges.length > 1 ? new Set<string>() : undefined;
  for (const range of ranges) {
    const cursor = reader.scanEdgeIndex(access.index, range);
    while (cursor.next()) {
      const key = `${cursor.src} ${cursor.dst} ${cursor.rank}`;
      if (seen?.has(key)) continue;
      seen?.add(key);
      const ends = { from: cursor.src, to: cursor.dst, reversed: false, rank: cursor.rank };
      yield new EdgeRef(reader, schema, ends, cursor.row());
    }
  }
}
