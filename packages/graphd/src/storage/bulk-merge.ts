import { faultPoint } from './fault-point.ts';
import { Block, BLOCK_BYTES, BlockBuilder } from './block.ts';
import type { BinaryDatabase, BlockTree, StoredBlock } from './block-tree.ts';
import type { PendingRows } from './pending-rows.ts';
import { RowWindow } from './row-window.ts';

/** A vertex, an other, a rank and an end. */
const MAX_ENTRY_BYTES = 20;

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
  const row = new RowWindow(rows, order, side);
  const floor = (): StoredBlock | undefined => tree.floor(row.vertex, row.rank, row.other, {});
  const emit = (): void => {
    if (builder.count === 0) return;
    db.putSync(tree.keyOf(builder.vertexAt(0), builder.rankAt(0), builder.otherAt(0)), builder.finish());
    builder.clear();
  };
  const makeRoom = (length: number): void => {
    if (builder.count > 0 && builder.size + length + MAX_ENTRY_BYTES > BLOCK_BYTES) emit();
  };
  const addOld = (block: Block, at: number): void => {
    makeRoom(block.rowEnd(at) - block.rowStart(at));
    builder.addFrom(block, at, at + 1);
  };

  let more = row.next();
  let current = more ? floor() : undefined;
  while (more) {
    // The rows of this block are those below the next block's first entry.
    const following = tree.after(current?.key, 1, {})[0];
    let at = 0;
    if (current) db.removeSync(current.key);
    for (; more; more = row.next()) {
      faultPoint('graph-in-write');
      const { vertex, rank, other, start, end } = row;
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
      makeRoom(end - start);
      builder.add(vertex, rank, other, row.bytes, start, end);
      onMerged?.(row.position, old);
    }
    if (current) for (; at < current.block.count; at++) addOld(current.block, at);
    const next = more ? floor() : undefined;
    // A block begun is filled up from the next one when that is rewritten anyway.
    if (!next || !following || Buffer.compare(next.key, following.key) !== 0) emit();
    current = next ?? following;
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
