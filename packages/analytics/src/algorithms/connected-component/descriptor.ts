import type { AlgorithmDescriptor } from '@orrery/contracts';
import { isCalcModularityParameter } from '../parameters.ts';

export const connectedComponentDescriptor: AlgorithmDescriptor = {
  id: 'ConnectedComponent',
  category: 'Community discovery',
  summary: 'Weakly connected components: vertices that paths join when directions are ignored',
  parameters: [
    {
      name: 'IS_DIRECTED',
      type: 'bool',
      default: true,
      help: 'Without effect: components are weak, whatever the direction of the edges',
    },
    isCalcModularityParameter,
  ],
  // only for the modularity
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    {
      name: 'LABEL',
      type: 'vid',
      help: 'Smallest vertex id of its component (integers as numbers, strings by code points)',
    },
  ],
  memoryBytes: ({ vertexCount }) => vertexCount * (4 + 12) + 8192,
  cost: {
    visits: ({ edgeCount }, parameters) => {
      const modularity = parameters['IS_CALC_MODULARITY'] === true ? edgeCount : 0;
      return { least: edgeCount + modularity, most: 2 * edgeCount + modularity };
    },
    visitsPerSecond: 414e6,
  },
  citations: [
    {
      text: 'M. Sutton, T. Ben-Nun, A. Barak: Optimizing parallel graph connectivity computation via subgraph sampling. IPDPS 2018',
      url: 'https://doi.org/10.1109/IPDPS.2018.00012',
    },
  ],
};
