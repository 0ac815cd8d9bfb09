// Breadth-first search that changes direction (Beamer, Asanović, Patterson: "Direction-optimizing breadth-first search",
// SC 2012; GAP benchmark suite, bfs.cc): small frontiers push along out-edges from a queue, large ones are pulled by the
// vertices not yet reached along in-edges from a bitmap. Frontiers of very few edges are pushed by one thread.
// A vertex' parent is the smallest of those that reach it, in whatever order they do; to look for it only afterwards took as long as the
// search (R-MAT 2^20: a third of the vertices, pushed to by the few of the first level). What one thread pushes to has few
// edges, and is looked for by all threads in less time than that one would need.
// level[v] becomes the number of hops from the root, 0xffffffff where there is no path. Levels do not depend on the
// thread count. Time O(m + n); memory 12 bytes and 2 bits a vertex.

import { barrier, cancelled, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU32, setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';

export const UNREACHED: u32 = 0xffffffff;
/** Push until the frontier has more edges than the unreached vertices' / 15; pull until it is smaller than n / 18. */
const ALPHA: u64 = 15;
const BETA: u32 = 18;
const BUFFER: u32 = 1024;
/** Vertices of a claim: whole words of the bitmap, so that only one thread writes each. */
const PULL_BLOCK: u32 = 4096;
const QUEUE_BLOCK: u32 = 64;
/** Frontiers with fewer edges are one thread's: to meet at a barrier costs more than they do. */
const ALONE: u64 = 2048;

// Words of the shared block, once for each of three steps in turn: while one step counts, the next one's are cleared, and
// a slow thread may still read those of the one before.
const TURN_BYTES: usize = 32;
const COUNT: usize = 0;
const EDGES: usize = 8;
const LEVELS: usize = 16;
const SEEN: usize = 24;

function turnOf(shared: usize, step: u32): usize {
  return shared + <usize>(step % 3) * TURN_BYTES;
}

function clearTurn(turn: usize): void {
  atomic.store<u32>(turn, 0, COUNT);
  atomic.store<u64>(turn, 0, EDGES);
}

/** Moves a thread's buffered vertices into the queue. */
function flush(buffer: usize, count: u32, queue: usize, turn: usize): void {
  if (count == 0) return;
  const at = atomic.add<u32>(turn, count, COUNT);
  memory.copy(addressU32(queue, at), buffer, (<usize>count) << 2);
}

function hasBit(bits: usize, i: u32): bool {
  return (u32At(bits, i >> 5) & (1 << (i & 31))) != 0;
}

/**
 * level: u32[n]. parent: u32[n], or 0; becomes the smallest in-neighbour one level nearer, the root's itself, and UNREACHED where
 * it is not known: where there is no path, of vertices pushed to by one thread, and of pulled ones unless in-neighbours are
 * `ascending`. queue, nextQueue: u32[n]. bits, nextBits: u64[ceil(n/64)]. buffers: u32[1024] per thread.
 * shared: 96 bytes, zeros. Answers the number of levels.
 */
export function bfs(
  thread: i32,
  threads: i32,
  control: usize,
  outOffsets: usize,
  outNeighbours: usize,
  inOffsets: usize,
  inNeighbours: usize,
  n: u32,
  edgeCount: u32,
  root: u32,
  level: usize,
  parent: usize,
  ascending: bool,
  queue: usize,
  nextQueue: usize,
  bits: usize,
  nextBits: usize,
  buffers: usize,
  shared: usize,
): u32 {
  const buffer = buffers + ((<usize>thread * BUFFER) << 2);
  const vertexBlocks = (n + PULL_BLOCK - 1) / PULL_BLOCK;
  for (let block = claim(control, vertexBlocks); block >= 0; block = claim(control, vertexBlocks)) {
    const first = <u32>block * PULL_BLOCK;
    const bytes = (<usize>(min(first + PULL_BLOCK, n) - first)) << 2;
    memory.fill(addressU32(level, first), 255, bytes);
    if (parent != 0) memory.fill(addressU32(parent, first), 255, bytes);
  }
  if (!barrier(control, threads)) return 0;
  if (thread == 0) {
    setU32(level, root, 0);
    setU32(queue, 0, root);
    if (parent != 0) setU32(parent, root, root);
  }
  if (!barrier(control, threads)) return 0;

  let step: u32 = 0;
  let depth: u32 = 0;
  let frontier: u32 = 1;
  let frontierEdges = <u64>(u32At(outOffsets, root + 1) - u32At(outOffsets, root));
  let unseenEdges = <u64>edgeCount;
  while (frontier > 0) {
    if (frontierEdges < ALONE) {
      step++;
      const turn = turnOf(shared, step);
      if (thread == 0) {
        clearTurn(turnOf(shared, step + 1));
        pushAlone(control, outOffsets, outNeighbours, level, queue, nextQueue, frontier, frontierEdges, depth, turn);
      }
      if (!barrier(control, threads)) return depth;
      const levels = atomic.load<u32>(turn, LEVELS);
      frontier = atomic.load<u32>(turn, COUNT);
      frontierEdges = atomic.load<u64>(turn, EDGES);
      unseenEdges -= min(unseenEdges, atomic.load<u64>(turn, SEEN));
      depth += levels;
      if ((levels & 1) != 0) {
        const swap = queue;
        queue = nextQueue;
        nextQueue = swap;
      }
    } else if (frontierEdges > unseenEdges / ALPHA && frontier > 1) {
      if (!queueToBits(threads, control, queue, frontier, bits, n)) return depth;
      let before: u32;
      do {
        before = frontier;
        depth++;
        step++;
        frontier = pull(
          control,
          inOffsets,
          inNeighbours,
          n,
          depth,
          level,
          ascending ? parent : 0,
          bits,
          nextBits,
          shared,
          step,
          threads,
          thread,
        );
        if (frontier == u32.MAX_VALUE) return depth;
        const swap = bits;
        bits = nextBits;
        nextBits = swap;
      } while (frontier >= before || frontier > n / BETA);
      step++;
      if (!bitsToQueue(thread, threads, control, bits, n, queue, buffer, shared, step)) return depth;
      frontierEdges = 1;
    } else {
      unseenEdges -= min(unseenEdges, frontierEdges);
      depth++;
      step++;
      const turn = turnOf(shared, step);
      if (thread == 0) clearTurn(turnOf(shared, step + 1));
      let buffered: u32 = 0;
      let edges: u64 = 0;
      const blocks = (frontier + QUEUE_BLOCK - 1) / QUEUE_BLOCK;
      for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
        const stop = min((<u32>block + 1) * QUEUE_BLOCK, frontier);
        for (let i = <u32>block * QUEUE_BLOCK; i < stop; i++) {
          const v = u32At(queue, i);
          const edgeStop = u32At(outOffsets, v + 1);
          for (let e = u32At(outOffsets, v); e < edgeStop; e++) {
            const u = u32At(outNeighbours, e);
            let met = u32At(level, u);
            if (met == UNREACHED) met = atomic.cmpxchg<u32>(addressU32(level, u), UNREACHED, depth);
            if (parent != 0 && (met == UNREACHED || met == depth)) keepSmaller(parent, u, v);
            if (met != UNREACHED) continue;
            edges += u32At(outOffsets, u + 1) - u32At(outOffsets, u);
            setU32(buffer, buffered++, u);
            if (buffered == BUFFER) {
              flush(buffer, buffered, nextQueue, turn);
              buffered = 0;
            }
          }
        }
      }
      flush(buffer, buffered, nextQueue, turn);
      if (edges != 0) atomic.add<u64>(turn, edges, EDGES);
      if (!barrier(control, threads)) return depth;
      frontier = atomic.load<u32>(turn, COUNT);
      frontierEdges = atomic.load<u64>(turn, EDGES);
      const swap = queue;
      queue = nextQueue;
      nextQueue = swap;
    }
    if (thread == 0) reportDone(control, depth);
  }
  return depth;
}

