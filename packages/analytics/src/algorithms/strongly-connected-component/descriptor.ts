import type { AlgorithmDescriptor } from '@orrery/contracts';

export const stronglyConnectedComponentDescriptor: AlgorithmDescriptor = {
  id: 'StronglyConnectedComponent',
  category: 'Community discovery',
  summary: 'Strongly connected components: vertices that reach each other along the edges',
  parameters: [],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    {
      name: 'LABEL',
      type: 'vid',
      help: 'Smallest vertex id of its component (integers as numbers, strings by code points)',
    },
  ],
  memoryBytes: ({ vertexCount }) => vertexCount * 65 + 65_536,
  cost: { visits: ({ edgeCount }) => ({ least: edgeCount / 4, most: edgeCount }), visitsPerSecond: 36e6 },
  citations: [
    {
      text: 'R. Tarjan: Depth-first search and linear graph algorithms. SIAM Journal on Computing 1, 1972',
      url: 'https://doi.org/10.1137/0201010',
    },
    {
      text: 'L. Fleischer, B. Hendrickson, A. Pinar: On identifying strongly connected components in parallel. IPDPS Workshops 2000',
      url: 'https://doi.org/10.1007/3-540-45591-4_68',
    },
  ],
};
