import { INT64_MIN } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import type { Block } from './block.ts';
import type { BlockTree, ReadContext } from './block-tree.ts';
import { PartEntries } from './part-entries.ts';
import type { SchemaRows } from './schema-rows.ts';
import type { EdgePartScan, EdgePosition, Part, VertexPartScan } from './store.ts';

export const FIRST_EDGE: EdgePosition = { src: 0, rank: INT64_MIN, dst: 0 };

export class StoredEdgePart implements EdgePartScan {
  isRow = false;
  readonly #entries: PartEntries;
  readonly #rows: SchemaRows;
  readonly #nowSeconds: bigint;

  constructor(
    tree: BlockTree,
    rows: SchemaRows,
    part: Part,
    from: EdgePosition,
    context: ReadContext,
    nowSeconds: bigint,
  ) {
    this.#entries = new PartEntries(tree, part, { vertex: from.src, rank: from.rank, other: from.dst }, context);
    this.#rows = rows;
    this.#nowSeconds = nowSeconds;
  }

  advance(): boolean {
    const entries = this.#entries;
    if (!entries.next()) return false;
    const { block, at } = entries;
    this.isRow = block !== undefined && !this.#rows.isExpired(block.view, block.rowStart(at), this.#nowSeconds);
    return true;
  }

  get src(): number {
    return this.#entries.vertex;
  }

  get dst(): number {
    return this.#entries.other;
  }

  get rank(): bigint {
    return this.#entries.rank;
  }

  value(position: number): Value {
    const block = this.#entries.block!;
    return this.#rows.value(block.view, block.rowStart(this.#entries.at), position);
  }
}

export class StoredVertexPart implements VertexPartScan {
  vertex = -1;
  isRow = false;
  readonly #entries: PartEntries;
  readonly #tags: readonly (SchemaRows | undefined)[];
  readonly #nowSeconds: bigint;
  /** Of the vertex at hand, by tag; undefined where it has none. */
  readonly #blocks: (Block | undefined)[];
  readonly #places: number[];
  /** True while the entries are at the first of the vertex that comes next, or look for it. */
  #isAhead: boolean;

  constructor(
    tree: BlockTree,
    tags: readonly (SchemaRows | undefined)[],
    part: Part,
    from: number,
    context: ReadContext,
    nowSeconds: bigint,
  ) {
    this.#entries = new PartEntries(tree, part, { vertex: from, rank: INT64_MIN, other: 0 }, context);
    this.#tags = tags;
    this.#nowSeconds = nowSeconds;
    this.#blocks = tags.map(() => undefined);
    this.#places = tags.map(() => 0);
    this.#isAhead = this.#entries.next();
  }

  advance(): boolean {
    if (!this.#isAhead) return false;
    const entries = this.#entries;
    this.vertex = entries.vertex;
    this.isRow = false;
    this.#blocks.fill(undefined);
    do {
      if (entries.block) this.#take(entries.block, entries.at);
      this.#isAhead = entries.next();
    } while (this.#isAhead && entries.block?.vertex(entries.at) === this.vertex);
    return true;
  }

  has(tag: number): boolean {
    return this.#blocks[tag] !== undefined;
  }

  value(tag: number, position: number): Value {
    const block = this.#blocks[tag]!;
    return this.#tags[tag]!.value(block.view, block.rowStart(this.#places[tag]!), position);
  }

  #take(block: Block, at: number): void {
    const id = block.other(at);
    for (let tag = 0; tag < this.#tags.length; tag++) {
      const rows = this.#tags[tag];
      if (rows?.definition.id !== id || rows.isExpired(block.view, block.rowStart(at), this.#nowSeconds)) continue;
      this.#blocks[tag] = block;
      this.#places[tag] = at;
      this.isRow = true;
    }
  }
}
