import type { AlgorithmDescriptor } from '@orrery/contracts';
import { propagationBytes, propagationVisits } from '../communities/label-propagation.ts';
import { isCalcModularityParameter, isDirectedParameter, seedParameter } from '../parameters.ts';

export const lpaDescriptor: AlgorithmDescriptor = {
  id: 'LPA',
  category: 'Community discovery',
  summary: 'Label propagation: every vertex takes the label that most of its neighbours have',
  parameters: [
    { name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 1_000_000, help: 'Most rounds to compute' },
    isDirectedParameter,
    isCalcModularityParameter,
    {
      name: 'TIES',
      type: 'enum',
      values: ['random', 'smallest'],
      default: 'random',
      ours: true,
      help: 'Which of equally frequent labels is taken: one at random (see SEED), or the smallest',
    },
    {
      name: 'SELF_START',
      type: 'bool',
      default: false,
      ours: true,
      help: 'true: the first round counts the own ids of the neighbours; false: that round is done before counting begins',
    },
    seedParameter,
  ],
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'LABEL', type: 'vid', help: 'Label of its community: the id of a vertex' },
  ],
  memoryBytes: (size) => propagationBytes(size),
  cost: {
    visits: (size, parameters) => propagationVisits(size, parameters, Number(parameters['ITERATIONS']) + 1),
    visitsPerSecond: 175e6,
  },
  citations: [
    {
      text: 'U. Raghavan, R. Albert, S. Kumara: Near linear time algorithm to detect community structures in large-scale networks. Physical Review E 76, 2007',
      url: 'https://doi.org/10.1103/PhysRevE.76.036106',
    },
    {
      text: 'LDBC Graphalytics benchmark specification (CDLP). arXiv:2011.15028',
      url: 'https://arxiv.org/abs/2011.15028',
    },
  ],
};
