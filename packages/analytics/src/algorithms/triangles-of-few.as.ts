// Triangles of a simple undirected graph in which no vertex has more than 16 neighbours, as road networks, meshes and
// molecules are. Neither renaming vertices by degree nor lists of forward edges pay there: a vertex looks at the pairs
// a < b of its smaller neighbours, and for a among the few neighbours of b, four at a time. A triangle is found once, at
// its largest vertex. Same result for any thread count. Loads may pass the end of the edges (see shared-memory.ts).

import { barrier, claim } from '../runtime/kernels/control.lib.as';
import { addressU32, setU64, u32At } from '../runtime/kernels/index.lib.as';

const BLOCK: u32 = 1024;
const LANES: u32 = 4;

/** The most neighbours that a vertex has, among those of this thread. */
export function mostNeighbours(thread: i32, threads: i32, control: usize, offsets: usize, n: u32): u32 {
  let most: u32 = 0;
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    let before = u32At(offsets, <u32>block * BLOCK);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const after = u32At(offsets, v + 1);
      most = max(most, after - before);
      before = after;
    }
  }
  barrier(control, threads);
  return most;
}

/** Which of the next four entries are below stop. */
function lanesBefore(e: u32, stop: u32): v128 {
  return i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(stop - e));
}

/** How many of the ascending neighbours are smaller than v. */
function smallerThan(neighbours: usize, begin: u32, stop: u32, v: u32): u32 {
  let count: u32 = 0;
  const self = i32x4.splat(v);
  for (let e = begin; e < stop; e += LANES) {
    const smaller = i32x4.lt_u(v128.load(addressU32(neighbours, e)), self);
    count += <u32>popcnt<i32>(i32x4.bitmask(v128.and(smaller, lanesBefore(e, stop))));
  }
  return count;
}

function has(neighbours: usize, begin: u32, stop: u32, v: u32): bool {
  const wanted = i32x4.splat(v);
  for (let e = begin; e < stop; e += LANES) {
    const same = i32x4.eq(v128.load(addressU32(neighbours, e)), wanted);
    if (v128.any_true(v128.and(same, lanesBefore(e, stop)))) return true;
  }
  return false;
}

/**
 * totals: u64 per thread: the triangles that it found. count: u32[n], becomes the triangles that each vertex is in; 0: not
 * wanted. Cost: at most 120 pairs a vertex.
 */
export function countOfFew(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  count: usize,
  totals: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  if (count != 0) {
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const first = <u32>block * BLOCK;
      memory.fill(addressU32(count, first), 0, (<usize>(min(first + BLOCK, n) - first)) << 2);
    }
    if (!barrier(control, threads)) return;
  }
  let total: u64 = 0;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const end = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < end; v++) {
      const begin = u32At(offsets, v);
      const smaller = smallerThan(neighbours, begin, u32At(offsets, v + 1), v);
      for (let second: u32 = 1; second < smaller; second++) {
        const b = u32At(neighbours, begin + second);
        const from = u32At(offsets, b);
        const to = u32At(offsets, b + 1);
        for (let first: u32 = 0; first < second; first++) {
          const a = u32At(neighbours, begin + first);
          if (!has(neighbours, from, to, a)) continue;
          total++;
          if (count == 0) continue;
          atomic.add<u32>(addressU32(count, v), 1);
          atomic.add<u32>(addressU32(count, b), 1);
          atomic.add<u32>(addressU32(count, a), 1);
        }
      }
    }
  }
  setU64(totals, thread, total);
  barrier(control, threads);
}
