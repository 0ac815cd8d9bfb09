// Sets of vertices of `width` bytes: HyperLogLog registers of a byte (Flajolet et al. 2007; read out by Ertl's improved
// estimator, "New cardinality estimation algorithms for HyperLogLog sketches", 2017), or a bit per vertex, which is exact.
// Unions are 16 bytes at a time.

import { setU32, u32At } from './index.lib.as';
import { GOLDEN, mix } from './mix.lib.as';

export function setOf(sets: usize, width: u32, v: u32): usize {
  return sets + <usize>v * width;
}

/** Adds vertex v to a set. */
export function add(set: usize, v: u32, bits: u32, exact: bool): void {
  if (exact) {
    const byte = set + (v >> 3);
    store<u8>(byte, load<u8>(byte) | (<u8>((<u32>1) << (v & 7))));
    return;
  }
  const hash = mix(<u64>v + GOLDEN);
  const at = set + <usize>(hash >> (64 - bits));
  const rank = <u8>(clz<u64>((hash << bits) | ((<u64>1) << (bits - 1))) + 1);
  if (rank > load<u8>(at)) store<u8>(at, rank);
}

/** Whether vertex v's register or bit lies in bytes [from, to) of the set. */
export function lies(v: u32, bits: u32, exact: bool, from: u32, to: u32): bool {
  const byte = exact ? v >> 3 : <u32>(mix(<u64>v + GOLDEN) >> (64 - bits));
  return byte >= from && byte < to;
}

/** set |= other, bytes [from, to), multiples of 16; true when something came in. */
export function unite(set: usize, other: usize, from: u32, to: u32, exact: bool): bool {
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

/** The estimated number of vertices in a set. histogram: u32[128], the thread's own. */
export function estimateSize(set: usize, width: u32, bits: u32, exact: bool, histogram: usize): f64 {
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
  return (m * m) / (2 * Math.LN2 * z);
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

/** The number of vertices in a set, at least 1. histogram: u32[128], the thread's own. */
export function cardinality(set: usize, width: u32, bits: u32, exact: bool, histogram: usize): u32 {
  const estimate = nearest<f64>(estimateSize(set, width, bits, exact, histogram));
  return max(1, <u32>min<f64>(estimate, 4294967295));
}
