// Edges of a recursive matrix graph (Chakrabarti, Zhan, Faloutsos: R-MAT, SDM 2004) as Graph500 and the GAP benchmark
// suite generate them: each edge descends `scale` times into one of four quadrants with probabilities a, b, c and the
// rest; afterwards vertices are renumbered by a random permutation. Blocks of edges have random streams of their own,
// so the result is the same for any thread count.
// Random numbers: splitmix64 (Steele, Lea, Flood 2014).

import { cancelled } from '../runtime/kernels/control.lib.as';
import { setU32, u32At } from '../runtime/kernels/index.lib.as';
import { GOLDEN, mix } from '../runtime/kernels/mix.lib.as';

let state: u64 = 0;

function random(): u64 {
  state += GOLDEN;
  return mix(state);
}

function seedStream(seed: u64, stream: u64): void {
  state = seed;
  state = random() ^ (stream * GOLDEN);
  state = random();
}

/** A uniformly random permutation of 0 … n-1 (Fisher-Yates), u32[n]. */
export function permutation(control: usize, seed: u64, n: u32, out: usize): void {
  seedStream(seed, u64.MAX_VALUE);
  for (let i: u32 = 0; i < n; i++) {
    if ((i & 0xffff) == 0 && cancelled(control)) return;
    const j = <u32>(((random() >> 32) * (<u64>i + 1)) >> 32);
    setU32(out, i, u32At(out, j));
    setU32(out, j, i);
  }
}

function writeDecimal(at: usize, value: u32): usize {
  let digits: usize = 1;
  for (let rest = value / 10; rest != 0; rest /= 10) digits++;
  let p = at + digits;
  do {
    store<u8>(--p, <u8>(48 + (value % 10)));
    value /= 10;
  } while (value != 0);
  return at + digits;
}

/**
 * Writes `count` edges of a block as CSV rows; answers the address after the last. a, b, c: cumulative probabilities
 * (a, a+b, a+b+c) as fractions of 2^32. Needs 22 bytes an edge.
 */
export function writeBlock(
  seed: u64,
  block: u32,
  count: u32,
  scale: u32,
  a: u32,
  ab: u32,
  abc: u32,
  renumber: usize,
  out: usize,
): usize {
  seedStream(seed, block);
  let at = out;
  for (let edge: u32 = 0; edge < count; edge++) {
    let source: u32 = 0;
    let target: u32 = 0;
    let bits: u64 = 0;
    for (let level: u32 = 0; level < scale; level++) {
      bits = (level & 1) == 0 ? random() : bits >> 32;
      const r = <u32>bits;
      const lower = r >= ab;
      const right = lower ? r >= abc : r >= a;
      source = (source << 1) | u32(lower);
      target = (target << 1) | u32(right);
    }
    at = writeDecimal(at, u32At(renumber, source));
    store<u8>(at++, 44);
    at = writeDecimal(at, u32At(renumber, target));
    store<u8>(at++, 10);
  }
  return at;
}
