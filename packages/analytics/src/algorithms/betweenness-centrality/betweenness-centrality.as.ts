// Betweenness by dependencies of roots (Brandes, "A Faster Algorithm for Betweenness Centrality", 2001), over simple graphs,
// hops. Threads take roots; what a root adds is kept apart in its slot and added in the order of the roots, so that the
// bits are the same for any number of threads, and an early end (Bader et al. 2007) cuts exactly there.
//
// A search goes by levels, without a test in the inner loop: state[v] is 0 before v is reached, the number of paths while its
// level grows, and minus infinity afterwards, which adding does not change. Backwards a level takes the coefficients
// (1 + dependency) / paths of the next one, which are 0 everywhere else. In undirected graphs either direction chooses
// between the edges of the one level and those of the other, whichever are fewer (after Beamer et al. 2012).
//
// Numbers of paths grow beyond doubles in grids. Only ratios of neighbouring levels matter, so a level whose largest number
// is beyond 2^400 hands on its numbers times 2^-400.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 1024;
const LARGE: f64 = 2.582249878086909e120;
const SMALL: f64 = 1e-300;

function degree(offsets: usize, v: u32): u32 {
  return u32At(offsets, v + 1) - u32At(offsets, v);
}

/** What a level hands on for each of its paths. */
function scaled(paths: f64, large: bool): f64 {
  return large ? max<f64>(paths / LARGE, SMALL) : paths;
}

/** Sum over the neighbours of v. */
function gather(offsets: usize, neighbours: usize, v: u32, values: usize): f64 {
  let sum: f64 = 0;
  const stop = u32At(offsets, v + 1);
  for (let e = u32At(offsets, v); e < stop; e++) sum += f64At(values, u32At(neighbours, e));
  return sum;
}

/**
 * delta[v] = the dependency of root on v. state, coefficients: f64[n], zeros before and after. paths: f64[n]. levels:
 * u32[n+2]. order: u32[n+1]: the vertices reached. Answers their number; 0 after a cancel.
 */
function dependencies(
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  symmetric: bool,
  root: u32,
  state: usize,
  coefficients: usize,
  paths: usize,
  levels: usize,
  order: usize,
  delta: usize,
): u32 {
  setU32(order, 0, root);
  setF64(paths, 0, 1);
  setF64(state, root, -Infinity);
  setU32(levels, 0, 0);
  setU32(levels, 1, 1);
  let depth: u32 = 0;
  let most: f64 = 1;
  let edges: u64 = degree(offsets, root);
  let unreached: u64 = <u64>u32At(offsets, n) - edges;
  let tail: u32 = 1;
  while (true) {
    const first = u32At(levels, depth);
    const stop = u32At(levels, depth + 1);
    const large = most > LARGE;
    if (symmetric && edges > unreached + (n >> 2)) {
      for (let i = first; i < stop; i++) setF64(coefficients, u32At(order, i), scaled(f64At(paths, i), large));
      for (let v: u32 = 0; v < n; v++) {
        if (f64At(state, v) != 0) continue;
        if (cancelledAfter(control, degree(offsets, v))) return 0;
        const sum = gather(offsets, neighbours, v, coefficients);
        setF64(state, v, sum);
        setU32(order, tail, v);
        tail += u32(sum != 0);
      }
      for (let i = first; i < stop; i++) setF64(coefficients, u32At(order, i), 0);
    } else {
      for (let i = first; i < stop; i++) {
        const v = u32At(order, i);
        if (cancelledAfter(control, degree(offsets, v))) return 0;
        const share = scaled(f64At(paths, i), large);
        const edgeStop = u32At(offsets, v + 1);
        for (let e = u32At(offsets, v); e < edgeStop; e++) {
          const w = u32At(neighbours, e);
          const before = f64At(state, w);
          setU32(order, tail, w);
          tail += u32(before == 0);
          setF64(state, w, before + share);
        }
      }
    }
    if (tail == stop) break;
    most = 0;
    edges = 0;
    for (let i = stop; i < tail; i++) {
      const v = u32At(order, i);
      const number = f64At(state, v);
      setF64(paths, i, number);
      setF64(state, v, -Infinity);
      most = max<f64>(most, number);
      edges += degree(offsets, v);
    }
    unreached -= edges;
    depth++;
    setU32(levels, depth + 1, tail);
  }
  for (let i: u32 = 0; i < tail; i++) setF64(state, u32At(order, i), 0);
  // the root itself is not between
  for (let level = depth; level >= 2; level--) {
    const first = u32At(levels, level - 1);
    const middle = u32At(levels, level);
    const stop = u32At(levels, level + 1);
    let near: u64 = 0;
    most = 0;
    for (let i = first; i < middle; i++) {
      most = max<f64>(most, f64At(paths, i));
      near += degree(offsets, u32At(order, i));
    }
    const large = most > LARGE;
    let far: u64 = 0;
    for (let i = middle; i < stop; i++) far += degree(offsets, u32At(order, i));
    if (symmetric && far < near) {
      for (let i = middle; i < stop; i++) {
        const w = u32At(order, i);
        if (cancelledAfter(control, degree(offsets, w))) return 0;
        const coefficient = (1 + f64At(delta, w)) / f64At(paths, i);
        const edgeStop = u32At(offsets, w + 1);
        for (let e = u32At(offsets, w); e < edgeStop; e++) {
          const v = u32At(neighbours, e);
          setF64(state, v, f64At(state, v) + coefficient);
        }
      }
      for (let i = first; i < middle; i++) {
        const v = u32At(order, i);
        setF64(delta, v, f64At(state, v) * scaled(f64At(paths, i), large));
      }
    } else {
      for (let i = middle; i < stop; i++) {
        const w = u32At(order, i);
        setF64(coefficients, w, (1 + f64At(delta, w)) / f64At(paths, i));
      }
      for (let i = first; i < middle; i++) {
        const v = u32At(order, i);
        if (cancelledAfter(control, degree(offsets, v))) return 0;
        const sum = gather(offsets, neighbours, v, coefficients);
        setF64(delta, v, sum * scaled(f64At(paths, i), large));
      }
      for (let i = middle; i < stop; i++) setF64(coefficients, u32At(order, i), 0);
    }
  }
  for (let i: u32 = 0; i < tail; i++) setF64(state, u32At(order, i), 0);
  return tail;
}

