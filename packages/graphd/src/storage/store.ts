import type { Value, VertexId } from '@orrery/contracts';
import type { Catalog, CatalogView, SpaceCatalog } from '../catalog/catalog.ts';
import type { EdgeTypeId, IndexDefinition, SchemaDefinition, SpaceId, TagId } from '../catalog/definitions.ts';

/**
 * A vertex id's dense number within its space (0 … 2^32-2), given when the id is first written and never changed or
 * given again. Joins, visited sets and frontiers work on these; ids are looked up when they are shown.
 */
export type VertexIndex = number;

/** `out`: the edges that start at the vertex. `in`: those that end there. */
export type Direction = 'out' | 'in';

/** The properties of one tag of a vertex, or of one edge. Valid as long as its snapshot is open. */
export interface PropertyRow {
  /** The newest definition: positions are those of `schema.properties`. */
  readonly schema: SchemaDefinition;
  /** Value at a position of `schema.properties`; only this one is decoded. */
  value(position: number): Value;
  /** By name; undefined when the schema has no such property. */
  get(name: string): Value;
  /** All properties in the schema's order. */
  toMap(): Map<string, Value>;
}

export interface VertexTag {
  readonly tag: SchemaDefinition;
  readonly row: PropertyRow;
}

/** Identity of a stored edge, in its own direction. */
export interface EdgeKey {
  readonly src: VertexIndex;
  readonly dst: VertexIndex;
  readonly typeId: EdgeTypeId;
  readonly rank: bigint;
}

/**
 * Walks over edges without an object per edge:
 * `while (cursor.next()) { cursor.other; cursor.rank; cursor.row() }`. The fields hold until the next `next()`;
 * `row()` stays valid as long as the snapshot.
 */
export interface EdgeCursor {
  next(): boolean;
  /** The ends of the stored edge. */
  readonly src: VertexIndex;
  readonly dst: VertexIndex;
  /** The end that is not the vertex whose adjacency is walked; in a scan, dst. */
  readonly other: VertexIndex;
  readonly rank: bigint;
  readonly typeId: EdgeTypeId;
  /** Cost of the call: one small object; for `in` adjacency, too. */
  row(): PropertyRow;
}

/** A number per edge of a batch: the first `count` entries hold until the next batch. */
export interface NumberColumn {
  readonly values: Float64Array;
  /** 1 where there is no value. */
  readonly nulls: Uint8Array;
  /** False: `nulls` is 0 for all of the batch. */
  readonly hasNulls: boolean;
}

/**
 * All edges of a type, once, in batches of columns: the first `count` entries of each are those of a batch and hold until the
 * next. Far cheaper than a cursor: `while (scan.next()) for (let i = 0; i < scan.count; i++) scan.src[i]`.
 */
export interface EdgeColumnScan {
  /** A batch may be empty. */
  next(): boolean;
  readonly count: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  /** In the order in which they were asked for. */
  readonly columns: readonly NumberColumn[];
  /** False when a number of the batch can't be told from its column: an int beyond ±(2^53-1), or a default of another type. */
  readonly isExact: boolean;
}

/** Walks over vertices in ascending {@link VertexIndex}; in an index scan, in the order of the index. */
export interface VertexCursor {
  next(): boolean;
  readonly vertex: VertexIndex;
}

/** Walks over the vertices that have one tag. */
export interface TagCursor extends VertexCursor {
  row(): PropertyRow;
}

/**
 * One of the parts that a space's rows are read in by clients of the storage service: part `number` of `count`, from 1.
 * The parts share out the vertices by their numbers, in stripes, so that a vertex stays in its part for ever and all parts
 * together are one scan.
 */
export interface Part {
  readonly number: number;
  readonly count: number;
}

/** A place among the edges of a type; no edge needs to be there. */
export interface EdgePosition {
  readonly src: VertexIndex;
  readonly rank: bigint;
  readonly dst: VertexIndex;
}

/**
 * Walks over a part without an object per row: `while (scan.advance()) if (scan.isRow) …`. What is no row (it has
 * expired, is of other tags, or was a look-up that met other parts' only) is a step of its own, so that the reader may pause
 * between any two, and go on from there.
 */
export interface PartScan {
  advance(): boolean;
  readonly isRow: boolean;
}

/** The edges of a type that start in the part, ordered by (src, rank, dst). */
export interface EdgePartScan extends PartScan, EdgePosition {
  value(position: number): Value;
}

/** The vertices of the part, in ascending order; a row has at least one of the tags asked for. */
export interface VertexPartScan extends PartScan {
  readonly vertex: VertexIndex;
  /** `tag`: its place among the tags asked for. */
  has(tag: number): boolean;
  /** Of a tag that the vertex has. */
  value(tag: number, position: number): Value;
}

