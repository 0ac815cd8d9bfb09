// From a partition of a level's nodes to the graph of the next level, whose nodes are the groups. Rows of a level lie at
// starts[v] … stops[v]: a row of the next level gets room for all edges of its members and is not moved together
// afterwards, so that one pass over the edges is enough. A row holds what is inside the group as an edge to itself.

import { barrier, cancelled, cancelledAfter, claim } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';
import { NONE, addRow, beginSums, endSums, keysOf, scratchOf, sumsOf } from './neighbour-sums.lib.as';

const BLOCK: u32 = 16;
const VERTEX_BLOCK: u32 = 4096;

/**
 * Numbers the groups of `label` (indexes below n) densely, in place and in the order of the labels, and lists their
 * members ascending: group g has members[memberStarts[g]] … . nextStarts: where the rows of the next level start.
 * memberStarts, nextStarts: u32[n + 1]; members, numbers: u32[n]. Returns the number of groups. One thread.
 */
export function group(
  control: usize,
  starts: usize,
  stops: usize,
  n: u32,
  label: usize,
  memberStarts: usize,
  members: usize,
  numbers: usize,
  nextStarts: usize,
): u32 {
  memory.fill(numbers, 0, (<usize>n) << 2);
  for (let v: u32 = 0; v < n; v++) setU32(numbers, u32At(label, v), 1);
  let groups: u32 = 0;
  for (let v: u32 = 0; v < n; v++) {
    if (u32At(numbers, v) == 0) continue;
    setU32(numbers, v, groups);
    groups++;
  }
  if (cancelled(control)) return 0;
  memory.fill(memberStarts, 0, (<usize>n + 1) << 2);
  memory.fill(nextStarts, 0, (<usize>n + 1) << 2);
  for (let v: u32 = 0; v < n; v++) {
    const g = u32At(numbers, u32At(label, v));
    setU32(label, v, g);
    setU32(memberStarts, g, u32At(memberStarts, g) + 1);
    setU32(nextStarts, g, u32At(nextStarts, g) + u32At(stops, v) - u32At(starts, v));
  }
  if (cancelled(control)) return 0;
  let memberEnd: u32 = 0;
  let entryEnd: u32 = 0;
  for (let g: u32 = 0; g < groups; g++) {
    const count = u32At(memberStarts, g);
    const entries = u32At(nextStarts, g);
    setU32(memberStarts, g, memberEnd);
    setU32(numbers, g, memberEnd);
    setU32(nextStarts, g, entryEnd);
    memberEnd += count;
    entryEnd += entries;
  }
  setU32(memberStarts, groups, memberEnd);
  setU32(nextStarts, groups, entryEnd);
  for (let v: u32 = 0; v < n; v++) {
    const g = u32At(label, v);
    setU32(members, u32At(numbers, g), v);
    setU32(numbers, g, u32At(numbers, g) + 1);
  }
  return groups;
}

/**
 * Where parts of communities start a level up: nextCommunity[part] is the first part of the same community. Parts are dense,
 * and memberStarts and members are theirs; firsts: u32[communities]. One thread.
 */
export function inherit(
  control: usize,
  community: usize,
  communities: u32,
  parts: u32,
  memberStarts: usize,
  members: usize,
  firsts: usize,
  nextCommunity: usize,
): void {
  memory.fill(firsts, 255, (<usize>communities) << 2);
  for (let part: u32 = 0; part < parts; part++) {
    if (cancelledAfter(control, 0)) return;
    const c = u32At(community, u32At(members, u32At(memberStarts, part)));
    if (u32At(firsts, c) == NONE) setU32(firsts, c, part);
    setU32(nextCommunity, part, u32At(firsts, c));
  }
}

