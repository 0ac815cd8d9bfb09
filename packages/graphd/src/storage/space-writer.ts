import type { Value, VertexId } from '@orrery/contracts';
import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import type { IndexDefinition } from '../catalog/definitions.ts';
import type { OldRow } from './block-tree.ts';
import { MAX_VERTEX_INDEX } from './dictionary.ts';
import { IndexKeys } from './index-scan.ts';
import { RowScratch } from './row-scratch.ts';
import { BlockRow } from './schema-rows.ts';
import type { SchemaRows } from './schema-rows.ts';
import type { Counts, SpaceData } from './space-data.ts';
import { StoredSpaceReader } from './space-reader.ts';
import { StoreError } from './store.ts';
import type { EdgeKey, PropertyRow, SpaceWriter, VertexIndex } from './store.ts';

const INDEX_VALUE = Buffer.from([0]);
const NO_ROW = new Uint8Array(0);

/** Works within the write transaction that is open; {@link finish} must be its last call. */
export class StoredSpaceWriter extends StoredSpaceReader implements SpaceWriter {
  readonly #counts: Counts;
  readonly #firstNewIndex: number;
  readonly #newIds: VertexId[] = [];
  readonly #newIndexes = new Map<VertexId, VertexIndex>();
  readonly #scratch = new RowScratch();
  readonly #indexKeys = new Map<IndexDefinition, IndexKeys>();
  #countsChanged = false;

  constructor(data: SpaceData, catalog: StoredSpaceCatalog, nowMs: number) {
    super(data, catalog, {}, nowMs);
    this.#counts = data.readCounts({});
    this.#firstNewIndex = this.#counts.nextIndex;
  }

  override indexOf(vid: VertexId): VertexIndex | undefined {
    return this.#newIndexes.get(vid) ?? super.indexOf(vid);
  }