/** One bound of a range. Bounds of strings work on the indexed bytes: the caller filters again (see IndexRange). */
export interface IndexBound {
  readonly value: Value;
  readonly inclusive: boolean;
}

/**
 * What to read of an index: equality on its first fields, then at most one range on the next. NULL is a value like
 * any, after all others in order; a range without an upper bound does not include it. Strings longer than the
 * field's length are cut, so entries may be found whose full value differs: filter on the row where a string is longer
 * than what is indexed.
 */
export interface IndexRange {
  readonly equal: readonly Value[];
  readonly lower?: IndexBound;
  readonly upper?: IndexBound;
  /** Walk in descending order. */
  readonly reverse?: boolean;
}

export interface TagIndexCursor extends VertexCursor {
  row(): PropertyRow;
}

/** A consistent state of one space. Rows that have expired (TTL) are not there. */
export interface SpaceReader {
  readonly spaceId: SpaceId;
  readonly catalog: SpaceCatalog;
  /** Names what is stored: another one after CLEAR SPACE. */
  readonly dataId: number;

  /** undefined: the id was never written in this space. */
  indexOf(vid: VertexId): VertexIndex | undefined;
  /** @throws RangeError on an index that was never given */
  vidOf(index: VertexIndex): VertexId;

  /** True when the vertex has a tag, or was inserted without any. Ends of edges alone are not vertices. */
  vertexExists(vertex: VertexIndex): boolean;
  tagRow(vertex: VertexIndex, tagId: TagId): PropertyRow | undefined;
  /** In order of tag ids. */
  tagsOf(vertex: VertexIndex): VertexTag[];

  edgeRow(key: EdgeKey): PropertyRow | undefined;
  /** Edges of one type at one vertex, ordered by (rank, other). */
  adjacent(vertex: VertexIndex, typeId: EdgeTypeId, direction: Direction): EdgeCursor;
  /** Number of edges, without decoding rows where the type has no TTL. */
  degree(vertex: VertexIndex, typeId: EdgeTypeId, direction: Direction): number;

  /** Every vertex that exists. */
  scanVertices(after?: VertexIndex): VertexCursor;
  scanTag(tagId: TagId, after?: VertexIndex): TagCursor;
  /** The rows of a tag in the form of {@link scanEdgeColumns}: `src` is the vertex, in ascending order, `dst` says nothing. */
  scanTagColumns(tagId: TagId, wanted: readonly number[]): EdgeColumnScan | undefined;
  /** Every edge of a type, once, ordered by (src, rank, dst). */
  scanEdges(typeId: EdgeTypeId): EdgeCursor;
  /**
   * The same edges in the same order as columns: of number properties, by their positions in the schema, and of ranks.
   * undefined for a type that does not exist.
   */
  scanEdgeColumns(typeId: EdgeTypeId, wanted: readonly (number | 'rank')[]): EdgeColumnScan | undefined;

  /** `from`: the first vertex that may be read, by default the part's first. */
  scanVertexPart(tagIds: readonly TagId[], part: Part, from?: VertexIndex): VertexPartScan;
  /** undefined for a type that does not exist. */
  scanEdgePart(typeId: EdgeTypeId, part: Part, from?: EdgePosition): EdgePartScan | undefined;

  scanTagIndex(index: IndexDefinition, range: IndexRange): TagIndexCursor;
  scanEdgeIndex(index: IndexDefinition, range: IndexRange): EdgeCursor;

  /** Exact; kept with every write. Expired rows count until they are removed. */
  statistics(): SpaceStatistics;
}

export interface SpaceStatistics {
  readonly vertexCount: number;
  readonly edgeCount: number;
  /** By name; zeros included. */
  readonly tags: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, number>;
}

/** Where a reader accounts for the blocks that it keeps; it makes do with less when others need it. */
export interface BlockMemory {
  /** False when there is no room. */
  tryHold(bytes: number): boolean;
  release(bytes: number): void;
}

/** One consistent state of everything. Must be closed: an open one keeps the pages it sees from being used again. */
export interface Snapshot extends Disposable {
  readonly catalog: CatalogView;
  /** The clock at opening: what TTL is compared with. */
  readonly nowMs: number;
  /**
   * `memory`: where blocks that the reader keeps are accounted for; asked for when it is opened first.
   * @throws CatalogError SpaceNotFound
   */
  space(id: SpaceId, memory?: BlockMemory): SpaceReader;
  close(): void;
}

