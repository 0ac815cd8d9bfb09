import type { AlgorithmDescriptor } from '@orrery/contracts';
import { removedDuplicationEdgeParameter, removedSelfEdgeParameter } from '../parameters.ts';
import { COUNT_BY_VERTEX_BYTES, forwardBytes, TRIANGLE_VISITS_PER_SECOND, triangleVisits } from '../triangles.ts';

export const clusteringCoefficientDescriptor: AlgorithmDescriptor = {
  id: 'ClusteringCoefficient',
  category: 'Clustering',
  summary: 'How many of the pairs of neighbours of a vertex are neighbours of each other',
  parameters: [
    {
      name: 'TYPE',
      type: 'enum',
      values: ['local', 'global'],
      default: 'local',
      help: 'local: a value for each vertex; global: one for the graph, the part of all paths of two edges that are closed',
    },
    removedDuplicationEdgeParameter,
    removedSelfEdgeParameter,
    {
      name: 'IS_DIRECTED',
      type: 'bool',
      default: false,
      ours: true,
      help: 'true: each of the two directions between a pair of neighbours counts for half; false: an edge in either is enough',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: ({ TYPE }) => [
    ...(TYPE === 'global' ? [] : [{ name: 'VID', type: 'vid', help: 'Vertex' } as const]),
    { name: 'VALUE', type: 'double', help: 'Clustering coefficient, 0 to 1; 0 without two neighbours' },
  ],
  memoryBytes: ({ vertexCount, edgeCount }) =>
    forwardBytes(vertexCount, edgeCount) + vertexCount * COUNT_BY_VERTEX_BYTES,
  cost: {
    visits: (size, parameters) => {
      const { least, most } = triangleVisits(size);
      if (parameters['IS_DIRECTED'] === true) return { least: 2 * least, most: 3 * most };
      return parameters['TYPE'] === 'global' ? { least, most } : { least: 1.4 * least, most: 1.4 * most };
    },
    visitsPerSecond: TRIANGLE_VISITS_PER_SECOND,
  },
  citations: [
    {
      text: 'D. Watts, S. Strogatz: Collective dynamics of small-world networks. Nature 393, 1998',
      url: 'https://doi.org/10.1038/30918',
    },
    {
      text: 'LDBC Graphalytics benchmark specification (LCC). arXiv:2011.15028',
      url: 'https://arxiv.org/abs/2011.15028',
    },
  ],
};
