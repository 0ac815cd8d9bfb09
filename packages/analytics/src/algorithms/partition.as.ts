// Properties of a partition of the vertices: label[v] is a vertex index. One thread; same result whatever computed the
// labels.

import { cancelledAfter } from '../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, u32At } from '../runtime/kernels/index.lib.as';

/** Number of different labels; sizes: u32[n], becomes the number of vertices by label. largest: u32[1]. */
export function countGroups(control: usize, label: usize, n: u32, sizes: usize, largest: usize): u32 {
  memory.fill(sizes, 0, (<usize>n) << 2);
  let groups: u32 = 0;
  let most: u32 = 0;
  for (let v: u32 = 0; v < n; v++) {
    if (cancelledAfter(control, 0)) return 0;
    const size = u32At(sizes, u32At(label, v)) + 1;
    if (size == 1) groups++;
    most = max(most, size);
    setU32(sizes, u32At(label, v), size);
  }
  setU32(largest, 0, most);
  return groups;
}

/**
 * Newman's modularity, undirected: sum over groups of W_in / W - (K / 2W)^2, parallel edges counted each; a self-loop adds
 * its weight once to W and twice to K. 0 without edges. degrees: f64[n]. (Newman, Girvan 2004.)
 */
export function modularity(
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  label: usize,
  degrees: usize,
): f64 {
  memory.fill(degrees, 0, (<usize>n) << 3);
  let total: f64 = 0;
  let inside: f64 = 0;
  for (let v: u32 = 0; v < n; v++) {
    const group = u32At(label, v);
    const stop = u32At(offsets, v + 1);
    if (cancelledAfter(control, stop - u32At(offsets, v))) return 0;
    let sum: f64 = 0;
    for (let e = u32At(offsets, v); e < stop; e++) {
      const weight: f64 = weights == 0 ? 1 : f64At(weights, e);
      const other = u32At(label, u32At(neighbours, e));
      sum += weight;
      if (other == group) inside += weight;
      setF64(degrees, other, f64At(degrees, other) + weight);
    }
    total += sum;
    setF64(degrees, group, f64At(degrees, group) + sum);
  }
  if (total == 0) return 0;
  let squares: f64 = 0;
  for (let v: u32 = 0; v < n; v++) {
    const share = f64At(degrees, v) / (2 * total);
    squares += share * share;
  }
  return inside / total - squares;
}