/**
 * Steps from the queue until a frontier has ALONE edges or more, or is empty. Leaves in turn the steps taken, the edges
 * that they looked at, and the last frontier, which is in nextQueue after an odd number of steps.
 */
function pushAlone(
  control: usize,
  outOffsets: usize,
  outNeighbours: usize,
  level: usize,
  queue: usize,
  nextQueue: usize,
  frontier: u32,
  frontierEdges: u64,
  depth: u32,
  turn: usize,
): void {
  let levels: u32 = 0;
  let seen: u64 = 0;
  while (frontier > 0 && frontierEdges < ALONE && !cancelled(control)) {
    seen += frontierEdges;
    frontierEdges = 0;
    levels++;
    const next = depth + levels;
    let count: u32 = 0;
    for (let i: u32 = 0; i < frontier; i++) {
      const v = u32At(queue, i);
      const stop = u32At(outOffsets, v + 1);
      for (let e = u32At(outOffsets, v); e < stop; e++) {
        const u = u32At(outNeighbours, e);
        if (u32At(level, u) != UNREACHED) continue;
        setU32(level, u, next);
        frontierEdges += u32At(outOffsets, u + 1) - u32At(outOffsets, u);
        setU32(nextQueue, count++, u);
      }
    }
    frontier = count;
    const swap = queue;
    queue = nextQueue;
    nextQueue = swap;
    reportDone(control, next);
  }
  atomic.store<u32>(turn, frontier, COUNT);
  atomic.store<u64>(turn, frontierEdges, EDGES);
  atomic.store<u32>(turn, levels, LEVELS);
  atomic.store<u64>(turn, seen, SEEN);
}

