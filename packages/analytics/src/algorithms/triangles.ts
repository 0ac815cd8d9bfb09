import type { GraphSize, Range } from '@orrery/contracts';
import { CONTROL_ADDRESS } from '../runtime/control.ts';
import type { Team } from '../runtime/team.ts';
import type { KernelContext } from './algorithm.ts';

/** Blocks of vertices as the kernel reports them. */
const BLOCK = 64;
/** Neighbours of every vertex, at most, where pairs of them are looked up as they are. */
const FEW = 16;

/** A simple graph whose vertices are renamed by descending degree and whose edges lie at their end of lesser degree. */
export interface ForwardGraph {
  /** u32[n + 1], by rank. */
  readonly offsets: number;
  /** u32 per edge: ranks. */
  readonly forward: number;
  /** u32[n]: the vertex of each rank. */
  readonly order: number;
  /** u32[n]: the rank of each vertex. */
  readonly rank: number;
  /** A byte per vertex and thread. */
  readonly marks: number;
  /** Undirected edges, each counted once. */
  readonly edgeCount: number;
}

/** Bytes of a forward graph and its marks for two threads. */
export function forwardBytes(vertexCount: number, edgeCount: number): number {
  return vertexCount * 14 + edgeCount * 4 + 1024;
}

export const TRIANGLE_VISITS_PER_SECOND = 500e6;

/** Entries of lists that counting triangles reads: by the mean degree, and more the more uneven degrees are. */
export function triangleVisits({ vertexCount, edgeCount }: GraphSize): Range {
  const degree = (2 * edgeCount) / Math.max(1, vertexCount);
  // no list is longer than the root of 2m, and those of R-MAT are a thirtieth of that on average
  const uneven = Math.max(degree, Math.sqrt(2 * edgeCount) / 32);
  return { least: edgeCount * (2 + degree / 2), most: edgeCount * (2 + uneven) };
}

/** Bytes of counting triangles by vertex with two threads. */
export const COUNT_BY_VERTEX_BYTES = 12;

/** directed: entries say whether an edge is there in both directions. Reads `simple`, and `simple-out` if directed. */
export async function forwardGraph(context: KernelContext, directed: boolean): Promise<ForwardGraph> {
  const { team, projection, allocate, progress } = context;
  const n = projection.vertexCount;
  const simple = await projection.adjacency(team, 'simple');
  const out = directed ? await projection.adjacency(team, 'simple-out') : { offsets: 0, neighbours: 0 };
  const edgeCount = simple.edgeCount / 2;
  const graph: ForwardGraph = {
    offsets: allocate((n + 1) * 4),
    forward: allocate(edgeCount * 4),
    order: allocate(n * 4),
    rank: allocate(n * 4),
    marks: allocate(n * team.threads),
    edgeCount,
  };
  await team.runOne('triangles', 'rankByDegree', [
    CONTROL_ADDRESS, simple.offsets, n, graph.offsets, graph.order, graph.rank,
  ]); // prettier-ignore
  await team.run('triangles', 'buildForward', [
    simple.offsets, simple.neighbours, n, graph.order, graph.rank, out.offsets, out.neighbours, graph.offsets,
    graph.forward,
  ]); // prettier-ignore
  progress(0.1, 'ordered by degree');
  return graph;
}

/** Triangles in all, and how many are found at each rank (u32[n + 1] at `found`, the last being free). */
export async function countBySource(
  { team, projection, allocate, progress }: KernelContext,
  { offsets, forward, marks }: ForwardGraph,
): Promise<{ readonly total: number; readonly found: number }> {
  const n = projection.vertexCount;
  const found = allocate((n + 1) * 4);
  const totals = allocate(8 * team.threads);
  await team.run('triangles', 'countBySource', [offsets, forward, n, marks, found, totals], {
    onDone: (block) => progress(0.1 + (0.8 * block * BLOCK) / n, 'counting triangles'),
  });
  return { total: totalOf(team, totals), found };
}

/** How many triangles there are. Reads `simple`. */
export async function countTriangles(context: KernelContext): Promise<number> {
  if (await hasFewNeighbours(context)) return countOfFew(context, 0);
  return (await countBySource(context, await forwardGraph(context, false))).total;
}

/**
 * Address of u32[n]: the triangles that each vertex is in; or, if directed, the directed edges opposite of it in them. Reads
 * `simple`, and `simple-out` if directed.
 */
export async function countByVertex(context: KernelContext, directed: boolean): Promise<number> {
  const { team, projection, allocate, progress } = context;
  const n = projection.vertexCount;
  if (!directed && (await hasFewNeighbours(context))) {
    const count = allocate(n * 4);
    await countOfFew(context, count);
    return count;
  }
  const { offsets, forward, rank, marks } = await forwardGraph(context, directed);
  const count = allocate(n * 4);
  const counts = allocate(n * 4 * team.threads);
  await team.run('triangles', 'countByVertex', [offsets, forward, n, rank, directed ? 1 : 0, marks, counts, count], {
    onDone: (block) => progress(0.1 + (0.8 * block * BLOCK) / n, 'counting triangles'),
  });
  return count;
}

async function hasFewNeighbours({ team, projection }: KernelContext): Promise<boolean> {
  const { offsets } = await projection.adjacency(team, 'simple');
  const most = await team.run('triangles-of-few', 'mostNeighbours', [offsets, projection.vertexCount]);
  return most.every((count) => count >>> 0 <= FEW);
}

/** Answers the triangles in all. count: the address of u32[n] for those of each vertex, or 0. */
async function countOfFew({ team, projection, allocate, progress }: KernelContext, count: number): Promise<number> {
  const { offsets, neighbours } = await projection.adjacency(team, 'simple');
  const totals = allocate(8 * team.threads);
  await team.run('triangles-of-few', 'countOfFew', [offsets, neighbours, projection.vertexCount, count, totals]);
  progress(0.9, 'triangles counted');
  return totalOf(team, totals);
}

/** totals: the address of a u64 per thread. */
function totalOf({ memory, threads }: Team, totals: number): number {
  return memory.i64(totals, threads).reduce((sum, total) => sum + Number(total), 0);
}
