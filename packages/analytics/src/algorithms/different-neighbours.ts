import type { Adjacency } from '../csr/adjacency.ts';
import type { KernelContext } from './algorithm.ts';

/** Bytes that {@link neighbourCounter} takes beside its counts, with up to 32 threads. */
export const NEIGHBOUR_COUNT_BYTES_PER_VERTEX = 4;

/** A closed range of milliseconds since 1970. */
export interface TimeRange {
  readonly from: bigint;
  readonly to: bigint;
}

export interface NeighbourCount {
  /** Address of i64[n], by vertex index: different neighbours, the vertex itself left out. */
  readonly counts: number;
  /** Edges that were counted, parallel ones and self-loops included. */
  readonly edgeCount: number;
}

/**
 * Counts the different neighbours of every vertex along an adjacency, over all edges or over those whose time is in a
 * range; the adjacency has times then. Cost: one pass over the edges.
 */
export function neighbourCounter({
  team,
  projection,
  allocate,
}: KernelContext): (adjacency: Adjacency, range?: TimeRange) => Promise<NeighbourCount> {
  const n = projection.vertexCount;
  const met = allocate(Math.ceil(n / 8) * team.threads);
  return async ({ offsets, neighbours, times }, range) => {
    const result = allocate(n * 8);
    const edges = await team.run('different-neighbours', 'countNeighbours', [
      offsets, neighbours, range === undefined ? 0 : times, range?.from ?? 0n, range?.to ?? 0n, n, met, result,
    ]); // prettier-ignore
    const edgeCount = edges.reduce((sum, count) => sum + (count >>> 0), 0);
    return { counts: result, edgeCount };
  };
}