/** One step by the vertices not reached; answers the size of the next frontier, or MAX_VALUE when cancelled. */
function pull(
  control: usize,
  inOffsets: usize,
  inNeighbours: usize,
  n: u32,
  depth: u32,
  level: usize,
  parent: usize,
  bits: usize,
  nextBits: usize,
  shared: usize,
  step: u32,
  threads: i32,
  thread: i32,
): u32 {
  const turn = turnOf(shared, step);
  if (thread == 0) clearTurn(turnOf(shared, step + 1));
  let found: u32 = 0;
  const blocks = (n + PULL_BLOCK - 1) / PULL_BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * PULL_BLOCK, n);
    for (let first = <u32>block * PULL_BLOCK; first < stop; first += 64) {
      let word: u64 = 0;
      const end = min(first + 64, stop);
      for (let v = first; v < end; v++) {
        if (u32At(level, v) != UNREACHED) continue;
        const edgeStop = u32At(inOffsets, v + 1);
        for (let e = u32At(inOffsets, v); e < edgeStop; e++) {
          const u = u32At(inNeighbours, e);
          if (!hasBit(bits, u)) continue;
          setU32(level, v, depth);
          if (parent != 0) setU32(parent, v, u);
          word |= (<u64>1) << (v & 63);
          found++;
          break;
        }
      }
      setU64(nextBits, first >> 6, word);
    }
  }
  if (found != 0) atomic.add<u32>(turn, found, COUNT);
  if (!barrier(control, threads)) return u32.MAX_VALUE;
  return atomic.load<u32>(turn, COUNT);
}

function queueToBits(threads: i32, control: usize, queue: usize, count: u32, bits: usize, n: u32): bool {
  const words = (n + 63) >> 6;
  const wordBlocks = (words + 1023) >> 10;
  for (let block = claim(control, wordBlocks); block >= 0; block = claim(control, wordBlocks)) {
    const first = (<u32>block) << 10;
    memory.fill(bits + ((<usize>first) << 3), 0, (<usize>(min(first + 1024, words) - first)) << 3);
  }
  if (!barrier(control, threads)) return false;
  const blocks = (count + 1023) >> 10;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) << 10, count);
    for (let i = (<u32>block) << 10; i < stop; i++) {
      const v = u32At(queue, i);
      atomic.or<u32>(addressU32(bits, v >> 5), 1 << (v & 31));
    }
  }
  return barrier(control, threads);
}

function bitsToQueue(
  thread: i32,
  threads: i32,
  control: usize,
  bits: usize,
  n: u32,
  queue: usize,
  buffer: usize,
  shared: usize,
  step: u32,
): bool {
  const turn = turnOf(shared, step);
  if (thread == 0) clearTurn(turnOf(shared, step + 1));
  let buffered: u32 = 0;
  const words = (n + 63) >> 6;
  const blocks = (words + 63) >> 6;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) << 6, words);
    for (let word = (<u32>block) << 6; word < stop; word++) {
      let rest = u64At(bits, word);
      while (rest != 0) {
        setU32(buffer, buffered++, (word << 6) + <u32>ctz<u64>(rest));
        rest &= rest - 1;
        if (buffered == BUFFER) {
          flush(buffer, buffered, queue, turn);
          buffered = 0;
        }
      }
    }
  }
  flush(buffer, buffered, queue, turn);
  return barrier(control, threads);
}

/** parent[u] becomes v if that is smaller. */
function keepSmaller(parent: usize, u: u32, v: u32): void {
  const address = addressU32(parent, u);
  let known = atomic.load<u32>(address);
  while (v < known) {
    const met = atomic.cmpxchg<u32>(address, known, v);
    if (met == known) return;
    known = met;
  }
}

/** The parents that bfs() left unknown. ascending: whether in-neighbours are, so that the first one will do. */
export function parents(
  thread: i32,
  threads: i32,
  control: usize,
  inOffsets: usize,
  inNeighbours: usize,
  n: u32,
  level: usize,
  parent: usize,
  ascending: bool,
): void {
  const blocks = (n + PULL_BLOCK - 1) / PULL_BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * PULL_BLOCK, n);
    for (let v = <u32>block * PULL_BLOCK; v < stop; v++) {
      const depth = u32At(level, v);
      if (depth == UNREACHED || u32At(parent, v) != UNREACHED) continue;
      let best = UNREACHED;
      const edgeStop = u32At(inOffsets, v + 1);
      for (let e = u32At(inOffsets, v); e < edgeStop; e++) {
        const u = u32At(inNeighbours, e);
        if (u >= best || u32At(level, u) != depth - 1) continue;
        best = u;
        if (ascending) break;
      }
      setU32(parent, v, best);
    }
  }
  barrier(control, threads);
}
