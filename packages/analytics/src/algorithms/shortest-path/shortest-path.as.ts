// A path of the fewest hops between two vertices, searched from both ends level by level, always on the side whose
// frontier has fewer edges (Pohl: "Bi-directional search", Machine Intelligence 6, 1971). Of all such paths the one is found that, from the
// target back, goes through the smallest vertex each time: those vertices of the target's side that lie on a path get
// their distance from the source, and the path is then read off the distances. On one thread.
//
// label[v]: 0, not met; hops from the source, plus one; or BACK and the hops to the target, plus one.

import { cancelled, cancelledAfter } from '../../runtime/kernels/control.lib.as';
import { setU32, u32At } from '../../runtime/kernels/index.lib.as';

const NO_PATH: u32 = 0xffffffff;
const BACK: u32 = 0x80000000;
/** With the end of a queue: the other side was met. */
const MET: u32 = 0x80000000;

/**
 * Answers the hops of the path, whose vertices are path[0 … hops] then, or NO_PATH when there is none or the run is
 * cancelled. source and target differ. ascending: whether in-neighbours are. label: u32[n], zeros, and zeros again
 * afterwards unless cancelled. forthQueue, backQueue, path: u32[n]. Time O(n + m), but for vertices far from each other only.
 */
export function meet(
  control: usize,
  outOffsets: usize,
  outNeighbours: usize,
  inOffsets: usize,
  inNeighbours: usize,
  ascending: bool,
  source: u32,
  target: u32,
  label: usize,
  forthQueue: usize,
  backQueue: usize,
  path: usize,
): u32 {
  setU32(label, source, 1);
  setU32(forthQueue, 0, source);
  setU32(label, target, BACK | 1);
  setU32(backQueue, 0, target);
  // the frontiers, the labels of their vertices, and what is behind them in the queues
  let forthBegin: u32 = 0;
  let forthEnd: u32 = 1;
  let forthMet: u32 = 1;
  let forth: u32 = 1;
  let backBegin: u32 = 0;
  let backEnd: u32 = 1;
  let backMet: u32 = 1;
  let back = BACK | 1;
  let forthEdges = edgesOf(control, outOffsets, forthQueue, forthBegin, forthEnd);
  let backEdges = edgesOf(control, inOffsets, backQueue, backBegin, backEnd);
  let met = false;
  let isForth = true;
  while (forthBegin < forthEnd && backBegin < backEnd && !cancelled(control)) {
    isForth = forthEdges <= backEdges;
    if (isForth) {
      const end = widen(control, outOffsets, outNeighbours, label, forthQueue, forthBegin, forthEnd, forth + 1, back);
      forthMet = end & ~MET;
      met = (end & MET) != 0;
      if (met) break;
      forthBegin = forthEnd;
      forthEnd = end;
      forth++;
      forthEdges = edgesOf(control, outOffsets, forthQueue, forthBegin, forthEnd);
    } else {
      const end = widen(control, inOffsets, inNeighbours, label, backQueue, backBegin, backEnd, back + 1, forth);
      backMet = end & ~MET;
      met = (end & MET) != 0;
      if (met) break;
      backBegin = backEnd;
      backEnd = end;
      back++;
      backEdges = edgesOf(control, inOffsets, backQueue, backBegin, backEnd);
    }
  }
  const hops = met ? forth + (back & ~BACK) - 1 : NO_PATH;
  if (met) {
    // from the side that was widened last: the other frontier may have many more edges
    if (isForth) {
      markFromSource(control, outOffsets, outNeighbours, label, forthQueue, forthBegin, forthEnd, forth, back);
    } else {
      markFromTarget(control, inOffsets, inNeighbours, label, backQueue, backBegin, backEnd, forth);
    }
    markToTarget(control, outOffsets, outNeighbours, label, backQueue, backMet, hops);
    if (!cancelled(control)) readPath(inOffsets, inNeighbours, ascending, label, target, hops, path);
  }
  for (let i: u32 = 0; i < forthMet && !cancelledAfter(control, 0); i++) setU32(label, u32At(forthQueue, i), 0);
  for (let i: u32 = 0; i < backMet && !cancelledAfter(control, 0); i++) setU32(label, u32At(backQueue, i), 0);
  return hops;
}

