// Strongly connected components: the one of a vertex of many edges, which most graphs have as their giant, is what a search
// along the edges and one against them both reach (Fleischer, Hendrickson, Pinar: "On identifying strongly connected
// components in parallel", IPDPS 2000; Slota, Rajamanickam, Madduri, IPDPS 2014); the others by Tarjan's algorithm
// ("Depth-first search and linear graph algorithms", 1972) with its stacks made explicit: nothing recurses over the depth
// of the graph. Tarjan's part is one thread's; time O(m + n); memory 32 bytes a vertex.

import { barrier, cancelled, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { setU32, u32At } from '../../runtime/kernels/index.lib.as';

const NONE: u32 = 0xffffffff;
/** Order of the vertices whose component is complete: larger than any other's, so that none is lowered by it. */
const PLACED: u32 = 0xfffffffe;
const BLOCK: u32 = 4096;

/** A vertex with the most pairs of an edge in and one out, or NONE in a graph without. */
export function pivot(n: u32, offsets: usize, inOffsets: usize): u32 {
  let best = NONE;
  let most: u64 = 0;
  for (let v: u32 = 0; v < n; v++) {
    const out = <u64>(u32At(offsets, v + 1) - u32At(offsets, v));
    const pairs = out * <u64>(u32At(inOffsets, v + 1) - u32At(inOffsets, v));
    if (pairs <= most) continue;
    most = pairs;
    best = v;
  }
  return best;
}

/** How many of u32[n] are not NONE: the vertices that a search reached. counts: u32 per thread. */
export function countReached(thread: i32, threads: i32, control: usize, level: usize, n: u32, counts: usize): u32 {
  const blocks = (n + BLOCK - 1) / BLOCK;
  let mine: u32 = 0;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) mine += u32(u32At(level, v) != NONE);
  }
  setU32(counts, thread, mine);
  if (!barrier(control, threads)) return 0;
  let count: u32 = 0;
  for (let t = 0; t < threads; t++) count += u32At(counts, t);
  return count;
}

/**
 * Makes those that both searches reached component 0. forward, backward: their levels. component, order: u32[n], as
 * stronglyConnected takes them. order may be forward.
 */
export function placeGiant(
  thread: i32,
  threads: i32,
  control: usize,
  forward: usize,
  backward: usize,
  n: u32,
  component: usize,
  order: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const isMember = u32At(forward, v) != NONE && u32At(backward, v) != NONE;
      setU32(component, v, isMember ? 0 : NONE);
      setU32(order, v, isMember ? PLACED : NONE);
    }
  }
  barrier(control, threads);
}

/**
 * Returns the number of components, those placed before among them, or NONE when cancelled. Those found here are numbered
 * so that edges between them lead from higher to lower numbers (reverse topological order).
 * component: u32[n], the number of each vertex' own. members: u32[n], the vertices, component after component; starts:
 * u32[n + 1], component c is members[starts[c] … starts[c + 1]], which is empty of one placed before.
 * Working space: order (when first seen), low (smallest order reached within the stack), edge (the next to follow), path
 * (from the root), stack (vertices without a component): u32[n] each. With placedBefore 0, component and order may hold
 * anything; else they are as placeGiant left them.
 */
export function stronglyConnected(
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  component: usize,
  members: usize,
  starts: usize,
  order: usize,
  low: usize,
  edge: usize,
  path: usize,
  stack: usize,
  placedBefore: u32,
): u32 {
  if (placedBefore == 0) memory.fill(order, 255, (<usize>n) << 2);
  memory.fill(starts, 0, (<usize>placedBefore) << 2);
  let seen: u32 = 0;
  let components = placedBefore;
  let placed: u32 = 0;
  let stacked: u32 = 0;
  for (let root: u32 = 0; root < n; root++) {
    if (u32At(order, root) != NONE) continue;
    let length: u32 = 0;
    let enter = root;
    while (true) {
      if (enter != NONE) {
        setU32(order, enter, seen);
        setU32(low, enter, seen++);
        setU32(edge, enter, u32At(offsets, enter));
        setU32(path, length++, enter);
        setU32(stack, stacked++, enter);
        enter = NONE;
        if ((seen & 0xffff) == 0) {
          if (cancelled(control)) return NONE;
          reportDone(control, seen);
        }
      }
      const v = u32At(path, length - 1);
      const stop = u32At(offsets, v + 1);
      let e = u32At(edge, v);
      let lowest = u32At(low, v);
      for (; e < stop && enter == NONE; e++) {
        const u = u32At(neighbours, e);
        const seenAt = u32At(order, u);
        if (seenAt == NONE) enter = u;
        else lowest = min(lowest, seenAt);
      }
      setU32(edge, v, e);
      setU32(low, v, lowest);
      if (enter != NONE) continue;
      length--;
      if (lowest == u32At(order, v)) {
        setU32(starts, components, placed);
        let member: u32;
        do {
          member = u32At(stack, --stacked);
          setU32(component, member, components);
          setU32(order, member, PLACED);
          setU32(members, placed++, member);
        } while (member != v);
        components++;
      }
      if (length == 0) break;
      const parent = u32At(path, length - 1);
      setU32(low, parent, min(u32At(low, parent), lowest));
    }
  }
  setU32(starts, components, placed);
  return components;
}

/** label[v]: the smallest vertex of v's component. */
export function labelBySmallest(n: u32, components: u32, component: usize, smallest: usize, label: usize): void {
  memory.fill(smallest, 255, (<usize>components) << 2);
  for (let v: u32 = 0; v < n; v++) {
    if (u32At(smallest, u32At(component, v)) == NONE) setU32(smallest, u32At(component, v), v);
    setU32(label, v, u32At(smallest, u32At(component, v)));
  }
}
