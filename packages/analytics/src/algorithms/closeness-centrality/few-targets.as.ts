// The distances of closeness-centrality.as.ts to up to 64 targets: a bit each in a mask of 64, all threads together on one
// search. Levels with little to do, of which paths and roads have thousands, are one thread's work without meetings.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU64, setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 256;
/** Pull when the frontier has more than this share of the edges. */
const PULL_SHARE: u32 = 12;
/** A level of fewer vertices and edges is not worth a meeting of threads. */
const SMALL_LEVEL: u64 = 2048;

/** Notes what reached the vertices first … stop-1 of a list at this level. Answers how many in-edges they have. */
function settle(
  inOffsets: usize,
  list: usize,
  first: u32,
  stop: u32,
  level: u64,
  seen: usize,
  next: usize,
  sums: usize,
  reached: usize,
): u64 {
  let degrees: u64 = 0;
  for (let i = first; i < stop; i++) {
    const v = u32At(list, i);
    const fresh = u64At(next, v);
    setU64(seen, v, u64At(seen, v) | fresh);
    const bits = popcnt<u64>(fresh);
    setU64(sums, v, u64At(sums, v) + level * bits);
    setU32(reached, v, u32At(reached, v) + <u32>bits);
    degrees += u32At(inOffsets, v + 1) - u32At(inOffsets, v);
  }
  return degrees;
}

/**
 * targets: u32[targetCount], at most 64. seen, frontier, next: u64[n]. lists: u32[2n]. shared: u64[7]. sums: u64[n],
 * reached: u32[n]: the result.
 */