  override vidOf(index: VertexIndex): VertexId {
    return index >= this.#firstNewIndex
      ? (this.#newIds[index - this.#firstNewIndex] ?? super.vidOf(index))
      : super.vidOf(index);
  }

  indexFor(vid: VertexId): VertexIndex {
    const known = this.indexOf(vid);
    if (known !== undefined) return known;
    this.data.dictionary.keyOf(vid);
    const index = this.#counts.nextIndex;
    if (index > MAX_VERTEX_INDEX) throw new StoreError('Full', 'the space holds 2^32-1 vertex ids and takes no more');
    this.#counts.nextIndex = index + 1;
    this.#countsChanged = true;
    this.#newIds.push(vid);
    this.#newIndexes.set(vid, index);
    return index;
  }

  putVertex(vertex: VertexIndex): void {
    if (this.#hasEntry(vertex)) return;
    this.data.tags.put(vertex, 0n, 0, NO_ROW, 0, 0);
    this.#counts.vertices++;
    this.#countsChanged = true;
  }

  putTag(vertex: VertexIndex, tagId: number, values: readonly Value[], options?: { ifNotExists?: boolean }): boolean {
    const rows = this.#tagRows(tagId);
    if (options?.ifNotExists && this.tagRow(vertex, tagId)) return false;
    const length = rows.layout.encode(values, this.#scratch);
    const known = this.#hasEntry(vertex);
    const old = this.data.tags.put(vertex, 0n, tagId, this.#scratch.bytes, 0, length);
    if (!old) {
      this.#count(this.#counts.tags, tagId, 1);
      if (!known) this.#counts.vertices++;
    }
    for (const index of this.schemas.indexesOf('tag', tagId)) {
      const keys = this.#keysOf(index, rows);
      this.#replaceEntry(
        old && keys.tagKey(new BlockRow(rows, old.block, old.at), vertex),
        keys.tagKey(this.#written(rows), vertex),
      );
    }
    return true;
  }

  deleteTag(vertex: VertexIndex, tagId: number): boolean {
    const rows = this.#tagRows(tagId);
    const old = this.data.tags.remove(vertex, 0n, tagId);
    if (!old) return false;
    this.#forgetTag(rows, vertex, old);
    this.#forgetVertexWithoutEntries(vertex);
    return !rows.isExpired(old.block.view, old.block.rowStart(old.at), this.nowSeconds);
  }

  deleteVertex(vertex: VertexIndex, options?: { withEdges?: boolean }): boolean {
    let found = false;
    for (const { id } of this.catalog.tagsById.values()) found = this.deleteTag(vertex, id) || found;
    if (this.data.tags.remove(vertex, 0n, 0)) {
      found = true;
      this.#forgetVertexWithoutEntries(vertex);
    }
    if (options?.withEdges && this.deleteEdgesOf(vertex) > 0) found = true;
    return found;
  }

  deleteEdgesOf(vertex: VertexIndex, most = Infinity): number {
    let count = 0;
    for (const { id: typeId } of this.catalog.edgesById.values()) {
      for (const direction of ['out', 'in'] as const) {
        const cursor = this.adjacent(vertex, typeId, direction);
        const edges: EdgeKey[] = [];
        while (count + edges.length < most && cursor.next()) {
          edges.push({ src: cursor.src, dst: cursor.dst, typeId, rank: cursor.rank });
        }
        for (const edge of edges) this.deleteEdge(edge);
        count += edges.length;
      }
    }
    return count;
  }

  putEdge(key: EdgeKey, values: readonly Value[], options?: { ifNotExists?: boolean }): boolean {
    const rows = this.#edgeRows(key.typeId);
    if (options?.ifNotExists && this.edgeRow(key)) return false;
    const length = rows.layout.encode(values, this.#scratch);
    const { bytes } = this.#scratch;
    const old = this.data.edges(key.typeId, 'out').put(key.src, key.rank, key.dst, bytes, 0, length);
    this.data.edges(key.typeId, 'in').put(key.dst, key.rank, key.src, bytes, 0, length);
    if (!old) this.#count(this.#counts.edges, key.typeId, 1);
    for (const index of this.schemas.indexesOf('edge', key.typeId)) {
      const keys = this.#keysOf(index, rows);
      this.#replaceEntry(
        old && keys.edgeKey(new BlockRow(rows, old.block, old.at), key),
        keys.edgeKey(this.#written(rows), key),
      );
    }
    return true;
  }

  deleteEdge(key: EdgeKey): boolean {
    const rows = this.#edgeRows(key.typeId);
    const old = this.data.edges(key.typeId, 'out').remove(key.src, key.rank, key.dst);
    if (!old) return false;
    this.data.edges(key.typeId, 'in').remove(key.dst, key.rank, key.src);
    this.#count(this.#counts.edges, key.typeId, -1);
    for (const index of this.schemas.indexesOf('edge', key.typeId)) {
      this.data.env.index.removeSync(this.#keysOf(index, rows).edgeKey(new BlockRow(rows, old.block, old.at), key));
    }
    return !rows.isExpired(old.block.view, old.block.rowStart(old.at), this.nowSeconds);
  }

  /** Adds the index entry of a row that is there now; for rebuilding. False when there is no row. */
  indexTag(index: IndexDefinition, vertex: VertexIndex): boolean {
    const row = this.tagRow(vertex, index.schemaId);
    if (!row) return false;
    this.data.env.index.putSync(this.#keysOf(index, this.#tagRows(index.schemaId)).tagKey(row, vertex), INDEX_VALUE);
    return true;
  }

  indexEdge(index: IndexDefinition, key: EdgeKey): boolean {
    const row = this.edgeRow(key);
    if (!row) return false;
    this.data.env.index.putSync(this.#keysOf(index, this.#edgeRows(index.schemaId)).edgeKey(row, key), INDEX_VALUE);
    return true;
  }

  /** Writes what was gathered; what it returns is to be called once the transaction is committed. */
  finish(): () => void {
    this.data.dictionary.append(this.#firstNewIndex, this.#newIds);
    if (this.#countsChanged) this.data.writeCounts(this.#counts);
    return () => {
      for (const [vid, index] of this.#newIndexes) this.data.dictionary.remember(vid, index);
    };
  }

  /** Entries of dropped tags count until they are purged: the purge counts the vertex down then. */
  #hasEntry(vertex: VertexIndex): boolean {
    return this.entriesOf(this.data.tags, vertex).next();
  }

  #forgetVertexWithoutEntries(vertex: VertexIndex): void {
    if (this.#hasEntry(vertex)) return;
    this.#counts.vertices--;
    this.#countsChanged = true;
  }

  #forgetTag(rows: SchemaRows, vertex: VertexIndex, old: OldRow): void {
    const tagId = rows.definition.id;
    this.#count(this.#counts.tags, tagId, -1);
    for (const index of this.schemas.indexesOf('tag', tagId)) {
      this.data.env.index.removeSync(this.#keysOf(index, rows).tagKey(new BlockRow(rows, old.block, old.at), vertex));
    }
  }

  #count(counts: Record<number, number>, id: number, change: 1 | -1): void {
    counts[id] = (counts[id] ?? 0) + change;
    this.#countsChanged = true;
  }

  #replaceEntry(old: Buffer | undefined, key: Buffer): void {
    if (old?.equals(key)) return;
    if (old) this.data.env.index.removeSync(old);
    this.data.env.index.putSync(key, INDEX_VALUE);
  }

  #keysOf(index: IndexDefinition, rows: SchemaRows): IndexKeys {
    let keys = this.#indexKeys.get(index);
    if (!keys) {
      keys = new IndexKeys(this.data.dataId, index, rows.definition);
      this.#indexKeys.set(index, keys);
    }
    return keys;
  }

  /** The row encoded last: a value may have been cut or rounded on its way. */
  #written(rows: SchemaRows): Pick<PropertyRow, 'value'> {
    return { value: (position) => rows.layout.read(this.#scratch.view, 0, position) };
  }

  #tagRows(tagId: number): SchemaRows {
    const rows = this.schemas.tag(tagId);
    if (!rows) throw new RangeError(`there is no tag with id ${tagId}`);
    return rows;
  }

  #edgeRows(typeId: number): SchemaRows {
    const rows = this.schemas.edge(typeId);
    if (!rows) throw new RangeError(`there is no edge type with id ${typeId}`);
    return rows;
  }
}
