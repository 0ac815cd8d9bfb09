import type { EdgeValueKind } from '../face.ts';
import type { Team } from '../runtime/team.ts';
import type { SharedMemory } from '../runtime/shared-memory.ts';
import { CHUNK_RECORD_BYTES, writeChunks, type EdgeChunk } from './edge-chunks.ts';

/**
 * Compressed sparse rows in shared memory: addresses. offsets: u32[n+1]; neighbours: u32[m]; weights: f64[m] or 0;
 * times: i64[m] or 0. At most one of the last two is there.
 */
export interface Adjacency {
  readonly edgeCount: number;
  readonly offsets: number;
  readonly neighbours: number;
  readonly weights: number;
  readonly times: number;
}

/** Bytes of a weight or a time. */
export const VALUE_BYTES = 8;

/** What an adjacency carries for each edge, and where: 0 for nothing. */
export function edgeValues({ weights, times }: Adjacency): { readonly kind: EdgeValueKind; readonly address: number } {
  return { kind: weights !== 0 ? 'weight' : times !== 0 ? 'time' : 'none', address: weights || times };
}

/** Vertices per bucket: offsets of one bucket stay in a core's cache, and there are few enough to write to at once. */
const SMALLEST_SHIFT = 12;
const MOST_BUCKETS_LOG = 10;

export function adjacencyBytes(vertexCount: number, edgeCount: number, edgeValue: EdgeValueKind): number {
  return (vertexCount + 1) * 4 + edgeCount * (edgeValue === 'none' ? 4 : 4 + VALUE_BYTES) + 192;
}

/** Bytes that building needs besides its input and its result. */
export function buildBytes(edgeCount: number, edgeValue: EdgeValueKind): number {
  return edgeCount * (edgeValue === 'none' ? 8 : 8 + VALUE_BYTES);
}

/** Room for an adjacency; its content is arbitrary. @throws MemoryError naming `what` */
export function allocateAdjacency(
  memory: SharedMemory,
  vertexCount: number,
  edgeCount: number,
  edgeValue: EdgeValueKind,
  what: string,
): Adjacency {
  const [offsets, neighbours, values = 0] = memory.allocateAll(
    [(vertexCount + 1) * 4, edgeCount * 4, ...(edgeValue === 'none' ? [] : [edgeCount * VALUE_BYTES])],
    what,
  ) as [number, number, number?];
  const [weights, times] = edgeValue === 'weight' ? [values, 0] : [0, values];
  return { edgeCount, offsets, neighbours, weights, times };
}

export function freeAdjacency(memory: SharedMemory, adjacency: Adjacency): void {
  memory.free(adjacency.offsets);
  memory.free(adjacency.neighbours);
  const values = edgeValues(adjacency).address;
  if (values !== 0) memory.free(values);
}

interface Buckets {
  readonly shift: number;
  readonly count: number;
  readonly counts: number;
  readonly starts: number;
  readonly pairs: number;
  readonly pairValues: number;
  free(): void;
}

function allocateBuckets(
  team: Team,
  vertexCount: number,
  edgeCount: number,
  edgeValue: EdgeValueKind,
  what: string,
): Buckets {
  const { memory } = team;
  const shift = Math.max(SMALLEST_SHIFT, Math.ceil(Math.log2(Math.max(1, vertexCount))) - MOST_BUCKETS_LOG);
  const count = Math.ceil(vertexCount / 2 ** shift);
  const blocks = memory.allocateAll(
    [
      team.threads * count * 4,
      (count + 1) * 4,
      edgeCount * 8,
      ...(edgeValue === 'none' ? [] : [edgeCount * VALUE_BYTES]),
    ],
    what,
  );
  const [counts, starts, pairs, pairValues = 0] = blocks as [number, number, number, number?];
  return {
    shift,
    count,
    counts,
    starts,
    pairs,
    pairValues,
    free: () => blocks.forEach((address) => memory.free(address)),
  };
}

/** Out-edges from encoded chunks, in the order of the input. Cost: two passes over the edges. */
export async function buildOut(
  team: Team,
  chunks: readonly EdgeChunk[],
  vertexCount: number,
  edgeCount: number,
  edgeValue: EdgeValueKind,
): Promise<Adjacency> {
  const { memory } = team;
  const what = 'the graph';
  const out = allocateAdjacency(memory, vertexCount, edgeCount, edgeValue, what);
  const buckets = allocateBuckets(team, vertexCount, edgeCount, edgeValue, 'building the graph');
  const table = memory.allocate(chunks.length * CHUNK_RECORD_BYTES, 'the list of edge chunks');
  writeChunks(memory, table, chunks);
  await team.run('build', 'fromEdges', [
    table, chunks.length, vertexCount, edgeCount, buckets.shift, buckets.count, buckets.counts, buckets.starts,
    buckets.pairs, buckets.pairValues, out.offsets, out.neighbours, edgeValues(out).address,
  ]); // prettier-ignore
  memory.free(table);
  buckets.free();
  return out;
}

function bucketsOrFree(team: Team, to: Adjacency, vertexCount: number): Buckets {
  try {
    return allocateBuckets(team, vertexCount, to.edgeCount, edgeValues(to).kind, 'turning the graph around');
  } catch (error) {
    freeAdjacency(team.memory, to);
    throw error;
  }
}

/** The same edges turned around, with their values; neighbours in ascending order. */
export async function transpose(team: Team, from: Adjacency, vertexCount: number): Promise<Adjacency> {
  const { memory } = team;
  const { kind, address: values } = edgeValues(from);
  const to = allocateAdjacency(memory, vertexCount, from.edgeCount, kind, 'the graph turned around');
  const buckets = bucketsOrFree(team, to, vertexCount);
  try {
    await team.run('build', 'transpose', [
      from.offsets, from.neighbours, values, vertexCount, from.edgeCount, buckets.shift, buckets.count,
      buckets.counts, buckets.starts, buckets.pairs, buckets.pairValues, to.offsets, to.neighbours,
      edgeValues(to).address,
    ]); // prettier-ignore
    return to;
  } catch (error) {
    freeAdjacency(memory, to);
    throw error;
  } finally {
    buckets.free();
  }
}

/** Every edge in both directions, with its value in both: a self-loop and each of parallel edges twice at its ends. */
export async function joinBoth(team: Team, out: Adjacency, into: Adjacency, vertexCount: number): Promise<Adjacency> {
  const edgeCount = out.edgeCount + into.edgeCount;
  const both = allocateAdjacency(
    team.memory,
    vertexCount,
    edgeCount,
    edgeValues(out).kind,
    'the graph in both directions',
  );
  try {
    await team.run('build', 'join', [
      out.offsets, out.neighbours, edgeValues(out).address, into.offsets, into.neighbours, edgeValues(into).address,
      vertexCount, both.offsets, both.neighbours, edgeValues(both).address,
    ]); // prettier-ignore
    return both;
  } catch (error) {
    freeAdjacency(team.memory, both);
    throw error;
  }
}

/** The same adjacency without weights or times; shares its arrays. */
export function withoutValues(adjacency: Adjacency): Adjacency {
  return { ...adjacency, weights: 0, times: 0 };
}

/**
 * The simple graph of one adjacency, or of two together: no self-loops, parallel edges merged, neighbours ascending, neither
 * weights nor times. What comes in must have ascending neighbours. Cost: two merges over the edges.
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
    return { edgeCount, offsets, neighbours, weights: 0, times: 0 };
  } catch (error) {
    memory.free(offsets);
    if (neighbours !== 0) memory.free(neighbours);
    throw error;
  }
}
