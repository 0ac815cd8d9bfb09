// Jaccard's coefficient of neighbourhoods in the simple undirected graph: for a vertex u of the first set, how many
// neighbours it shares with each vertex of the second. Either by two hops, which counts only pairs that share any (for
// every neighbour w of u and every neighbour v of w, one more for v), or by marking u's neighbours and reading the lists
// of the second set, whichever reads fewer entries. Counts and marks lie in an array of the thread that is all zero
// between two vertices.
//
// A self-loop that is kept makes a vertex its own neighbour. It is not in the lists; `loops` (0: none are kept) says
// which vertices have one.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU32, setF64, setU32, setU64, setU8, u32At, u64At, u8At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 1024;

/** loops: u8[n], whether a vertex has an edge to itself. */
export function findLoops(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  loops: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < end; v++) {
      const stop = u32At(offsets, v + 1);
      let e = u32At(offsets, v);
      while (e < stop && u32At(neighbours, e) != v) e++;
      setU8(loops, v, u32(e < stop));
    }
  }
  barrier(control, threads);
}

function hasLoop(loops: usize, v: u32): u32 {
  return loops == 0 ? 0 : u8At(loops, v);
}

/** One more for v; it goes onto the list of those that are not zero when it is the first. Returns the list's length. */
function bump(shared: usize, touched: usize, length: u32, v: u32): u32 {
  const before = u32At(shared, v);
  setU32(shared, v, before + 1);
  if (before != 0) return length;
  setU32(touched, length, v);
  return length + 1;
}

/** One more for everything that w is a neighbour of. */
function bumpAll(
  offsets: usize,
  neighbours: usize,
  loops: usize,
  w: u32,
  shared: usize,
  touched: usize,
  length: u32,
): u32 {
  const stop = u32At(offsets, w + 1);
  for (let e = u32At(offsets, w); e < stop; e++) length = bump(shared, touched, length, u32At(neighbours, e));
  return hasLoop(loops, w) != 0 ? bump(shared, touched, length, w) : length;
}

/** Entries that two hops from u read. */
function twoHops(offsets: usize, neighbours: usize, u: u32): u64 {
  const stop = u32At(offsets, u + 1);
  let entries: u64 = 0;
  for (let e = u32At(offsets, u); e < stop; e++) {
    const w = u32At(neighbours, e);
    entries += u32At(offsets, w + 1) - u32At(offsets, w);
  }
  return entries;
}

/** Neighbours of v that are marked. */
function markedOf(offsets: usize, neighbours: usize, loops: usize, v: u32, marks: usize): u32 {
  const stop = u32At(offsets, v + 1);
  let count: u32 = 0;
  for (let e = u32At(offsets, v); e < stop; e++) count += u32At(marks, u32At(neighbours, e));
  return count + (hasLoop(loops, v) & u32At(marks, v));
}

function coefficient(offsets: usize, loops: usize, u: u32, v: u32, shared: u32): f64 {
  const a = u32At(offsets, u + 1) - u32At(offsets, u) + hasLoop(loops, u);
  const b = u32At(offsets, v + 1) - u32At(offsets, v) + hasLoop(loops, v);
  const united = <u64>a + b - shared;
  return united == 0 ? 0 : <f64>shared / <f64>united;
}

/**
 * The pairs of sources [from, to) with others of the second set. sources: u32[], vertices. targets: u32[targetCount],
 * vertices, or 0: all of them. isTarget: u8[n], or 0. zeros: also pairs that share nothing, which needs targets.
 *
 * Counting (others == 0): starts[i] becomes the number of pairs of source i; when the pairs in all, u64 at `total`, pass
 * `most`, no more are counted. Writing: starts[i] says where the pairs of source i begin, counted from starts[from];
 * others: u32, values: f64. shared: u32[n] per thread, zeros; touched: u32[n] per thread.
 */
export function pairs(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  loops: usize,
  sources: usize,
  from: u32,
  to: u32,
  targets: usize,
  targetCount: u32,
  targetEntries: f64,
  isTarget: usize,
  zeros: bool,
  shared: usize,
  touched: usize,
  starts: usize,
  others: usize,
  values: usize,
  most: u64,
  total: usize,
): void {
  const mine = addressU32(shared + ((<usize>thread * <usize>n) << 2), 0);
  const list = addressU32(touched + ((<usize>thread * <usize>n) << 2), 0);
  const base = others == 0 ? 0 : u32At(starts, from);
  for (let claimed = claim(control, to - from); claimed >= 0; claimed = claim(control, to - from)) {
    if (others == 0 && atomic.load<u64>(total) > most) break;
    const i = from + <u32>claimed;
    const u = u32At(sources, i);
    const first = u32At(offsets, u);
    const stop = u32At(offsets, u + 1);
    const at = others == 0 ? 0 : u32At(starts, i) - base;
    let count: u32 = 0;
    if (targets != 0 && (zeros || <f64>twoHops(offsets, neighbours, u) > targetEntries)) {
      for (let e = first; e < stop; e++) setU32(mine, u32At(neighbours, e), 1);
      if (hasLoop(loops, u) != 0) setU32(mine, u, 1);
      for (let j: u32 = 0; j < targetCount; j++) {
        const v = u32At(targets, j);
        if (v == u) continue;
        const both = markedOf(offsets, neighbours, loops, v, mine);
        if (both != 0 || zeros) {
          if (others != 0) {
            setU32(others, at + count, v);
            setF64(values, at + count, coefficient(offsets, loops, u, v, both));
          }
          count++;
        }
        if (cancelledAfter(control, u32At(offsets, v + 1) - u32At(offsets, v))) break;
      }
      for (let e = first; e < stop; e++) setU32(mine, u32At(neighbours, e), 0);
      setU32(mine, u, 0);
    } else {
      let length: u32 = 0;
      for (let e = first; e < stop; e++) {
        const w = u32At(neighbours, e);
        length = bumpAll(offsets, neighbours, loops, w, mine, list, length);
        if (cancelledAfter(control, u32At(offsets, w + 1) - u32At(offsets, w))) break;
      }
      if (hasLoop(loops, u) != 0) length = bumpAll(offsets, neighbours, loops, u, mine, list, length);
      for (let j: u32 = 0; j < length; j++) {
        const v = u32At(list, j);
        const both = u32At(mine, v);
        setU32(mine, v, 0);
        if (v == u || (isTarget != 0 && u8At(isTarget, v) == 0)) continue;
        if (others != 0) {
          setU32(others, at + count, v);
          setF64(values, at + count, coefficient(offsets, loops, u, v, both));
        }
        count++;
      }
    }
    if (others == 0) {
      setU32(starts, i, count);
      atomic.add<u64>(total, count);
    }
    reportDone(control, i);
  }
  barrier(control, threads);
}
