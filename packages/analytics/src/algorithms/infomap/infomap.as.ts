// Communities in which a random walker stays long, so that its path has a short description: the two-level map equation
// (Rosvall, Bergstrom 2008; Rosvall, Axelsson, Bergstrom 2009), minimised as Louvain maximises modularity. In bits,
//   L = plogp(sum of q_c) - 2 * sum of plogp(q_c) - sum of plogp(p_v) + sum of plogp(q_c + p_c),
//   q_c = t_c * (1 - n_c / n) + x_c.
// A record of four f64 describes a vertex, a node of a level or a community: p, how often the walker is there; t, how often
// he jumps from there (to any vertex); n, the vertices; x, how often he leaves it over an edge. p, t and n add up. x does
// not, but all that is needed for it are the flows between two nodes in both directions together: each edge is in the rows of
// both ends with that sum, but for self-loops, which are 0.

import { barrier, cancelledAfter, claim, reportDone } from '../../runtime/kernels/control.lib.as';
import { f64At, setF64, setU32, setU8, u32At, u8At } from '../../runtime/kernels/index.lib.as';
import { plogp } from '../../runtime/kernels/logarithm.lib.as';
import { NONE, addRow, beginSums, endSums, keysOf, scratchOf, sumsOf } from '../communities/neighbour-sums.lib.as';
import { wakeNeighbours } from '../communities/wake-neighbours.lib.as';

const BLOCK: u32 = 64;
/** Bits per visit of a node that a move must save, so that rounding moves nothing. */
const TOLERANCE: f64 = 1e-10;
const ROUNDING: f64 = 1e-15;

/** Neighbouring communities that are fetched together before they are compared, so that their cache misses overlap. */
const CHUNK: u32 = 64;
const GATHERED_BYTES: usize = 4096;

const P: u32 = 0;
const T: u32 = 1;
const N: u32 = 2;
const X: u32 = 3;

function record(records: usize, i: u32): usize {
  return records + ((<usize>i) << 5);
}

/**
 * steps: f64 per entry, the weight of the step from the neighbour to the vertex; strength: f64[n], that of all steps out of a
 * vertex. Rows of a directed graph hold the out-edges first, as many as outOffsets says; else outOffsets is 0. An
 * undirected self-loop, which is twice in its row, is one step.
 */
export function measureSteps(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  outOffsets: usize,
  n: u32,
  steps: usize,
  strength: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const first = u32At(offsets, v);
      const last = u32At(offsets, v + 1);
      const outLast = outOffsets == 0 ? first : first + u32At(outOffsets, v + 1) - u32At(outOffsets, v);
      let sum: f64 = 0;
      for (let e = first; e < outLast; e++) {
        sum += weights == 0 ? 1 : f64At(weights, e);
        setF64(steps, e, 0);
      }
      for (let e = outLast; e < last; e++) {
        let weight: f64 = weights == 0 ? 1 : f64At(weights, e);
        if (outOffsets == 0) {
          if (u32At(neighbours, e) == v) weight *= 0.5;
          sum += weight;
        }
        setF64(steps, e, weight);
      }
      setF64(strength, v, sum);
    }
  }
  barrier(control, threads);
}

/**
 * From how often the walker is at each vertex to the flow over edges. visits, strength, rates: f64[n]; flows: f64 per entry,
 * may be `steps`; nodes: records of the vertices.
 */
export function measureFlows(
  thread: i32,
  threads: i32,
  control: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  outOffsets: usize,
  n: u32,
  teleport: f64,
  visits: usize,
  strength: usize,
  rates: usize,
  flows: usize,
  nodes: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const s = f64At(strength, v);
      setF64(rates, v, s > 0 ? ((1 - teleport) * f64At(visits, v)) / s : 0);
    }
  }
  if (!barrier(control, threads)) return;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const first = u32At(offsets, v);
      const last = u32At(offsets, v + 1);
      const outLast = outOffsets == 0 ? last : first + u32At(outOffsets, v + 1) - u32At(outOffsets, v);
      const rate = f64At(rates, v);
      let leaves: f64 = 0;
      for (let e = first; e < last; e++) {
        const u = u32At(neighbours, e);
        const weight: f64 = weights == 0 ? 1 : f64At(weights, e);
        const out = e < outLast ? weight * rate : 0;
        const into = e >= outLast || outOffsets == 0 ? weight * f64At(rates, u) : 0;
        if (u != v) leaves += out;
        setF64(flows, e, u == v ? 0 : out + into);
      }
      const p = f64At(visits, v);
      const node = record(nodes, v);
      setF64(node, P, p);
      setF64(node, T, f64At(strength, v) > 0 ? teleport * p : p);
      setF64(node, N, 1);
      setF64(node, X, leaves);
    }
  }
  barrier(control, threads);
}

