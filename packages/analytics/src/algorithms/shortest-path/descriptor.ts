import type { AlgorithmDescriptor } from '@orrery/contracts';
import { SEARCH_BYTES_PER_VERTEX } from '../bfs/search.ts';
import { vidsParameter } from '../parameters.ts';

/** Targets for each of which a search of its own is faster than one over the whole graph. */
export const FEW_TARGETS = 8;

export const shortestPathDescriptor: AlgorithmDescriptor = {
  id: 'ShortestPath',
  category: 'Path',
  summary: 'A path with the fewest hops from each of some vertices to each of others',
  parameters: [
    { name: 'src', type: 'vids', default: '100', help: 'Vertices to start from, separated by commas' },
    { name: 'dst', type: 'vids', default: '200', help: 'Vertices to lead to, separated by commas' },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [{ name: 'VALUE', type: 'json', help: 'List of the vertices of a path, from src to dst' }],
  memoryBytes: ({ vertexCount }) => vertexCount * SEARCH_BYTES_PER_VERTEX + 65_536,
  // for many targets as BFS from each source, and a pass for the parents; for a few, a search for each that meets early
  cost: {
    visits: ({ edgeCount }, parameters) => ({
      least: 0,
      most:
        edgeCount *
        vidsParameter(parameters, 'src').length *
        4 *
        Math.min(FEW_TARGETS, 1 + vidsParameter(parameters, 'dst').length),
    }),
    visitsPerSecond: 800e6,
  },
  citations: [
    {
      text: 'I. Pohl: Bi-directional search. Machine Intelligence 6, 1971',
    },
    {
      text: 'S. Beamer, K. Asanović, D. Patterson: Direction-optimizing breadth-first search. SC 2012',
      url: 'https://doi.org/10.1109/SC.2012.50',
    },
  ],
};
