import type { AlgorithmDescriptor } from '@orrery/contracts';

export const ssspDescriptor: AlgorithmDescriptor = {
  id: 'SSSP',
  category: 'Path',
  summary: 'Shortest paths from one vertex: the distance of every other, by the weights of the edges',
  parameters: [{ name: 'ROOT', type: 'vid', default: null, help: 'Vertex to start from' }],
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex that a path leads to' },
    { name: 'DISTANCE', type: 'double', help: 'Least sum of weights of a path from the root' },
  ],
  memoryBytes: ({ vertexCount }) => vertexCount * 32 + 65_536,
  // few vertices are reached, or many of them again by a lighter path
  cost: { visits: ({ edgeCount }) => ({ least: 0, most: 3 * edgeCount }), visitsPerSecond: 31e6 },
  citations: [
    {
      text: 'U. Meyer, P. Sanders: Δ-stepping: a parallelizable shortest path algorithm. Journal of Algorithms 49, 2003',
      url: 'https://doi.org/10.1016/S0196-6774(03)00076-2',
    },
    {
      text: 'A. Davidson, S. Baxter, M. Garland, J. Owens: Work-efficient parallel GPU methods for single-source shortest paths. IPDPS 2014',
      url: 'https://doi.org/10.1109/IPDPS.2014.45',
    },
  ],
};
