// For every vertex v: how many of some targets it reaches, and the sum of their distances. Many breadth-first searches at
// once (Then et al., "The More the Merrier: Efficient Multi-Source Graph Traversal", VLDB 2014), backwards from the targets:
// bit i of a mask at v says that v reaches target i. So what a level adds to v is a population count, and all is integers:
// the same result for any thread count.
//
// Levels go by pushing along in-edges from the list of vertices whose masks grew, or, where those have many edges, by
// pulling along out-edges into every vertex that has not seen all targets (Beamer et al. 2012), until it has.
//
// `manyTargets`: 512 targets at a time, a cache line a vertex; every thread has its own. Where the searches of a batch hardly
// ever meet (paths, roads), so that a line brings one bit, they are finished one by one.
// Up to 64 targets: few-targets.as.ts.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU64, setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';

const LINE: u32 = 64;
const BLOCK: u32 = 256;
const CLEAR_LINES: u32 = 1 << 14;
/** Pull when the frontier has more than this share of the edges. */
const PULL_SHARE: u32 = 12;
/**
 * After so many lines a vertex, a batch whose lines brought less than 1.25 bits each is finished search by search. (Then
 * random targets in a grid of 16,384 meet more often, and in a path never.)
 */
const EVIDENCE: u64 = 4;

function line(masks: usize, v: u32): usize {
  return masks + <usize>v * LINE;
}

/** Zeros for lines; the first touch of fresh memory takes as long as reading it. Whether the run is cancelled. */
function clear(control: usize, at: usize, lines: u32): bool {
  for (let first: u32 = 0; first < lines; first += CLEAR_LINES) {
    memory.fill(line(at, first), 0, <usize>min(CLEAR_LINES, lines - first) * LINE);
    if (cancelledAfter(control, CLEAR_LINES)) return true;
  }
  return false;
}

/** Bits set in a cache line. */
function countLine(at: usize): u32 {
  let count: u64 = 0;
  for (let i: usize = 0; i < LINE; i += 8) count += popcnt<u64>(load<u64>(at + i));
  return <u32>count;
}

/** next[u] |= frontier[v] & ~seen[u] over the vertices u with an edge to v. Answers the end of the list of what grew. */
function pushWide(
  offsets: usize,
  neighbours: usize,
  v: u32,
  frontier: usize,
  seen: usize,
  next: usize,
  list: usize,
  count: u32,
): u32 {
  const from = line(frontier, v);
  const f0 = v128.load(from);
  const f1 = v128.load(from, 16);
  const f2 = v128.load(from, 32);
  const f3 = v128.load(from, 48);
  const stop = u32At(offsets, v + 1);
  for (let e = u32At(offsets, v); e < stop; e++) {
    const u = u32At(neighbours, e);
    const known = line(seen, u);
    const t0 = v128.andnot(f0, v128.load(known));
    const t1 = v128.andnot(f1, v128.load(known, 16));
    const t2 = v128.andnot(f2, v128.load(known, 32));
    const t3 = v128.andnot(f3, v128.load(known, 48));
    if (!v128.any_true(v128.or(v128.or(t0, t1), v128.or(t2, t3)))) continue;
    const to = line(next, u);
    const n0 = v128.load(to);
    const n1 = v128.load(to, 16);
    const n2 = v128.load(to, 32);
    const n3 = v128.load(to, 48);
    if (!v128.any_true(v128.or(v128.or(n0, n1), v128.or(n2, n3)))) {
      setU32(list, count, u);
      count++;
    }
    v128.store(to, v128.or(n0, t0));
    v128.store(to, v128.or(n1, t1), 16);
    v128.store(to, v128.or(n2, t2), 32);
    v128.store(to, v128.or(n3, t3), 48);
  }
  return count;
}

/** next[v] = the frontiers of the vertices that v has an edge to, without seen[v]. Whether there is any. */
function pullWide(
  offsets: usize,
  neighbours: usize,
  v: u32,
  frontier: usize,
  seen: usize,
  next: usize,
  full: usize,
): bool {
  const known = line(seen, v);
  const m0 = v128.andnot(v128.load(full), v128.load(known));
  const m1 = v128.andnot(v128.load(full, 16), v128.load(known, 16));
  const m2 = v128.andnot(v128.load(full, 32), v128.load(known, 32));
  const m3 = v128.andnot(v128.load(full, 48), v128.load(known, 48));
  if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) return false;
  let a0 = v128.splat<u64>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  const stop = u32At(offsets, v + 1);
  for (let e = u32At(offsets, v); e < stop; e++) {
    const from = line(frontier, u32At(neighbours, e));
    a0 = v128.or(a0, v128.load(from));
    a1 = v128.or(a1, v128.load(from, 16));
    a2 = v128.or(a2, v128.load(from, 32));
    a3 = v128.or(a3, v128.load(from, 48));
    if ((e & 7) != 0) continue;
    const missing = v128.or(
      v128.or(v128.andnot(m0, a0), v128.andnot(m1, a1)),
      v128.or(v128.andnot(m2, a2), v128.andnot(m3, a3)),
    );
    if (!v128.any_true(missing)) break;
  }
  a0 = v128.and(a0, m0);
  a1 = v128.and(a1, m1);
  a2 = v128.and(a2, m2);
  a3 = v128.and(a3, m3);
  if (!v128.any_true(v128.or(v128.or(a0, a1), v128.or(a2, a3)))) return false;
  const to = line(next, v);
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  return true;
}

/**
 * Adds the distances to one target that are larger than `after`, by a search of its own. queue, stamps: u32[n], no stamp
 * being `stamp`.
 */
