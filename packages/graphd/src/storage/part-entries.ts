import { INT64_MIN } from '@orrery/contracts';
import type { Block } from './block.ts';
import type { BlockTree, ReadContext, StoredBlock } from './block-tree.ts';
import { MAX_VERTEX_INDEX } from './dictionary.ts';
import type { Part, VertexIndex } from './store.ts';

/** Vertex numbers in a row that are in one part; the next so many are in the next part, and after the last in the first. */
const STRIPE_VERTICES = 1024;
/** Blocks that are read at once: few at first, for pages of few rows. */
const FIRST_BLOCKS = 2;
const MOST_BLOCKS = 64;

/** A single part is one stripe of all vertices. */
function stripeOf({ count }: Part): number {
  return count === 1 ? 2 ** 32 : STRIPE_VERTICES;
}

/** The first vertex at or after the one given that is in the part; beyond all that there can be if none is. */
export function firstInPart(vertex: VertexIndex, part: Part): VertexIndex {
  const size = stripeOf(part);
  const stripe = Math.floor(vertex / size);
  const skipped = (part.number - 1 - (stripe % part.count) + part.count) % part.count;
  return skipped === 0 ? vertex : (stripe + skipped) * size;
}

interface Position {
  readonly vertex: VertexIndex;
  readonly rank: bigint;
  readonly other: number;
}

/**
 * Walks over the entries of a tree whose vertices are in one part, in the tree's order, from a position on. Where a stripe
 * ends the next one is looked up by key; what lies between is not read.
 */
export class PartEntries {
  /** Undefined while a stripe is looked for: a step then found entries of other parts only. */
  block: Block | undefined;
  at = -1;
  readonly #tree: BlockTree;
  readonly #part: Part;
  readonly #context: ReadContext;
  /** Within the block: where the entries of the stripe end. */
  #end = 0;
  #key: Uint8Array | undefined;
  /** First vertex after the stripe at hand. */
  #stripeEnd = 0;
  #batch: StoredBlock[] = [];
  #inBatch = 0;
  #batchBlocks = FIRST_BLOCKS;
  /** Without a block: what is looked for; undefined at the end. */
  #sought: Position | undefined;

  /** Reads nothing yet. */
  constructor(tree: BlockTree, part: Part, from: Position, context: ReadContext) {
    this.#tree = tree;
    this.#part = part;
    this.#context = context;
    if (firstInPart(from.vertex, part) === from.vertex) this.#sought = from;
    else this.#seekFrom(from.vertex);
  }

  /**
   * True while there may be more: then at an entry, or, without a block, at the position where the next call goes on
   * looking. One look-up at most, so that it is a short step, however many stripes only other parts have entries in.
   */
  next(): boolean {
    if (this.block === undefined) return this.#seek();
    if (++this.at < this.#end) return true;
    if (this.#end === this.block.count) {
      if (++this.#inBatch >= this.#batch.length) this.#readBatch();
      const following = this.#batch[this.#inBatch];
      if (following) {
        this.#enter(following, 0);
        return true;
      }
    }
    this.#seekFrom(this.#stripeEnd);
    return this.#seek();
  }

  /** Of the entry at hand, or of what is looked for; as `rank` and `other`, valid after a `next` that was true. */
  get vertex(): VertexIndex {
    return this.block?.vertex(this.at) ?? this.#sought!.vertex;
  }

  get rank(): bigint {
    return this.block?.rank(this.at) ?? this.#sought!.rank;
  }

  get other(): number {
    return this.block?.other(this.at) ?? this.#sought!.other;
  }

  #readBatch(): void {
    const end = this.#stripeEnd > MAX_VERTEX_INDEX ? undefined : this.#tree.keyOf(this.#stripeEnd, INT64_MIN, 0);
    this.#batch = this.#tree.after(this.#key, this.#batchBlocks, this.#context, end);
    this.#inBatch = 0;
    this.#batchBlocks = Math.min(MOST_BLOCKS, 2 * this.#batchBlocks);
  }

  /** Leaves the block for the part's first stripe at or after the vertex. */
  #seekFrom(vertex: VertexIndex): void {
    const first = firstInPart(vertex, this.#part);
    this.#sought = first > MAX_VERTEX_INDEX ? undefined : { vertex: first, rank: INT64_MIN, other: 0 };
    this.block = undefined;
    this.#batch = [];
    this.#inBatch = 0;
  }

  /** To the first entry that is not below what is looked for; where that is of another part, on to the next stripe. */
  #seek(): boolean {
    if (this.#sought === undefined) return false;
    const { vertex, rank, other } = this.#sought;
    let found = this.#tree.floor(vertex, rank, other, this.#context);
    let at = found?.block.lowerBound(vertex, rank, other) ?? 0;
    if (found === undefined || at === found.block.count) {
      found = this.#tree.after(found?.key, 1, this.#context)[0];
      at = 0;
    }
    if (found === undefined) {
      this.#sought = undefined;
      return false;
    }
    const stored = found.block.vertex(at);
    if (firstInPart(stored, this.#part) !== stored) {
      this.#seekFrom(stored);
      return this.#sought !== undefined;
    }
    const size = stripeOf(this.#part);
    this.#stripeEnd = (Math.floor(stored / size) + 1) * size;
    this.#enter(found, at);
    return true;
  }

  #enter({ key, block }: StoredBlock, at: number): void {
    this.#key = key;
    this.block = block;
    this.at = at;
    this.#end = block.vertex(block.count - 1) < this.#stripeEnd ? block.count : block.firstOf(this.#stripeEnd);
  }
}
