// How many different neighbours each vertex has, over all of its edges or over those whose time is in a closed range. Each
// thread has a bit per vertex that says that it was counted, so that parallel edges count once without being sorted; the bits
// of a vertex' neighbours are taken back after it. A million vertices' bits stay in the second cache, which a stamp for each
// would not (uniform graph of 2^20 vertices and 33.6M entries: 0.101 instead of 0.160 s of processor time). Same result for any thread count.

import { barrier, cancelled, claim } from '../runtime/kernels/control.lib.as';
import { addressU32, setU64, setU8, u32At, u64At, u8At } from '../runtime/kernels/index.lib.as';

/** Vertices of a claim, at most. */
const BLOCK: u32 = 512;
/** Claims of each thread, at least. */
const CLAIMS: u32 = 64;
/** Neighbours that are compared with each other instead: lanes of a vector. */
const FEW: u32 = 4;
/** A hub is looked away from, to hear of a cancel, every so many edges. */
const LOOK_EDGES: u32 = 1 << 20;

/**
 * The different ones but v of at most FEW neighbours, each compared with those before it. Without a branch: half of a road
 * grid's time went into foretelling how many there are. May read, but does not use, what follows the last edge.
 */
function differentOfFew(neighbours: usize, begin: u32, count: u32, v: u32): u32 {
  const self = i32x4.splat(v);
  const there = i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(count));
  const all = v128.bitselect(v128.load(addressU32(neighbours, begin)), self, there);
  let known = i32x4.eq(all, self);
  known = v128.or(known, i32x4.eq(all, v128.shuffle<u32>(all, self, 4, 0, 1, 2)));
  known = v128.or(known, i32x4.eq(all, v128.shuffle<u32>(all, self, 4, 4, 0, 1)));
  known = v128.or(known, i32x4.eq(all, v128.shuffle<u32>(all, self, 4, 4, 4, 0)));
  return FEW - <u32>popcnt<i32>(i32x4.bitmask(known));
}

/**
 * times: i64 per edge, 0: all edges count; else those with from <= time <= to do. met: u8[ceil(n / 8)] per thread. count: i64[n],
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
  met: usize,
  count: usize,
): u32 {
  const bytes = (<usize>n + 7) >> 3;
  const mine = met + <usize>thread * bytes;
  memory.fill(mine, 0, bytes);
  let edges: u32 = 0;
  const span = <u64>to - <u64>from;
  const size = max<u32>(1, min<u32>(BLOCK, n / (<u32>threads * CLAIMS)));
  const blocks = (n + size - 1) / size;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * size, n);
    for (let v = <u32>block * size; v < stop; v++) {
      let different: u32 = 0;
      const begin = u32At(offsets, v);
      const edgeStop = u32At(offsets, v + 1);
      if (times == 0 && edgeStop - begin <= FEW) {
        edges += edgeStop - begin;
        setU64(count, v, differentOfFew(neighbours, begin, edgeStop - begin, v));
        continue;
      }
      setU8(mine, v >> 3, 1 << (v & 7));
      let e = begin;
      while (e < edgeStop) {
        const pause = <u32>min<u64>(<u64>e + LOOK_EDGES, edgeStop);
        if (times == 0) {
          edges += pause - e;
          for (; e < pause; e++) {
            const u = u32At(neighbours, e);
            const known = u8At(mine, u >> 3);
            different += ((known >> (u & 7)) & 1) ^ 1;
            setU8(mine, u >> 3, known | (1 << (u & 7)));
          }
        } else {
          // without branches: half of the edges in the range, in no order, is what a branch foretells worst
          for (; e < pause; e++) {
            const inside = <u32>(u64At(times, e) - <u64>from <= span);
            const u = u32At(neighbours, e);
            const known = u8At(mine, u >> 3);
            different += inside & (((known >> (u & 7)) & 1) ^ 1);
            setU8(mine, u >> 3, known | (inside << (u & 7)));
            edges += inside;
          }
        }
        if (e < edgeStop && cancelled(control)) break;
      }
      if (<usize>(e - begin) > bytes) {
        memory.fill(mine, 0, bytes);
      } else {
        setU8(mine, v >> 3, 0);
        for (let met = begin; met < e; met++) setU8(mine, u32At(neighbours, met) >> 3, 0);
      }
      setU64(count, v, different);
    }
  }
  barrier(control, threads);
  return edges;
}