function searchAlone(
  control: usize,
  offsets: usize,
  neighbours: usize,
  target: u32,
  after: u64,
  stamp: u32,
  queue: usize,
  stamps: usize,
  sum: usize,
  reach: usize,
): void {
  setU32(queue, 0, target);
  setU32(stamps, target, stamp);
  let tail: u32 = 1;
  let levelEnd: u32 = 1;
  let level: u64 = 1;
  for (let head: u32 = 0; head < tail; head++) {
    if (head == levelEnd) {
      levelEnd = tail;
      level++;
    }
    const v = u32At(queue, head);
    const stop = u32At(offsets, v + 1);
    const begin = u32At(offsets, v);
    if (cancelledAfter(control, stop - begin)) return;
    for (let e = begin; e < stop; e++) {
      const u = u32At(neighbours, e);
      if (u32At(stamps, u) == stamp) continue;
      setU32(stamps, u, stamp);
      setU32(queue, tail, u);
      tail++;
      if (level <= after) continue;
      setU64(sum, u, u64At(sum, u) + level);
      setU32(reach, u, u32At(reach, u) + 1);
    }
  }
}

/**
 * targets: u32[targetCount]. batchSize: at most 512. Per thread: masks: 3 lines a vertex and one; lists: u32[2n]. sums: u64[n], reached: u32[n] per
 * thread; the first thread's hold the result.
 */
export function manyTargets(
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
  batchSize: u32,
  masks: usize,
  lists: usize,
  sums: usize,
  reached: usize,
): void {
  const bytes = <usize>n * LINE;
  const seen = masks + <usize>thread * (3 * bytes + LINE);
  let frontier = seen + bytes;
  let next = frontier + bytes;
  const full = seen + 3 * bytes;
  let current = lists + <usize>thread * ((<usize>n) << 3);
  let following = current + ((<usize>n) << 2);
  const sum = sums + <usize>thread * ((<usize>n) << 3);
  const reach = reached + <usize>thread * ((<usize>n) << 2);
  memory.fill(sum, 0, (<usize>n) << 3);
  memory.fill(reach, 0, (<usize>n) << 2);
  const edges = u32At(outOffsets, n);
  const batches = (targetCount + batchSize - 1) / batchSize;
  for (let batch = claim(control, batches); batch >= 0; batch = claim(control, batches)) {
    const first = <u32>batch * batchSize;
    const size = min(targetCount - first, batchSize);
    if (clear(control, seen, 3 * n + 1)) break;
    let count: u32 = 0;
    for (let i: u32 = 0; i < size; i++) {
      const t = u32At(targets, first + i);
      const byte = <usize>(i >> 3);
      const bit = <u8>((<u32>1) << (i & 7));
      store<u8>(line(seen, t) + byte, load<u8>(line(seen, t) + byte) | bit);
      store<u8>(line(frontier, t) + byte, load<u8>(line(frontier, t) + byte) | bit);
      store<u8>(full + byte, load<u8>(full + byte) | bit);
      setU32(current, count, t);
      count++;
    }
    let lines: u64 = 0;
    let met: u64 = 0;
    for (let level: u64 = 1; count > 0; level++) {
      if (lines > EVIDENCE * n && met < lines + lines / 4) {
        memory.fill(following, 0, (<usize>n) << 2);
        for (let i: u32 = 0; i < size; i++) {
          const target = u32At(targets, first + i);
          searchAlone(control, inOffsets, inNeighbours, target, level - 1, i + 1, current, following, sum, reach);
        }
        break;
      }
      let pushed: u64 = 0;
      for (let i: u32 = 0; i < count; i++) {
        const v = u32At(current, i);
        pushed += u32At(inOffsets, v + 1) - u32At(inOffsets, v);
      }
      let grown: u32 = 0;
      if (pushed * PULL_SHARE > edges) {
        for (let v: u32 = 0; v < n; v++) {
          if (cancelledAfter(control, u32At(outOffsets, v + 1) - u32At(outOffsets, v))) break;
          if (!pullWide(outOffsets, outNeighbours, v, frontier, seen, next, full)) continue;
          setU32(following, grown, v);
          grown++;
        }
      } else {
        for (let i: u32 = 0; i < count; i++) {
          const v = u32At(current, i);
          if (cancelledAfter(control, u32At(inOffsets, v + 1) - u32At(inOffsets, v))) break;
          grown = pushWide(inOffsets, inNeighbours, v, frontier, seen, next, following, grown);
        }
      }
      if (cancelledAfter(control, 0)) break;
      for (let i: u32 = 0; i < count; i++) memory.fill(line(frontier, u32At(current, i)), 0, LINE);
      for (let i: u32 = 0; i < grown; i++) {
        const v = u32At(following, i);
        if (cancelledAfter(control, 4)) break;
        const fresh = line(next, v);
        const known = line(seen, v);
        for (let at: usize = 0; at < LINE; at += 16) {
          v128.store(known + at, v128.or(v128.load(known + at), v128.load(fresh + at)));
        }
        const bits = countLine(fresh);
        setU64(sum, v, u64At(sum, v) + level * bits);
        setU32(reach, v, u32At(reach, v) + bits);
        met += bits;
      }
      lines += grown;
      const masksSwap = frontier;
      frontier = next;
      next = masksSwap;
      const listSwap = current;
      current = following;
      following = listSwap;
      count = grown;
    }
    reportDone(control, <u32>batch + 1);
  }
  if (!barrier(control, threads)) return;
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      let total: u64 = 0;
      let all: u32 = 0;
      for (let t = 0; t < threads; t++) {
        total += u64At(sums + <usize>t * ((<usize>n) << 3), v);
        all += u32At(reached + <usize>t * ((<usize>n) << 2), v);
      }
      setU64(sums, v, total);
      setU32(reached, v, all);
    }
  }
  barrier(control, threads);
}
