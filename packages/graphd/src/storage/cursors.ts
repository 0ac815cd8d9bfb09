import { INT64_MIN } from '@orrery/contracts';
import type { Block } from './block.ts';
import type { BlockTree, ReadContext, StoredBlock } from './block-tree.ts';
import type { BlockSource } from './recent-blocks.ts';
import { BlockRow } from './schema-rows.ts';
import type { SchemaRows } from './schema-rows.ts';
import type { Direction, EdgeCursor, PropertyRow, TagCursor, VertexCursor } from './store.ts';

/** Blocks that a scan reads at once; a range costs some microseconds to open. */
const SCAN_BLOCKS = 64;

/**
 * Walks over the entries of one vertex in a tree. LMDB's iterators are never left open between calls (an abandoned
 * one would hold its snapshot for ever), so the next block is looked up by key.
 */
export class VertexEntries<B extends StoredBlock = StoredBlock> {
  block: Block | undefined;
  at = -1;
  readonly #source: BlockSource<B>;
  readonly #vertex: number;
  #stored: B | undefined;
  #end = 0;
  #done = false;

  constructor(source: BlockSource<B>, vertex: number) {
    this.#source = source;
    this.#vertex = vertex;
    const start = source.floor(vertex, INT64_MIN, 0);
    if (start) this.#enter(start);
  }

  next(): boolean {
    this.at++;
    while (this.at >= this.#end) {
      // Entries of later vertices in this block: there is no more of this one.
      if (this.#done || (this.block && this.#end < this.block.count)) return this.#stop();
      const following = this.#source.after(this.#stored);
      if (!following || following.block.vertex(0) > this.#vertex) return this.#stop();
      this.#enter(following);
      this.at++;
    }
    return true;
  }

  #enter(stored: B): void {
    const { block } = stored;
    this.#stored = stored;
    this.block = block;
    this.at = block.firstOf(this.#vertex) - 1;
    this.#end = block.firstOf(this.#vertex + 1);
  }

  #stop(): boolean {
    this.#done = true;
    this.at = this.#end;
    return false;
  }
}

/** Walks over all entries of a tree, or those after a vertex. */
export class TreeEntries {
  block: Block | undefined;
  at = -1;
  readonly #tree: BlockTree;
  readonly #context: ReadContext;
  #batch: StoredBlock[];
  #inBatch = 0;
  #done = false;

  constructor(tree: BlockTree, after: number | undefined, context: ReadContext) {
    this.#tree = tree;
    this.#context = context;
    if (after === undefined) {
      this.#batch = tree.after(undefined, 1, context);
      this.block = this.#batch[0]?.block;
    } else {
      const start = tree.floor(after + 1, INT64_MIN, 0, context);
      this.#batch = start ? [start] : tree.after(undefined, 1, context);
      this.block = this.#batch[0]?.block;
      if (this.block) this.at = this.block.firstOf(after + 1) - 1;
    }
    this.#done = this.block === undefined;
  }

  next(): boolean {
    if (this.#done) return false;
    this.at++;
    while (this.at >= this.block!.count) {
      if (++this.#inBatch >= this.#batch.length) {
        this.#batch = this.#tree.after(this.#batch.at(-1)!.key, SCAN_BLOCKS, this.#context);
        this.#inBatch = 0;
        if (this.#batch.length === 0) {
          this.#done = true;
          return false;
        }
      }
      this.block = this.#batch[this.#inBatch]!.block;
      this.at = 0;
    }
    return true;
  }
}

/** Both kinds of entry cursors, as the typed cursors use them. */
interface Entries {
  block: Block | undefined;
  at: number;
  next(): boolean;
}

export class StoredEdgeCursor implements EdgeCursor {
  src = 0;
  dst = 0;
  other = 0;
  readonly typeId: number;
  readonly #entries: Entries;
  readonly #rows: SchemaRows;
  readonly #outwards: boolean;
  readonly #nowSeconds: bigint;

  constructor(entries: Entries, rows: SchemaRows, direction: Direction, nowSeconds: bigint) {
    this.#entries = entries;
    this.#rows = rows;
    this.#outwards = direction === 'out';
    this.#nowSeconds = nowSeconds;
    this.typeId = rows.definition.id;
  }

  next(): boolean {
    while (this.#entries.next()) {
      const block = this.#entries.block!;
      const { at } = this.#entries;
      if (this.#rows.hasTtl && this.#rows.isExpired(block.view, block.rowStart(at), this.#nowSeconds)) continue;
      const other = block.other(at);
      this.other = other;
      if (this.#outwards) {
        this.src = block.vertex(at);
        this.dst = other;
      } else {
        this.src = other;
        this.dst = block.vertex(at);
      }
      return true;
    }
    return false;
  }

  get rank(): bigint {
    return this.#entries.block!.rank(this.#entries.at);
  }

  row(): PropertyRow {
    return new BlockRow(this.#rows, this.#entries.block!, this.#entries.at);
  }
}

/** Nothing, for a type that does not exist. */
export const NO_EDGES: EdgeCursor = {
  next: () => false,
  src: 0,
  dst: 0,
  other: 0,
  rank: 0n,
  typeId: 0,
  row: () => {
    throw new RangeError('the cursor is at no edge');
  },
};

export class StoredTagCursor implements TagCursor {
  vertex = 0;
  readonly #entries: Entries;
  readonly #rows: SchemaRows | undefined;
  readonly #nowSeconds: bigint;

  constructor(entries: Entries, rows: SchemaRows | undefined, nowSeconds: bigint) {
    this.#entries = entries;
    this.#rows = rows;
    this.#nowSeconds = nowSeconds;
  }

  next(): boolean {
    const rows = this.#rows;
    if (!rows) return false;
    const tagId = rows.definition.id;
    while (this.#entries.next()) {
      const block = this.#entries.block!;
      const { at } = this.#entries;
      if (block.other(at) !== tagId) continue;
      if (rows.hasTtl && rows.isExpired(block.view, block.rowStart(at), this.#nowSeconds)) continue;
      this.vertex = block.vertex(at);
      return true;
    }
    return false;
  }

  row(): PropertyRow {
    return new BlockRow(this.#rows!, this.#entries.block!, this.#entries.at);
  }
}

/** Vertices with at least one entry that counts. */
export class ExistingVertexCursor implements VertexCursor {
  vertex = -1;
  readonly #entries: Entries;
  readonly #counts: (block: Block, at: number) => boolean;

  constructor(entries: Entries, counts: (block: Block, at: number) => boolean) {
    this.#entries = entries;
    this.#counts = counts;
  }

  next(): boolean {
    while (this.#entries.next()) {
      const block = this.#entries.block!;
      const vertex = block.vertex(this.#entries.at);
      if (vertex === this.vertex || !this.#counts(block, this.#entries.at)) continue;
      this.vertex = vertex;
      return true;
    }
    return false;
  }
}
