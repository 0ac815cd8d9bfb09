// PageRank by pulling: each round computes, for every vertex v at once,
//   x(v) = base + damping * (sum over in-edges (u,v) of x(u) / outdegree(u)  [+ rank of vertices without out-edges / n])
// or, weighted, of x(u) * weight(u,v) / strength(u), strength being the sum of the weights of out-edges,
// from the values of the round before (Jacobi). What a vertex gives to each neighbour is kept beside its value, so that
// the inner loop is one gather and one addition per edge (GAP benchmark suite, pr.cc; Page, Brin et al. 1999).
// Returns the rounds done; `value` holds x by vertex; `deltas` of the last round the sum of |change|.
//
// Every sum over vertices is taken block by block and then in the order of blocks: same bits for any thread count.

import { barrier, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, u32At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 1024;

/** Sum of what the in-neighbours give. Four accumulators hide the latency of the additions. */
function pull(gives: usize, neighbours: usize, first: u32, stop: u32): f64 {
  let a: f64 = 0;
  let b: f64 = 0;
  let c: f64 = 0;
  let d: f64 = 0;
  let e = first;
  for (; e + 4 <= stop; e += 4) {
    a += f64At(gives, u32At(neighbours, e));
    b += f64At(gives, u32At(neighbours, e + 1));
    c += f64At(gives, u32At(neighbours, e + 2));
    d += f64At(gives, u32At(neighbours, e + 3));
  }
  for (; e < stop; e++) a += f64At(gives, u32At(neighbours, e));
  return a + b + (c + d);
}

/** The same over weighted edges. */
function pullWeighted(gives: usize, neighbours: usize, weights: usize, first: u32, stop: u32): f64 {
  let a: f64 = 0;
  let b: f64 = 0;
  let e = first;
  for (; e + 2 <= stop; e += 2) {
    a += f64At(weights, e) * f64At(gives, u32At(neighbours, e));
    b += f64At(weights, e + 1) * f64At(gives, u32At(neighbours, e + 1));
  }
  if (e < stop) a += f64At(weights, e) * f64At(gives, u32At(neighbours, e));
  return a + b;
}

function sum(parts: usize, count: u32): f64 {
  let total: f64 = 0;
  for (let i: u32 = 0; i < count; i++) total += f64At(parts, i);
  return total;
}

/** What a vertex's value is divided by: 0 for one without out-edges. */
function divisor(outOffsets: usize, strength: usize, v: u32): f64 {
  return strength == 0 ? <f64>(u32At(outOffsets, v + 1) - u32At(outOffsets, v)) : f64At(strength, v);
}

/**
 * strength: f64[n] beside inWeights: f64 per edge, instead of outOffsets; both 0 without weights. value, gives, givesNext: f64[n]. parts: f64[4 * blocks], blocks = ceil(n / 1024). outcome: f64[1], the last delta.
 * Ends after `rounds`, or earlier when the sum of |change| is below epsilon.
 */
export function pageRank(
  thread: i32,
  threads: i32,
  control: usize,
  inOffsets: usize,
  inNeighbours: usize,
  inWeights: usize,
  outOffsets: usize,
  strength: usize,
  n: u32,
  start: f64,
  base: f64,
  damping: f64,
  epsilon: f64,
  rounds: u32,
  spread: bool,
  value: usize,
  gives: usize,
  givesNext: usize,
  parts: usize,
  outcome: usize,
): u32 {
  const blocks = (n + BLOCK - 1) / BLOCK;
  const partBytes = (<usize>blocks) << 3;
  // deltas and lost ranks of even and of odd rounds: a slow thread still sums one while the others write the other
  const deltas = parts;
  const losses = parts + 2 * partBytes;

  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    let lost: f64 = 0;
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const share = divisor(outOffsets, strength, v);
      setF64(value, v, start);
      setF64(gives, v, share == 0 ? 0 : start / share);
      if (share == 0) lost += start;
    }
    setF64(losses, block, lost);
  }
  if (!barrier(control, threads)) return 0;

  let round: u32 = 0;
  while (round < rounds) {
    const now = <usize>(round & 1) * partBytes;
    const then = partBytes - now;
    const bonus = spread ? (damping * sum(losses + now, blocks)) / <f64>n : 0;
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const first = <u32>block * BLOCK;
      const stop = min(first + BLOCK, n);
      let lost: f64 = 0;
      let delta: f64 = 0;
      let edge = u32At(inOffsets, first);
      for (let v = first; v < stop; v++) {
        const edgeStop = u32At(inOffsets, v + 1);
        const pulled =
          inWeights == 0
            ? pull(gives, inNeighbours, edge, edgeStop)
            : pullWeighted(gives, inNeighbours, inWeights, edge, edgeStop);
        const x = base + bonus + damping * pulled;
        edge = edgeStop;
        delta += abs(x - f64At(value, v));
        setF64(value, v, x);
        const share = divisor(outOffsets, strength, v);
        setF64(givesNext, v, share == 0 ? 0 : x / share);
        if (share == 0) lost += x;
      }
      setF64(deltas + now, block, delta);
      setF64(losses + then, block, lost);
    }
    if (!barrier(control, threads)) return round;
    const swap = gives;
    gives = givesNext;
    givesNext = swap;
    round++;
    const delta = sum(deltas + now, blocks);
    if (thread == 0) {
      reportDone(control, round);
      setF64(outcome, 0, delta);
    }
    if (delta < epsilon) break;
  }
  return round;
}
