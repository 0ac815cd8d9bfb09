import { randomStream } from '../random-stream.ts';

/**
 * A graph to measure on: edges over `vertexCount` vertices with skewed ends (a few vertices have very many edges, as
 * in RMAT graphs), each with a double `weight` and an int `since`; sorted by (src, dst), no doubles. Deterministic.
 */
export interface Graph {
  readonly vertexCount: number;
  readonly edgeCount: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly weight: Float64Array;
  readonly since: BigInt64Array;
}

export function generateGraph(vertexCount: number, wantedEdges: number, seed: number): Graph {
  const random = randomStream(seed);
  const src = new Uint32Array(wantedEdges);
  const dst = new Uint32Array(wantedEdges);
  for (let i = 0; i < wantedEdges; i++) {
    const u = random() / 2 ** 32;
    // u^3 makes the lowest 1 % of the vertices the source of a fifth of the edges.
    src[i] = scatter(Math.floor(vertexCount * u * u * u), vertexCount);
    dst[i] = random() % vertexCount;
  }
  const order = sortedOrder(src, dst, vertexCount);
  let count = 0;
  const sortedSrc = new Uint32Array(wantedEdges);
  const sortedDst = new Uint32Array(wantedEdges);
  for (let i = 0; i < wantedEdges; i++) {
    const s = src[order[i]!]!;
    const d = dst[order[i]!]!;
    if (count > 0 && sortedSrc[count - 1] === s && sortedDst[count - 1] === d) continue;
    sortedSrc[count] = s;
    sortedDst[count] = d;
    count++;
  }
  const weight = new Float64Array(count);
  const since = new BigInt64Array(count);
  for (let i = 0; i < count; i++) {
    weight[i] = (random() % 10_000) / 100;
    since[i] = BigInt(1_500_000_000 + (random() % 200_000_000));
  }
  return {
    vertexCount,
    edgeCount: count,
    src: sortedSrc.subarray(0, count),
    dst: sortedDst.subarray(0, count),
    weight,
    since,
  };
}

/** Spreads the hubs over the id range. */
function scatter(index: number, vertexCount: number): number {
  return (Math.imul(index, 0x9e3779b1) >>> 0) % vertexCount;
}

/** Positions in order of (major, minor): two stable counting sorts. */
export function sortedOrder(major: Uint32Array, minor: Uint32Array, bound: number): Uint32Array {
  const identity = new Uint32Array(major.length);
  for (let i = 0; i < identity.length; i++) identity[i] = i;
  return countingSort(countingSort(identity, minor, bound), major, bound);
}

function countingSort(order: Uint32Array, keys: Uint32Array, bound: number): Uint32Array {
  const starts = new Uint32Array(bound + 1);
  for (let i = 0; i < keys.length; i++) starts[keys[i]! + 1]!++;
  for (let i = 0; i < bound; i++) starts[i + 1]! += starts[i]!;
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const item = order[i]!;
    sorted[starts[keys[item]!]!++] = item;
  }
  return sorted;
}

/** The edges in order of (dst, src): what a store keeps to walk against the direction. */
export function reversed(graph: Graph): Graph {
  const order = sortedOrder(graph.dst, graph.src, graph.vertexCount);
  const pick = <T extends Uint32Array | Float64Array | BigInt64Array>(from: T, into: T): T => {
    for (let i = 0; i < order.length; i++) into[i] = from[order[i]!]!;
    return into;
  };
  const n = graph.edgeCount;
  return {
    vertexCount: graph.vertexCount,
    edgeCount: n,
    src: pick(graph.dst, new Uint32Array(n)),
    dst: pick(graph.src, new Uint32Array(n)),
    weight: pick(graph.weight, new Float64Array(n)),
    since: pick(graph.since, new BigInt64Array(n)),
  };
}
