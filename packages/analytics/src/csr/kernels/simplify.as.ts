// Simple graphs from adjacencies whose neighbours ascend: self-loops left out, parallel edges merged, neighbours
// ascending. Two merges per vertex, one that counts and one that writes, so that nothing is allocated for what merges.

import { barrier, claim } from '../../runtime/kernels/control.lib.as';
import { setU32, u32At } from '../../runtime/kernels/index.lib.as';
import { runningSum } from '../../runtime/kernels/running-sum.lib.as';

const BLOCK: u32 = 1024;
const NONE: u32 = 0xffffffff;

/** Merges the neighbours of v in both lists; writes them from `at` on unless neighbours is 0. Returns how many. */
function mergeOf(
  v: u32,
  aOffsets: usize,
  aNeighbours: usize,
  bOffsets: usize,
  bNeighbours: usize,
  neighbours: usize,
  at: u32,
): u32 {
  let a = u32At(aOffsets, v);
  const aStop = u32At(aOffsets, v + 1);
  let b: u32 = 0;
  let bStop: u32 = 0;
  if (bOffsets != 0) {
    b = u32At(bOffsets, v);
    bStop = u32At(bOffsets, v + 1);
  }
  let last = v;
  let count: u32 = 0;
  // `last` starts as v, whose own entries are skipped wherever they come
  while (a < aStop || b < bStop) {
    const fromA = a < aStop ? u32At(aNeighbours, a) : NONE;
    const fromB = b < bStop ? u32At(bNeighbours, b) : NONE;
    const next = min(fromA, fromB);
    a += u32(fromA == next);
    b += u32(fromB == next);
    if (next == last || next == v) continue;
    last = next;
    if (neighbours != 0) setU32(neighbours, at + count, next);
    count++;
  }
  return count;
}

/** offsets: u32[n+1], becomes where each vertex' neighbours begin. b may be 0. Returns the number of entries. */
export function countSimple(
  thread: i32,
  threads: i32,
  control: usize,
  aOffsets: usize,
  aNeighbours: usize,
  bOffsets: usize,
  bNeighbours: usize,
  n: u32,
  offsets: usize,
): u32 {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      setU32(offsets, v, mergeOf(v, aOffsets, aNeighbours, bOffsets, bNeighbours, 0, 0));
    }
  }
  if (!barrier(control, threads)) return 0;
  if (thread == 0) runningSum(offsets, n);
  return barrier(control, threads) ? u32At(offsets, n) : 0;
}

/** neighbours: u32[offsets[n]]. */
export function fillSimple(
  thread: i32,
  threads: i32,
  control: usize,
  aOffsets: usize,
  aNeighbours: usize,
  bOffsets: usize,
  bNeighbours: usize,
  n: u32,
  offsets: usize,
  neighbours: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      mergeOf(v, aOffsets, aNeighbours, bOffsets, bNeighbours, neighbours, u32At(offsets, v));
    }
  }
  barrier(control, threads);
}
