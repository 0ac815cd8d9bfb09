// The neighbourhood function: how many pairs (v, u) there are with u at most t hops from v, for t = 0, 1, … until nothing grows
// (Boldi, Rosa, Vigna, "HyperANF", 2011). Every vertex carries the registers of the set of vertices within t hops; only
// vertices one of whose out-neighbours grew are looked at in a step. Sums are taken per block and in the order of the blocks.

import { barrier, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU8, u32At, u8At } from '../../runtime/kernels/index.lib.as';
import { add, estimateSize, setOf, unite } from '../../runtime/kernels/vertex-sets.lib.as';

const BLOCK: u32 = 64;

/**
 * Answers the average distance of the pairs, 0 without any. sets, nextSets: 2^bits bytes a vertex. grew, nextGrew: u8[n].
 * sizes: f64[n]. blockSums: f64 per 64 vertices. histogram: 512 bytes a thread. steps: u32, the steps taken.
 */
export function averageDistance(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  bits: u32,
  sets: usize,
  nextSets: usize,
  grew: usize,
  nextGrew: usize,
  sizes: usize,
  blockSums: usize,
  histogram: usize,
  steps: usize,
): f64 {
  const width = (<u32>1) << bits;
  const mine = histogram + <usize>thread * 512;
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const first = <u32>block * BLOCK;
    const stop = min(first + BLOCK, n);
    memory.fill(setOf(sets, width, first), 0, <usize>(stop - first) * width);
    for (let v = first; v < stop; v++) {
      add(setOf(sets, width, v), v, bits, false);
      setU8(grew, v, 1);
      setF64(sizes, v, 1);
    }
  }
  if (!barrier(control, threads)) return 0;
  let before = <f64>n;
  let weighted: f64 = 0;
  for (let step: u32 = 1; ; step++) {
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const stop = min((<u32>block + 1) * BLOCK, n);
      let sum: f64 = 0;
      for (let v = <u32>block * BLOCK; v < stop; v++) {
        const set = setOf(nextSets, width, v);
        // one that did not grow in the last step is the same in both arrays
        if (u8At(grew, v) != 0) memory.copy(set, setOf(sets, width, v), width);
        let more = false;
        const edgeStop = u32At(offsets, v + 1);
        for (let e = u32At(offsets, v); e < edgeStop; e++) {
          const w = u32At(neighbours, e);
          if (u8At(grew, w) != 0 && unite(set, setOf(sets, width, w), 0, width, false)) more = true;
        }
        setU8(nextGrew, v, u32(more));
        if (more) setF64(sizes, v, max<f64>(f64At(sizes, v), estimateSize(set, width, bits, false, mine)));
        sum += f64At(sizes, v);
      }
      setF64(blockSums, <u32>block, sum);
    }
    if (!barrier(control, threads)) return 0;
    let pairs: f64 = 0;
    for (let block: u32 = 0; block < blocks; block++) pairs += f64At(blockSums, block);
    const added = pairs - before;
    weighted += <f64>step * added;
    before = pairs;
    if (thread == 0) {
      reportDone(control, step);
      store<u32>(steps, step);
    }
    // all threads have read the sums before any writes them again
    if (!barrier(control, threads)) return 0;
    if (added <= 0) break;
    const setsSwap = sets;
    sets = nextSets;
    nextSets = setsSwap;
    const grewSwap = grew;
    grew = nextGrew;
    nextGrew = grewSwap;
  }
  const reached = before - <f64>n;
  return reached > 0 ? weighted / reached : 0;
}
