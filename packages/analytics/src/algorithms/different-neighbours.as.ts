// How many different neighbours each vertex has, over all of its edges or over those whose time is in a closed range. Each
// thread has a stamp per vertex that says for whom it was counted last, so that parallel edges count once without being
// sorted. Same result for any thread count.

import { barrier, cancelled, claim } from '../runtime/kernels/control.lib.as';
import { setU32, u32At, u64At } from '../runtime/kernels/index.lib.as';

const BLOCK: u32 = 64;
/** A hub is looked away from, to hear of a cancel, every so many edges. */
const LOOK_EDGES: u32 = 1 << 20;

/**
 * times: i64 per edge, 0: all edges count; else those with from <= time <= to do. stamps: u32[n] per thread. count: u32[n],
 * becomes the number of different neighbours other than the vertex itself. Returns how many edges this thread counted.
 */
export function countNeighbours(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  times: usize,
  from: i64,
  to: i64,
  n: u32,
  stamps: usize,
  count: usize,
): u32 {
  const mine = stamps + <usize>thread * ((<usize>n) << 2);
  memory.fill(mine, 255, (<usize>n) << 2);
  let edges: u32 = 0;
  const span = <u64>to - <u64>from;
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      let different: u32 = 0;
      setU32(mine, v, v);
      const edgeStop = u32At(offsets, v + 1);
      for (let e = u32At(offsets, v); e < edgeStop;) {
        const pause = <u32>min<u64>(<u64>e + LOOK_EDGES, edgeStop);
        if (times == 0) {
          edges += pause - e;
          for (; e < pause; e++) {
            const u = u32At(neighbours, e);
            if (u32At(mine, u) == v) continue;
            setU32(mine, u, v);
            different++;
          }
        } else {
          // without branches: half of the edges in the range, in no order, is what a branch foretells worst
          for (; e < pause; e++) {
            const inside = <u32>(u64At(times, e) - <u64>from <= span);
            const u = u32At(neighbours, e);
            const stamp = u32At(mine, u);
            setU32(mine, u, select<u32>(v, stamp, inside != 0));
            different += inside & (<u32>(stamp != v));
            edges += inside;
          }
        }
        if (e < edgeStop && cancelled(control)) break;
      }
      setU32(count, v, different);
    }
  }
  barrier(control, threads);
  return edges;
}
