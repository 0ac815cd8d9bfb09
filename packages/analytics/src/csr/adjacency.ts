import type { Team } from '../runtime/team.ts';
import type { SharedMemory } from '../runtime/shared-memory.ts';
import { CHUNK_RECORD_BYTES, writeChunks, type EdgeChunk } from './edge-chunks.ts';

/** Compressed sparse rows in shared memory: addresses. offsets: u32[n+1]; neighbours: u32[m]; weights: f64[m] or 0. */
export interface Adjacency {
  readonly edgeCount: number;
  readonly offsets: number;
  readonly neighbours: number;
  readonly weights: number;
}

/** Vertices per bucket: offsets of one bucket stay in a core's cache, and there are few enough to write to at once. */
const SMALLEST_SHIFT = 12;
const MOST_BUCKETS_LOG = 10;

export function adjacencyBytes(vertexCount: number, edgeCount: number, weighted: boolean): number {
  return (vertexCount + 1) * 4 + edgeCount * (weighted ? 12 : 4) + 192;
}

/** Bytes that building needs besides its input and its result. */
export function buildBytes(edgeCount: number, weighted: boolean): number {
  return edgeCount * (weighted ? 16 : 8);
}

function allocateAdjacency(
  memory: SharedMemory,
  vertexCount: number,
  edgeCount: number,
  weighted: boolean,
  what: string,
): Adjacency {
  const [offsets, neighbours, weights] = memory.allocateAll(
    [(vertexCount + 1) * 4, edgeCount * 4, ...(weighted ? [edgeCount * 8] : [])],
    what,
  );
  return { edgeCount, offsets: offsets!, neighbours: neighbours!, weights: weights ?? 0 };
}

export function freeAdjacency(memory: SharedMemory, { offsets, neighbours, weights }: Adjacency): void {
  memory.free(offsets);
  memory.free(neighbours);
  if (weights !== 0) memory.free(weights);
}

interface Buckets {
  readonly shift: number;
  readonly count: number;
  readonly counts: number;
  readonly starts: number;
  readonly pairs: number;
  readonly pairWeights: number;
  free(): void;
}

function allocateBuckets(team: Team, vertexCount: number, edgeCount: number, weighted: boolean, what: string): Buckets {
  const { memory } = team;
  const shift = Math.max(SMALLEST_SHIFT, Math.ceil(Math.log2(Math.max(1, vertexCount))) - MOST_BUCKETS_LOG);
  const count = Math.ceil(vertexCount / 2 ** shift);
  const blocks = memory.allocateAll(
    [team.threads * count * 4, (count + 1) * 4, edgeCount * 8, ...(weighted ? [edgeCount * 8] : [])],
    what,
  );
  const [counts, starts, pairs, pairWeights = 0] = blocks as [number, number, number, number?];
  return {
    shift,
    count,
    counts,
    starts,
    pairs,
    pairWeights,
    free: () => blocks.forEach((address) => memory.free(address)),
  };
}

/** Out-edges from encoded chunks, in the order of the input. Cost: two passes over the edges. */
export async function buildOut(
  team: Team,
  chunks: readonly EdgeChunk[],
  vertexCount: number,
  edgeCount: number,
  weighted: boolean,
): Promise<Adjacency> {
  const { memory } = team;
  const what = 'the graph';
  const out = allocateAdjacency(memory, vertexCount, edgeCount, weighted, what);
  const buckets = allocateBuckets(team, vertexCount, edgeCount, weighted, 'building the graph');
  const table = memory.allocate(chunks.length * CHUNK_RECORD_BYTES, 'the list of edge chunks');
  writeChunks(memory, table, chunks);
  await team.run('build', 'fromEdges', [
    table, chunks.length, vertexCount, edgeCount, buckets.shift, buckets.count, buckets.counts, buckets.starts,
    buckets.pairs, buckets.pairWeights, out.offsets, out.neighbours, out.weights,
  ]); // prettier-ignore
  memory.free(table);
  buckets.free();
  return out;
}

function bucketsOrFree(team: Team, to: Adjacency, vertexCount: number): Buckets {
  try {
    return allocateBuckets(team, vertexCount, to.edgeCount, to.weights !== 0, 'turning the graph around');
  } catch (error) {
    freeAdjacency(team.memory, to);
    throw error;
  }
}

/** The same edges turned around; neighbours in ascending order. */
export async function transpose(team: Team, from: Adjacency, vertexCount: number): Promise<Adjacency> {
  const { memory } = team;
  const weighted = from.weights !== 0;
  const to = allocateAdjacency(memory, vertexCount, from.edgeCount, weighted, 'the graph turned around');
  const buckets = bucketsOrFree(team, to, vertexCount);
  try {
    await team.run('build', 'transpose', [
      from.offsets, from.neighbours, from.weights, vertexCount, from.edgeCount, buckets.shift, buckets.count,
      buckets.counts, buckets.starts, buckets.pairs, buckets.pairWeights, to.offsets, to.neighbours, to.weights,
    ]); // prettier-ignore
    return to;
  } catch (error) {
    freeAdjacency(memory, to);
    throw error;
  } finally {
    buckets.free();
  }
}

/** Every edge in both directions: a self-loop and each of parallel edges twice at its ends. */
export async function joinBoth(team: Team, out: Adjacency, into: Adjacency, vertexCount: number): Promise<Adjacency> {
  const edgeCount = out.edgeCount + into.edgeCount;
  const both = allocateAdjacency(
    team.memory,
    vertexCount,
    edgeCount,
    out.weights !== 0,
    'the graph in both directions',
  );
  try {
    await team.run('build', 'join', [
      out.offsets, out.neighbours, out.weights, into.offsets, into.neighbours, into.weights, vertexCount,
      both.offsets, both.neighbours, both.weights,
    ]); // prettier-ignore
    return both;
  } catch (error) {
    freeAdjacency(team.memory, both);
    throw error;
  }
}

/** The same adjacency without its weights; shares its arrays. */
export function unweighted(adjacency: Adjacency): Adjacency {
  return { ...adjacency, weights: 0 };
}

/**
 * The simple graph of one adjacency, or of two together: no self-loops, parallel edges merged, neighbours ascending, no
 * weights. What comes in must have ascending neighbours. Cost: two merges over the edges.
 */
export async function simplify(
  team: Team,
  a: Adjacency,
  b: Adjacency | undefined,
  vertexCount: number,
): Promise<Adjacency> {
  const { memory } = team;
  const what = 'the simple graph';
  const offsets = memory.allocate((vertexCount + 1) * 4, what);
  const merged = [a.offsets, a.neighbours, b?.offsets ?? 0, b?.neighbours ?? 0, vertexCount, offsets];
  let neighbours = 0;
  try {
    const [count] = await team.run('simplify', 'countSimple', merged);
    const edgeCount = count! >>> 0;
    neighbours = memory.allocate(edgeCount * 4, what);
    await team.run('simplify', 'fillSimple', [...merged, neighbours]);
    return { edgeCount, offsets, neighbours, weights: 0 };
  } catch (error) {
    memory.free(offsets);
    if (neighbours !== 0) memory.free(neighbours);
    throw error;
  }
}
