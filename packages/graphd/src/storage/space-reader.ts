import type { VertexId } from '@orrery/contracts';
import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import type { IndexDefinition, SpaceId } from '../catalog/definitions.ts';
import type { Block } from './block.ts';
import type { BlockTree, ReadContext, StoredBlock } from './block-tree.ts';
import { StoredEdgeColumns } from './edge-columns.ts';
import { BlockRoom, ChangingBlocks, RecentBlocks, type BlockSource } from './recent-blocks.ts';
import {
  ExistingVertexCursor,
  NO_EDGES,
  StoredEdgeCursor,
  StoredTagCursor,
  TreeEntries,
  VertexEntries,
} from './cursors.ts';
import { IndexKeys, IndexKeyScan } from './index-scan.ts';
import { FIRST_EDGE, StoredEdgePart, StoredVertexPart } from './part-scans.ts';
import { BlockRow } from './schema-rows.ts';
import type { SchemaRows } from './schema-rows.ts';
import { spaceSchemasOf } from './space-data.ts';
import type { SpaceData, SpaceSchemas } from './space-data.ts';
import type {
  BlockMemory,
  Direction,
  EdgeColumnScan,
  EdgeCursor,
  EdgeKey,
  EdgePartScan,
  EdgePosition,
  IndexRange,
  Part,
  PropertyRow,
  SpaceReader,
  SpaceStatistics,
  TagCursor,
  TagIndexCursor,
  VertexCursor,
  VertexIndex,
  VertexPartScan,
  VertexTag,
} from './store.ts';

/** Of some 100 vertices in a block of tags, and some 10 in one of edges; as powers of two. */
const TAG_PLACE_VERTICES = 3;
const EDGE_PLACE_VERTICES = 0;

export class StoredSpaceReader implements SpaceReader {
  readonly spaceId: SpaceId;
  readonly catalog: StoredSpaceCatalog;
  readonly dataId: number;
  protected readonly data: SpaceData;
  protected readonly schemas: SpaceSchemas;
  protected readonly nowSeconds: bigint;
  readonly #context: ReadContext;
  readonly #sources = new Map<BlockTree, ChangingBlocks | RecentBlocks>();
  readonly #room: BlockRoom;

  /** `memory`: where the blocks that it keeps are accounted for. */
  constructor(data: SpaceData, catalog: StoredSpaceCatalog, context: ReadContext, nowMs: number, memory?: BlockMemory) {
    this.data = data;
    this.catalog = catalog;
    this.spaceId = catalog.definition.id;
    this.dataId = data.dataId;
    this.schemas = spaceSchemasOf(catalog);
    this.nowSeconds = BigInt(Math.floor(nowMs / 1000));
    this.#context = context;
    this.#room = new BlockRoom(memory);
  }

