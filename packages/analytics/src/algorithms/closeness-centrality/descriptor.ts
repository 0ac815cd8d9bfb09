import type { AlgorithmDescriptor, GraphSize, ParameterValues, Range } from '@orrery/contracts';
import { isDirectedParameter, seedParameter } from '../parameters.ts';

/** Up to so many targets are searched from by all threads together. */
export const FEW_TARGETS = 64;
/** Bytes a vertex of what a thread has for itself when there are more targets. */
const MANY_BYTES = 3 * 64 + 8 + 8 + 4;
const FEW_BYTES = 3 * 8 + 8 + 8 + 4;
/** Threads that the estimate counts with. */
const THREADS = 2;

/** How many vertices the distances are taken to. */
export function targetCount(vertexCount: number, parameters: ParameterValues): number {
  const samples = Number(parameters['NUM_SAMPLES']);
  return samples === 0 ? vertexCount : Math.min(samples, vertexCount);
}

/** Bytes of the search's arrays for so many targets. */
export function searchBytes(vertexCount: number, targets: number): number {
  return vertexCount * (targets <= FEW_TARGETS ? FEW_BYTES : THREADS * MANY_BYTES) + targets * 4 + 65_536;
}

/** Targets whose distances one pass finds. */
const BATCH = 512;
export const SEARCH_VISITS_PER_SECOND = 600e6;

/** Visits of the search for so many targets in a small world; in long thin graphs, paths and roads, there are more. */
export function searchVisits({ edgeCount }: GraphSize, targets: number): Range {
  if (targets <= FEW_TARGETS) return { least: 2 * edgeCount, most: 8 * edgeCount };
  const batches = Math.max(1, targets / BATCH);
  return { least: 4 * batches * edgeCount, most: 32 * batches * edgeCount };
}

export const closenessCentralityDescriptor: AlgorithmDescriptor = {
  id: 'ClosenessCentrality',
  category: 'Node importance',
  summary: 'How near a vertex is to those it reaches: their number divided by the sum of their distances in hops',
  parameters: [
    isDirectedParameter,
    {
      name: 'NUM_SAMPLES',
      type: 'int',
      default: 10,
      minimum: 0,
      maximum: 4_294_967_295,
      help: 'Number of random vertices that distances are taken to; 0: to all, which is exact',
    },
    seedParameter,
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'VALUE', type: 'double', help: 'Closeness, 0 to 1; 0 for a vertex that reaches none' },
  ],
  memoryBytes: (size, parameters) => searchBytes(size.vertexCount, targetCount(size.vertexCount, parameters)),
  cost: {
    visits: (size, parameters) => searchVisits(size, targetCount(size.vertexCount, parameters)),
    visitsPerSecond: SEARCH_VISITS_PER_SECOND,
  },
  citations: [
    {
      text: 'M. Then, M. Kaufmann, F. Chirigati, T.-A. Hoang-Vu, K. Pham, A. Kemper, T. Neumann, H. T. Vo: The More the Merrier: Efficient Multi-Source Graph Traversal. PVLDB 8(4), 2014',
      url: 'https://doi.org/10.14778/2735496.2735507',
    },
    {
      text: 'D. Eppstein, J. Wang: Fast Approximation of Centrality. Journal of Graph Algorithms and Applications 8, 2004',
      url: 'https://doi.org/10.7155/jgaa.00081',
    },
  ],
};
