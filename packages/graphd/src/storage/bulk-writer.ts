import type { Value, VertexId } from '@orrery/contracts';
import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import { mergeRows } from './bulk-merge.ts';
import type { OnMerged } from './bulk-merge.ts';
import { MAX_VERTEX_INDEX } from './dictionary.ts';
import { faultPoint } from './fault-point.ts';
import { IndexKeys } from './index-scan.ts';
import { PendingRows } from './pending-rows.ts';
import { RowScratch } from './row-scratch.ts';
import { BlockRow } from './schema-rows.ts';
import type { SchemaRows } from './schema-rows.ts';
import { spaceSchemasOf } from './space-data.ts';
import type { Counts, SpaceData, SpaceSchemas } from './space-data.ts';
import { StoreError } from './store.ts';
import type { BulkWriter, EncodedRows, PropertyRow } from './store.ts';
import { VidNumbers } from './vid-numbers.ts';
import type { Written } from './write-queue.ts';

/** Held rows and their bytes before `full`; sorting and merging take about as much again. */
const MAX_ROWS = 12_000_000;
const MAX_BYTES = 768 * 2 ** 20;
/** Ids that are remembered between flushes; their bytes and some thirty more each. */
const MAX_KNOWN_IDS = 20_000_000;
const INDEX_VALUE = Buffer.from([0]);
const UNRESOLVED = 0xffff_ffff;

/**
 * Gathers rows, sorts them and merges them into the trees. Vertex ids get numbers of the writer's own while rows are
 * gathered; the flush resolves these to vertex indexes inside its transaction, since others may write meanwhile.
 */
export class SpaceBulkWriter implements BulkWriter {
  readonly #data: SpaceData;
  readonly #catalog: () => StoredSpaceCatalog;
  readonly #run: (work: () => Written<void>) => Promise<void>;
  readonly #scratch = new RowScratch();
  readonly #edges = new Map<number, PendingRows>();
  /** Rows of all tags; other = the tag's id. */
  readonly #tags = new PendingRows();
  #numbers: VidNumbers;
  readonly #checkVid = (vid: VertexId): void => void this.#data.dictionary.keyOf(vid);
  #resolved: Uint32Array = new Uint32Array(1024).fill(UNRESOLVED);

  /**
   * `catalog` gives the space as it is, within the transaction as it is then: indexes and versions may have come since the
   * rows were made. `run` does the work as the only writer.
   */
  constructor(data: SpaceData, catalog: () => StoredSpaceCatalog, run: (work: () => Written<void>) => Promise<void>) {
    this.#data = data;
    this.#catalog = catalog;
    this.#run = run;
    this.#numbers = new VidNumbers(data.dictionary.isInt);
  }

