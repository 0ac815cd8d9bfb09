// Weakly connected components by Afforest (Sutton, Ben-Nun, Barak: "Optimizing parallel graph connectivity computation
// via subgraph sampling", IPDPS 2018; GAP benchmark suite, cc.cc): link the first edges of every vertex, find the
// largest component in a sample, and link the remaining edges of the vertices outside of it only. That needs the edges
// of both directions; without in-edges every edge is linked.
// label[v] becomes the smallest vertex index of v's component, because links always hang the larger root below the
// smaller: same result for any thread count. Time O(m + n) nearly always; memory 4 bytes a vertex.

import { barrier, claim } from '../../runtime/kernels/control.lib.as';
import { addressU32, setU32, u32At } from '../../runtime/kernels/index.lib.as';

const BLOCK: u32 = 2048;
const FIRST_EDGES: u32 = 2;
const SAMPLES: u32 = 1024;

/** Joins the trees of u and v. */
function link(label: usize, u: u32, v: u32): void {
  let a = u32At(label, u);
  let b = u32At(label, v);
  while (a != b) {
    const high = max(a, b);
    const low = min(a, b);
    const parent = atomic.load<u32>(addressU32(label, high));
    if (parent == low) return;
    if (parent == high && atomic.cmpxchg<u32>(addressU32(label, high), high, low) == high) return;
    a = atomic.load<u32>(addressU32(label, atomic.load<u32>(addressU32(label, high))));
    b = atomic.load<u32>(addressU32(label, low));
  }
}

/** Hangs every vertex directly below its root. */
function compress(control: usize, label: usize, n: u32): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      while (u32At(label, v) != u32At(label, u32At(label, v))) setU32(label, v, u32At(label, u32At(label, v)));
    }
  }
}

/** The label that most of 1024 evenly spread vertices have. `samples`: u32[1024]. */
function commonLabel(label: usize, n: u32, samples: usize): u32 {
  const count = min(SAMPLES, n);
  for (let i: u32 = 0; i < count; i++) {
    const sample = u32At(label, <u32>((<u64>i * n) / count));
    let j = i;
    for (; j > 0 && u32At(samples, j - 1) > sample; j--) setU32(samples, j, u32At(samples, j - 1));
    setU32(samples, j, sample);
  }
  let best: u32 = 0;
  let bestRun: u32 = 0;
  for (let i: u32 = 0; i < count;) {
    let run = i + 1;
    while (run < count && u32At(samples, run) == u32At(samples, i)) run++;
    if (run - i > bestRun) {
      bestRun = run - i;
      best = u32At(samples, i);
    }
    i = run;
  }
  return best;
}

/** inOffsets 0: no in-edges at hand. label: u32[n]. samples: u32[1024 + 1]. */
export function connectedComponents(
  thread: i32,
  threads: i32,
  control: usize,
  outOffsets: usize,
  outNeighbours: usize,
  inOffsets: usize,
  inNeighbours: usize,
  n: u32,
  label: usize,
  samples: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) setU32(label, v, v);
  }
  if (!barrier(control, threads)) return;

  for (let nth: u32 = 0; nth < FIRST_EDGES; nth++) {
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const stop = min((<u32>block + 1) * BLOCK, n);
      for (let v = <u32>block * BLOCK; v < stop; v++) {
        const edge = u32At(outOffsets, v) + nth;
        if (edge < u32At(outOffsets, v + 1)) link(label, v, u32At(outNeighbours, edge));
      }
    }
    if (!barrier(control, threads)) return;
    compress(control, label, n);
    if (!barrier(control, threads)) return;
  }

  const skipsLargest = inOffsets != 0;
  if (skipsLargest) {
    if (thread == 0) setU32(samples, SAMPLES, commonLabel(label, n, samples));
    if (!barrier(control, threads)) return;
  }
  const largest = skipsLargest ? u32At(samples, SAMPLES) : u32.MAX_VALUE;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      if (u32At(label, v) == largest) continue;
      const edgeStop = u32At(outOffsets, v + 1);
      for (let e = u32At(outOffsets, v) + FIRST_EDGES; e < edgeStop; e++) link(label, v, u32At(outNeighbours, e));
      if (!skipsLargest) continue;
      const inStop = u32At(inOffsets, v + 1);
      for (let e = u32At(inOffsets, v); e < inStop; e++) link(label, v, u32At(inNeighbours, e));
    }
  }
  if (!barrier(control, threads)) return;
  compress(control, label, n);
  barrier(control, threads);
}
