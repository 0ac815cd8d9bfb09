import type { AlgorithmDescriptor } from '@orrery/contracts';
import { isDirectedParameter } from '../parameters.ts';
import { SEARCH_BYTES_PER_VERTEX } from './search.ts';

export const bfsDescriptor: AlgorithmDescriptor = {
  id: 'BFS',
  category: 'Path',
  summary: 'Breadth-first search from one vertex: how many vertices are reached, or how far each is',
  parameters: [
    isDirectedParameter,
    { name: 'ROOT', type: 'vid', default: null, help: 'Vertex to start from' },
    {
      name: 'OUTPUT',
      type: 'enum',
      values: ['visited', 'levels'],
      default: 'visited',
      ours: true,
      help: 'visited: one row with the number of vertices reached; levels: a row for each of them',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: (parameters) =>
    parameters['OUTPUT'] === 'levels'
      ? [
          { name: 'VID', type: 'vid', help: 'Vertex reached' },
          { name: 'LEVEL', type: 'int64', help: 'Hops from the root' },
          { name: 'PARENT', type: 'vid', help: 'Smallest vertex before it on a shortest path; of the root, itself' },
        ]
      : [
          { name: 'ROOT', type: 'vid', help: 'Vertex started from' },
          { name: 'VISITED', type: 'int64', help: 'Number of vertices reached, the root among them' },
        ],
  memoryBytes: ({ vertexCount }) => vertexCount * SEARCH_BYTES_PER_VERTEX + 65_536,
  // few vertices are reached, or all of them in many levels
  cost: { visits: ({ edgeCount }) => ({ least: 0, most: 4 * edgeCount }), visitsPerSecond: 800e6 },
  citations: [
    {
      text: 'S. Beamer, K. Asanović, D. Patterson: Direction-optimizing breadth-first search. SC 2012',
      url: 'https://doi.org/10.1109/SC.2012.50',
    },
  ],
};
