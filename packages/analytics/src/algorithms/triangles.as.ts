// Triangles of a simple undirected graph. Vertices are renamed by descending degree, and every edge is kept only at the
// end with the larger name, pointing at the smaller one (Latapy 2008, "forward"; Ortmann, Brandes 2014): no vertex keeps
// more than sqrt(2m) edges, and what is looked up most, the hubs, lies together at the beginning of every array. A
// triangle is found once, at its vertex of least degree: the vertex marks what its edges point at, and the lists of
// those are read against the marks, without a branch and in any order. Counts are integers, so that they do not depend
// on the number of threads.
//
// An entry of the forward lists is a rank; its highest bit says that the edge is there in both directions.

import { barrier, cancelled, cancelledAfter, claim, reportDone } from '../runtime/kernels/control.lib.as';
import { setU32, setU64, setU8, u32At, u8At } from '../runtime/kernels/index.lib.as';
import { runningSum } from '../runtime/kernels/running-sum.lib.as';

const BLOCK: u32 = 64;
const RANK: u32 = 0x7fffffff;

/**
 * Vertices by descending degree, those of equal degree in their order. order: u32[n], vertex by rank; rank: u32[n]; buckets:
 * u32[n + 1]. On one thread. Linear.
 */
export function rankByDegree(control: usize, offsets: usize, n: u32, buckets: usize, order: usize, rank: usize): void {
  memory.fill(buckets, 0, (<usize>n + 1) << 2);
  for (let v: u32 = 0; v < n; v++) {
    const degree = u32At(offsets, v + 1) - u32At(offsets, v);
    setU32(buckets, degree, u32At(buckets, degree) + 1);
  }
  let first: u32 = 0;
  for (let degree = <i64>n; degree >= 0; degree--) {
    const count = u32At(buckets, <u32>degree);
    setU32(buckets, <u32>degree, first);
    first += count;
  }
  for (let v: u32 = 0; v < n; v++) {
    if ((v & 0xfffff) == 0 && cancelled(control)) return;
    const degree = u32At(offsets, v + 1) - u32At(offsets, v);
    const mine = u32At(buckets, degree);
    setU32(buckets, degree, mine + 1);
    setU32(order, mine, v);
    setU32(rank, v, mine);
  }
}

/** Whether a list that ascends has v. */
function has(neighbours: usize, first: u32, stop: u32, v: u32): bool {
  let low = first;
  let high = stop;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (u32At(neighbours, middle) < v) low = middle + 1;
    else high = middle;
  }
  return low < stop && u32At(neighbours, low) == v;
}

/**
 * The forward lists of the graph in offsets, neighbours. forwardOffsets: u32[n + 1] and forward: u32[edges], by rank.
 * outOffsets, outNeighbours: its directed edges, ascending, or 0: then no entry is marked as going both ways.
 */
export function buildForward(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  order: usize,
  rank: usize,
  outOffsets: usize,
  outNeighbours: usize,
  forwardOffsets: usize,
  forward: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let mine = <u32>block * BLOCK; mine < stop; mine++) {
      const v = u32At(order, mine);
      const last = u32At(offsets, v + 1);
      let count: u32 = 0;
      for (let e = u32At(offsets, v); e < last; e++) count += u32(u32At(rank, u32At(neighbours, e)) < mine);
      setU32(forwardOffsets, mine, count);
    }
  }
  if (!barrier(control, threads)) return;
  if (thread == 0) runningSum(forwardOffsets, n);
  if (!barrier(control, threads)) return;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let mine = <u32>block * BLOCK; mine < stop; mine++) {
      const v = u32At(order, mine);
      const last = u32At(offsets, v + 1);
      let at = u32At(forwardOffsets, mine);
      for (let e = u32At(offsets, v); e < last; e++) {
        const u = u32At(neighbours, e);
        let entry = u32At(rank, u);
        if (entry >= mine) continue;
        if (outOffsets != 0) {
          const there = has(outNeighbours, u32At(outOffsets, v), u32At(outOffsets, v + 1), u);
          if (there && has(outNeighbours, u32At(outOffsets, u), u32At(outOffsets, u + 1), v)) entry |= ~RANK;
        }
        setU32(forward, at++, entry);
      }
    }
  }
  barrier(control, threads);
}

/** How many entries of a list are marked. */
function hits(forward: usize, first: u32, stop: u32, marks: usize): u32 {
  let a: u32 = 0;
  let b: u32 = 0;
  let e = first;
  for (; e + 4 <= stop; e += 4) {
    a += u8At(marks, u32At(forward, e));
    b += u8At(marks, u32At(forward, e + 1));
    a += u8At(marks, u32At(forward, e + 2));
    b += u8At(marks, u32At(forward, e + 3));
  }
  for (; e < stop; e++) a += u8At(marks, u32At(forward, e));
  return a + b;
}

/**
 * The triangles found at each vertex, each triangle at one: found: u32[n], by rank; totals: u64 per thread; marks: n bytes
 * per thread. Cost: the sum of the lengths of the lists that edges point at, at most m * sqrt(2m).
 */