function edgesOf(control: usize, offsets: usize, queue: usize, begin: u32, end: u32): u64 {
  let edges: u64 = 0;
  for (let i = begin; i < end; i++) {
    const v = u32At(queue, i);
    edges += u32At(offsets, v + 1) - u32At(offsets, v);
    if (cancelledAfter(control, 0)) break;
  }
  return edges;
}

/**
 * Puts what the frontier queue[begin, end) leads to behind it, labelled `next`, and answers where that ends; with MET as soon as a vertex
 * labelled `other` is found.
 */
function widen(
  control: usize,
  offsets: usize,
  neighbours: usize,
  label: usize,
  queue: usize,
  begin: u32,
  end: u32,
  next: u32,
  other: u32,
): u32 {
  let at = end;
  for (let i = begin; i < end; i++) {
    const v = u32At(queue, i);
    const first = u32At(offsets, v);
    const stop = u32At(offsets, v + 1);
    for (let e = first; e < stop; e++) {
      const u = u32At(neighbours, e);
      const met = u32At(label, u);
      if (met == 0) {
        setU32(label, u, next);
        setU32(queue, at++, u);
      } else if (met == other) {
        return at | MET;
      }
    }
    if (cancelledAfter(control, stop - first)) break;
  }
  return at;
}

/** Neighbours of v that are labelled `from` get the label `to`. Answers the neighbours that were looked at. */
function relabel(offsets: usize, neighbours: usize, label: usize, v: u32, from: u32, to: u32): u32 {
  const first = u32At(offsets, v);
  const stop = u32At(offsets, v + 1);
  for (let e = first; e < stop; e++) {
    const u = u32At(neighbours, e);
    if (u32At(label, u) == from) setU32(label, u, to);
  }
  return stop - first;
}

/** Those of the target's frontier that the source's, queue[begin, end), leads to get their distance from the source. */
function markFromSource(
  control: usize,
  offsets: usize,
  neighbours: usize,
  label: usize,
  queue: usize,
  begin: u32,
  end: u32,
  forth: u32,
  back: u32,
): void {
  for (let i = begin; i < end; i++) {
    if (cancelledAfter(control, relabel(offsets, neighbours, label, u32At(queue, i), back, forth + 1))) return;
  }
}

/** The same, looked for along the in-edges of the target's frontier, queue[begin, end). */
function markFromTarget(
  control: usize,
  offsets: usize,
  neighbours: usize,
  label: usize,
  queue: usize,
  begin: u32,
  end: u32,
  forth: u32,
): void {
  for (let i = begin; i < end; i++) {
    const v = u32At(queue, i);
    const first = u32At(offsets, v);
    const stop = u32At(offsets, v + 1);
    let e = first;
    while (e < stop && u32At(label, u32At(neighbours, e)) != forth) e++;
    if (e < stop) setU32(label, v, forth + 1);
    if (cancelledAfter(control, e - first)) return;
  }
}

/** The same for all vertices between them and the target. The queue has them from the target outwards. */
function markToTarget(
  control: usize,
  offsets: usize,
  neighbours: usize,
  label: usize,
  queue: usize,
  end: u32,
  hops: u32,
): void {
  for (let i = end - 1; i > 0; i--) {
    const v = u32At(queue, i);
    const mine = u32At(label, v);
    if ((mine & BACK) != 0) continue;
    const nearer = BACK | (hops - mine + 1);
    if (cancelledAfter(control, relabel(offsets, neighbours, label, v, nearer, mine + 1))) return;
  }
}

function readPath(
  offsets: usize,
  neighbours: usize,
  ascending: bool,
  label: usize,
  target: u32,
  hops: u32,
  path: usize,
): void {
  setU32(path, hops, target);
  for (let i = hops, v = target; i > 0; i--) {
    let best = NO_PATH;
    const stop = u32At(offsets, v + 1);
    for (let e = u32At(offsets, v); e < stop; e++) {
      const u = u32At(neighbours, e);
      if (u >= best || u32At(label, u) != i) continue;
      best = u;
      if (ascending) break;
    }
    v = best;
    setU32(path, i - 1, v);
  }
}