/**
 * Writes to one space. Reads see what this transaction wrote. Values come in the order of the schema's properties,
 * already of the property's type (`null` where nullable): a wrong type, range, length or null throws a
 * {@link StoreError} and the whole transaction is given up. Indexes follow by themselves.
 */
export interface SpaceWriter extends SpaceReader {
  /** Gives the id a number if it has none. @throws StoreError InvalidVid: wrong type or too long for the space */
  indexFor(vid: VertexId): VertexIndex;
  /** A vertex without tags (INSERT VERTEX VALUES "a":()). */
  putVertex(vertex: VertexIndex): void;
  /** False when `ifNotExists` and the tag is there already. */
  putTag(vertex: VertexIndex, tagId: TagId, values: readonly Value[], options?: { ifNotExists?: boolean }): boolean;
  /** False when it was not there. A vertex whose last tag goes is no more. */
  deleteTag(vertex: VertexIndex, tagId: TagId): boolean;
  /** All tags, and with `withEdges` every edge at it. False when there was nothing. */
  deleteVertex(vertex: VertexIndex, options?: { withEdges?: boolean }): boolean;
  /** Up to so many of the edges at a vertex, of all types and both ways. Returns how many there were to delete. */
  deleteEdgesOf(vertex: VertexIndex, most?: number): number;
  putEdge(key: EdgeKey, values: readonly Value[], options?: { ifNotExists?: boolean }): boolean;
  deleteEdge(key: EdgeKey): boolean;
}

export type StoreErrorCode =
  | 'InvalidVid'
  | 'TypeMismatch'
  | 'OutOfRange'
  | 'StringTooLong'
  | 'NotNullable'
  | 'FormatVersion'
  | 'Locked'
  | 'Corrupt'
  | 'Full'
  /** The disk refused a write: nothing of it is there. */
  | 'NotWritten'
  /** A tag or edge type was altered or dropped since the work was planned: plan it again. */
  | 'SchemaChanged'
  | 'Closed';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** The property at fault, where there is one. */
  readonly property: string | undefined;
  constructor(code: StoreErrorCode, message: string, options: { property?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StoreError';
    this.code = code;
    this.property = options.property;
  }
}

/** Rows in bulk, without statements. The space is consistent after every `flush`. */
export interface BulkWriter {
  /** Upserts. Values as in SpaceWriter.putTag. */
  addVertex(vid: VertexId, tagId: TagId, values: readonly Value[]): void;
  addEdge(src: VertexId, dst: VertexId, typeId: EdgeTypeId, rank: bigint, values: readonly Value[]): void;
  /** Upserts, of rows that an encoder made for the tag or edge type. */
  addVertices(tagId: TagId, rows: EncodedRows): void;
  addEdges(typeId: EdgeTypeId, rows: EncodedRows): void;
  /** True when enough is held that `flush` should be awaited before adding more. */
  readonly full: boolean;
  /** Writes what is held in one durable transaction. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Rows in the form in which they are stored: made in any thread, sent without a copy. */
export interface EncodedRows {
  readonly count: number;
  /** Vertex ids one after the other, UTF-8 or int64 (little-endian): one for a vertex, source and destination for an edge. */
  readonly ids: Uint8Array;
  /** End of each id in `ids`. */
  readonly idEnds: Uint32Array;
  /** By row; undefined when all are 0. */
  readonly ranks: BigInt64Array | undefined;
  readonly rows: Uint8Array;
  /** End of each row in `rows`. */
  readonly rowEnds: Uint32Array;
}

export interface Store {
  readonly catalog: Catalog;
  snapshot(): Snapshot;
  /**
   * Runs `work` as the only writer, in one transaction; resolves once it is flushed. `work` must not wait for
   * anything: read and evaluate on a snapshot first, then write. A throw leaves nothing behind.
   */
  write<T>(spaceId: SpaceId, work: (writer: SpaceWriter) => T): Promise<T>;
  bulkWriter(spaceId: SpaceId): BulkWriter;
  /**
   * Resolves when no write runs, and keeps those that come waiting until the function it gives is called: another
   * process writes meanwhile. Reads go on.
   */
  hold(): Promise<() => void>;
  /** Builds the entries of rows that were written before the indexes; writers go on meanwhile. Returns entries. */
  rebuildIndexes(spaceId: SpaceId, indexes: readonly IndexDefinition[], signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly dataDir: string;
  /** Milliseconds since 1970; default Date.now. */
  readonly clock?: () => number;
  /** Upper bound of the data file; address space, not disk. Default 1 TiB. */
  readonly mapSizeBytes?: number;
}