export function countBySource(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  forward: usize,
  n: u32,
  marks: usize,
  found: usize,
  totals: usize,
): void {
  const mine = marks + <usize>thread * <usize>n;
  memory.fill(mine, 0, n);
  const blocks = (n + BLOCK - 1) / BLOCK;
  let total: u64 = 0;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let r = <u32>block * BLOCK; r < end; r++) {
      const first = u32At(offsets, r);
      const stop = u32At(offsets, r + 1);
      let count: u32 = 0;
      if (stop - first > 1) {
        for (let e = first; e < stop; e++) setU8(mine, u32At(forward, e), 1);
        for (let e = first; e < stop; e++) {
          const other = u32At(forward, e);
          const otherFirst = u32At(offsets, other);
          const otherStop = u32At(offsets, other + 1);
          count += hits(forward, otherFirst, otherStop, mine);
          if (cancelledAfter(control, otherStop - otherFirst)) break;
        }
        for (let e = first; e < stop; e++) setU8(mine, u32At(forward, e), 0);
      }
      setU32(found, r, count);
      total += count;
    }
    reportDone(control, block);
  }
  setU64(totals, thread, total);
  barrier(control, threads);
}

/**
 * The triangles of sources [from, to), three vertices each, in the order of their sources. starts: u32[n + 1], the number
 * of triangles before each source. rows: u32[3 * (starts[to] - starts[from])], one column behind the other.
 */
export function list(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  forward: usize,
  n: u32,
  order: usize,
  marks: usize,
  starts: usize,
  from: u32,
  to: u32,
  rows: usize,
): void {
  const mine = marks + <usize>thread * <usize>n;
  memory.fill(mine, 0, n);
  const base = u32At(starts, from);
  const second = rows + ((<usize>(u32At(starts, to) - base)) << 2);
  const third = second + ((<usize>(u32At(starts, to) - base)) << 2);
  const blocks = (to - from + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min(from + (<u32>block + 1) * BLOCK, to);
    for (let r = from + <u32>block * BLOCK; r < end; r++) {
      let at = u32At(starts, r) - base;
      const until = u32At(starts, r + 1) - base;
      if (at == until) continue;
      const first = u32At(offsets, r);
      const stop = u32At(offsets, r + 1);
      const vertex = u32At(order, r);
      for (let e = first; e < stop; e++) setU8(mine, u32At(forward, e), 1);
      for (let e = first; e < stop && at < until; e++) {
        const other = u32At(forward, e);
        const otherStop = u32At(offsets, other + 1);
        for (let f = u32At(offsets, other); f < otherStop; f++) {
          const w = u32At(forward, f);
          if (u8At(mine, w) == 0) continue;
          setU32(rows, at, vertex);
          setU32(second, at, u32At(order, other));
          setU32(third, at, u32At(order, w));
          at++;
        }
        if (cancelledAfter(control, otherStop - u32At(offsets, other))) break;
      }
      for (let e = first; e < stop; e++) setU8(mine, u32At(forward, e), 0);
    }
  }
  barrier(control, threads);
}

/**
 * The triangles that each vertex is in: count: u32[n], by vertex. directed: instead the directed edges opposite of it in
 * its triangles, one or two in each. marks: n bytes per thread; counts: u32[n] per thread, by rank. No count passes the
 * number of edges, so that 32 bits hold it.
 */
export function countByVertex(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  forward: usize,
  n: u32,
  rank: usize,
  directed: bool,
  marks: usize,
  counts: usize,
  count: usize,
): void {
  const mine = marks + <usize>thread * <usize>n;
  const tally = counts + ((<usize>thread * <usize>n) << 2);
  memory.fill(mine, 0, n);
  memory.fill(tally, 0, (<usize>n) << 2);
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let r = <u32>block * BLOCK; r < end; r++) {
      const first = u32At(offsets, r);
      const stop = u32At(offsets, r + 1);
      if (stop - first < 2) continue;
      for (let e = first; e < stop; e++) {
        const entry = u32At(forward, e);
        setU8(mine, entry & RANK, 1 + (entry >> 31));
      }
      let own: u32 = 0;
      for (let e = first; e < stop; e++) {
        const entry = u32At(forward, e);
        const other = entry & RANK;
        const otherFirst = u32At(offsets, other);
        const otherStop = u32At(offsets, other + 1);
        let others: u32 = 0;
        if (directed) {
          const between = 1 + (entry >> 31);
          for (let f = otherFirst; f < otherStop; f++) {
            const last = u32At(forward, f);
            const w = last & RANK;
            const mark = u8At(mine, w);
            if (mark == 0) continue;
            setU32(tally, w, u32At(tally, w) + between);
            others += mark;
            own += 1 + (last >> 31);
          }
        } else {
          for (let f = otherFirst; f < otherStop; f++) {
            const w = u32At(forward, f);
            const mark = u8At(mine, w);
            setU32(tally, w, u32At(tally, w) + mark);
            others += mark;
          }
          own += others;
        }
        setU32(tally, other, u32At(tally, other) + others);
        if (cancelledAfter(control, otherStop - otherFirst)) break;
      }
      setU32(tally, r, u32At(tally, r) + own);
      for (let e = first; e < stop; e++) setU8(mine, u32At(forward, e) & RANK, 0);
    }
    reportDone(control, block);
  }
  if (!barrier(control, threads)) return;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < end; v++) {
      const r = u32At(rank, v);
      let sum: u32 = 0;
      for (let t = 0; t < threads; t++) sum += u32At(counts + ((<usize>t * <usize>n) << 2), r);
      setU32(count, v, sum);
    }
  }
  barrier(control, threads);
}
