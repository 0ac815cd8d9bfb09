// Label propagation in synchronous rounds: every vertex takes the label with the most support among its neighbours, all from
// the labels of the round before. Equal support is decided by the smallest label, or by a hash of seed, round, vertex and
// label, which is uniform and does not depend on the thread count. Ends early when a round changes nothing. Labels are vertex
// indexes.
//
// LPA (Raghavan, Albert, Kumara 2007; with `smallest` ties and start at the own id it is CDLP of LDBC Graphalytics): a
// neighbour supports its label with the weight of the edge. A vertex without neighbours keeps its label.
//
// HANP (Leung, Hui, Liò, Crowcroft 2009), when there are `hops`: neighbour u supports its label with
//   weight * max(0, 1 - attenuation * hops(u)) * preference(u),
// where hops counts how far the label has come; who takes a new label is one hop further than the nearest of those who
// supported it. A label without support is not taken.
//
// The labels of a row are fetched before they are compared, so that their cache misses overlap. Sums are listed per vertex,
// found by a hash table of twice its degree, so that those of ordinary vertices stay in the first cache; only the slots in
// use are cleared, which are few once labels have spread. Support is added in the order of the edges. Where all support is
// equal, rows of one label and rows of ascending, so different, labels (the first round's) need no table.

import { barrier, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { addressU32, f64At, setF64, setU32, u32At } from '../../runtime/kernels/index.lib.as';
import { GOLDEN, mix } from '../../runtime/kernels/mix.lib.as';

const BLOCK: u32 = 512;
const NONE: u32 = 0xffffffff;
/** Up to this many labels are compared with each other: their table would cost more than it saves. */
const FEW: u32 = 8;
/** The same where all support is equal, four comparisons at a time. */
const PAIRS: u32 = 64;

/**
 * The label with the most support, of several the one that the draw prefers, or the smallest. NONE if none has any, where
 * that can be.
 */
function bestOf(sums: usize, listed: usize, count: u32, canLack: bool, random: bool, salt: u64): u32 {
  let best = NONE;
  let bestSum: f64 = -Infinity;
  let bestDraw: u64 = 0;
  let isDrawn = false;
  for (let i: u32 = 0; i < count; i++) {
    const sum = f64At(sums, i);
    if (sum < bestSum || (canLack && sum == 0)) continue;
    const label = u32At(listed, i);
    if (sum > bestSum) {
      isDrawn = false;
    } else if (random) {
      if (!isDrawn) bestDraw = drawOf(salt, best);
      isDrawn = true;
      const draw = drawOf(salt, label);
      if (draw > bestDraw || (draw == bestDraw && label > best)) continue;
      bestDraw = draw;
    } else if (label > best) {
      continue;
    }
    best = label;
    bestSum = sum;
  }
  return best;
}

function drawOf(salt: u64, label: u32): u64 {
  return mix(salt ^ (<u64>label * GOLDEN));
}

/** As vote(), of at most FEW edges. few: 12 bytes of each. */
function voteOfFew(
  neighbours: usize,
  weights: usize,
  voices: usize,
  first: u32,
  stop: u32,
  labels: usize,
  few: usize,
  random: bool,
  salt: u64,
): u32 {
  const listed = few + ((<usize>FEW) << 3);
  let count: u32 = 0;
  for (let e = first; e < stop; e++) {
    const u = u32At(neighbours, e);
    const label = u32At(labels, u);
    let support: f64 = weights == 0 ? 1 : f64At(weights, e);
    if (voices != 0) support *= f64At(voices, u);
    let at: u32 = 0;
    while (at < count && u32At(listed, at) != label) at++;
    if (at == count) {
      setU32(listed, count++, label);
      setF64(few, at, support);
    } else {
      setF64(few, at, f64At(few, at) + support);
    }
  }
  return bestOf(few, listed, count, voices != 0, random, salt);
}

/** Of labels that all have the same support, the one that the draw prefers. */
function drawnOf(listed: usize, count: u32, salt: u64): u32 {
  let best = u32At(listed, 0);
  let bestDraw = drawOf(salt, best);
  for (let i: u32 = 1; i < count; i++) {
    const label = u32At(listed, i);
    const draw = drawOf(salt, label);
    best = select<u32>(label, best, draw < bestDraw);
    bestDraw = select<u64>(draw, bestDraw, draw < bestDraw);
  }
  return best;
}

/** As vote(), of two to four edges of equal support, without a branch that depends on the labels. */
function voteOfFour(neighbours: usize, first: u32, degree: u32, labels: usize, random: bool, salt: u64): u32 {
  const last = first + degree - 1;
  const a = u32At(labels, u32At(neighbours, first));
  const b = u32At(labels, u32At(neighbours, first + 1));
  const c = u32At(labels, u32At(neighbours, min(first + 2, last)));
  const d = u32At(labels, u32At(neighbours, last));
  const hasC = u32(degree > 2);
  const hasD = u32(degree > 3);
  const ab = u32(a == b);
  const ac = u32(a == c) & hasC;
  const ad = u32(a == d) & hasD;
  const bc = u32(b == c) & hasC;
  const bd = u32(b == d) & hasD;
  const cd = u32(c == d) & hasD;
  const ofA = 1 + ab + ac + ad;
  const ofB = 1 + ab + bc + bd;
  const ofC = hasC + ac + bc + cd;
  const ofD = hasD + ad + bd + cd;
  if (!random) {
    const top = max(max(ranked(ofA, a), ranked(ofB, b)), max(ranked(ofC, c), ranked(ofD, d)));
    return ~(<u32>top);
  }
  let best = a;
  let most = ofA;
  let bestDraw = drawOf(salt, a);
  for (let i = 0; i < 3; i++) {
    const label = i == 0 ? b : i == 1 ? c : d;
    const support = i == 0 ? ofB : i == 1 ? ofC : ofD;
    const draw = drawOf(salt, label);
    const isNearer = u32(draw < bestDraw) | (u32(draw == bestDraw) & u32(label < best));
    const isBetter = u32(support > most) | (u32(support == most) & isNearer);
    best = select<u32>(label, best, isBetter);
    most = select<u32>(support, most, isBetter);
    bestDraw = select<u64>(draw, bestDraw, isBetter);
  }
  return best;
}

/** Larger for more support, then for the smaller label. */
function ranked(support: u32, label: u32): u64 {
  return ((<u64>support) << 32) | (<u64>~label);
}

/**
 * Of at most PAIRS labels of equal support the most frequent one, by comparing each with all others, four at a time. labels:
 * u32, with room for a multiple of 16; counts: as many.
 */
function voteByPairs(labels: usize, degree: u32, counts: usize, random: bool, salt: u64): u32 {
  const padded = (degree + 15) & ~15;
  for (let i = degree; i < padded; i++) setU32(labels, i, NONE);
  const end = labels + ((<usize>degree) << 2);
  let most = i32x4.splat(0);
  for (let block: u32 = 0; block < padded; block += 16) {
    const at = addressU32(labels, block);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let ofA = i32x4.splat(0);
    let ofB = ofA;
    let ofC = ofA;
    let ofD = ofA;
    for (let other = labels; other < end; other += 4) {
      const label = v128.load32_splat(other);
      ofA = i32x4.sub(ofA, i32x4.eq(a, label));
      ofB = i32x4.sub(ofB, i32x4.eq(b, label));
      ofC = i32x4.sub(ofC, i32x4.eq(c, label));
      ofD = i32x4.sub(ofD, i32x4.eq(d, label));
    }
    const to = addressU32(counts, block);
    v128.store(to, ofA);
    v128.store(to, ofB, 16);
    v128.store(to, ofC, 32);
    v128.store(to, ofD, 48);
    most = i32x4.max_s(most, i32x4.max_s(i32x4.max_s(ofA, ofB), i32x4.max_s(ofC, ofD)));
  }
  most = i32x4.max_s(most, i8x16.shuffle(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const top = max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
  let best = NONE;
  let bestDraw: u64 = u64.MAX_VALUE;
  for (let i: u32 = 0; i < degree; i++) {
    if (<i32>u32At(counts, i) != top) continue;
    const label = u32At(labels, i);
    if (!random) {
      best = min(best, label);
      continue;
    }
    const draw = drawOf(salt, label);
    if (draw > bestDraw || (draw == bestDraw && label > best)) continue;
    best = label;
    bestDraw = draw;
  }
  return best;
}

/**
 * The label with the most support among v's neighbours, NONE if none has any. voices: see above, or 0. keys: u32 of `slots`
 * (a power of two), all NONE and left so; it leads to the distinct labels, which are listed in `sums`, 10 bytes a slot: their
 * sums, f64, then the labels, then the slots that lead to them and last the labels of a piece of the row, u32, half as many of
 * each as there are slots.
 */
function vote(
  neighbours: usize,
  weights: usize,
  voices: usize,
  first: u32,
  degree: u32,
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
  const fetched = places + ((<usize>slots) << 1);
  const room = slots >> 1;
  let count: u32 = 0;
  let last = NONE;
  let lastIndex: u32 = 0;
  for (let begin: u32 = 0; begin < degree; begin += room) {
    const size = min(degree - begin, room);
    const at = first + begin;
    const one = u32At(labels, u32At(neighbours, at));
    let differences: u32 = 0;
    let ascends: u32 = 1;
    let before = one;
    for (let i: u32 = 0; i < size; i++) {
      const label = u32At(labels, u32At(neighbours, at + i));
      setU32(fetched, i, label);
      differences |= label ^ one;
      ascends &= u32(label > before) | u32(i == 0);
      before = label;
    }
    if (size == degree && weights == 0 && voices == 0) {
      if (differences == 0) return one;
      if (ascends != 0) return random ? drawnOf(fetched, degree, salt) : one;
      if (degree <= PAIRS) return voteByPairs(fetched, degree, sums, random, salt);
    }
    for (let i: u32 = 0; i < size; i++) {
      const label = u32At(fetched, i);
      let support: f64 = weights == 0 ? 1 : f64At(weights, at + i);
      if (voices != 0) support *= f64At(voices, u32At(neighbours, at + i));
      if (label != last) {
        last = label;
        let slot = ((label * 0x9e3779b1) >> 7) & mask;
        for (;;) {
          lastIndex = u32At(keys, slot);
          if (lastIndex == NONE || u32At(listed, lastIndex) == label) break;
          slot = (slot + 1) & mask;
        }
        if (lastIndex == NONE) {
          lastIndex = count++;
          setU32(keys, slot, lastIndex);
          setU32(listed, lastIndex, label);
          setU32(places, lastIndex, slot);
          setF64(sums, lastIndex, support);
          continue;
        }
      }
      setF64(sums, lastIndex, f64At(sums, lastIndex) + support);
    }
  }
  for (let i: u32 = 0; i < count; i++) setU32(keys, u32At(places, i), NONE);
  return bestOf(sums, listed, count, voices != 0, random, salt);
}

/** The hops that a label has come at the nearest of those who support it. A weight of 0 supports nothing. */
function nearestSupporter(
  neighbours: usize,
  weights: usize,
  first: u32,
  stop: u32,
  labels: usize,
  hops: usize,
  label: u32,
): u32 {
  let nearest = NONE;
  for (let e = first; e < stop; e++) {
    const u = u32At(neighbours, e);
    if (u32At(labels, u) == label && (weights == 0 || f64At(weights, e) > 0)) nearest = min(nearest, u32At(hops, u));
  }
  return nearest;
}

/**
 * labels, nextLabels: u32[n]; the result is in labels after an even number of rounds, else in nextLabels. keys: u32 of
 * `slots`, sums: 10 bytes of each, per thread; slots a power of two of at least 16 and twice the largest degree, or twice n. changes: u32[3], zeros; where
 * the vertices that changed in round r are counted at r % 3. hops, nextHops: u32[n]; preference, voices: f64[n]; or all
 * four 0. Returns the rounds done.
 */
export function propagate(
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
  attenuation: f64,
  hops: usize,
  nextHops: usize,
  preference: usize,
  voices: usize,
): u32 {
  const myKeys = keys + <usize>thread * ((<usize>slots) << 2);
  const mySums = sums + <usize>thread * (<usize>slots * 10);
  const blocks = (n + BLOCK - 1) / BLOCK;
  memory.fill(myKeys, 255, (<usize>slots) << 2);
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      setU32(labels, v, v);
      if (hops != 0) setU32(hops, v, 0);
    }
  }
  if (!barrier(control, threads)) return 0;
  let round: u32 = 0;
  while (round < rounds) {
    const roundSalt = mix(seed ^ (<u64>round * 0xd1342543de82ef95));
    const turn = changes + <usize>(round % 3) * 4;
    if (thread == 0) atomic.store<u32>(changes + <usize>((round + 1) % 3) * 4, 0);
    if (hops != 0) {
      for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
        const stop = min((<u32>block + 1) * BLOCK, n);
        for (let v = <u32>block * BLOCK; v < stop; v++) {
          setF64(voices, v, max<f64>(0, 1 - attenuation * <f64>u32At(hops, v)) * f64At(preference, v));
        }
      }
      if (!barrier(control, threads)) return round;
    }
    let changed: u32 = 0;
    for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
      const stop = min((<u32>block + 1) * BLOCK, n);
      for (let v = <u32>block * BLOCK; v < stop; v++) {
        const first = u32At(offsets, v);
        const edgeStop = u32At(offsets, v + 1);
        const degree = edgeStop - first;
        const old = u32At(labels, v);
        let label = old;
        if (degree == 1 && hops == 0) {
          label = u32At(labels, u32At(neighbours, first));
        } else if (degree > 0) {
          const salt = mix(roundSalt ^ (<u64>v * 0x2545f4914f6cdd1d));
          if (degree <= 4 && weights == 0 && voices == 0) {
            label = voteOfFour(neighbours, first, degree, labels, random, salt);
          } else if (degree <= FEW) {
            label = voteOfFew(neighbours, weights, voices, first, edgeStop, labels, mySums, random, salt);
          } else {
            const own = min<u32>(slots, 2 << (32 - clz<u32>(degree - 1)));
            label = vote(neighbours, weights, voices, first, degree, labels, myKeys, mySums, own, random, salt);
          }
          if (label == NONE) label = old;
        }
        setU32(nextLabels, v, label);
        changed += u32(label != old);
        if (hops == 0) continue;
        const came =
          label == old
            ? u32At(hops, v)
            : nearestSupporter(neighbours, weights, first, edgeStop, labels, hops, label) + 1;
        setU32(nextHops, v, came);
      }
    }
    if (changed != 0) atomic.add<u32>(turn, changed);
    if (!barrier(control, threads)) return round;
    round++;
    const swapLabels = labels;
    labels = nextLabels;
    nextLabels = swapLabels;
    const swapHops = hops;
    hops = nextHops;
    nextHops = swapHops;
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