/** The rows of the next level. scratch: see neighbour-sums.lib, for `capacity` labels. nextStops: u32[groups]. */
export function aggregate(
  thread: i32,
  threads: i32,
  control: usize,
  starts: usize,
  stops: usize,
  neighbours: usize,
  weights: usize,
  label: usize,
  groups: u32,
  memberStarts: usize,
  members: usize,
  capacity: u32,
  scratch: usize,
  nextStarts: usize,
  nextStops: usize,
  nextNeighbours: usize,
  nextWeights: usize,
): void {
  const mine = scratchOf(scratch, thread, capacity);
  const keys = keysOf(mine, capacity);
  const sums = sumsOf(mine);
  const blocks = (groups + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, groups);
    for (let g = <u32>block * BLOCK; g < stop; g++) {
      const at = u32At(nextStarts, g);
      const mask = beginSums(mine, u32At(nextStarts, g + 1) - at);
      const last = u32At(memberStarts, g + 1);
      let count: u32 = 0;
      for (let i = u32At(memberStarts, g); i < last; i++) {
        if ((i & 255) == 0 && cancelled(control)) break;
        const v = u32At(members, i);
        count = addRow(
          mine, capacity, mask, count, neighbours, weights, u32At(starts, v), u32At(stops, v), label, NONE, 0, 0,
        ); // prettier-ignore
      }
      for (let i: u32 = 0; i < count; i++) {
        setU32(nextNeighbours, at + i, u32At(keys, i));
        setF64(nextWeights, at + i, f64At(sums, i));
      }
      setU32(nextStops, g, at + count);
      endSums(mine, capacity, mask, count);
    }
  }
  barrier(control, threads);
}

/** sums[g]: the sum of the values (f64) of the members of g, in their order. */
export function sumMembers(
  thread: i32,
  threads: i32,
  control: usize,
  values: usize,
  groups: u32,
  memberStarts: usize,
  members: usize,
  sums: usize,
): void {
  const blocks = (groups + VERTEX_BLOCK - 1) / VERTEX_BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * VERTEX_BLOCK, groups);
    for (let g = <u32>block * VERTEX_BLOCK; g < stop; g++) {
      const last = u32At(memberStarts, g + 1);
      let sum: f64 = 0;
      for (let i = u32At(memberStarts, g); i < last; i++) sum += f64At(values, u32At(members, i));
      setF64(sums, g, sum);
    }
  }
  barrier(control, threads);
}

/** map[v] becomes label[map[v]]: the node that vertex v is in, a level up. */
export function compose(thread: i32, threads: i32, control: usize, n: u32, map: usize, label: usize): void {
  const blocks = (n + VERTEX_BLOCK - 1) / VERTEX_BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * VERTEX_BLOCK, n);
    for (let v = <u32>block * VERTEX_BLOCK; v < stop; v++) setU32(map, v, u32At(label, u32At(map, v)));
  }
  barrier(control, threads);
}

/** label[v] becomes the smallest v of the same label. numbers: u32[n]. One thread. */
export function nameBySmallest(control: usize, n: u32, label: usize, numbers: usize): void {
  memory.fill(numbers, 255, (<usize>n) << 2);
  for (let v: u32 = 0; v < n; v++) {
    if (cancelledAfter(control, 0)) return;
    const g = u32At(label, v);
    if (u32At(numbers, g) == NONE) setU32(numbers, g, v);
    setU32(label, v, u32At(numbers, g));
  }
}

function find(parent: usize, v: u32): u32 {
  while (u32At(parent, v) != v) {
    setU32(parent, v, u32At(parent, u32At(parent, v)));
    v = u32At(parent, v);
  }
  return v;
}

/**
 * Splits the groups of `label` into what is connected inside of them by edges of weight above 0: label[v] becomes the
 * smallest node of its part. parent: u32[n]. (Union-find with path halving.) One thread.
 */
export function splitConnected(
  control: usize,
  starts: usize,
  stops: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  label: usize,
  parent: usize,
): void {
  for (let v: u32 = 0; v < n; v++) setU32(parent, v, v);
  for (let v: u32 = 0; v < n; v++) {
    const last = u32At(stops, v);
    if (cancelledAfter(control, last - u32At(starts, v))) return;
    for (let e = u32At(starts, v); e < last; e++) {
      const u = u32At(neighbours, e);
      if (u >= v || u32At(label, u) != u32At(label, v) || (weights != 0 && f64At(weights, e) <= 0)) continue;
      const a = find(parent, u);
      const b = find(parent, v);
      setU32(parent, max(a, b), min(a, b));
    }
  }
  for (let v: u32 = 0; v < n; v++) setU32(label, v, find(parent, v));
}
