// Second-order random walks (Grover, Leskovec 2016): from t to v, the next vertex is x with a probability in proportion to
// w(v, x) times 1/p if x = t, 1 if there is an edge from t to x, else 1/q. An edge is proposed by its weight and accepted
// with its factor's share of the largest factor (rejection sampling as in KnightKing, SOSP 2019), so that only the edges
// proposed are looked at. After as many rejections as there are edges all of them are looked at once and one is drawn:
// rejections say nothing of what is accepted later, so that stays exact, and whatever p and q, a step costs no more than
// twice what looking at all edges would.
// Every walk draws from a generator of its own, seeded by the seed and the walk's number: any thread count, same walks.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';
import { GOLDEN, mix } from '../../runtime/kernels/mix.lib.as';

export const NONE: u32 = 0xffffffff;
const BLOCK: u32 = 64;

/** splitmix64 of the walk that the thread is on. */
let state: u64 = 0;

/** 0 … 1, 1 excluded, of 53 bits. */
function draw(): f64 {
  state += GOLDEN;
  return <f64>(mix(state) >> 11) * (1.0 / 9007199254740992.0);
}

/** Sums of each vertex's weights up to and with each edge; a self-loop that is there twice counts half each time. */
export function sumWeights(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  loopShare: f64,
  sums: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      let sum: f64 = 0;
      const edgeStop = u32At(offsets, v + 1);
      for (let e = u32At(offsets, v); e < edgeStop; e++) {
        sum += (weights == 0 ? 1 : f64At(weights, e)) * (u32At(neighbours, e) == v ? loopShare : 1);
        setF64(sums, e, sum);
      }
    }
  }
  barrier(control, threads);
}

function hasEdge(offsets: usize, neighbours: usize, from: u32, to: u32): bool {
  let low = u32At(offsets, from);
  const stop = u32At(offsets, from + 1);
  let high = stop;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (u32At(neighbours, middle) < to) low = middle + 1;
    else high = middle;
  }
  return low < stop && u32At(neighbours, low) == to;
}

/** An edge first … stop-1 in proportion to its weight; stop: all weights are 0. */
function propose(sums: usize, first: u32, stop: u32): u32 {
  if (sums == 0) return first + <u32>(draw() * <f64>(stop - first));
  const total = f64At(sums, stop - 1);
  if (total == 0) return stop;
  const wanted = draw() * total;
  let low = first;
  let high = stop - 1;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (f64At(sums, middle) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * simpleOffsets, simpleNeighbours: edges without parallel ones, ascending. sums 0: every edge has the same weight, a self-loop
 * loopShare of it. starts: u32[startCount]. walks: u32[startCount * epochs] per step; NONE after the end of a walk.
 */
export function node2vec(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  simpleOffsets: usize,
  simpleNeighbours: usize,
  sums: usize,
  loopShare: f64,
  p: f64,
  q: f64,
  seed: u64,
  starts: usize,
  startCount: u32,
  walkCount: u32,
  steps: u32,
  walks: usize,
): void {
  const back = 1 / p;
  const far = 1 / q;
  const largest = max<f64>(1, max<f64>(back, far));
  const blocks = (walkCount + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stopWalk = min((<u32>block + 1) * BLOCK, walkCount);
    for (let walk = <u32>block * BLOCK; walk < stopWalk; walk++) {
      state = mix(seed ^ mix(<u64>walk + GOLDEN));
      let before: u32 = NONE;
      let v = u32At(starts, walk % startCount);
      let cell = walks + ((<usize>walk) << 2);
      for (let step: u32 = 0; step < steps; step++) {
        store<u32>(cell, v);
        cell += (<usize>walkCount) << 2;
        if (v == NONE || step + 1 == steps) continue;
        if (cancelledAfter(control, 0)) {
          barrier(control, threads);
          return;
        }
        const first = u32At(offsets, v);
        const stop = u32At(offsets, v + 1);
        let next: u32 = NONE;
        for (let trial = first; trial < stop; trial++) {
          if (cancelledAfter(control, 0)) break;
          const e = propose(sums, first, stop);
          if (e == stop) break;
          const x = u32At(neighbours, e);
          let factor: f64 = sums == 0 && x == v ? loopShare : 1;
          if (before != NONE) {
            factor *= x == before ? back : hasEdge(simpleOffsets, simpleNeighbours, before, x) ? 1 : far;
            factor /= largest;
          }
          if (factor < 1 && draw() >= factor) continue;
          next = x;
          break;
        }
        if (next == NONE && first < stop) {
          // a reservoir of one: the i-th edge stays with its share of what was seen up to it
          let seen: f64 = 0;
          for (let e = first; e < stop; e++) {
            if (cancelledAfter(control, 0)) break;
            const x = u32At(neighbours, e);
            let share: f64 =
              sums == 0 ? (x == v ? loopShare : 1) : f64At(sums, e) - (e == first ? 0 : f64At(sums, e - 1));
            if (before != NONE) {
              share *= x == before ? back : hasEdge(simpleOffsets, simpleNeighbours, before, x) ? 1 : far;
            }
            if (share <= 0) continue;
            seen += share;
            if (draw() * seen < share) next = x;
          }
        }
        before = v;
        v = next;
      }
    }
    if (thread == 0) reportDone(control, <u32>block + 1);
  }
  barrier(control, threads);
}