export function fewTargets(
  thread: i32,
  threads: i32,
  control: usize,
  outOffsets: usize,
  outNeighbours: usize,
  inOffsets: usize,
  inNeighbours: usize,
  n: u32,
  targets: usize,
  targetCount: u32,
  seen: usize,
  frontier: usize,
  next: usize,
  lists: usize,
  shared: usize,
  sums: usize,
  reached: usize,
): void {
  const vertexBlocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, vertexBlocks); block >= 0; block = claim(control, vertexBlocks)) {
    const first = <u32>block * BLOCK;
    const size = <usize>(min(first + BLOCK, n) - first);
    memory.fill(addressU64(seen, first), 0, size << 3);
    memory.fill(addressU64(frontier, first), 0, size << 3);
    memory.fill(addressU64(next, first), 0, size << 3);
    memory.fill(addressU64(sums, first), 0, size << 3);
    memory.fill(reached + ((<usize>first) << 2), 0, size << 2);
  }
  if (!barrier(control, threads)) return;
  const full: u64 = targetCount == 64 ? ~(<u64>0) : ((<u64>1) << targetCount) - 1;
  const edges = u32At(outOffsets, n);
  let current = lists;
  let following = lists + ((<usize>n) << 2);
  if (thread == 0) {
    let degrees: u64 = 0;
    for (let i: u32 = 0; i < targetCount; i++) {
      const t = u32At(targets, i);
      setU64(seen, t, (<u64>1) << i);
      setU64(frontier, t, (<u64>1) << i);
      setU32(current, i, t);
      degrees += u32At(inOffsets, t + 1) - u32At(inOffsets, t);
    }
    store<u64>(shared, targetCount);
    store<u64>(shared + 8, degrees);
    store<u64>(shared + 16, 0);
    store<u64>(shared + 24, 0);
  }
  if (!barrier(control, threads)) return;
  // the counts of the frontier and of its edges, by turns: this level's and the next one's
  let here = shared;
  let there = shared + 16;
  const alone = shared + 32;
  let count = <u32>atomic.load<u64>(here);
  let pushed = atomic.load<u64>(here + 8);
  for (let level: u64 = 1; count > 0; level++) {
    if (thread == 0) reportDone(control, <u32>level);
    if (count + pushed < SMALL_LEVEL) {
      const begin = level;
      if (thread == 0) {
        while (count > 0 && count + pushed < SMALL_LEVEL && !cancelledAfter(control, <u32>pushed)) {
          let grown: u32 = 0;
          for (let i: u32 = 0; i < count; i++) {
            const v = u32At(current, i);
            const mask = u64At(frontier, v);
            setU64(frontier, v, 0);
            const stop = u32At(inOffsets, v + 1);
            for (let e = u32At(inOffsets, v); e < stop; e++) {
              const u = u32At(inNeighbours, e);
              const fresh = mask & ~u64At(seen, u);
              if (fresh == 0) continue;
              const before = u64At(next, u);
              setU64(next, u, before | fresh);
              if (before != 0) continue;
              setU32(following, grown, u);
              grown++;
            }
          }
          pushed = settle(inOffsets, following, 0, grown, level, seen, next, sums, reached);
          count = grown;
          level++;
          const masksSwap = frontier;
          frontier = next;
          next = masksSwap;
          const listSwap = current;
          current = following;
          following = listSwap;
        }
        store<u64>(alone, level);
        store<u64>(alone + 8, count);
        store<u64>(alone + 16, pushed);
      }
      if (!barrier(control, threads)) return;
      if (thread != 0) {
        level = load<u64>(alone);
        count = <u32>load<u64>(alone + 8);
        pushed = load<u64>(alone + 16);
        if (((level - begin) & 1) != 0) {
          const masksSwap = frontier;
          frontier = next;
          next = masksSwap;
          const listSwap = current;
          current = following;
          following = listSwap;
        }
      }
      // the loop counts it
      level--;
      continue;
    }
    if (pushed * PULL_SHARE > edges) {
      for (let block = claim(control, vertexBlocks); block >= 0; block = claim(control, vertexBlocks)) {
        const first = <u32>block * BLOCK;
        const stop = min(first + BLOCK, n);
        let grown: u32 = 0;
        for (let v = first; v < stop; v++) {
          const missing = full & ~u64At(seen, v);
          if (missing == 0) continue;
          let found: u64 = 0;
          const edgeStop = u32At(outOffsets, v + 1);
          for (let e = u32At(outOffsets, v); e < edgeStop; e++) {
            found |= u64At(frontier, u32At(outNeighbours, e));
            if ((found & missing) == missing) break;
          }
          found &= missing;
          if (found == 0) continue;
          setU64(next, v, found);
          grown++;
        }
        if (grown == 0) continue;
        let at = <u32>atomic.add<u64>(there, grown);
        for (let v = first; v < stop; v++) {
          if (u64At(next, v) == 0) continue;
          setU32(following, at, v);
          at++;
        }
      }
    } else {
      const blocks = (count + BLOCK - 1) / BLOCK;
      for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
        const stop = min((<u32>block + 1) * BLOCK, count);
        for (let i = <u32>block * BLOCK; i < stop; i++) {
          const v = u32At(current, i);
          const mask = u64At(frontier, v);
          const edgeStop = u32At(inOffsets, v + 1);
          for (let e = u32At(inOffsets, v); e < edgeStop; e++) {
            const u = u32At(inNeighbours, e);
            const fresh = mask & ~u64At(seen, u);
            if (fresh == 0) continue;
            if (atomic.or<u64>(addressU64(next, u), fresh) != 0) continue;
            setU32(following, <u32>atomic.add<u64>(there, 1), u);
          }
        }
      }
    }
    if (!barrier(control, threads)) return;
    // what was the frontier will be the next masks, so it is emptied
    const grown = <u32>atomic.load<u64>(there);
    const oldBlocks = (count + BLOCK - 1) / BLOCK;
    const blocks = oldBlocks + (grown + BLOCK - 1) / BLOCK;
    if (thread == 0) {
      atomic.store<u64>(here, 0);
      atomic.store<u64>(here + 8, 0);
    }
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      if (<u32>block < oldBlocks) {
        const stop = min((<u32>block + 1) * BLOCK, count);
        for (let i = <u32>block * BLOCK; i < stop; i++) setU64(frontier, u32At(current, i), 0);
        continue;
      }
      const first = (<u32>block - oldBlocks) * BLOCK;
      const stop = min(first + BLOCK, grown);
      atomic.add<u64>(there + 8, settle(inOffsets, following, first, stop, level, seen, next, sums, reached));
    }
    if (!barrier(control, threads)) return;
    count = grown;
    pushed = atomic.load<u64>(there + 8);
    const masksSwap = frontier;
    frontier = next;
    next = masksSwap;
    const listSwap = current;
    current = following;
    following = listSwap;
    const countSwap = here;
    here = there;
    there = countSwap;
  }
}