/** communities: records of the groups of `community` (indexes below n), 0 for those without a node. leaves: f64[n]. */
export function measureCommunities(
  thread: i32,
  threads: i32,
  control: usize,
  starts: usize,
  stops: usize,
  neighbours: usize,
  flows: usize,
  n: u32,
  nodes: usize,
  community: usize,
  leaves: usize,
  communities: usize,
): void {
  const blocks = (n + BLOCK - 1) / BLOCK;
  for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
    const stop = min((<u32>block + 1) * BLOCK, n);
    for (let v = <u32>block * BLOCK; v < stop; v++) {
      const c = u32At(community, v);
      const last = u32At(stops, v);
      if (cancelledAfter(control, last - u32At(starts, v))) break;
      let inside: f64 = 0;
      for (let e = u32At(starts, v); e < last; e++) {
        const u = u32At(neighbours, e);
        if (u != v && u32At(community, u) == c) inside += f64At(flows, e);
      }
      setF64(leaves, v, f64At(record(nodes, v), X) - 0.5 * inside);
    }
  }
  if (!barrier(control, threads) || thread != 0) return;
  memory.fill(communities, 0, (<usize>n) << 5);
  for (let v: u32 = 0; v < n; v++) {
    if (cancelledAfter(control, 0)) return;
    const node = record(nodes, v);
    const to = record(communities, u32At(community, v));
    setF64(to, P, f64At(to, P) + f64At(node, P));
    setF64(to, T, f64At(to, T) + f64At(node, T));
    setF64(to, N, f64At(to, N) + f64At(node, N));
    setF64(to, X, f64At(to, X) + f64At(leaves, v));
  }
}

function exit(t: f64, n: f64, x: f64, total: f64): f64 {
  return n == 0 ? 0 : max<f64>(0, t * (1 - n / total) + x);
}

/** What a community adds to L beside its part of the first sum. */
function term(p: f64, q: f64): f64 {
  return plogp(p + q) - 2 * plogp(q);
}

function exitOf(community: usize, total: f64): f64 {
  return exit(f64At(community, T), f64At(community, N), f64At(community, X), total);
}

/** L for n communities and vertices, -1 after a cancel. One thread. */
export function codeLength(control: usize, n: u32, communities: usize, vertices: usize): f64 {
  const total = <f64>n;
  let exits: f64 = 0;
  let terms: f64 = 0;
  for (let c: u32 = 0; c < n; c++) {
    if (cancelledAfter(control, 0)) return -1;
    const community = record(communities, c);
    const q = exitOf(community, total);
    exits += q;
    terms += term(f64At(community, P), q);
    terms -= plogp(f64At(record(vertices, c), P));
  }
  return plogp(exits) + terms;
}

/** By how much L changes when a node leaves its community (link: its flow to the rest of it, and from it). */
function leaving(node: usize, from: usize, link: f64, total: f64): f64 {
  return exit(
    f64At(from, T) - f64At(node, T),
    f64At(from, N) - f64At(node, N),
    f64At(from, X) - f64At(node, X) + link,
    total,
  );
}

function joining(node: usize, to: usize, link: f64, total: f64): f64 {
  return exit(
    f64At(to, T) + f64At(node, T),
    f64At(to, N) + f64At(node, N),
    f64At(to, X) + f64At(node, X) - link,
    total,
  );
}

/** What community `from` adds to L without the node, its exit being q then. */
function termWithout(node: usize, from: usize, q: f64): f64 {
  return f64At(from, N) == f64At(node, N) ? 0 : term(f64At(from, P) - f64At(node, P), q);
}

