// What the move kernels of Louvain and InfoMap do after each batch of moves.

import { cancelledAfter, claim } from '../../runtime/kernels/control.lib.as';
import { setU32, setU8, u32At } from '../../runtime/kernels/index.lib.as';
import { NONE } from './neighbour-sums.lib.as';

/** Nodes of a batch that a thread takes at a time. */
const BLOCK: u32 = 64;

/**
 * Nodes are looked at again when a neighbour has moved to a community that is not theirs (pruning; Ozaki et al. 2016). The
 * nodes `batch`, `batch + batches`, … below n are shared between the threads.
 *
 * community: u32[n]. target: u32[n], where a node has moved to, else NONE; becomes NONE. active: u8[n], becomes 1 for those
 * to look at.
 */
export function wakeNeighbours(
  control: usize,
  batch: u32,
  batches: u32,
  n: u32,
  starts: usize,
  stops: usize,
  neighbours: usize,
  community: usize,
  target: usize,
  active: usize,
): void {
  const count = (n - batch + batches - 1) / batches;
  const blocks = (count + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, count);
    for (let i = <u32>block * BLOCK; i < stop; i++) {
      const v = batch + i * batches;
      const to = u32At(target, v);
      if (to == NONE) continue;
      setU32(target, v, NONE);
      const last = u32At(stops, v);
      if (cancelledAfter(control, last - u32At(starts, v))) return;
      for (let e = u32At(starts, v); e < last; e++) {
        const u = u32At(neighbours, e);
        if (u32At(community, u) != to) setU8(active, u, 1);
      }
    }
  }
}
