import { Block, BLOCK_BYTES, BlockBuilder } from './block.ts';
import type { BinaryDatabase, BlockTree, StoredBlock } from './block-tree.ts';
import type { PendingRows } from './pending-rows.ts';

/** Called for every row written, with the row it takes the place of. */
export type OnMerged = (position: number, old: { readonly block: Block; readonly at: number } | undefined) => void;

/**
 * Writes sorted rows into a tree, within the write transaction that is open: every block that gets rows is read and
 * written once, and rows between two blocks fill new ones. Cost: linear in the rows and the blocks touched.
 */
export function mergeRows(
  db: BinaryDatabase,
  tree: BlockTree,
  rows: PendingRows,
  order: Uint32Array,
  side: 'out' | 'in',
  onMerged: OnMerged | undefined,
): void {
  const builder = new BlockBuilder();
  const vertexOf = side === 'out' ? (i: number) => rows.vertex(i) : (i: number) => rows.other(i);
  const otherOf = side === 'out' ? (i: number) => rows.other(i) : (i: number) => rows.vertex(i);
  const emit = (): void => {
    if (builder.count === 0) return;
    db.putSync(tree.keyOf(builder.vertexAt(0), builder.rankAt(0), builder.otherAt(0)), builder.finish());
    builder.clear();
  };
  const addRow = (i: number): void => {
    const length = rows.end(i) - rows.start(i);
    if (builder.count > 0 && builder.size + length + 24 > BLOCK_BYTES) emit();
    builder.add(vertexOf(i), rows.rank(i), otherOf(i), rows.bytes, rows.start(i), rows.end(i));
  };
  const addOld = (block: Block, at: number): void => {
    const length = block.rowEnd(at) - block.rowStart(at);
    if (builder.count > 0 && builder.size + length + 24 > BLOCK_BYTES) emit();
    builder.addFrom(block, at, at + 1);
  };

  let next = 0;
  let current: StoredBlock | undefined;
  let following: StoredBlock | undefined;
  const first = order[0];
  if (first === undefined) return;
  current = tree.floor(vertexOf(first), rows.rank(first), otherOf(first), {});
  while (next < order.length) {
    following = current ? tree.after(current.key, 1, {})[0] : tree.after(undefined, 1, {})[0];
    // The rows of this block: those below the next block's first entry.
    let at = 0;
    if (current) db.removeSync(current.key);
    while (next < order.length) {
      const i = order[next]!;
      const vertex = vertexOf(i);
      const other = otherOf(i);
      const rank = rows.rank(i);
      if (following && !isBelow(vertex, rank, other, following.block, 0)) break;
      let old: { block: Block; at: number } | undefined;
      if (current) {
        const { block } = current;
        while (at < block.count && !isBelow(vertex, rank, other, block, at)) {
          if (block.is(at, vertex, rank, other)) {
            old = { block, at: at++ };
            break;
          }
          addOld(block, at++);
        }
      }
      addRow(i);
      onMerged?.(i, old);
      next++;
    }
    if (current) for (; at < current.block.count; at++) addOld(current.block, at);
    const i = order[next];
    const floor = i === undefined ? undefined : tree.floor(vertexOf(i), rows.rank(i), otherOf(i), {});
    // A block begun is filled up from the next one when that is rewritten anyway.
    if (!floor || !following || Buffer.compare(floor.key, following.key) !== 0) emit();
    current = floor ?? following;
  }
}

/** Whether (vertex, rank, other) is below a block's entry. */
function isBelow(vertex: number, rank: bigint, other: number, block: Block, at: number): boolean {
  const atVertex = block.vertex(at);
  if (vertex !== atVertex) return vertex < atVertex;
  const atRank = block.rank(at);
  if (rank !== atRank) return rank < atRank;
  return other < block.other(at);
}
