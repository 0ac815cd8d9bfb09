import type { AlgorithmDescriptor } from '@orrery/contracts';
import { hierarchyBytes } from '../communities/hierarchy.ts';
import { isCalcModularityParameter, isDirectedParameter } from '../parameters.ts';
import { PARTITION_BYTES_PER_VERTEX } from '../partition.ts';

const STATE_BYTES_PER_VERTEX = 62;

export const louvainDescriptor: AlgorithmDescriptor = {
  id: 'Louvain',
  category: 'Community discovery',
  summary: 'Communities of large modularity, by moving vertices and merging communities; all are connected',
  parameters: [
    {
      ...isDirectedParameter,
      help: 'Has no influence: modularity is that of the undirected graph, and stays the same if every edge is doubled',
    },
    {
      name: 'OUTER_ITERATION',
      type: 'int',
      default: 20,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Most levels, each of which merges communities to the nodes of the next; from 2 on, the communities found are improved once more from the vertices on',
    },
    {
      name: 'INNER_ITERATION',
      type: 'int',
      default: 10,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Most rounds of moving nodes within a level',
    },
    isCalcModularityParameter,
  ],
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'LABEL', type: 'vid', help: 'Its community: the smallest vertex id in it' },
  ],
  memoryBytes: (size) =>
    hierarchyBytes(size) + size.vertexCount * (STATE_BYTES_PER_VERTEX + PARTITION_BYTES_PER_VERTEX) + 4096,
  cost: {
    // nearly all of it is the first level, whose rounds end when few vertices move
    visits: ({ edgeCount }, parameters) => {
      const rounds = Number(parameters['INNER_ITERATION']);
      return { least: Math.min(8, rounds) * edgeCount, most: 2 * Math.min(15, rounds) * edgeCount };
    },
    visitsPerSecond: 40e6,
  },
  citations: [
    {
      text: 'R. Rotta, A. Noack: Multilevel local search algorithms for modularity clustering. ACM Journal of Experimental Algorithmics 16, 2011',
      url: 'https://doi.org/10.1145/1963190.1970376',
    },
    {
      text: 'V. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre: Fast unfolding of communities in large networks. Journal of Statistical Mechanics P10008, 2008',
      url: 'https://doi.org/10.1088/1742-5468/2008/10/P10008',
    },
    {
      text: 'V. Traag, L. Waltman, N. J. van Eck: From Louvain to Leiden: guaranteeing well-connected communities. Scientific Reports 9, 2019',
      url: 'https://doi.org/10.1038/s41598-019-41695-z',
    },
  ],
};
