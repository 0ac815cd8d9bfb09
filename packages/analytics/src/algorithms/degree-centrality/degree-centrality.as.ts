// How many vertices are within `steps` hops (NStepDegree); one step is counted by different-neighbours.as.ts. Every vertex
// carries the set of vertices within k hops, and takes the union of its neighbours' sets for k + 1 (as HyperANF does: Boldi,
// Rosa, Vigna 2011). A set is an array of `width` bytes: HyperLogLog registers (Flajolet et al. 2007; read out
// by Ertl's improved estimator, "New cardinality estimation algorithms for HyperLogLog sketches", 2017), or simply a bit
// per vertex wherever that takes no more room, and is exact. Unions are 16 bytes at a time.
// For any number of steps the sets are those of strongly connected components, joined once each in topological order.
// Same result for any thread count.

import { barrier, cancelled, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { setU64, u32At } from '../../runtime/kernels/index.lib.as';
import { add, cardinality, lies, setOf, unite } from '../../runtime/kernels/vertex-sets.lib.as';

const BLOCK: u32 = 64;

/** sets, nextSets: width bytes a vertex. changes: u32[3], zeros. count: i64[n], the counts of `steps` steps. */
export function severalSteps(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  steps: u32,
  bits: u32,
  exact: bool,
  width: u32,
  sets: usize,
  nextSets: usize,
  changes: usize,
  histogram: usize,
  count: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const first = <u32>block * BLOCK;
    const stop = min(first + BLOCK, n);
    memory.fill(setOf(sets, width, first), 0, <usize>(stop - first) * width);
    for (let v = first; v < stop; v++) add(setOf(sets, width, v), v, bits, exact);
  }
  if (!barrier(control, threads)) return;
  for (let step: u32 = 0; step < steps; step++) {
    const turn = changes + <usize>(step % 3) * 4;
    if (thread == 0) atomic.store<u32>(changes + <usize>((step + 1) % 3) * 4, 0);
    let grew = false;
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const stop = min((<u32>block + 1) * BLOCK, n);
      for (let v = <u32>block * BLOCK; v < stop; v++) {
        const set = setOf(nextSets, width, v);
        memory.copy(set, setOf(sets, width, v), width);
        const edgeStop = u32At(offsets, v + 1);
        for (let e = u32At(offsets, v); e < edgeStop; e++) {
          if (unite(set, setOf(sets, width, u32At(neighbours, e)), 0, width, exact)) grew = true;
        }
      }
    }
    if (grew) atomic.store<u32>(turn, 1);
    if (!barrier(control, threads)) return;
    const swap = sets;
    sets = nextSets;
    nextSets = swap;
    if (thread == 0) reportDone(control, step + 1);
    if (atomic.load<u32>(turn) == 0) break;
  }
  const mine = histogram + <usize>thread * 512;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      setU64(count, v, cardinality(setOf(sets, width, v), width, bits, exact, mine) - 1);
    }
  }
  barrier(control, threads);
}

/**
 * Counts for any number of steps. Components, members and starts are those of strongly-connected-component.as.ts. forward:
 * along out-edges, so components in ascending order; else `neighbours` are in-edges and the order is descending. Each
 * thread has a share of the bytes of every set, so none waits for another. sets: width bytes a component. count: i64[n].
 */
export function anyStep(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  components: u32,
  component: usize,
  members: usize,
  starts: usize,
  forward: bool,
  bits: u32,
  exact: bool,
  width: u32,
  sets: usize,
  histogram: usize,
  count: usize,
): void {
  const pieces = width >> 4;
  const from = (<u32>((<u64>pieces * thread) / threads)) << 4;
  const to = (<u32>((<u64>pieces * (thread + 1)) / threads)) << 4;
  for (let nth: u32 = 0; nth < components; nth++) {
    const c = forward ? nth : components - 1 - nth;
    const set = setOf(sets, width, c);
    memory.fill(set + from, 0, to - from);
    const stop = u32At(starts, c + 1);
    for (let i = u32At(starts, c); i < stop; i++) {
      const v = u32At(members, i);
      if (lies(v, bits, exact, from, to)) add(set, v, bits, exact);
      const edgeStop = u32At(offsets, v + 1);
      let last = c;
      for (let e = u32At(offsets, v); e < edgeStop; e++) {
        const other = u32At(component, u32At(neighbours, e));
        if (other == c || other == last) continue;
        unite(set, setOf(sets, width, other), from, to, exact);
        last = other;
      }
    }
    if ((nth & 63) == 0 && cancelled(control)) break;
  }
  if (!barrier(control, threads)) return;
  const mine = histogram + <usize>thread * 512;
  const blocks = (components + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, components);
    for (let c = <u32>block * BLOCK; c < stop; c++) {
      const others = cardinality(setOf(sets, width, c), width, bits, exact, mine) - 1;
      const memberStop = u32At(starts, c + 1);
      for (let i = u32At(starts, c); i < memberStop; i++) setU64(count, u32At(members, i), others);
    }
  }
  barrier(control, threads);
}
