// What the degree algorithms do with their counts.

import { barrier, claim } from '../runtime/kernels/control.lib.as';
import { setU64, u64At } from '../runtime/kernels/index.lib.as';

const BLOCK: u32 = 4096;

/** sum[i] = a[i] + b[i]. All i64[n]. */
export function add(thread: i32, threads: i32, control: usize, a: usize, b: usize, n: u32, sum: usize): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let i = <u32>block * BLOCK; i < stop; i++) setU64(sum, i, u64At(a, i) + u64At(b, i));
  }
  barrier(control, threads);
}