  addVertex(vid: VertexId, tagId: number, values: readonly Value[]): void {
    const rows = spaceSchemasOf(this.#catalog()).tag(tagId);
    if (!rows) throw new RangeError(`there is no tag with id ${tagId}`);
    const length = rows.layout.encode(values, this.#scratch);
    this.#tags.add(this.#numberOf(vid), 0n, tagId, this.#scratch.bytes, 0, length);
  }

  addEdge(src: VertexId, dst: VertexId, typeId: number, rank: bigint, values: readonly Value[]): void {
    const rows = spaceSchemasOf(this.#catalog()).edge(typeId);
    if (!rows) throw new RangeError(`there is no edge type with id ${typeId}`);
    const length = rows.layout.encode(values, this.#scratch);
    this.#edgesOf(typeId).add(this.#numberOf(src), rank, this.#numberOf(dst), this.#scratch.bytes, 0, length);
  }

  addVertices(tagId: number, { count, ids, idEnds, rows, rowEnds }: EncodedRows): void {
    const vertices = this.#numbersOf(ids, idEnds);
    this.#tags.addAll(count, vertices, undefined, new Uint32Array(count).fill(tagId), rows, rowEnds);
  }

  addEdges(typeId: number, { count, ids, idEnds, ranks, rows, rowEnds }: EncodedRows): void {
    const ends = this.#numbersOf(ids, idEnds);
    const src = new Uint32Array(count);
    const dst = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      src[i] = ends[2 * i]!;
      dst[i] = ends[2 * i + 1]!;
    }
    this.#edgesOf(typeId).addAll(count, src, ranks, dst, rows, rowEnds);
  }

  #edgesOf(typeId: number): PendingRows {
    let pending = this.#edges.get(typeId);
    if (!pending) {
      pending = new PendingRows();
      this.#edges.set(typeId, pending);
    }
    return pending;
  }

  get full(): boolean {
    let rows = this.#tags.count;
    let bytes = this.#tags.sizeBytes;
    for (const pending of this.#edges.values()) {
      rows += pending.count;
      bytes += pending.sizeBytes;
    }
    return rows >= MAX_ROWS || bytes >= MAX_BYTES;
  }

  async flush(): Promise<void> {
    await this.#run(() => this.#write());
    this.#tags.clear();
    for (const pending of this.#edges.values()) pending.clear();
    if (this.#numbers.count > MAX_KNOWN_IDS) this.#forgetIds();
  }

  async close(): Promise<void> {
    await this.flush();
    this.#forgetIds();
  }

  #forgetIds(): void {
    this.#numbers = new VidNumbers(this.#data.dictionary.isInt);
    this.#resolved = new Uint32Array(1024).fill(UNRESOLVED);
  }

  #numberOf(vid: VertexId): number {
    const number = this.#numbers.numberOf(vid, this.#checkVid);
    this.#makeRoom();
    return number;
  }

  #numbersOf(ids: Uint8Array, idEnds: Uint32Array): Uint32Array {
    const numbers = this.#numbers.numbersOf(ids, idEnds);
    this.#makeRoom();
    return numbers;
  }

  #makeRoom(): void {
    if (this.#numbers.count <= this.#resolved.length) return;
    const size = Math.max(this.#resolved.length * 2, this.#numbers.count);
    const larger = new Uint32Array(size).fill(UNRESOLVED);
    larger.set(this.#resolved);
    this.#resolved = larger;
  }

  #write(): Written<void> {
    const catalog = this.#catalog();
    if (catalog.state.dataId !== this.#data.dataId) {
      throw new StoreError('Closed', `the space ${catalog.definition.name} was cleared while rows were loaded into it`);
    }
    const schemas = spaceSchemasOf(catalog);
    const counts = this.#data.readCounts({});
    const firstNew = counts.nextIndex;
    const resolved = this.#resolve(counts);
    this.#writeTags(schemas, counts, resolved, firstNew);
    for (const [typeId, pending] of this.#edges) this.#writeEdges(schemas, counts, typeId, pending, resolved);
    this.#data.writeCounts(counts);
    return {
      result: undefined,
      committed: () => {
        this.#resolved = resolved;
      },
    };
  }

  #resolve(counts: Counts): Uint32Array {
    const resolved = this.#resolved.slice();
    const first = counts.nextIndex;
    const added: VertexId[] = [];
    for (let number = 0; number < this.#numbers.count; number++) {
      if (resolved[number] !== UNRESOLVED) continue;
      const vid = this.#numbers.at(number);
      const known = first === 0 ? undefined : this.#data.dictionary.indexOf(vid, {});
      if (known === undefined) {
        if (counts.nextIndex > MAX_VERTEX_INDEX) throw new StoreError('Full', 'the space takes no more vertex ids');
        resolved[number] = counts.nextIndex++;
        added.push(vid);
      } else resolved[number] = known;
    }
    this.#data.dictionary.append(first, added);
    return resolved;
  }

  #writeTags(schemas: SpaceSchemas, counts: Counts, resolved: Uint32Array, firstNew: number): void {
    const rows = this.#tags;
    if (rows.count === 0) return;
    const pending = rows.resolvedWith(resolved, undefined);
    const order = pending.sorted('out');
    // A vertex is new when it has no entry yet: looked up before the merge, once per vertex.
    let lastVertex = -1;
    for (const i of order) {
      const vertex = pending.vertex(i);
      if (vertex === lastVertex) continue;
      lastVertex = vertex;
      if (vertex >= firstNew || !this.#hasEntry(vertex)) counts.vertices++;
    }
    const tags = new Map<number, TagRows>();
    const tagOf = (tagId: number): TagRows => {
      let tag = tags.get(tagId);
      if (!tag) {
        const schema = schemas.tag(tagId);
        if (!schema) throw new StoreError('Closed', 'a tag was dropped while rows were loaded into it');
        tag = { schema, indexes: this.#indexKeys(schemas, 'tag', schema), added: 0 };
        tags.set(tagId, tag);
      }
      return tag;
    };
    mergeRows(this.#data.env.tags, this.#data.tags, pending, order, 'out', (i, old) => {
      const tag = tagOf(pending.other(i));
      if (!old) tag.added++;
      for (const keys of tag.indexes) {
        const vertex = pending.vertex(i);
        if (old) this.#data.env.index.removeSync(keys.tagKey(new BlockRow(tag.schema, old.block, old.at), vertex));
        this.#data.env.index.putSync(keys.tagKey(pendingRow(tag.schema, pending, i), vertex), INDEX_VALUE);
      }
    });
    for (const [tagId, { added }] of tags) counts.tags[tagId] = (counts.tags[tagId] ?? 0) + added;
  }

  #writeEdges(schemas: SpaceSchemas, counts: Counts, typeId: number, rows: PendingRows, resolved: Uint32Array): void {
    if (rows.count === 0) return;
    const pending = rows.resolvedWith(resolved, resolved);
    const schema = schemas.edge(typeId);
    if (!schema) throw new StoreError('Closed', 'an edge type was dropped while rows were loaded into it');
    const indexes = this.#indexKeys(schemas, 'edge', schema);
    let added = 0;
    const onMerged: OnMerged = (i, old) => {
      if (!old) added++;
      for (const keys of indexes) {
        const edge = { src: pending.vertex(i), dst: pending.other(i), rank: pending.rank(i) };
        if (old) this.#data.env.index.removeSync(keys.edgeKey(new BlockRow(schema, old.block, old.at), edge));
        this.#data.env.index.putSync(keys.edgeKey(pendingRow(schema, pending, i), edge), INDEX_VALUE);
      }
    };
    const { edges } = this.#data.env;
    mergeRows(edges, this.#data.edges(typeId, 'out'), pending, pending.sorted('out'), 'out', onMerged);
    faultPoint('graph-in-bulk');
    mergeRows(edges, this.#data.edges(typeId, 'in'), pending, pending.sorted('in'), 'in', undefined);
    counts.edges[typeId] = (counts.edges[typeId] ?? 0) + added;
  }

  #indexKeys(schemas: SpaceSchemas, kind: 'tag' | 'edge', schema: SchemaRows): IndexKeys[] {
    return schemas
      .indexesOf(kind, schema.definition.id)
      .map((definition) => new IndexKeys(this.#data.dataId, definition, schema.definition));
  }

  #hasEntry(vertex: number): boolean {
    const found = this.#data.tags.floor(vertex, 0n, 0xffff_ffff, {});
    if (!found) return false;
    const at = found.block.firstOf(vertex);
    return at < found.block.count && found.block.vertex(at) === vertex;
  }
}

interface TagRows {
  readonly schema: SchemaRows;
  readonly indexes: readonly IndexKeys[];
  added: number;
}

function pendingRow(schema: SchemaRows, rows: PendingRows, i: number): Pick<PropertyRow, 'value'> {
  const view = new DataView(rows.bytes.buffer);
  return { value: (position) => schema.value(view, rows.start(i), position) };
}
