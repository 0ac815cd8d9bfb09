import { faultPoint } from './fault-point.ts';
import { Block, BLOCK_BYTES, BlockBuilder } from './block.ts';
import type { BinaryDatabase, BlockTree, StoredBlock } from './block-tree.ts';
import type { PendingRows } from './pending-rows.ts';

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
  const { majors, minors, ranks, ends, rowBytes } = rows.columns(side);
  const { bytes } = rows;
  const floorOf = (i: number): StoredBlock | undefined =>
    tree.floor(majors[i]!, ranks === undefined ? 0n : ranks[i]!, minors[i]!, {});
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

  const first = order[0];
  if (first === undefined) return;
  let next = 0;
  let current = floorOf(first);
  while (next < order.length) {
    // The rows of this block are those below the next block's first entry.
    const following = tree.after(current?.key, 1, {})[0];
    let at = 0;
    if (current) db.removeSync(current.key);
    for (; next < order.length; next++) {
      faultPoint('graph-in-write');
      const i = order[next]!;
      const vertex = majors[i]!;
      const other = minors[i]!;
      const rank = ranks === undefined ? 0n : ranks[i]!;
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
      const start = rowBytes >= 0 ? rowBytes * i : i === 0 ? 0 : ends[i - 1]!;
      const end = rowBytes >= 0 ? start + rowBytes : ends[i]!;
      makeRoom(end - start);
      builder.add(vertex, rank, other, bytes, start, end);
      onMerged?.(i, old);
    }
    if (current) for (; at < current.block.count; at++) addOld(current.block, at);
    const i = order[next];
    const floor = i === undefined ? undefined : floorOf(i);
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
