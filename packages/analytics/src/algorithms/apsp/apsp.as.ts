// Distances from every one of a batch of sources, a source per claim: by Dijkstra's algorithm (1959) with a binary heap
// that holds each vertex at most once and knows its place, or by breadth-first search where edges have no weights.
// distances[i * n + v]: least sum of weights from source first + i, added from the source on; Infinity where there is no
// path. Every source is one thread's work, so the result does not depend on their number. Weights are at least 0.
// Time per source O((n + m) log n), or O(n + m) without weights; memory 8 bytes a vertex and thread.

import { barrier, cancelled, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU64, f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';

/** Vertices, and edges, between looks for a cancel. */
const LOOK: u32 = 0xffff;

function rise(heap: usize, place: usize, row: usize, v: u32, at: u32): void {
  const distance = f64At(row, v);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const u = u32At(heap, above);
    if (f64At(row, u) <= distance) break;
    setU32(heap, at, u);
    setU32(place, u, at);
    at = above;
  }
  setU32(heap, at, v);
  setU32(place, v, at);
}

function sink(heap: usize, place: usize, row: usize, v: u32, count: u32): void {
  const distance = f64At(row, v);
  let at: u32 = 0;
  for (let below: u32 = 1; below < count; below = 2 * at + 1) {
    let u = u32At(heap, below);
    if (below + 1 < count) {
      const other = u32At(heap, below + 1);
      if (f64At(row, other) < f64At(row, u)) {
        below++;
        u = other;
      }
    }
    if (distance <= f64At(row, u)) break;
    setU32(heap, at, u);
    setU32(place, u, at);
    at = below;
  }
  setU32(heap, at, v);
  setU32(place, v, at);
}

function dijkstra(
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  source: u32,
  row: usize,
  heap: usize,
  place: usize,
): void {
  setU32(heap, 0, source);
  setU32(place, source, 0);
  let count: u32 = 1;
  let work: u32 = 0;
  while (count > 0) {
    const v = u32At(heap, 0);
    const base = f64At(row, v);
    count--;
    if (count > 0) sink(heap, place, row, u32At(heap, count), count);
    const stop = u32At(offsets, v + 1);
    for (let e = u32At(offsets, v); e < stop; e++) {
      if ((++work & LOOK) == 0 && cancelled(control)) return;
      const u = u32At(neighbours, e);
      const through = base + f64At(weights, e);
      const known = f64At(row, u);
      if (through >= known) continue;
      setF64(row, u, through);
      // one that was taken out has its least distance and comes here no more
      rise(heap, place, row, u, known == Infinity ? count++ : u32At(place, u));
    }
  }
}

/** Answers the number of vertices that were reached, the source among them. row 0: only counts, by stamps in `mark`. */
function search(
  control: usize,
  offsets: usize,
  neighbours: usize,
  source: u32,
  row: usize,
  queue: usize,
  mark: usize,
): u32 {
  setU32(queue, 0, source);
  if (row == 0) setU32(mark, source, source);
  let tail: u32 = 1;
  let work: u32 = 0;
  for (let head: u32 = 0; head < tail; head++) {
    const v = u32At(queue, head);
    const next: f64 = row == 0 ? 0 : f64At(row, v) + 1;
    const stop = u32At(offsets, v + 1);
    for (let e = u32At(offsets, v); e < stop; e++) {
      if ((++work & LOOK) == 0 && cancelled(control)) return tail;
      const u = u32At(neighbours, e);
      if (row == 0) {
        if (u32At(mark, u) == source) continue;
        setU32(mark, u, source);
      } else {
        if (f64At(row, u) != Infinity) continue;
        setF64(row, u, next);
      }
      setU32(queue, tail++, u);
    }
  }
  return tail;
}

/**
 * weights 0: every edge has 1. distances: f64[count * n]. heaps, places: u32[n] per thread. Answers nothing; the distances
 * are whole unless it was cancelled.
 */
export function apsp(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  first: u32,
  count: u32,
  distances: usize,
  heaps: usize,
  places: usize,
): void {
  const heap = heaps + <usize>thread * ((<usize>n) << 2);
  const place = places + <usize>thread * ((<usize>n) << 2);
  for (let i = claim(control, count); i >= 0; i = claim(control, count)) {
    const row = distances + <usize>(<u32>i) * ((<usize>n) << 3);
    for (let v: u32 = 0; v < n; v++) setF64(row, v, Infinity);
    const source = first + <u32>i;
    store<f64>(addressU64(row, source), 0);
    if (weights == 0) search(control, offsets, neighbours, source, row, heap, place);
    else dijkstra(control, offsets, neighbours, weights, source, row, heap, place);
  }
  barrier(control, threads);
}

/**
 * Counts the pairs that paths join, a source and itself left out, until there are more than `most`. total: u64, zero, which
 * gets their number, exact if it is at most `most`. queues, marks: u32[n] per thread.
 */
export function countPairs(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  n: u32,
  most: f64,
  total: usize,
  queues: usize,
  marks: usize,
): void {
  const queue = queues + <usize>thread * ((<usize>n) << 2);
  const mark = marks + <usize>thread * ((<usize>n) << 2);
  memory.fill(mark, 255, (<usize>n) << 2);
  for (let source = claim(control, n); source >= 0; source = claim(control, n)) {
    if (<f64>atomic.load<u64>(total) > most) break;
    const reached = search(control, offsets, neighbours, <u32>source, 0, queue, mark);
    atomic.add<u64>(total, <u64>(reached - 1));
    if (thread == 0) reportDone(control, <u32>source + 1);
  }
  barrier(control, threads);
}
