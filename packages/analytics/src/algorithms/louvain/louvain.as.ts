// Communities of large modularity (Blondel et al. 2008) whose members are connected (Traag, Waltman, van Eck 2019). The
// host calls, level by level: move, which moves nodes between communities while modularity grows; refine, which splits
// each community into connected parts; and of hierarchy.as.ts group and aggregate, which make the parts the nodes of the
// next level, where they start in the communities that they came from.
//
// The graph is undirected: each edge is in the rows of both ends, a self-loop twice in its own. `total` is the sum of all
// entries. Gains are in units of weight: moving v of strength k from A to B changes modularity by 2 / total times
//   w(v,B) - w(v,A) - k * (K_B - (K_A - k)) / total.

import { barrier, cancelled, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, setU8, u32At, u8At } from '../../runtime/kernels/index.lib.as';
import { NONE, addRow, beginSums, endSums, keysOf, scratchOf, sumsOf } from '../communities/neighbour-sums.lib.as';
import { wakeNeighbours } from '../communities/wake-neighbours.lib.as';

const BLOCK: u32 = 64;
const STRENGTH_BLOCK: u32 = 1024;
/** Of a node's strength: what a gain must exceed, so that rounding moves nothing. */
const TOLERANCE: f64 = 1e-10;

/** strength: f64[n], the sum of each row. parts: f64[ceil(n / 1024)]. Returns the sum of all. */
export function strengths(
  thread: i32,
  threads: i32,
  control: usize,
  starts: usize,
  stops: usize,
  weights: usize,
  n: u32,
  strength: usize,
  parts: usize,
): f64 {
  const blocks = (n + STRENGTH_BLOCK - 1) / STRENGTH_BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * STRENGTH_BLOCK, n);
    let part: f64 = 0;
    for (let v = <u32>block * STRENGTH_BLOCK; v < stop; v++) {
      const first = u32At(starts, v);
      const last = u32At(stops, v);
      let sum: f64 = <f64>(last - first);
      if (weights != 0) {
        sum = 0;
        for (let e = first; e < last; e++) sum += f64At(weights, e);
      }
      setF64(strength, v, sum);
      part += sum;
    }
    setF64(parts, block, part);
  }
  if (!barrier(control, threads)) return 0;
  let total: f64 = 0;
  for (let block: u32 = 0; block < blocks; block++) total += f64At(parts, block);
  return total;
}

/**
 * Moves nodes to the neighbouring community of the largest gain. Nodes v with equal v % batches choose at once, all from
 * the same state; then one thread makes the moves in their order, each only if it still gains with the communities'
 * present strengths. So the result is that of any number of threads. batches = n is the sequential method.
 * Nodes are looked at again when a neighbour has left (pruning; Ozaki et al. 2016). Ends after a round of at most `enough` moves.
 *
 * community: u32[n], where nodes are, by an index below n; changed. totals, gains: f64[n]; sizes, target: u32[n]; active:
 * u8[n]; moved: u32[1]; scratch: see neighbour-sums.lib, for `capacity` labels. Returns the rounds done, at most `rounds`.
 */
