import {
  EdgeValue,
  PathValue,
  VertexValue,
  type PathStep,
  type TagValue,
  type Value,
  type VertexId,
} from '@orrery/contracts';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import type { Direction, EdgeCursor, PropertyRow, SpaceReader, VertexIndex } from '../storage/store.ts';

/**
 * Vertices and edges as operators pass them on: numbers and a reader, whose ids and properties are decoded when somebody asks
 * for them. To everything else they are ordinary VertexValue and EdgeValue objects (`instanceof` holds). They are valid
 * while their snapshot is open; {@link detach} makes copies that outlive it.
 */
export class VertexRef {
  readonly reader: SpaceReader;
  /** Changes in a {@link MovingVertex} only. */
  index: VertexIndex;
  readonly #only: ReadonlySet<number> | undefined;
  protected knownVid: VertexId | undefined;
  protected knownTags: readonly TagValue[] | undefined;

  /** `only`: ids of the tags that are shown; all when not given. */
  constructor(reader: SpaceReader, index: VertexIndex, only?: ReadonlySet<number>) {
    this.reader = reader;
    this.index = index;
    this.#only = only;
  }

  get vid(): VertexId {
    return (this.knownVid ??= this.reader.vidOf(this.index));
  }

  get tags(): readonly TagValue[] {
    return (this.knownTags ??= this.reader
      .tagsOf(this.index)
      .filter(({ tag }) => !this.#only || this.#only.has(tag.id))
      .map(({ tag, row }) => ({ name: tag.name, props: row.toMap() })));
  }

  /** One property of one tag; only it is decoded. */
  property(tag: string, name: string): Value {
    const schema = this.reader.catalog.tags.get(tag);
    const row = schema && this.reader.tagRow(this.index, schema.id);
    return row ? propertyOf(row, name) : undefined;
  }
}
Object.setPrototypeOf(VertexRef.prototype, VertexValue.prototype as object);

/** One object for all the vertices that a walk comes by: what was read of one stays, the object itself may not be kept. */
export class MovingVertex extends VertexRef {
  constructor(reader: SpaceReader) {
    super(reader, 0);
  }

  moveTo(index: VertexIndex): void {
    if (index === this.index) return;
    this.index = index;
    this.knownVid = undefined;
    this.knownTags = undefined;
  }
}

function propertyOf(row: PropertyRow, name: string): Value {
  const value = row.get(name);
  return value === undefined ? null : value;
}

/** An edge as it was walked; `typeId` is negative when it was walked against its direction. */
export class EdgeRef {
  readonly reader: SpaceReader;
  /** Ends as walked. These and what follows change in a {@link MovingEdge} only. */
  from: VertexIndex;
  to: VertexIndex;
  typeId: number;
  ranking: bigint;
  schema: SchemaDefinition;
  #row: PropertyRow | undefined;
  protected knownProps: Map<string, Value> | undefined;

  constructor(
    reader: SpaceReader,
    schema: SchemaDefinition,
    ends: { readonly from: VertexIndex; readonly to: VertexIndex; readonly reversed: boolean; readonly rank: bigint },
    row: PropertyRow | undefined,
  ) {
    this.reader = reader;
    this.schema = schema;
    this.from = ends.from;
    this.to = ends.to;
    this.typeId = ends.reversed ? -schema.id : schema.id;
    this.ranking = ends.rank;
    this.#row = row;
  }

  get src(): Value {
    return this.reader.vidOf(this.from);
  }

  get dst(): Value {
    return this.reader.vidOf(this.to);
  }

  get name(): string {
    return this.schema.name;
  }

  /** Read when first asked for, where the walk did not keep it. */
  get row(): PropertyRow | undefined {
    if (this.#row) return this.#row;
    const [src, dst] = this.typeId < 0 ? [this.to, this.from] : [this.from, this.to];
    this.#row = this.reader.edgeRow({ src, dst, typeId: this.schema.id, rank: this.ranking });
    return this.#row;
  }

  get props(): Map<string, Value> {
    return (this.knownProps ??= this.row?.toMap() ?? new Map());
  }

  property(name: string): Value {
    const { row } = this;
    return row ? propertyOf(row, name) : null;
  }

  /** Whether both are the same stored edge. */
  isSameEdge(other: EdgeRef): boolean {
    if (this.schema.id !== other.schema.id || this.ranking !== other.ranking) return false;
    return this.typeId === other.typeId
      ? this.from === other.from && this.to === other.to
      : this.from === other.to && this.to === other.from;
  }
}
Object.setPrototypeOf(EdgeRef.prototype, EdgeValue.prototype as object);

/** One object for all the edges that a walk comes by, as {@link MovingVertex} is for vertices. */
export class MovingEdge extends EdgeRef {
  #cursor: EdgeCursor | undefined;

