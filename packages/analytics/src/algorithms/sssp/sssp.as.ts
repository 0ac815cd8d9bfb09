// Distances from one vertex over non-negative weights, by delta-stepping (Meyer, Sanders 2003) with two piles instead of
// buckets ("near-far": Davidson, Baxter, Garland, Owens: "Work-efficient parallel GPU methods for single-source shortest
// paths", IPDPS 2014): vertices whose distance fell below the threshold are relaxed round by round; the others wait in
// the far pile, which is split anew, at its smallest distance plus delta or, where that gave few, a multiple of it, whenever the near pile is empty. Each vertex is
// at most once in each pile, so memory is bounded: 32 bytes a vertex.
// distance[v]: least sum of weights, added from the root on; Infinity where there is no path. It is the one fixed point of
// the relaxations, hence the same for any thread count and any delta.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU32, addressU64, f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 4096;
const PILE_BLOCK: u32 = 32;
const BUFFER: u32 = 512;
/** Edges of one vertex between two thoughts of a cancel. */
const PIECE: u32 = 1 << 16;
/** A near pile of fewer is not worth a meeting of threads: the next is cut wider, up to so many times delta. */
const FEW: u32 = 1024;
/** Alone, a cut that gives less than this share of the pile makes the next one wider. */
const FEW_SHARE: u32 = 16;
const WIDEST: f64 = 64;

// Shared words: tail of the next near pile and of the far pile, once for each of three steps in turn (see bfs.as.ts); what
// relaxAlone leaves to all; and a minimum per thread.
const TURN_BYTES: usize = 16;
const NEAR: usize = 0;
const FAR: usize = 4;
const AFTER: usize = 48;
const AFTER_STEP: usize = 8;
const AFTER_THRESHOLD: usize = 16;
const MINIMA: usize = 72;

function turnOf(shared: usize, step: u32): usize {
  return shared + <usize>(step % 3) * TURN_BYTES;
}

function clearTurn(turn: usize): void {
  atomic.store<u32>(turn, 0, NEAR);
  atomic.store<u32>(turn, 0, FAR);
}

function distanceAt(distance: usize, v: u32): f64 {
  return reinterpret<f64>(atomic.load<u64>(addressU64(distance, v)));
}

/** Lowers the distance of v; false when it was as low already. Non-negative doubles compare as their bits do. */
function lower(distance: usize, v: u32, to: f64): bool {
  const address = addressU64(distance, v);
  const bits = reinterpret<u64>(to);
  let old = atomic.load<u64>(address);
  while (bits < old) {
    const seen = atomic.cmpxchg<u64>(address, old, bits);
    if (seen == old) return true;
    old = seen;
  }
  return false;
}

// The thread's vertices on their way into a pile.
let nearBuffered: u32 = 0;
let farBuffered: u32 = 0;

function pushNear(buffer: usize, pile: usize, turn: usize, v: u32): void {
  setU32(buffer, nearBuffered++, v);
  if (nearBuffered == BUFFER) flushNear(buffer, pile, turn);
}

function flushNear(buffer: usize, pile: usize, turn: usize): void {
  const at = atomic.add<u32>(turn, nearBuffered, NEAR);
  memory.copy(addressU32(pile, at), buffer, (<usize>nearBuffered) << 2);
  nearBuffered = 0;
}

function pushFar(buffer: usize, pile: usize, turn: usize, v: u32): void {
  setU32(buffer, BUFFER + farBuffered++, v);
  if (farBuffered == BUFFER) flushFar(buffer, pile, turn);
}

function flushFar(buffer: usize, pile: usize, turn: usize): void {
  const at = atomic.add<u32>(turn, farBuffered, FAR);
  memory.copy(addressU32(pile, at), addressU32(buffer, BUFFER), (<usize>farBuffered) << 2);
  farBuffered = 0;
}

/**
 * The rounds and cuts of one thread, while the piles are small: on roads, meeting for each of thousands of rounds would cost
 * more than the rounds, or make them so wide that vertices are relaxed six times each. `most`: vertices in both piles from
 * which on all threads go on. Leaves in `shared` the counts of both
 * piles, the step and the threshold; the near pile is in nextNear after an odd number of swaps, which is told by the
 * highest bit of the step.
 */
