import type { Value, VertexId } from '@orrery/contracts';
import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import type { IndexDefinition } from '../catalog/definitions.ts';
import { mergeRows } from './bulk-merge.ts';
import type { OnMerged } from './bulk-merge.ts';
import { MAX_VERTEX_INDEX } from './dictionary.ts';
import { IndexKeys } from './index-scan.ts';
import { PendingRows } from './pending-rows.ts';
import { RowScratch } from './row-scratch.ts';
import { BlockRow } from './schema-rows.ts';
import type { SchemaRows } from './schema-rows.ts';
import { spaceSchemasOf } from './space-data.ts';
import type { Counts, SpaceData, SpaceSchemas } from './space-data.ts';
import { StoreError } from './store.ts';
import type { BulkWriter, PropertyRow } from './store.ts';
import { VidNumbers } from './vid-numbers.ts';
import type { WriteQueue, Written } from './write-queue.ts';

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
  readonly #schemas: SpaceSchemas;
  readonly #queue: WriteQueue;
  readonly #scratch = new RowScratch();
  readonly #edges = new Map<number, PendingRows>();
  /** Rows of all tags; other = the tag's id. */
  readonly #tags = new PendingRows();
  #numbers: VidNumbers;
  readonly #checkVid = (vid: VertexId): void => void this.#data.dictionary.keyOf(vid);
  #resolved: Uint32Array = new Uint32Array(1024).fill(UNRESOLVED);

  constructor(data: SpaceData, catalog: StoredSpaceCatalog, queue: WriteQueue) {
    this.#data = data;
    this.#schemas = spaceSchemasOf(catalog);
    this.#queue = queue;
    this.#numbers = new VidNumbers(data.dictionary.isInt);
  }

  addVertex(vid: VertexId, tagId: number, values: readonly Value[]): void {
    const rows = this.#schemas.tag(tagId);
    if (!rows) throw new RangeError(`there is no tag with id ${tagId}`);
    const length = rows.layout.encode(values, this.#scratch);
    this.#tags.add(this.#numberOf(vid), 0n, tagId, this.#scratch.bytes, length);
  }

  addEdge(src: VertexId, dst: VertexId, typeId: number, rank: bigint, values: readonly Value[]): void {
    const rows = this.#schemas.edge(typeId);
    if (!rows) throw new RangeError(`there is no edge type with id ${typeId}`);
    const length = rows.layout.encode(values, this.#scratch);
    let pending = this.#edges.get(typeId);
    if (!pending) {
      pending = new PendingRows();
      this.#edges.set(typeId, pending);
    }
    pending.add(this.#numberOf(src), rank, this.#numberOf(dst), this.#scratch.bytes, length);
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
    await this.#queue.run(() => this.#write());
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
    if (number >= this.#resolved.length) {
      const larger = new Uint32Array(this.#resolved.length * 2).fill(UNRESOLVED);
      larger.set(this.#resolved);
      this.#resolved = larger;
    }
    return number;
  }

  #write(): Written<void> {
    const counts = this.#data.readCounts({});
    const resolved = this.#resolve(counts);
    this.#writeTags(counts, resolved);
    for (const [typeId, pending] of this.#edges) this.#writeEdges(counts, typeId, pending, resolved);
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

  #writeTags(counts: Counts, resolved: Uint32Array): void {
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
      if (!this.#hasEntry(vertex)) counts.vertices++;
    }
    mergeRows(this.#data.env.tags, this.#data.tags, pending, order, 'out', (i, old) => {
      const tagId = pending.other(i);
      if (!old) counts.tags[tagId] = (counts.tags[tagId] ?? 0) + 1;
      const schema = this.#schemas.tag(tagId)!;
      for (const { keys } of this.#indexKeys('tag', schema)) {
        const vertex = pending.vertex(i);
        if (old) this.#data.env.index.removeSync(keys.tagKey(new BlockRow(schema, old.block, old.at), vertex));
        this.#data.env.index.putSync(keys.tagKey(pendingRow(schema, pending, i), vertex), INDEX_VALUE);
      }
    });
  }

  #writeEdges(counts: Counts, typeId: number, rows: PendingRows, resolved: Uint32Array): void {
    if (rows.count === 0) return;
    const pending = rows.resolvedWith(resolved, resolved);
    const schema = this.#schemas.edge(typeId)!;
    const indexes = this.#indexKeys('edge', schema);
    const onMerged: OnMerged = (i, old) => {
      if (!old) counts.edges[typeId] = (counts.edges[typeId] ?? 0) + 1;
      for (const { keys } of indexes) {
        const edge = { src: pending.vertex(i), dst: pending.other(i), rank: pending.rank(i) };
        if (old) this.#data.env.index.removeSync(keys.edgeKey(new BlockRow(schema, old.block, old.at), edge));
        this.#data.env.index.putSync(keys.edgeKey(pendingRow(schema, pending, i), edge), INDEX_VALUE);
      }
    };
    const { edges } = this.#data.env;
    mergeRows(edges, this.#data.edges(typeId, 'out'), pending, pending.sorted('out'), 'out', onMerged);
    mergeRows(edges, this.#data.edges(typeId, 'in'), pending, pending.sorted('in'), 'in', undefined);
  }

  #indexKeys(kind: 'tag' | 'edge', schema: SchemaRows): { definition: IndexDefinition; keys: IndexKeys }[] {
    return this.#schemas.indexesOf(kind, schema.definition.id).map((definition) => ({
      definition,
      keys: new IndexKeys(this.#data.dataId, definition, schema.definition),
    }));
  }

  #hasEntry(vertex: number): boolean {
    const found = this.#data.tags.floor(vertex, 0n, 0xffff_ffff, {});
    if (!found) return false;
    const at = found.block.firstOf(vertex);
    return at < found.block.count && found.block.vertex(at) === vertex;
  }
}

function pendingRow(schema: SchemaRows, rows: PendingRows, i: number): Pick<PropertyRow, 'value'> {
  const view = new DataView(rows.bytes.buffer);
  return { value: (position) => schema.layout.read(view, rows.start(i), position) };
}