/**
 * Moves nodes to the neighbouring community, or to one of their own, that shortens the code most. Nodes v with equal
 * v % batches choose at once, all from the same state; of two neighbours that both want to move the one with fewer entries
 * waits for the next round, so the flows between those who move and their communities stay what they were; then one thread
 * makes the moves in their order, each only if it still shortens the code with the communities as they are then. So the
 * result is that of any number of threads, and L falls with every move. batches = n is the sequential method. Nodes are
 * looked at again when a neighbour has moved (pruning; Ozaki et al. 2016).
 *
 * community: u32[n], by an index below n; changed. communities: their records, changed. within: u32[n] or 0: nodes join only
 * nodes of an equal value. terms: f64[n]; target: u32[n]; links: f64[2n]; active, waits: u8[n]; outcome: f64, u32: the
 * sum of exits, and the moves of a round. gathered: 4096 bytes a thread. total: of all vertices. scratch: see neighbour-sums.lib, for `capacity` labels.
 * Returns the rounds done, at most `rounds`.
 */
export function move(
  thread: i32,
  threads: i32,
  control: usize,
  starts: usize,
  stops: usize,
  neighbours: usize,
  flows: usize,
  n: u32,
  nodes: usize,
  total: f64,
  batches: u32,
  rounds: u32,
  within: usize,
  community: usize,
  communities: usize,
  terms: usize,
  target: usize,
  links: usize,
  active: usize,
  waits: usize,
  outcome: usize,
  gathered: usize,
  capacity: u32,
  scratch: usize,
): u32 {
  const mine = scratchOf(scratch, thread, capacity);
  const keys = keysOf(mine, capacity);
  const sums = sumsOf(mine);
  const moved = outcome + 8;
  const near = gathered + <usize>thread * GATHERED_BYTES;
  const nearTerms = record(near, CHUNK);
  if (thread == 0) {
    memory.fill(target, 255, (<usize>n) << 2);
    memory.fill(active, 1, <usize>n);
    memory.fill(waits, 0, <usize>n);
    let exits: f64 = 0;
    for (let c: u32 = 0; c < n; c++) {
      if (cancelledAfter(control, 0)) break;
      const q = exitOf(record(communities, c), total);
      exits += q;
      setF64(terms, c, term(f64At(record(communities, c), P), q));
    }
    setF64(outcome, 0, exits);
  }
  if (!barrier(control, threads)) return 0;
  const atOnce = batches < n;
  let round: u32 = 0;
  while (round < rounds) {
    for (let batch: u32 = 0; batch < batches; batch++) {
      const count = (n - batch + batches - 1) / batches;
      const blocks = (count + BLOCK - 1) / BLOCK;
      const exits = f64At(outcome, 0);
      const indexTerm = plogp(exits);
      for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
        const stop = min((<u32>block + 1) * BLOCK, count);
        for (let i = <u32>block * BLOCK; i < stop; i++) {
          const v = batch + i * batches;
          if (u8At(active, v) == 0) continue;
          setU8(active, v, 0);
          const first = u32At(starts, v);
          const last = u32At(stops, v);
          if (first == last) continue;
          if (cancelledAfter(control, last - first)) break;
          const mask = beginSums(mine, last - first);
          const group = within == 0 ? 0 : u32At(within, v);
          const length = addRow(mine, capacity, mask, 0, neighbours, flows, first, last, community, v, within, group);
          const node = record(nodes, v);
          const a = u32At(community, v);
          const from = record(communities, a);
          let link: f64 = 0;
          for (let j: u32 = 0; j < length; j++) {
            if (u32At(keys, j) == a) link = f64At(sums, j);
          }
          const fromExit = leaving(node, from, link, total);
          const gone = termWithout(node, from, fromExit) - f64At(terms, a) - indexTerm;
          const others = exits - exitOf(from, total) + fromExit;
          let best = NONE;
          let bestChange: f64 = -(TOLERANCE * f64At(node, P) + ROUNDING);
          let bestLink: f64 = 0;
          // an index that no community has is one for the node alone
          const places = length + u32(f64At(record(communities, v), N) == 0 && f64At(from, N) != f64At(node, N));
          for (let chunk: u32 = 0; chunk < places; chunk += CHUNK) {
            const size = min(CHUNK, places - chunk);
            for (let j: u32 = 0; j < size; j++) {
              const b = chunk + j < length ? u32At(keys, chunk + j) : v;
              memory.copy(record(near, j), record(communities, b), 32);
              setF64(nearTerms, j, f64At(terms, b));
            }
            for (let j: u32 = 0; j < size; j++) {
              const isOther = chunk + j < length;
              const b = isOther ? u32At(keys, chunk + j) : v;
              if (b == a) continue;
              const sum: f64 = isOther ? f64At(sums, chunk + j) : 0;
              const to = record(near, j);
              const q = joining(node, to, sum, total);
              const change =
                gone +
                term(f64At(to, P) + f64At(node, P), q) -
                f64At(nearTerms, j) +
                plogp(others - exitOf(to, total) + q);
              if (change > bestChange || (change == bestChange && b > best)) continue;
              best = b;
              bestChange = change;
              bestLink = sum;
            }
          }
          endSums(mine, capacity, mask, length);
          if (best == NONE) continue;
          setU32(target, v, best);
          setF64(links, 2 * v, link);
          setF64(links, 2 * v + 1, bestLink);
        }
      }
      if (!barrier(control, threads)) return round;
      if (atOnce) {
        for (let block = claim(control, blocks); block >= 0; block = claim(control, blocks)) {
          const stop = min((<u32>block + 1) * BLOCK, count);
          for (let i = <u32>block * BLOCK; i < stop; i++) {
            const v = batch + i * batches;
            if (u32At(target, v) == NONE) continue;
            const last = u32At(stops, v);
            const first = u32At(starts, v);
            if (cancelledAfter(control, last - first)) break;
            for (let e = first; e < last; e++) {
              const u = u32At(neighbours, e);
              if (u == v || u32At(target, u) == NONE) continue;
              const length = u32At(stops, u) - u32At(starts, u);
              if (length < last - first || (length == last - first && u > v)) continue;
              setU8(waits, v, 1);
              break;
            }
          }
        }
        if (!barrier(control, threads)) return round;
      }
      if (thread == 0) {
        let moves: u32 = batch == 0 ? 0 : u32At(moved, 0);
        let sum = exits;
        for (let v = batch; v < n; v += batches) {
          const b = u32At(target, v);
          if (b == NONE) continue;
          const a = u32At(community, v);
          const node = record(nodes, v);
          const from = record(communities, a);
          const to = record(communities, b);
          const fromExit = leaving(node, from, f64At(links, 2 * v), total);
          const toExit = joining(node, to, f64At(links, 2 * v + 1), total);
          const fromTerm = termWithout(node, from, fromExit);
          const toTerm = term(f64At(to, P) + f64At(node, P), toExit);
          const next = sum - exitOf(from, total) - exitOf(to, total) + fromExit + toExit;
          const change = fromTerm - f64At(terms, a) + toTerm - f64At(terms, b) + plogp(next) - plogp(sum);
          if (u8At(waits, v) != 0 || change > -(TOLERANCE * f64At(node, P) + ROUNDING)) {
            setU32(target, v, NONE);
            setU8(waits, v, 0);
            setU8(active, v, 1);
            continue;
          }
          add(from, node, -1, f64At(links, 2 * v));
          add(to, node, 1, -f64At(links, 2 * v + 1));
          setF64(terms, a, fromTerm);
          setF64(terms, b, toTerm);
          setU32(community, v, b);
          sum = next;
          moves++;
        }
        setU32(moved, 0, moves);
        setF64(outcome, 0, sum);
      }
      if (!barrier(control, threads)) return round;
      wakeNeighbours(control, batch, batches, n, starts, stops, neighbours, community, target, active);
      if (!barrier(control, threads)) return round;
    }
    round++;
    if (thread == 0) reportDone(control, round);
    if (u32At(moved, 0) == 0) break;
  }
  return round;
}

/** Adds a node to a community's record, or takes it away (sign -1). A community without vertices is 0 throughout. */
function add(community: usize, node: usize, sign: f64, link: f64): void {
  if (sign < 0 && f64At(community, N) == f64At(node, N)) {
    memory.fill(community, 0, 32);
    return;
  }
  setF64(community, P, f64At(community, P) + sign * f64At(node, P));
  setF64(community, T, f64At(community, T) + sign * f64At(node, T));
  setF64(community, N, f64At(community, N) + sign * f64At(node, N));
  setF64(community, X, f64At(community, X) + sign * f64At(node, X) + link);
}
