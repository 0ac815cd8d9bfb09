import { setU32, u32At } from './index.lib.as';

/** counts: u32[n+1], of which n are given; each becomes the sum of those before it, and the last the sum of all. */
export function runningSum(counts: usize, n: u32): void {
  let total: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const count = u32At(counts, i);
    setU32(counts, i, total);
    total += count;
  }
  setU32(counts, n, total);
}