/**
 * values: f64[n], the sum of the dependencies of the roots, u32[rootCount], in their order; answers how many roots it
 * took: fewer when the dependencies on vertex `chosen` add up to `enough`. Per thread: states, coefficients, paths: f64[n];
 * levels: u32[n+2]. Per slot: orders: u32[n+1]; deltas: f64[n]; counts: u32; onChosen: f64.
 */
export function betweenness(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  symmetric: bool,
  roots: usize,
  rootCount: u32,
  chosen: u32,
  enough: f64,
  slots: u32,
  states: usize,
  coefficients: usize,
  paths: usize,
  levels: usize,
  orders: usize,
  deltas: usize,
  counts: usize,
  onChosen: usize,
  values: usize,
): u32 {
  const doubles = (<usize>n) << 3;
  const state = states + <usize>thread * doubles;
  const mine = coefficients + <usize>thread * doubles;
  memory.fill(state, 0, doubles);
  memory.fill(mine, 0, doubles);
  for (let slot = claim(control, slots + 1); slot >= 0; slot = claim(control, slots + 1)) {
    memory.fill(<u32>slot < slots ? deltas + <usize>slot * doubles : values, 0, doubles);
  }
  if (!barrier(control, threads)) return 0;
  const blocks = (n + BLOCK - 1) / BLOCK;
  let total: f64 = 0;
  let first: u32 = 0;
  while (first < rootCount) {
    const size = min(slots, rootCount - first);
    for (let slot = claim(control, size); slot >= 0; slot = claim(control, size)) {
      const delta = deltas + <usize>slot * doubles;
      const count = dependencies(
        control,
        offsets,
        neighbours,
        n,
        symmetric,
        u32At(roots, first + slot),
        state,
        mine,
        paths + <usize>thread * doubles,
        levels + <usize>thread * ((<usize>n + 2) << 2),
        orders + <usize>slot * ((<usize>n + 1) << 2),
        delta,
      );
      setU32(counts, slot, count);
      setF64(onChosen, slot, f64At(delta, chosen));
    }
    if (!barrier(control, threads)) return 0;
    let used: u32 = 0;
    let reached: u64 = 0;
    let done = false;
    for (let slot: u32 = 0; slot < size; slot++) {
      reached += u32At(counts, slot);
      if (done) continue;
      used++;
      total += f64At(onChosen, slot);
      done = total >= enough;
    }
    if (reached < n) {
      if (thread == 0) {
        for (let slot: u32 = 0; slot < size; slot++) {
          const delta = deltas + <usize>slot * doubles;
          const order = orders + <usize>slot * ((<usize>n + 1) << 2);
          const count = u32At(counts, slot);
          for (let i: u32 = 0; i < count; i++) {
            const v = u32At(order, i);
            if (slot < used) setF64(values, v, f64At(values, v) + f64At(delta, v));
            setF64(delta, v, 0);
          }
        }
      }
    } else {
      for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
        const start = <u32>block * BLOCK;
        const stop = min(start + BLOCK, n);
        for (let slot: u32 = 0; slot < size; slot++) {
          const delta = deltas + <usize>slot * doubles;
          if (slot < used) {
            for (let v = start; v < stop; v++) setF64(values, v, f64At(values, v) + f64At(delta, v));
          }
          memory.fill(delta + ((<usize>start) << 3), 0, (<usize>(stop - start)) << 3);
        }
      }
    }
    if (!barrier(control, threads)) return 0;
    first += used;
    if (thread == 0) reportDone(control, first);
    if (done) break;
  }
  return first;
}
