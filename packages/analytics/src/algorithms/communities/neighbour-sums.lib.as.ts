// Sums of edge weights by label, for one vertex or for several together: the inner loop of everything that moves or merges
// communities. Each label met gets a place in a list (keys, sums), in the order in which it was first met, so that results
// depend on the order of the edges alone. The place of a label is found in a hash table of twice the number of edges while
// that stays in the first cache, and in an array by label beyond.
//
// Memory of one thread, sumsBytes(n): places of small rows u32[2048], sums f64[n], keys u32[n], places by label u32[n].
// The latter must be 0xffffffff before the first use, and is so again after endSums.

import { addressU32, addressU64, f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';

const SMALL_ENTRIES: u32 = 1024;
const SMALL_BYTES: usize = 8192;
export const NONE: u32 = 0xffffffff;

export function sumsOf(scratch: usize): usize {
  return scratch + SMALL_BYTES;
}

export function keysOf(scratch: usize, n: u32): usize {
  return addressU64(scratch + SMALL_BYTES, n);
}

function placesOf(scratch: usize, n: u32): usize {
  return addressU32(keysOf(scratch, n), n);
}

/** This thread's part of `scratch`: 8 KiB and 16 bytes a vertex. */
export function scratchOf(scratch: usize, thread: i32, n: u32): usize {
  return scratch + <usize>thread * (SMALL_BYTES + ((<usize>n) << 4));
}

/** Prepares for up to `entries` edges. Answers the mask of the hash table; 0: places are found by label. */
export function beginSums(scratch: usize, entries: u32): u32 {
  if (entries > SMALL_ENTRIES) return 0;
  const slots: u32 = entries < 2 ? 4 : 2 << (32 - clz<u32>(entries - 1));
  memory.fill(scratch, 255, (<usize>slots) << 2);
  return slots - 1;
}

/**
 * Adds a row's edges to the sums of their ends' labels; answers the new length of the list. Edges to `self` are left out
 * (NONE: none are), and so are those whose end is not in `group`, if groups (u32[n]) is not 0.
 */
export function addRow(
  scratch: usize,
  n: u32,
  mask: u32,
  count: u32,
  neighbours: usize,
  weights: usize,
  first: u32,
  stop: u32,
  labels: usize,
  self: u32,
  groups: usize,
  group: u32,
): u32 {
  const sums = sumsOf(scratch);
  const keys = keysOf(scratch, n);
  const places = placesOf(scratch, n);
  for (let e = first; e < stop; e++) {
    const u = u32At(neighbours, e);
    if (u == self || (groups != 0 && u32At(groups, u) != group)) continue;
    const label = u32At(labels, u);
    const weight: f64 = weights == 0 ? 1 : f64At(weights, e);
    let table = places;
    let slot = label;
    if (mask != 0) {
      table = scratch;
      slot = ((label * 0x9e3779b1) >> 7) & mask;
      while (u32At(table, slot) != NONE && u32At(keys, u32At(table, slot)) != label) slot = (slot + 1) & mask;
    }
    const place = u32At(table, slot);
    if (place == NONE) {
      setU32(table, slot, count);
      setU32(keys, count, label);
      setF64(sums, count, weight);
      count++;
    } else {
      setF64(sums, place, f64At(sums, place) + weight);
    }
  }
  return count;
}

/** Makes the places ready for the next use. */
export function endSums(scratch: usize, n: u32, mask: u32, count: u32): void {
  if (mask != 0) return;
  const keys = keysOf(scratch, n);
  const places = placesOf(scratch, n);
  for (let i: u32 = 0; i < count; i++) setU32(places, u32At(keys, i), NONE);
}
