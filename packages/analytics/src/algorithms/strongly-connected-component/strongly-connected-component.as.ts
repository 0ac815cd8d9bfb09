// Strongly connected components by Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) with its
// stacks made explicit: nothing recurses over the depth of the graph. One thread; time O(m + n); memory 32 bytes a vertex.
// Components are numbered so that edges between them lead from higher to lower numbers (reverse topological order).
// Returns their number, or 0xffffffff when cancelled. component[v]: the number of v's; members: the vertices, component
// after component; component c is members[starts[c] … starts[c+1]].

import { cancelled, reportDone } from '../../runtime/kernels/control.lib.as';
import { setU32, u32At } from '../../runtime/kernels/index.lib.as';

const NONE: u32 = 0xffffffff;

/**
 * component, members: u32[n]. starts: u32[n + 1]. Working space: order (when first seen), low (smallest order reached
 * within the stack), edge (the next to follow), path (from the root), stack (vertices without a component): u32[n] each.
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
): u32 {
  memory.fill(component, 255, (<usize>n) << 2);
  memory.fill(order, 255, (<usize>n) << 2);
  let seen: u32 = 0;
  let components: u32 = 0;
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
        if (u32At(order, u) == NONE) enter = u;
        else if (u32At(component, u) == NONE) lowest = min(lowest, u32At(order, u));
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
          setU32(members, placed++, member);
        } while (member != v);
        components++;
      }
      if (length == 0) break;
      const parent = u32At(path, length - 1);
      if (u32At(component, v) == NONE) setU32(low, parent, min(u32At(low, parent), lowest));
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