function relaxAlone(
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  distance: usize,
  near: usize,
  nextNear: usize,
  far: usize,
  round: usize,
  waits: usize,
  nearCount: u32,
  farCount: u32,
  step: u32,
  threshold: f64,
  narrow: f64,
  most: u32,
  shared: usize,
): void {
  let width = narrow;
  let swaps: u32 = 0;
  while (nearCount + farCount < most && (nearCount | farCount) != 0) {
    step++;
    if (cancelledAfter(control, nearCount + farCount)) break;
    if (nearCount > 0) {
      let count: u32 = 0;
      for (let i: u32 = 0; i < nearCount; i++) {
        const v = u32At(near, i);
        const base = f64At(distance, v);
        const edgeStop = u32At(offsets, v + 1);
        let e = u32At(offsets, v);
        while (e < edgeStop) {
          const pieceStop = min(e + PIECE, edgeStop);
          if (cancelledAfter(control, pieceStop - e)) break;
          for (; e < pieceStop; e++) {
            const u = u32At(neighbours, e);
            const through = base + (weights == 0 ? 1 : f64At(weights, e));
            if (through >= f64At(distance, u)) continue;
            setF64(distance, u, through);
            if (through <= threshold) {
              if (u32At(round, u) == step) continue;
              setU32(round, u, step);
              setU32(nextNear, count++, u);
            } else if (u32At(waits, u) == 0) {
              setU32(waits, u, 1);
              setU32(far, farCount++, u);
            }
          }
        }
      }
      nearCount = count;
      const swap = near;
      near = nextNear;
      nextNear = swap;
      swaps ^= 1;
      continue;
    }
    let least = Infinity;
    for (let i: u32 = 0; i < farCount; i++) {
      const d = f64At(distance, u32At(far, i));
      if (d > threshold) least = min(least, d);
    }
    const settled = threshold;
    threshold = least + width;
    let left: u32 = 0;
    for (let i: u32 = 0; i < farCount; i++) {
      const v = u32At(far, i);
      const d = f64At(distance, v);
      if (d > threshold) {
        setU32(far, left++, v);
        continue;
      }
      setU32(waits, v, 0);
      if (d > settled) setU32(near, nearCount++, v);
    }
    width = nearCount < left / FEW_SHARE ? min(width * 2, WIDEST * narrow) : max(width * 0.5, narrow);
    farCount = left;
    reportDone(control, step);
  }
  store<u32>(shared + AFTER, nearCount, NEAR);
  store<u32>(shared + AFTER, farCount, FAR);
  store<u32>(shared + AFTER, step | (swaps << 31), AFTER_STEP);
  store<f64>(shared + AFTER, threshold, AFTER_THRESHOLD);
}

/**
 * weights 0: every edge has 1. distance: f64[n]. near, nextNear, far, nextFar, round (when last put into the near pile),
 * waits (1: is in the far pile): u32[n]. buffers: u32[1024] per thread. shared: 72 bytes of zeros, then f64 per thread.
 * Answers the number of rounds.
 */