  constructor(reader: SpaceReader, schema: SchemaDefinition) {
    super(reader, schema, { from: 0, to: 0, reversed: false, rank: 0n }, undefined);
  }

  /** To where the cursor stands; its `next` moves this edge from under the reader. */
  moveTo(cursor: EdgeCursor, schema: SchemaDefinition, direction: Direction): void {
    this.#cursor = cursor;
    this.schema = schema;
    if (direction === 'in') {
      this.from = cursor.dst;
      this.to = cursor.src;
      this.typeId = -schema.id;
    } else {
      this.from = cursor.src;
      this.to = cursor.dst;
      this.typeId = schema.id;
    }
    this.ranking = cursor.rank;
    this.knownProps = undefined;
  }

  override get row(): PropertyRow | undefined {
    return this.#cursor?.row();
  }
}

/** The edge that a cursor stands on, as walked in a direction. */
export function edgeAt(
  reader: SpaceReader,
  schema: SchemaDefinition,
  cursor: EdgeCursor,
  direction: Direction,
  withProperties: boolean,
): EdgeRef {
  const reversed = direction === 'in';
  const [from, to] = reversed ? [cursor.dst, cursor.src] : [cursor.src, cursor.dst];
  const row = withProperties ? cursor.row() : undefined;
  return new EdgeRef(reader, schema, { from, to, reversed, rank: cursor.rank }, row);
}

/** The same edge as walked from its other end. */
export function reversedEdge(edge: EdgeRef): EdgeRef {
  const ends = { from: edge.to, to: edge.from, reversed: edge.typeId > 0, rank: edge.ranking };
  return new EdgeRef(edge.reader, edge.schema, ends, edge.row);
}

/** A step of a path over an edge that is not decoded yet. */
export class PathStepRef implements PathStep {
  readonly edge: EdgeValue;
  readonly dst: VertexValue;
  constructor(edge: EdgeValue, dst: VertexValue) {
    this.edge = edge;
    this.dst = dst;
  }
  get typeId(): number {
    return this.edge.typeId;
  }
  get name(): string {
    return this.edge.name;
  }
  get ranking(): bigint {
    return this.edge.ranking;
  }
  get props(): Map<string, Value> {
    return this.edge.props;
  }
}

/** `vertex.tag.name`: EMPTY when the vertex lacks the tag. */
export function vertexProperty(vertex: VertexValue, tag: string, name: string): Value {
  if (vertex instanceof VertexRef) return vertex.property(tag, name);
  const found = vertex.tags.find((candidate) => candidate.name === tag);
  return found ? found.props.get(name) : undefined;
}

/** `edge.name`: NULL when the edge has no such property. */
export function edgeProperty(edge: EdgeValue, name: string): Value {
  if (edge instanceof EdgeRef) return edge.property(name);
  return edge.props.get(name) ?? null;
}

/** The properties of all tags in one map; of a name that several tags have, the last tag's. */
export function vertexProperties(vertex: VertexValue): Map<string, Value> {
  const merged = new Map<string, Value>();
  for (const tag of vertex.tags) for (const [name, value] of tag.props) merged.set(name, value);
  return merged;
}

/** The edges of a path, as walked. */
export function pathEdges(path: PathValue): EdgeValue[] {
  let from = path.src;
  return path.steps.map((step) => {
    const source = from;
    from = step.dst;
    if (step instanceof PathStepRef) return step.edge;
    return new EdgeValue(source.vid, step.dst.vid, step.typeId, step.name, step.ranking, step.props);
  });
}

/** A copy that holds no snapshot; values without references come back as they are. */
export function detach(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof VertexRef) return new VertexValue(value.vid, value.tags);
  if (value instanceof EdgeRef) {
    return new EdgeValue(value.src, value.dst, value.typeId, value.name, value.ranking, value.props);
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (typeof item === 'object' && item !== null) return value.map(detach);
    }
    return value;
  }
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, detach(item)]));
  if (value instanceof PathValue) {
    const steps = value.steps.map(({ dst, typeId, name, ranking, props }) => {
      return { dst: detach(dst) as VertexValue, typeId, name, ranking, props };
    });
    return new PathValue(detach(value.src) as VertexValue, steps);
  }
  return value;
}
