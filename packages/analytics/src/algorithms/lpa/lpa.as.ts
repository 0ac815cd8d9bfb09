// Label propagation in synchronous rounds (Raghavan, Albert, Kumara 2007; with `smallest` ties and start at the own id it
// is CDLP of LDBC Graphalytics): every vertex takes the label with the largest sum of weights among its neighbours, all
// from the labels of the round before. A vertex without neighbours keeps its label. Equal sums are decided by the smallest
// label, or by a hash of seed, round, vertex and label, which is uniform and does not depend on the thread count.
// Returns the rounds done; ends early when a round changes nothing. Labels are vertex indexes.
//
// Sums are listed per vertex, found by a hash table of twice its degree, so that those of ordinary vertices stay in the
// first cache; only the slots in use are cleared, which are few once labels have spread. Weights are added in the order of
// the edges.

import { barrier, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';
import { GOLDEN, mix } from '../../runtime/kernels/mix.lib.as';

const BLOCK: u32 = 512;
const EMPTY: u32 = 0xffffffff;

/**
 * The label that most of the weight of v's neighbours has. keys: u32 of `slots` (a power of two), all EMPTY and left so;
 * it leads to the distinct labels, which are listed in `sums`, 8 bytes a slot: their sums, f64, then the labels and then
 * the slots that lead to them, u32, half as many of each as there are slots.
 */
function vote(
  neighbours: usize,
  weights: usize,
  first: u32,
  stop: u32,
  labels: usize,
  keys: usize,
  sums: usize,
  slots: u32,
  random: bool,
  salt: u64,
): u32 {
  const mask = slots - 1;
  const listed = sums + ((<usize>slots) << 2);
  const places = listed + ((<usize>slots) << 1);
  let count: u32 = 0;
  let last = EMPTY;
  let lastIndex: u32 = 0;
  for (let e = first; e < stop; e++) {
    const label = u32At(labels, u32At(neighbours, e));
    const weight: f64 = weights == 0 ? 1 : f64At(weights, e);
    if (label != last) {
      last = label;
      let slot = ((label * 0x9e3779b1) >> 7) & mask;
      for (;;) {
        lastIndex = u32At(keys, slot);
        if (lastIndex == EMPTY || u32At(listed, lastIndex) == label) break;
        slot = (slot + 1) & mask;
      }
      if (lastIndex == EMPTY) {
        lastIndex = count++;
        setU32(keys, slot, lastIndex);
        setU32(listed, lastIndex, label);
        setU32(places, lastIndex, slot);
        setF64(sums, lastIndex, weight);
        continue;
      }
    }
    setF64(sums, lastIndex, f64At(sums, lastIndex) + weight);
  }
  let best = EMPTY;
  let bestSum: f64 = -Infinity;
  let bestDraw: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    setU32(keys, u32At(places, i), EMPTY);
    const sum = f64At(sums, i);
    if (sum < bestSum) continue;
    const label = u32At(listed, i);
    const draw = random ? mix(salt ^ (<u64>label * GOLDEN)) : 0;
    if (sum == bestSum && (random ? draw > bestDraw || (draw == bestDraw && label > best) : label > best)) continue;
    best = label;
    bestSum = sum;
    bestDraw = draw;
  }
  return best;
}

/**
 * labels, nextLabels: u32[n]; the result is in labels after an even number of rounds, else in nextLabels. keys, sums: u32
 * and f64 of `slots` per thread, slots a power of two of at least twice the largest degree. changes: u32[3], zeros.
 */
export function lpa(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  rounds: u32,
  random: bool,
  seed: u64,
  labels: usize,
  nextLabels: usize,
  slots: u32,
  keys: usize,
  sums: usize,
  changes: usize,
): u32 {
  const myKeys = keys + <usize>thread * ((<usize>slots) << 2);
  const mySums = sums + <usize>thread * ((<usize>slots) << 3);
  const blocks = (n + BLOCK - 1) / BLOCK;
  memory.fill(myKeys, 255, (<usize>slots) << 2);
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) setU32(labels, v, v);
  }
  if (!barrier(control, threads)) return 0;
  let round: u32 = 0;
  while (round < rounds) {
    const roundSalt = mix(seed ^ (<u64>round * 0xd1342543de82ef95));
    const turn = changes + <usize>(round % 3) * 4;
    if (thread == 0) atomic.store<u32>(changes + <usize>((round + 1) % 3) * 4, 0);
    let changed: u32 = 0;
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const stop = min((<u32>block + 1) * BLOCK, n);
      for (let v = <u32>block * BLOCK; v < stop; v++) {
        const first = u32At(offsets, v);
        const edgeStop = u32At(offsets, v + 1);
        const degree = edgeStop - first;
        const old = u32At(labels, v);
        let label = old;
        if (degree == 1) {
          label = u32At(labels, u32At(neighbours, first));
        } else if (degree > 1) {
          const own: u32 = 2 << (32 - clz<u32>(degree - 1));
          const salt = mix(roundSalt ^ (<u64>v * 0x2545f4914f6cdd1d));
          label = vote(neighbours, weights, first, edgeStop, labels, myKeys, mySums, own, random, salt);
        }
        setU32(nextLabels, v, label);
        changed += u32(label != old);
      }
    }
    if (changed != 0) atomic.add<u32>(turn, changed);
    if (!barrier(control, threads)) return round;
    round++;
    const swap = labels;
    labels = nextLabels;
    nextLabels = swap;
    if (thread == 0) reportDone(control, round);
    if (atomic.load<u32>(turn) == 0) break;
  }
  return round;
}

/** The largest degree, of all threads' shares. most: u32 per thread. */
export function largestDegree(thread: i32, threads: i32, control: usize, offsets: usize, n: u32, most: usize): u32 {
  const blocks = (n + 4095) >> 12;
  let mine: u32 = 0;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) << 12, n);
    for (let v = (<u32>block) << 12; v < stop; v++) mine = max(mine, u32At(offsets, v + 1) - u32At(offsets, v));
  }
  setU32(most, thread, mine);
  if (!barrier(control, threads)) return 0;
  let largest: u32 = 0;
  for (let t = 0; t < threads; t++) largest = max(largest, u32At(most, t));
  return largest;
}
