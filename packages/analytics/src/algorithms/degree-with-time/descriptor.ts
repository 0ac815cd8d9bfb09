import type { AlgorithmDescriptor } from '@orrery/contracts';
import { DEGREE_BYTES_PER_VERTEX, degreeColumns, degreeOrientations, degreeTypeParameter } from '../degree-columns.ts';
import { NEIGHBOUR_COUNT_BYTES_PER_VERTEX } from '../different-neighbours.ts';
import { isDirectedParameter } from '../parameters.ts';

export const degreeWithTimeDescriptor: AlgorithmDescriptor = {
  id: 'DegreeWithTime',
  category: 'Node importance',
  summary: 'How many neighbours each vertex has over the edges whose time is in a range',
  parameters: [
    {
      name: 'ITERATIONS',
      type: 'int',
      default: 10,
      minimum: 1,
      maximum: 1_000_000,
      help: 'No influence: direct neighbours are counted, in one pass',
    },
    isDirectedParameter,
    {
      name: 'BEGIN_TIME',
      type: 'datetime',
      default: null,
      help: 'First moment of the range, UTC, itself included: 2024-01-01 00:00:00.000, or milliseconds since 1970',
    },
    {
      name: 'END_TIME',
      type: 'datetime',
      default: null,
      help: 'Last moment of the range, UTC, itself included; a date alone is its first millisecond',
    },
    degreeTypeParameter,
  ],
  graph: { weight: 'ignored', time: 'required' },
  columns: (parameters) =>
    degreeColumns(parameters, {
      out: 'Vertices that edges of the range lead to',
      in: 'Vertices that edges of the range come from',
    }),
  memoryBytes: ({ vertexCount }) => vertexCount * (NEIGHBOUR_COUNT_BYTES_PER_VERTEX + DEGREE_BYTES_PER_VERTEX) + 65_536,
  cost: {
    visits: ({ edgeCount }, parameters) => {
      const [first, second] = degreeOrientations(parameters);
      const visits = edgeCount * (first === 'both' || (second === 'in' && parameters['TYPE'] === 'both') ? 2 : 1);
      return { least: visits, most: visits };
    },
    visitsPerSecond: 365e6,
  },
  citations: [
    {
      text: 'P. Holme, J. Saramäki: Temporal networks. Physics Reports 519 (3), 2012',
      url: 'https://doi.org/10.1016/j.physrep.2012.03.001',
    },
  ],
};
