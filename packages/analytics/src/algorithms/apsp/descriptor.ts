import type { AlgorithmDescriptor } from '@orrery/contracts';

/** Distances of one batch of sources: 16 MiB, so that they stay near the processor while they are read off. */
const BATCH_VALUES = 2 ** 21;
const MOST_BATCH_SOURCES = 1024;
const FEWEST_BATCH_SOURCES = 2;

/** Sources whose distances are computed at once. */
export function batchSources(vertexCount: number): number {
  const many = Math.floor(BATCH_VALUES / Math.max(1, vertexCount));
  return Math.min(Math.max(1, vertexCount), MOST_BATCH_SOURCES, Math.max(FEWEST_BATCH_SOURCES, many));
}

export const apspDescriptor: AlgorithmDescriptor = {
  id: 'APSP',
  category: 'Path',
  summary: 'Shortest paths between all pairs of vertices: their distances, by the weights of the edges',
  parameters: [],
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID1', type: 'vid', help: 'Vertex that a path starts from' },
    { name: 'VID2', type: 'vid', help: 'Another vertex, that it leads to' },
    { name: 'DISTANCE', type: 'double', help: 'Least sum of weights of a path from VID1 to VID2' },
  ],
  memoryBytes: ({ vertexCount }) => vertexCount * (batchSources(vertexCount) * 8 + 24) + 65_536,
  // a search from each vertex: breadth-first, or, with weights, by a heap
  cost: {
    visits: ({ vertexCount, edgeCount }) => ({ least: vertexCount * edgeCount, most: 3 * vertexCount * edgeCount }),
    visitsPerSecond: 400e6,
  },
  citations: [
    {
      text: 'E. W. Dijkstra: A note on two problems in connexion with graphs. Numerische Mathematik 1, 1959',
      url: 'https://doi.org/10.1007/BF01386390',
    },
  ],
};
