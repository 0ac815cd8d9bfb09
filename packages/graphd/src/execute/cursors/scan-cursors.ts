import type { Row } from '../../bind/scope.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { EdgeCursor, SpaceReader, VertexIndex } from '../../storage/store.ts';
import { MovingEdge, MovingVertex } from '../../values/graph-values.ts';
import type { Execution } from '../execution.ts';
import { vertexFinder } from '../operators/scan.ts';
import { END, NOTHING_YET, ROW, type RowCursor, type Step, type Wanted } from './row-cursor.ts';

/** All edges of some types. Their number is known without reading them. */
export function edgeScanCursor(
  { access, input }: PlanNodeOf<'scanEdges'>,
  { slots, counts }: Wanted,
  { reader }: Execution,
): RowCursor | undefined {
  if (access.kind !== 'edge' || input.kind !== 'start') return undefined;
  // Statistics count rows whose time is over, too.
  const hasTtl = access.schemas.some(({ ttl }) => ttl !== undefined);
  if (counts && slots.size === 0 && !hasTtl) {
    const { edges } = reader.statistics();
    return new RowCount(access.schemas.reduce((sum, { name }) => sum + (edges.get(name) ?? 0), 0));
  }
  return new EdgeScan(reader, access.schemas, slots);
}

/** One row for so many. */
class RowCount implements RowCursor {
  readonly row: Row = [];
  readonly times: number;
  #done = false;

  constructor(times: number) {
    this.times = times;
  }

  step(): Step {
    if (this.#done || this.times === 0) return END;
    this.#done = true;
    return ROW;
  }
}

class EdgeScan implements RowCursor {
  readonly row: Row;
  readonly times = 1;
  readonly #reader: SpaceReader;
  readonly #schemas: readonly SchemaDefinition[];
  readonly #source: MovingVertex | undefined;
  readonly #edge: MovingEdge | undefined;
  readonly #destination: MovingVertex | undefined;
  #type = -1;
  #cursor: EdgeCursor | undefined;

  constructor(reader: SpaceReader, schemas: readonly SchemaDefinition[], slots: ReadonlySet<number>) {
    this.#reader = reader;
    this.#schemas = schemas;
    this.#source = slots.has(0) ? new MovingVertex(reader) : undefined;
    this.#edge = slots.has(1) && schemas[0] ? new MovingEdge(reader, schemas[0]) : undefined;
    this.#destination = slots.has(2) ? new MovingVertex(reader) : undefined;
    this.row = [this.#source ?? null, this.#edge ?? null, this.#destination ?? null];
  }

  step(): Step {
    const cursor = this.#cursor;
    if (!cursor?.next()) {
      const schema = this.#schemas[++this.#type];
      if (!schema) return END;
      this.#cursor = this.#reader.scanEdges(schema.id);
      return NOTHING_YET;
    }
    this.#source?.moveTo(cursor.src);
    this.#edge?.moveTo(cursor, this.#schemas[this.#type]!, 'out');
    this.#destination?.moveTo(cursor.dst);
    return ROW;
  }
}

/** The vertices of an access path. Those of a tag are counted without reading them. */
export function vertexScanCursor(
  { access, input, danglingIds }: PlanNodeOf<'scanVertices'>,
  { slots, counts }: Wanted,
  execution: Execution,
): RowCursor | undefined {
  if (input.kind !== 'start') return undefined;
  if (counts && slots.size === 0 && access.kind === 'tag' && access.schema.ttl === undefined) {
    return new RowCount(execution.reader.statistics().tags.get(access.schema.name) ?? 0);
  }
  const found = vertexFinder(access, execution, danglingIds)([]);
  return new VertexScan(execution.reader, found[Symbol.iterator](), slots.has(0));
}

class VertexScan implements RowCursor {
  readonly row: Row;
  readonly times = 1;
  readonly #found: Iterator<VertexIndex>;
  readonly #vertex: MovingVertex | undefined;

  constructor(reader: SpaceReader, found: Iterator<VertexIndex>, isRead: boolean) {
    this.#found = found;
    this.#vertex = isRead ? new MovingVertex(reader) : undefined;
    this.row = [this.#vertex ?? null];
  }

  step(): Step {
    const { done, value } = this.#found.next();
    if (done) return END;
    this.#vertex?.moveTo(value);
    return ROW;
  }
}
