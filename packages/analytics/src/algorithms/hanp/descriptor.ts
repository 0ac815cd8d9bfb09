import type { AlgorithmDescriptor } from '@orrery/contracts';
import { propagationBytes, propagationVisits } from '../communities/label-propagation.ts';
import { isDirectedParameter, seedParameter } from '../parameters.ts';

const PREFERENCE_BYTES_PER_VERTEX = 8;

export const hanpDescriptor: AlgorithmDescriptor = {
  id: 'HANP',
  category: 'Community discovery',
  summary: 'Label propagation in which labels weaken on their way and vertices of high degree count for more',
  parameters: [
    { name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 1_000_000, help: 'Most rounds to compute' },
    isDirectedParameter,
    {
      name: 'PREFERENCE',
      type: 'double',
      default: 1,
      minimum: -16,
      maximum: 16,
      help: 'What a neighbour says counts degree ^ PREFERENCE: above 0 prefers high degrees, below 0 low ones, 0 none',
    },
    {
      name: 'HOP_ATT',
      type: 'double',
      default: 0.1,
      minimum: 0,
      maximum: 1,
      help: 'What a label loses of its strength 1 at each hop; after 1 / HOP_ATT hops it is not passed on',
    },
    seedParameter,
  ],
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'LABEL', type: 'vid', help: 'Label of its community: the id of a vertex' },
  ],
  memoryBytes: (size) => propagationBytes(size, true) + size.vertexCount * PREFERENCE_BYTES_PER_VERTEX,
  cost: {
    visits: (size, parameters) => propagationVisits(size, parameters, Number(parameters['ITERATIONS'])),
    visitsPerSecond: 130e6,
  },
  citations: [
    {
      text: 'I. Leung, P. Hui, P. Liò, J. Crowcroft: Towards real-time community detection in large networks. Physical Review E 79, 2009',
      url: 'https://doi.org/10.1103/PhysRevE.79.066107',
    },
  ],
};
