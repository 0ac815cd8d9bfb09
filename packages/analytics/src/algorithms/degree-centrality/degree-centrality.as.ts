// How many vertices are within `steps` hops (NStepDegree). One step is counted exactly, by stamps. Several steps: every
// vertex carries the set of vertices within k hops, and takes the union of its neighbours' sets for k + 1 (as HyperANF
// does: Boldi, Rosa, Vigna 2011). A set is an array of `width` bytes: HyperLogLog registers (Flajolet et al. 2007; read out
// by Ertl's improved estimator, "New cardinality estimation algorithms for HyperLogLog sketches", 2017), or simply a bit
// per vertex wherever that takes no more room, and is exact. Unions are 16 bytes at a time.
// For any number of steps the sets are those of strongly connected components, joined once each in topological order.
// Same result for any thread count.

import { barrier, cancelled, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { setU32, u32At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 64;

function mix(x: u64): u64 {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

function setOf(sets: usize, width: u32, v: u32): usize {
  return sets + <usize>v * width;
}

/** Adds vertex v to a set. */
function add(set: usize, v: u32, bits: u32, exact: bool): void {
  if (exact) {
    const byte = set + (v >> 3);
    store<u8>(byte, load<u8>(byte) | (<u8>((<u32>1) << (v & 7))));
    return;
  }
  const hash = mix(v);
  const at = set + <usize>(hash >> (64 - bits));
  const rank = <u8>(clz<u64>((hash << bits) | ((<u64>1) << (bits - 1))) + 1);
  if (rank > load<u8>(at)) store<u8>(at, rank);
}

/** Whether vertex v's register or bit lies in bytes [from, to) of the set. */
function lies(v: u32, bits: u32, exact: bool, from: u32, to: u32): bool {
  const byte = exact ? v >> 3 : <u32>(mix(v) >> (64 - bits));
  return byte >= from && byte < to;
}

/** set |= other, bytes [from, to), multiples of 16; true when something came in. */
function unite(set: usize, other: usize, from: u32, to: u32, exact: bool): bool {
  let grew = false;
  for (let i = from; i < to; i += 16) {
    const a = v128.load(set + i);
    const b = v128.load(other + i);
    const c = exact ? v128.or(a, b) : v128.max<u8>(a, b);
    v128.store(set + i, c);
    grew = grew || v128.any_true(v128.xor(a, c));
  }
  return grew;
}

/**
 * Different neighbours other than the vertex itself. stamps: u32[n] per thread. count: u32[n].
 */
export function oneStep(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  stamps: usize,
  count: usize,
): void {
  const mine = stamps + <usize>thread * ((<usize>n) << 2);
  memory.fill(mine, 255, (<usize>n) << 2);
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      let different: u32 = 0;
      setU32(mine, v, v);
      const edgeStop = u32At(offsets, v + 1);
      for (let e = u32At(offsets, v); e < edgeStop; e++) {
        const u = u32At(neighbours, e);
        if (u32At(mine, u) == v) continue;
        setU32(mine, u, v);
        different++;
      }
      setU32(count, v, different);
    }
  }
  barrier(control, threads);
}

/** sets, nextSets: width bytes a vertex. changes: u32[3], zeros. Writes the counts of `steps` steps. */
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
      setU32(count, v, cardinality(setOf(sets, width, v), width, bits, exact, mine) - 1);
    }
  }
  barrier(control, threads);
}

/**
 * Counts for any number of steps. Components, members and starts are those of strongly-connected-component.as.ts. forward:
 * along out-edges, so components in ascending order; else `neighbours` are in-edges and the order is descending. Each
 * thread has a share of the bytes of every set, so none waits for another. sets: width bytes a component.
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
      for (let i = u32At(starts, c); i < memberStop; i++) setU32(count, u32At(members, i), others);
    }
  }
  barrier(control, threads);
}

/** The number of vertices in a set, at least 1. histogram: u32[128], the thread's own. */
function cardinality(set: usize, width: u32, bits: u32, exact: bool, histogram: usize): u32 {
  if (exact) {
    let total: u32 = 0;
    for (let i: u32 = 0; i < width; i += 8) total += <u32>popcnt<u64>(load<u64>(set + i));
    return total;
  }
  memory.fill(histogram, 0, 512);
  for (let i: u32 = 0; i < width; i++) {
    const register = <u32>load<u8>(set + i);
    setU32(histogram, register, u32At(histogram, register) + 1);
  }
  const m = <f64>width;
  const q = 64 - bits;
  let z = m * tau(1 - <f64>u32At(histogram, q + 1) / m);
  for (let k = q; k >= 1; k--) z = 0.5 * (z + <f64>u32At(histogram, k));
  z += m * sigma(<f64>u32At(histogram, 0) / m);
  const estimate = nearest<f64>((m * m) / (2 * Math.LN2 * z));
  return max(1, <u32>min<f64>(estimate, 4294967295));
}

function sigma(x: f64): f64 {
  if (x == 1) return Infinity;
  let y: f64 = 1;
  let z = x;
  let before: f64;
  do {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  } while (z != before);
  return z;
}

function tau(x: f64): f64 {
  if (x == 0 || x == 1) return 0;
  let y: f64 = 1;
  let z = 1 - x;
  let before: f64;
  do {
    x = sqrt<f64>(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  } while (z != before);
  return z / 3;
}
