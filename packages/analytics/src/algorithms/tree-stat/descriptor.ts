import type { AlgorithmDescriptor } from '@orrery/contracts';
import { SEARCH_BYTES_PER_VERTEX } from '../bfs/search.ts';

export const treeStatDescriptor: AlgorithmDescriptor = {
  id: 'Tree_stat',
  category: 'Graph feature',
  summary: 'Width and depth of the tree of breadth-first levels below a vertex',
  parameters: [
    { name: 'root', type: 'vid', default: '100', help: 'Vertex at the root of the tree' },
    {
      name: 'stat',
      type: 'string',
      default: 'width,depth',
      help: 'What to tell, in this order: width (vertices of the largest level), depth (levels, the root being the first)',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [{ name: 'VALUE', type: 'json', help: 'List of the numbers asked for, in the order of stat' }],
  memoryBytes: ({ vertexCount }) => vertexCount * SEARCH_BYTES_PER_VERTEX + 65_536,
  // as BFS
  cost: { visits: ({ edgeCount }) => ({ least: 0, most: 4 * edgeCount }), visitsPerSecond: 800e6 },
  citations: [
    {
      text: 'S. Beamer, K. Asanović, D. Patterson: Direction-optimizing breadth-first search. SC 2012',
      url: 'https://doi.org/10.1109/SC.2012.50',
    },
  ],
};