export function sssp(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  root: u32,
  delta: f64,
  narrow: f64,
  alone: u32,
  distance: usize,
  near: usize,
  nextNear: usize,
  far: usize,
  nextFar: usize,
  round: usize,
  waits: usize,
  buffers: usize,
  shared: usize,
): u32 {
  const buffer = buffers + ((<usize>thread * BUFFER * 2) << 2);
  nearBuffered = 0;
  farBuffered = 0;
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      setF64(distance, v, v == root ? 0 : Infinity);
      setU32(round, v, 0);
      setU32(waits, v, 0);
    }
  }
  if (!barrier(control, threads)) return 0;
  if (thread == 0) setU32(near, 0, root);
  if (!barrier(control, threads)) return 0;

  let step: u32 = 0;
  let threshold = delta;
  let width = delta;
  let nearCount: u32 = 1;
  let farCount: u32 = 0;
  while (nearCount > 0 || farCount > 0) {
    if (nearCount + farCount < alone) {
      if (thread == 0) {
        relaxAlone(
          control, offsets, neighbours, weights, distance, near, nextNear, far, round, waits, nearCount, farCount, step,
          threshold, narrow, alone, shared,
        ); // prettier-ignore
      }
      if (!barrier(control, threads)) return step;
      nearCount = load<u32>(shared + AFTER, NEAR);
      farCount = load<u32>(shared + AFTER, FAR);
      step = load<u32>(shared + AFTER, AFTER_STEP) & i32.MAX_VALUE;
      threshold = load<f64>(shared + AFTER, AFTER_THRESHOLD);
      if (load<u32>(shared + AFTER, AFTER_STEP) >> 31 != 0) {
        const swap = near;
        near = nextNear;
        nextNear = swap;
      }
      // the words of the steps in turn begin anew
      if (thread == 0) clearTurn(turnOf(shared, step + 1));
      if (!barrier(control, threads)) return step;
      continue;
    }
    step++;
    let turn = turnOf(shared, step);
    if (nearCount > 0) {
      if (thread == 0) clearTurn(turnOf(shared, step + 1));
      const pileBlocks = (nearCount + PILE_BLOCK - 1) / PILE_BLOCK;
      for (let block = claim(control, pileBlocks); block >= 0; block = claim(control, pileBlocks)) {
        const stop = min((<u32>block + 1) * PILE_BLOCK, nearCount);
        for (let i = <u32>block * PILE_BLOCK; i < stop; i++) {
          const v = u32At(near, i);
          const base = distanceAt(distance, v);
          const edgeStop = u32At(offsets, v + 1);
          let e = u32At(offsets, v);
          while (e < edgeStop) {
            const pieceStop = min(e + PIECE, edgeStop);
            if (cancelledAfter(control, pieceStop - e)) break;
            for (; e < pieceStop; e++) {
              const u = u32At(neighbours, e);
              const through = base + (weights == 0 ? 1 : f64At(weights, e));
              if (!lower(distance, u, through)) continue;
              if (through <= threshold) {
                const last = u32At(round, u);
                if (last != step && atomic.cmpxchg<u32>(addressU32(round, u), last, step) == last) {
                  pushNear(buffer, nextNear, turn, u);
                }
              } else if (u32At(waits, u) == 0 && atomic.cmpxchg<u32>(addressU32(waits, u), 0, 1) == 0) {
                pushFar(buffer, addressU32(far, farCount), turn, u);
              }
            }
          }
        }
      }
      flushNear(buffer, nextNear, turn);
      flushFar(buffer, addressU32(far, farCount), turn);
      if (!barrier(control, threads)) return step;
      nearCount = atomic.load<u32>(turn, NEAR);
      farCount += atomic.load<u32>(turn, FAR);
      const swap = near;
      near = nextNear;
      nextNear = swap;
      continue;
    }

    // the smallest distance that waits; what fell below the threshold meanwhile was relaxed already
    const pileBlocks = (farCount + BLOCK - 1) / BLOCK;
    let least = Infinity;
    for (let block = claim(control, pileBlocks); block >= 0; block = claim(control, pileBlocks)) {
      const stop = min((<u32>block + 1) * BLOCK, farCount);
      for (let i = <u32>block * BLOCK; i < stop; i++) {
        const d = f64At(distance, u32At(far, i));
        if (d > threshold) least = min(least, d);
      }
    }
    setF64(shared + MINIMA, thread, least);
    if (thread == 0) clearTurn(turnOf(shared, step + 1));
    if (!barrier(control, threads)) return step;
    for (let t = 0; t < threads; t++) least = min(least, f64At(shared + MINIMA, t));
    const settled = threshold;
    threshold = least + width;

    step++;
    turn = turnOf(shared, step);
    if (thread == 0) clearTurn(turnOf(shared, step + 1));
    for (let block = claim(control, pileBlocks); block >= 0; block = claim(control, pileBlocks)) {
      const stop = min((<u32>block + 1) * BLOCK, farCount);
      for (let i = <u32>block * BLOCK; i < stop; i++) {
        const v = u32At(far, i);
        const d = f64At(distance, v);
        if (d > threshold) {
          pushFar(buffer, nextFar, turn, v);
          continue;
        }
        setU32(waits, v, 0);
        if (d > settled) pushNear(buffer, near, turn, v);
      }
    }
    flushNear(buffer, near, turn);
    flushFar(buffer, nextFar, turn);
    if (!barrier(control, threads)) return step;
    nearCount = atomic.load<u32>(turn, NEAR);
    farCount = atomic.load<u32>(turn, FAR);
    width = nearCount < FEW ? min(width * 2, WIDEST * delta) : max(width * 0.5, delta);
    const swap = far;
    far = nextFar;
    nextFar = swap;
    if (thread == 0) reportDone(control, step);
  }
  return step;
}

/**
 * Mean of the weights, for the choice of delta: of 256 in every 256 * every, so that the sample is spread over all. sums: f64
 * per thread.
 */
export function meanWeight(
  thread: i32,
  threads: i32,
  control: usize,
  weights: usize,
  count: u32,
  every: u32,
  sums: usize,
): f64 {
  const size = 256 * every;
  const blocks = count / size + u32(count % size != 0);
  let sum: f64 = 0;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const first = <u32>block * size;
    const stop = first + min<u32>(count - first, 256);
    for (let e = first; e < stop; e++) sum += f64At(weights, e);
  }
  setF64(sums, thread, sum);
  if (!barrier(control, threads)) return 0;
  let total: f64 = 0;
  for (let t = 0; t < threads; t++) total += f64At(sums, t);
  return total / <f64>((count / size) * 256 + min<u32>(count % size, 256));
}
