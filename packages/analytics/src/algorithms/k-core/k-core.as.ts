// Core numbers of a simple undirected graph by peeling: at level k every vertex of degree k is taken away, and so is
// every one whose degree falls to k thereby. What PKC does (Kabir, Madduri 2017): each thread finds vertices of degree k
// among its own, and follows what they pull along in a queue of its own, so that threads meet once a level only and not
// once a step of such a chain. Degrees are decremented atomically; the thread that brings one down to k takes the vertex.
// One that others took meanwhile gets its decrement back, so that in the end every degree is the core number, whoever
// was faster. Vertices that are still there are kept in a list that every scan shortens, and levels at which there are
// none are passed over.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU32, setU32, u32At } from '../../runtime/kernels/index.lib.as';
import { runningSum } from '../../runtime/kernels/running-sum.lib.as';

const BLOCK: u32 = 1024;
const NONE: u32 = 0xffffffff;

function atomicAt(base: usize, i: u32): u32 {
  return atomic.load<u32>(addressU32(base, i));
}

/**
 * core: u32[n]. remaining: u32[n]; queue: u32[n] per thread; next: u32[2] per thread. Returns the largest core number.
 * Cost: O(m + sum over the levels of the vertices left).
 */
export function coreNumbers(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  core: usize,
  remaining: usize,
  queue: usize,
  next: usize,
): u32 {
  const from = <u32>((<u64>n * thread) / threads);
  const mine = addressU32(remaining, from);
  let left = <u32>((<u64>n * (thread + 1)) / threads) - from;
  const queued = queue + ((<usize>thread * <usize>n) << 2);
  for (let i: u32 = 0; i < left; i++) {
    const v = from + i;
    setU32(mine, i, v);
    setU32(core, v, u32At(offsets, v + 1) - u32At(offsets, v));
  }
  if (!barrier(control, threads)) return 0;
  let level: u32 = 0;
  let largest: u32 = 0;
  // threads write and read `next` in turns, so that a fast one does not overwrite what a slow one still reads
  let turn: u32 = 0;
  for (;;) {
    let found: u32 = 0;
    let kept: u32 = 0;
    let smallest = NONE;
    for (let i: u32 = 0; i < left; i++) {
      const v = u32At(mine, i);
      const degree = u32At(core, v);
      if (degree < level) continue;
      if (degree == level) {
        setU32(queued, found++, v);
        continue;
      }
      smallest = min(smallest, degree);
      setU32(mine, kept++, v);
    }
    left = kept;
    setU32(next, turn * threads + thread, found > 0 ? level : smallest);
    if (!barrier(control, threads)) return 0;
    let least = NONE;
    for (let t = 0; t < threads; t++) least = min(least, u32At(next, turn * threads + t));
    turn ^= 1;
    if (least == NONE) break;
    if (least > level) {
      level = least;
      continue;
    }
    largest = level;
    for (let head: u32 = 0; head < found; head++) {
      const v = u32At(queued, head);
      const stop = u32At(offsets, v + 1);
      for (let e = u32At(offsets, v); e < stop; e++) {
        const u = u32At(neighbours, e);
        if (atomicAt(core, u) <= level) continue;
        const before = atomic.sub<u32>(addressU32(core, u), 1);
        if (before == level + 1) setU32(queued, found++, u);
        else if (before <= level) atomic.add<u32>(addressU32(core, u), 1);
      }
      if (cancelledAfter(control, stop - u32At(offsets, v))) break;
    }
    if (!barrier(control, threads)) return 0;
    if (thread == 0) reportDone(control, level);
    level++;
  }
  return largest;
}

/** Whether the core number of v is in [least, most]. */
function within(core: usize, v: u32, least: u32, most: u32): bool {
  const k = u32At(core, v);
  return k >= least && k <= most;
}

/**
 * starts: u32[n + 1], becomes where the pairs of each vertex begin: those with a neighbour, both with a core number in
 * [least, most]. Returns how many there are.
 */
export function countPairs(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  core: usize,
  least: u32,
  most: u32,
  starts: usize,
): u32 {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < end; v++) {
      let count: u32 = 0;
      if (within(core, v, least, most)) {
        const stop = u32At(offsets, v + 1);
        for (let e = u32At(offsets, v); e < stop; e++) {
          count += u32(within(core, u32At(neighbours, e), least, most));
        }
      }
      setU32(starts, v, count);
    }
  }
  if (!barrier(control, threads)) return 0;
  if (thread == 0) runningSum(starts, n);
  return barrier(control, threads) ? u32At(starts, n) : 0;
}

/** The pairs that countPairs counted. vertices, others: u32[starts[n]]. */
export function fillPairs(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  core: usize,
  least: u32,
  most: u32,
  starts: usize,
  vertices: usize,
  others: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < end; v++) {
      let at = u32At(starts, v);
      if (at == u32At(starts, v + 1)) continue;
      const stop = u32At(offsets, v + 1);
      for (let e = u32At(offsets, v); e < stop; e++) {
        const u = u32At(neighbours, e);
        if (!within(core, u, least, most)) continue;
        setU32(vertices, at, v);
        setU32(others, at, u);
        at++;
      }
    }
  }
  barrier(control, threads);
}
