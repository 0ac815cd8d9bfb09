// For every vertex v: how many of some targets it reaches, and the sum of their distances. Many breadth-first searches at
// once (Then et al., "The More the Merrier: Efficient Multi-Source Graph Traversal", VLDB 2014), backwards from the targets:
// bit i of a mask at v says that v reaches target i. So what a level adds to v is a population count, and all is integers:
// the same result for any thread count.
//
// Levels go by pushing along in-edges from the list of vertices whose masks grew, or, where those have many edges, by
// pulling along out-edges into every vertex that has not seen all targets (Beamer et al. 2012), until it has.
//
// `manyTargets`: 512 targets at a time, a cache line a vertex; every thread has its own. `fewTargets`: up to 64 targets,
// all threads together on one search.

import { barrier, cancelled, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU64, setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';

const LINE: u32 = 64;
const BLOCK: u32 = 256;
/** Pull when the frontier has more than this share of the edges. */
const PULL_SHARE: u32 = 12;

function line(masks: usize, v: u32): usize {
  return masks + <usize>v * LINE;
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
  const lines = <usize>n * LINE;
  const seen = masks + <usize>thread * (3 * lines + LINE);
  let frontier = seen + lines;
  let next = frontier + lines;
  const full = seen + 3 * lines;
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
    memory.fill(seen, 0, 3 * lines + LINE);
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
    for (let level: u64 = 1; count > 0; level++) {
      let pushed: u64 = 0;
      for (let i: u32 = 0; i < count; i++) {
        const v = u32At(current, i);
        pushed += u32At(inOffsets, v + 1) - u32At(inOffsets, v);
      }
      let grown: u32 = 0;
      if (pushed * PULL_SHARE > edges) {
        for (let v: u32 = 0; v < n; v++) {
          if ((v & 255) == 0 && cancelled(control)) break;
          if (!pullWide(outOffsets, outNeighbours, v, frontier, seen, next, full)) continue;
          setU32(following, grown, v);
          grown++;
        }
      } else {
        for (let i: u32 = 0; i < count; i++) {
          if ((i & 255) == 0 && cancelled(control)) break;
          grown = pushWide(inOffsets, inNeighbours, u32At(current, i), frontier, seen, next, following, grown);
        }
      }
      if (cancelled(control)) break;
      for (let i: u32 = 0; i < count; i++) memory.fill(line(frontier, u32At(current, i)), 0, LINE);
      for (let i: u32 = 0; i < grown; i++) {
        const v = u32At(following, i);
        const fresh = line(next, v);
        const known = line(seen, v);
        for (let at: usize = 0; at < LINE; at += 16) {
          v128.store(known + at, v128.or(v128.load(known + at), v128.load(fresh + at)));
        }
        const bits = countLine(fresh);
        setU64(sum, v, u64At(sum, v) + level * bits);
        setU32(reach, v, u32At(reach, v) + bits);
      }
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

/**
 * targets: u32[targetCount], at most 64. seen, frontier, next: u64[n]. lists: u32[2n]. shared: u64[6]. sums: u64[n],
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
  for (let level: u64 = 1; ; level++) {
    const count = <u32>atomic.load<u64>(here);
    const pushed = atomic.load<u64>(here + 8);
    if (count == 0) break;
    if (thread == 0) reportDone(control, <u32>level);
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
      let degrees: u64 = 0;
      for (let i = first; i < stop; i++) {
        const v = u32At(following, i);
        const fresh = u64At(next, v);
        setU64(seen, v, u64At(seen, v) | fresh);
        const bits = popcnt<u64>(fresh);
        setU64(sums, v, u64At(sums, v) + level * bits);
        setU32(reached, v, u32At(reached, v) + <u32>bits);
        degrees += u32At(inOffsets, v + 1) - u32At(inOffsets, v);
      }
      atomic.add<u64>(there + 8, degrees);
    }
    if (!barrier(control, threads)) return;
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
