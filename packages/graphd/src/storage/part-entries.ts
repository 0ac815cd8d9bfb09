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

/** The number of the part, 1 … count, that a vertex is in. */
export function partOf(vertex: VertexIndex, count: number): number {
  return (Math.floor(vertex / STRIPE_VERTICES) % count) + 1;
}

/** The first vertex at or after the one given that is in the part; beyond all that there can be if none is. */
export function firstInPart(vertex: VertexIndex, part: Part): VertexIndex {
  const size = stripeOf(part);
  const stripe = Math.floor(vertex / size);
  const skipped = (part.number - 1 - (stripe % part.count) + part.count) % part.count;
  return skipped === 0 ? vertex : (stripe + skipped) * size;
}

/**
 * Walks over the entries of a tree whose vertices are in one part, in the tree's order, from (vertex, rank, other) on. Where
 * a stripe ends the next one is looked up by key; what lies between is not read.
 */
export class PartEntries {
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

  constructor(tree: BlockTree, part: Part, vertex: number, rank: bigint, other: number, context: ReadContext) {
    this.#tree = tree;
    this.#part = part;
    this.#context = context;
    const first = firstInPart(vertex, part);
    if (first === vertex) this.#seek(vertex, rank, other);
    else this.#seek(first, INT64_MIN, 0);
    this.at--;
  }

  /** True while there are more; one seek at most, so that it is a short step. */
  next(): boolean {
    if (this.block === undefined) return false;
    this.at++;
    while (this.block !== undefined && this.at >= this.#end) this.#goOn();
    return this.block !== undefined;
  }

  /** To the next block of the stripe, or to the next stripe that has entries. */
  #goOn(): void {
    if (this.#end === this.block!.count) {
      if (++this.#inBatch >= this.#batch.length) this.#readBatch();
      const following = this.#batch[this.#inBatch];
      if (following) {
        this.#enter(following, 0);
        return;
      }
    }
    this.#seek(firstInPart(this.#stripeEnd, this.#part), INT64_MIN, 0);
  }

  #readBatch(): void {
    const end = this.#stripeEnd > MAX_VERTEX_INDEX ? undefined : this.#tree.keyOf(this.#stripeEnd, INT64_MIN, 0);
    this.#batch = this.#tree.after(this.#key, this.#batchBlocks, this.#context, end);
    this.#inBatch = 0;
    this.#batchBlocks = Math.min(MOST_BLOCKS, 2 * this.#batchBlocks);
  }

  /** To the first entry of the part that is not below the position. */
  #seek(vertex: number, rank: bigint, other: number): void {
    let [toVertex, toRank, toOther] = [vertex, rank, other];
    this.#batch = [];
    this.#inBatch = 0;
    while (toVertex <= MAX_VERTEX_INDEX) {
      let found = this.#tree.floor(toVertex, toRank, toOther, this.#context);
      let at = found?.block.lowerBound(toVertex, toRank, toOther) ?? 0;
      if (found === undefined || at === found.block.count) {
        found = this.#tree.after(found?.key, 1, this.#context)[0];
        at = 0;
      }
      if (found === undefined) break;
      const stored = found.block.vertex(at);
      const own = firstInPart(stored, this.#part);
      if (own === stored) {
        this.#stripeEnd = (Math.floor(own / stripeOf(this.#part)) + 1) * stripeOf(this.#part);
        this.#enter(found, at);
        return;
      }
      [toVertex, toRank, toOther] = [own, INT64_MIN, 0];
    }
    this.block = undefined;
  }

  #enter({ key, block }: StoredBlock, at: number): void {
    this.#key = key;
    this.block = block;
    this.at = at;
    this.#end = block.vertex(block.count - 1) < this.#stripeEnd ? block.count : block.firstOf(this.#stripeEnd);
  }
}