  indexOf(vid: VertexId): VertexIndex | undefined {
    return this.data.dictionary.indexOf(vid, this.#context);
  }

  vidOf(index: VertexIndex): VertexId {
    return this.data.dictionary.vidOf(index, this.#context);
  }

  vertexExists(vertex: VertexIndex): boolean {
    const entries = this.entriesOf(this.data.tags, vertex);
    while (entries.next()) if (this.#countsAsVertex(entries.block!, entries.at)) return true;
    return false;
  }

  tagRow(vertex: VertexIndex, tagId: number): PropertyRow | undefined {
    const rows = this.schemas.tag(tagId);
    if (!rows) return undefined;
    return this.#rowAt(this.data.tags, rows, vertex, 0n, tagId);
  }

  tagsOf(vertex: VertexIndex): VertexTag[] {
    const tags: VertexTag[] = [];
    const entries = this.entriesOf(this.data.tags, vertex);
    while (entries.next()) {
      const block = entries.block!;
      const rows = this.schemas.tag(block.other(entries.at));
      if (!rows || rows.isExpired(block.view, block.rowStart(entries.at), this.nowSeconds)) continue;
      tags.push({ tag: rows.definition, row: new BlockRow(rows, block, entries.at) });
    }
    return tags;
  }

  edgeRow(key: EdgeKey): PropertyRow | undefined {
    const rows = this.schemas.edge(key.typeId);
    if (!rows) return undefined;
    return this.#rowAt(this.data.edges(key.typeId, 'out'), rows, key.src, key.rank, key.dst);
  }

  adjacent(vertex: VertexIndex, typeId: number, direction: Direction): EdgeCursor {
    const rows = this.schemas.edge(typeId);
    if (!rows) return NO_EDGES;
    return new StoredEdgeCursor(
      this.entriesOf(this.data.edges(typeId, direction), vertex),
      rows,
      direction,
      this.nowSeconds,
    );
  }

  degree(vertex: VertexIndex, typeId: number, direction: Direction): number {
    const cursor = this.adjacent(vertex, typeId, direction);
    let count = 0;
    while (cursor.next()) count++;
    return count;
  }

  scanVertices(after?: VertexIndex): VertexCursor {
    return new ExistingVertexCursor(new TreeEntries(this.data.tags, after, this.#context), (block, at) =>
      this.#countsAsVertex(block, at),
    );
  }

  scanTag(tagId: number, after?: VertexIndex): TagCursor {
    const entries = new TreeEntries(this.data.tags, after, this.#context);
    return new StoredTagCursor(entries, this.schemas.tag(tagId), this.nowSeconds);
  }

  scanTagColumns(tagId: number, wanted: readonly number[]): EdgeColumnScan | undefined {
    const rows = this.schemas.tag(tagId);
    return rows && new StoredEdgeColumns(this.data.tags, rows, wanted, this.#context, this.nowSeconds);
  }

  scanEdges(typeId: number): EdgeCursor {
    const rows = this.schemas.edge(typeId);
    if (!rows) return NO_EDGES;
    const entries = new TreeEntries(this.data.edges(typeId, 'out'), undefined, this.#context);
    return new StoredEdgeCursor(entries, rows, 'out', this.nowSeconds);
  }

  scanEdgeColumns(typeId: number, wanted: readonly (number | 'rank')[]): EdgeColumnScan | undefined {
    const rows = this.schemas.edge(typeId);
    return rows && new StoredEdgeColumns(this.data.edges(typeId, 'out'), rows, wanted, this.#context, this.nowSeconds);
  }

  scanVertexPart(tagIds: readonly number[], part: Part, from = 0): VertexPartScan {
    const tags = tagIds.map((id) => this.schemas.tag(id));
    return new StoredVertexPart(this.data.tags, tags, part, from, this.#context, this.nowSeconds);
  }

  scanEdgePart(typeId: number, part: Part, from: EdgePosition = FIRST_EDGE): EdgePartScan | undefined {
    const rows = this.schemas.edge(typeId);
    if (!rows) return undefined;
    return new StoredEdgePart(this.data.edges(typeId, 'out'), rows, part, from, this.#context, this.nowSeconds);
  }

  scanTagIndex(index: IndexDefinition, range: IndexRange): TagIndexCursor {
    const scan = this.#indexScan(index, range);
    const hasTtl = this.schemas.tag(index.schemaId)?.hasTtl ?? false;
    const cursor = {
      vertex: 0,
      next: (): boolean => {
        while (scan.next()) {
          cursor.vertex = scan.vertex();
          if (!hasTtl || this.tagRow(cursor.vertex, index.schemaId)) return true;
        }
        return false;
      },
      row: (): PropertyRow => this.tagRow(cursor.vertex, index.schemaId)!,
    };
    return cursor;
  }

  scanEdgeIndex(index: IndexDefinition, range: IndexRange): EdgeCursor {
    const scan = this.#indexScan(index, range);
    const hasTtl = this.schemas.edge(index.schemaId)?.hasTtl ?? false;
    const cursor = {
      src: 0,
      dst: 0,
      other: 0,
      rank: 0n,
      typeId: index.schemaId,
      next: (): boolean => {
        while (scan.next()) {
          const edge = scan.edge(index.schemaId);
          cursor.src = edge.src;
          cursor.dst = edge.dst;
          cursor.other = edge.dst;
          cursor.rank = edge.rank;
          if (!hasTtl || this.edgeRow(edge)) return true;
        }
        return false;
      },
      row: (): PropertyRow => this.edgeRow(cursor)!,
    };
    return cursor;
  }

  statistics(): SpaceStatistics {
    const counts = this.data.readCounts(this.#context);
    const edges = countsByName(counts.edges, this.catalog.edgesById);
    return {
      vertexCount: counts.vertices,
      edgeCount: [...edges.values()].reduce((sum, count) => sum + count, 0),
      tags: countsByName(counts.tags, this.catalog.tagsById),
      edges,
    };
  }

  #indexScan(index: IndexDefinition, range: IndexRange): IndexKeyScan {
    const schema = (index.kind === 'tag' ? this.catalog.tagsById : this.catalog.edgesById).get(index.schemaId);
    if (!schema) throw new RangeError(`index ${index.name} is on a ${index.kind} that does not exist`);
    const keys = new IndexKeys(this.data.dataId, index, schema);
    return new IndexKeyScan(this.data.env.index, keys.bounds(range), range.reverse ?? false, this.#context);
  }

  #countsAsVertex(block: Block, at: number): boolean {
    const tagId = block.other(at);
    if (tagId === 0) return true;
    const rows = this.schemas.tag(tagId);
    return rows !== undefined && !rows.isExpired(block.view, block.rowStart(at), this.nowSeconds);
  }

  #rowAt(tree: BlockTree, rows: SchemaRows, vertex: number, rank: bigint, other: number): PropertyRow | undefined {
    const found = this.#sourceOf(tree).floor(vertex, rank, other);
    if (!found) return undefined;
    const at = found.block.lowerBound(vertex, rank, other);
    if (!found.block.is(at, vertex, rank, other)) return undefined;
    if (rows.isExpired(found.block.view, found.block.rowStart(at), this.nowSeconds)) return undefined;
    return new BlockRow(rows, found.block, at);
  }

  protected entriesOf(tree: BlockTree, vertex: number): VertexEntries {
    return new VertexEntries(this.#sourceOf(tree), vertex);
  }

  #sourceOf(tree: BlockTree): BlockSource<StoredBlock> {
    let source = this.#sources.get(tree);
    if (!source) {
      const isOneState = this.#context.transaction !== undefined;
      const placeVertices = tree === this.data.tags ? TAG_PLACE_VERTICES : EDGE_PLACE_VERTICES;
      source = isOneState
        ? new RecentBlocks(tree, this.#context, placeVertices, this.#room)
        : new ChangingBlocks(tree, this.#context);
      this.#sources.set(tree, source);
    }
    return source;
  }
}

function countsByName(counts: Record<number, number>, schemas: StoredSpaceCatalog['tagsById']): Map<string, number> {
  return new Map([...schemas.values()].map(({ id, name }) => [name, counts[id] ?? 0]));
}
