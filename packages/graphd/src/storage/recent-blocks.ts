import type { StoredBlock } from './block-tree.ts';

/** Blocks that are kept of each tree; 4 KiB each. */
const KEPT = 4096;

/**
 * Blocks of one tree that a reader has read, by the vertices they hold: a look-up in LMDB makes a cursor and copies 4 KiB,
 * 4 to 10 µs; here it takes 0.1. Each vertex range has one place, where the last block of it stands.
 */
export class RecentBlocks {
  readonly #shift: number;
  readonly #blocks: (StoredBlock | undefined)[] = [];

  /** `verticesLog2`: vertices of one place, as a power of two. */
  constructor(verticesLog2: number) {
    this.#shift = verticesLog2;
  }

  /** The block that has all that there is of the vertex; undefined when it is not here or may begin in another block. */
  of(vertex: number): StoredBlock | undefined {
    const found = this.#blocks[(vertex >>> this.#shift) % KEPT];
    if (!found) return undefined;
    const { block } = found;
    return block.vertex(0) < vertex && vertex < block.vertex(block.count - 1) ? found : undefined;
  }

  remember(vertex: number, block: StoredBlock): void {
    this.#blocks[(vertex >>> this.#shift) % KEPT] = block;
  }
}
