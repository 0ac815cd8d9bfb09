// Builds compressed sparse rows: offsets[v] … offsets[v+1] are the neighbours of v, in the order in which their edges
// came, whatever the thread count. Also turns them around (transpose) and joins two of them. An edge's value, weight or
// time, is eight bytes that are moved as they are; values: 0 for none.
//
// Two passes as in propagation blocking (Beamer, Asanović, Patterson, "Reducing PageRank communication via propagation
// blocking", 2017): edges are first distributed, in order, over buckets of 2^shift consecutive vertices, then each
// bucket, whose offsets fit into a cache, is sorted by counting. Straight counting sort misses the cache at every edge.

import { barrier, claim, cancelled } from '../../runtime/kernels/control.lib.as';
import { setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';

/** counts[thread * buckets + b] becomes the place of the thread's first edge of bucket b; starts[b] the bucket's. */
function placeBuckets(counts: usize, threads: u32, buckets: u32, starts: usize): void {
  let total: u32 = 0;
  for (let b: u32 = 0; b < buckets; b++) {
    setU32(starts, b, total);
    for (let t: u32 = 0; t < threads; t++) {
      const count = u32At(counts, t * buckets + b);
      setU32(counts, t * buckets + b, total);
      total += count;
    }
  }
  setU32(starts, buckets, total);
}

/** Sorts the edges of one bucket by vertex, keeping their order, into offsets, neighbours and values. */
function sortBucket(
  bucket: u32,
  shift: u32,
  vertexCount: u32,
  starts: usize,
  pairs: usize,
  pairValues: usize,
  offsets: usize,
  neighbours: usize,
  values: usize,
): void {
  const first = bucket << shift;
  const stop = <u32>min<u64>((<u64>bucket + 1) << shift, vertexCount);
  const start = u32At(starts, bucket);
  const end = u32At(starts, bucket + 1);
  for (let v = first; v < stop; v++) setU32(offsets, v, 0);
  for (let i = start; i < end; i++) {
    const v = <u32>u64At(pairs, i);
    setU32(offsets, v, u32At(offsets, v) + 1);
  }
  let place = start;
  for (let v = first; v < stop; v++) {
    const degree = u32At(offsets, v);
    setU32(offsets, v, place);
    place += degree;
  }
  for (let i = start; i < end; i++) {
    const pair = u64At(pairs, i);
    const v = <u32>pair;
    const to = u32At(offsets, v);
    setU32(offsets, v, to + 1);
    setU32(neighbours, to, <u32>(pair >> 32));
    if (values != 0) setU64(values, to, u64At(pairValues, i));
  }
  // each offset is now the end of its vertex, which is the start of the next
  for (let v = stop; v-- > first + 1;) setU32(offsets, v, u32At(offsets, v - 1));
  if (stop > first) setU32(offsets, first, start);
}

/** Out-edges of every vertex, from chunks (see encode.as.ts; ids are ranks) in their order. */
export function fromEdges(
  thread: i32,
  threads: i32,
  control: usize,
  chunks: usize,
  chunkCount: u32,
  vertexCount: u32,
  edgeCount: u32,
  shift: u32,
  buckets: u32,
  counts: usize,
  starts: usize,
  pairs: usize,
  pairValues: usize,
  offsets: usize,
  neighbours: usize,
  values: usize,
): void {
  const mine = counts + ((<usize>thread * buckets) << 2);
  const firstChunk = <u32>((<u64>chunkCount * thread) / threads);
  const stopChunk = <u32>((<u64>chunkCount * (thread + 1)) / threads);
  memory.fill(mine, 0, (<usize>buckets) << 2);
  for (let chunk = firstChunk; chunk < stopChunk && !cancelled(control); chunk++) {
    const record = chunks + ((<usize>chunk) << 5);
    const sources = <usize>load<u32>(record);
    const count = load<u32>(record, 12);
    for (let i: u32 = 0; i < count; i++) {
      const bucket = u32At(sources, i) >> shift;
      setU32(mine, bucket, u32At(mine, bucket) + 1);
    }
  }
  if (!barrier(control, threads)) return;
  if (thread == 0) placeBuckets(counts, threads, buckets, starts);
  if (!barrier(control, threads)) return;
  for (let chunk = firstChunk; chunk < stopChunk && !cancelled(control); chunk++) {
    const record = chunks + ((<usize>chunk) << 5);
    const sources = <usize>load<u32>(record);
    const targets = <usize>load<u32>(record, 4);
    const edgeValues = <usize>load<u32>(record, 8);
    const count = load<u32>(record, 12);
    for (let i: u32 = 0; i < count; i++) {
      const source = u32At(sources, i);
      const bucket = source >> shift;
      const place = u32At(mine, bucket);
      setU32(mine, bucket, place + 1);
      setU64(pairs, place, ((<u64>u32At(targets, i)) << 32) | source);
      if (pairValues != 0) setU64(pairValues, place, u64At(edgeValues, i));
    }
  }
  if (!barrier(control, threads)) return;
  for (let b = claim(control, buckets); b >= 0; b = claim(control, buckets)) {
    sortBucket(b, shift, vertexCount, starts, pairs, pairValues, offsets, neighbours, values);
  }
  if (thread == 0) setU32(offsets, vertexCount, edgeCount);
  barrier(control, threads);
}

/** First vertex whose edges begin at or after `edge`. */
function vertexOfEdge(offsets: usize, vertexCount: u32, edge: u32): u32 {
  let low: u32 = 0;
  let high = vertexCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u32At(offsets, middle) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same edges turned around: in-edges from out-edges. Neighbours come in ascending order. */
export function transpose(
  thread: i32,
  threads: i32,
  control: usize,
  fromOffsets: usize,
  fromNeighbours: usize,
  fromValues: usize,
  vertexCount: u32,
  edgeCount: u32,
  shift: u32,
  buckets: u32,
  counts: usize,
  starts: usize,
  pairs: usize,
  pairValues: usize,
  offsets: usize,
  neighbours: usize,
  values: usize,
): void {
  const mine = counts + ((<usize>thread * buckets) << 2);
  const firstVertex = vertexOfEdge(fromOffsets, vertexCount, <u32>((<u64>edgeCount * thread) / threads));
  const stopVertex =
    thread + 1 == threads
      ? vertexCount
      : vertexOfEdge(fromOffsets, vertexCount, <u32>((<u64>edgeCount * (thread + 1)) / threads));
  memory.fill(mine, 0, (<usize>buckets) << 2);
  const firstEdge = u32At(fromOffsets, firstVertex);
  const stopEdge = u32At(fromOffsets, stopVertex);
  for (let e = firstEdge; e < stopEdge; e++) {
    const bucket = u32At(fromNeighbours, e) >> shift;
    setU32(mine, bucket, u32At(mine, bucket) + 1);
  }
  if (!barrier(control, threads)) return;
  if (thread == 0) placeBuckets(counts, threads, buckets, starts);
  if (!barrier(control, threads)) return;
  for (let v = firstVertex; v < stopVertex; v++) {
    if ((v & 0xfff) == 0 && cancelled(control)) break;
    const stop = u32At(fromOffsets, v + 1);
    for (let e = u32At(fromOffsets, v); e < stop; e++) {
      const target = u32At(fromNeighbours, e);
      const bucket = target >> shift;
      const place = u32At(mine, bucket);
      setU32(mine, bucket, place + 1);
      setU64(pairs, place, ((<u64>v) << 32) | target);
      if (pairValues != 0) setU64(pairValues, place, u64At(fromValues, e));
    }
  }
  if (!barrier(control, threads)) return;
  for (let b = claim(control, buckets); b >= 0; b = claim(control, buckets)) {
    sortBucket(b, shift, vertexCount, starts, pairs, pairValues, offsets, neighbours, values);
  }
  if (thread == 0) setU32(offsets, vertexCount, edgeCount);
  barrier(control, threads);
}

const JOIN_BLOCK: u32 = 2048;

/** The edges of both: those of the first, then those of the second, per vertex. */
export function join(
  thread: i32,
  threads: i32,
  control: usize,
  firstOffsets: usize,
  firstNeighbours: usize,
  firstValues: usize,
  secondOffsets: usize,
  secondNeighbours: usize,
  secondValues: usize,
  vertexCount: u32,
  offsets: usize,
  neighbours: usize,
  values: usize,
): void {
  const blocks = (vertexCount + JOIN_BLOCK - 1) / JOIN_BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const first = <u32>block * JOIN_BLOCK;
    const stop = min(first + JOIN_BLOCK, vertexCount);
    for (let v = first; v < stop; v++) {
      const a = u32At(firstOffsets, v);
      const b = u32At(secondOffsets, v);
      const countA = u32At(firstOffsets, v + 1) - a;
      const countB = u32At(secondOffsets, v + 1) - b;
      const at = a + b;
      setU32(offsets, v, at);
      copyU32(neighbours, at, firstNeighbours, a, countA);
      copyU32(neighbours, at + countA, secondNeighbours, b, countB);
      if (values != 0) {
        memory.copy(values + ((<usize>at) << 3), firstValues + ((<usize>a) << 3), (<usize>countA) << 3);
        memory.copy(values + ((<usize>(at + countA)) << 3), secondValues + ((<usize>b) << 3), (<usize>countB) << 3);
      }
    }
  }
  if (thread == 0) {
    setU32(offsets, vertexCount, u32At(firstOffsets, vertexCount) + u32At(secondOffsets, vertexCount));
  }
  barrier(control, threads);
}

function copyU32(to: usize, toIndex: u32, from: usize, fromIndex: u32, count: u32): void {
  if (count < 32) {
    for (let i: u32 = 0; i < count; i++) setU32(to, toIndex + i, u32At(from, fromIndex + i));
  } else {
    memory.copy(to + ((<usize>toIndex) << 2), from + ((<usize>fromIndex) << 2), (<usize>count) << 2);
  }
}