export function move(
  thread: i32,
  threads: i32,
  control: usize,
  starts: usize,
  stops: usize,
  neighbours: usize,
  weights: usize,
  n: u32,
  strength: usize,
  total: f64,
  batches: u32,
  rounds: u32,
  enough: u32,
  community: usize,
  totals: usize,
  sizes: usize,
  target: usize,
  gains: usize,
  active: usize,
  moved: usize,
  capacity: u32,
  scratch: usize,
): u32 {
  const mine = scratchOf(scratch, thread, capacity);
  const keys = keysOf(mine, capacity);
  const sums = sumsOf(mine);
  if (thread == 0) {
    memory.fill(totals, 0, (<usize>n) << 3);
    memory.fill(sizes, 0, (<usize>n) << 2);
    memory.fill(target, 255, (<usize>n) << 2);
    memory.fill(active, 1, <usize>n);
    for (let v: u32 = 0; v < n; v++) {
      if (cancelledAfter(control, 0)) break;
      const c = u32At(community, v);
      setF64(totals, c, f64At(totals, c) + f64At(strength, v));
      setU32(sizes, c, u32At(sizes, c) + 1);
    }
  }
  if (!barrier(control, threads)) return 0;
  const atOnce = batches < n;
  let round: u32 = 0;
  while (round < rounds) {
    for (let batch: u32 = 0; batch < batches; batch++) {
      const count = (n - batch + batches - 1) / batches;
      const blocks = (count + BLOCK - 1) / BLOCK;
      for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
        const stop = min((<u32>block + 1) * BLOCK, count);
        for (let i = <u32>block * BLOCK; i < stop; i++) {
          const v = batch + i * batches;
          if (u8At(active, v) == 0) continue;
          setU8(active, v, 0);
          const first = u32At(starts, v);
          const last = u32At(stops, v);
          if (first == last) continue;
          const mask = beginSums(mine, last - first);
          const length = addRow(mine, capacity, mask, 0, neighbours, weights, first, last, community, v, 0, 0);
          const from = u32At(community, v);
          const k = f64At(strength, v);
          let inside: f64 = 0;
          let best = NONE;
          let bestScore: f64 = 0;
          let bestSum: f64 = 0;
          for (let j: u32 = 0; j < length; j++) {
            const c = u32At(keys, j);
            const sum = f64At(sums, j);
            if (c == from) {
              inside = sum;
              continue;
            }
            const score = sum - (k * f64At(totals, c)) / total;
            if (best != NONE && (score < bestScore || (score == bestScore && c > best))) continue;
            best = c;
            bestScore = score;
            bestSum = sum;
          }
          endSums(mine, capacity, mask, length);
          if (best == NONE) continue;
          const stay = inside - (k * (f64At(totals, from) - k)) / total;
          if (bestScore - stay <= TOLERANCE * k) continue;
          // two that are alone would otherwise change places
          if (atOnce && best > from && u32At(sizes, from) == 1 && u32At(sizes, best) == 1) continue;
          setU32(target, v, best);
          setF64(gains, v, bestSum - inside);
        }
      }
      if (!barrier(control, threads)) return round;
      if (thread == 0) {
        let moves: u32 = batch == 0 ? 0 : u32At(moved, 0);
        for (let v = batch; v < n; v += batches) {
          const to = u32At(target, v);
          if (to == NONE) continue;
          const from = u32At(community, v);
          const k = f64At(strength, v);
          const gain = f64At(gains, v) - (k * (f64At(totals, to) - (f64At(totals, from) - k))) / total;
          if (gain <= TOLERANCE * k) {
            setU32(target, v, NONE);
            setU8(active, v, 1);
            continue;
          }
          setF64(totals, from, f64At(totals, from) - k);
          setF64(totals, to, f64At(totals, to) + k);
          setU32(sizes, from, u32At(sizes, from) - 1);
          setU32(sizes, to, u32At(sizes, to) + 1);
          setU32(community, v, to);
          moves++;
        }
        setU32(moved, 0, moves);
      }
      if (!barrier(control, threads)) return round;
      wakeNeighbours(control, batch, batches, n, starts, stops, neighbours, community, target, active);
      if (!barrier(control, threads)) return round;
    }
    round++;
    if (thread == 0) reportDone(control, round);
    if (u32At(moved, 0) <= enough) break;
  }
  return round;
}

/**
 * Splits communities into connected parts: beginning alone, each member that is still alone and connected to the rest of
 * its community as well as expected joins the part of the largest gain, over an edge. (Traag et al. 2019, the best part
 * instead of a random one.) A community is the work of one thread, and communities do not touch each other.
 *
 * community: u32[n], dense; memberStarts, members: its members. refined: u32[n], becomes a member's index by node.
 * totals: f64[n], sizes: u32[n], both by part.
 */
export function refine(
  thread: i32,
  threads: i32,
  control: usize,
  starts: usize,
  stops: usize,
  neighbours: usize,
  weights: usize,
  strength: usize,
  total: f64,
  community: usize,
  communities: u32,
  memberStarts: usize,
  members: usize,
  refined: usize,
  totals: usize,
  sizes: usize,
  capacity: u32,
  scratch: usize,
): void {
  const mine = scratchOf(scratch, thread, capacity);
  const keys = keysOf(mine, capacity);
  const sums = sumsOf(mine);
  for (let claimed = claim(control, communities); claimed >= 0; claimed = claim(control, communities)) {
    const c = <u32>claimed;
    const firstMember = u32At(memberStarts, c);
    const lastMember = u32At(memberStarts, c + 1);
    let whole: f64 = 0;
    for (let i = firstMember; i < lastMember; i++) {
      const v = u32At(members, i);
      const k = f64At(strength, v);
      setU32(refined, v, v);
      setF64(totals, v, k);
      setU32(sizes, v, 1);
      whole += k;
    }
    if (lastMember - firstMember == 1) continue;
    for (let i = firstMember; i < lastMember; i++) {
      if ((i & 63) == 0 && cancelled(control)) break;
      const v = u32At(members, i);
      if (u32At(sizes, v) != 1) continue;
      const first = u32At(starts, v);
      const last = u32At(stops, v);
      const mask = beginSums(mine, last - first);
      const length = addRow(mine, capacity, mask, 0, neighbours, weights, first, last, refined, v, community, c);
      const k = f64At(strength, v);
      let inside: f64 = 0;
      let best = NONE;
      let bestGain: f64 = TOLERANCE * k;
      for (let j: u32 = 0; j < length; j++) {
        const part = u32At(keys, j);
        inside += f64At(sums, j);
        const gain = f64At(sums, j) - (k * f64At(totals, part)) / total;
        if (gain < bestGain || (gain == bestGain && part > best)) continue;
        best = part;
        bestGain = gain;
      }
      endSums(mine, capacity, mask, length);
      if (best == NONE || inside < (k * (whole - k)) / total) continue;
      setU32(refined, v, best);
      setF64(totals, best, f64At(totals, best) + k);
      setU32(sizes, best, u32At(sizes, best) + 1);
      setU32(sizes, v, 0);
    }
  }
  barrier(control, threads);
}
