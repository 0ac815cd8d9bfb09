import type { AlgorithmDescriptor, GraphSize, ParameterValues, Range } from '@orrery/contracts';
import { PARTITION_BYTES_PER_VERTEX } from '../partition.ts';
import { searchBytes } from './code-search.ts';
import { RECORD_BYTES, walkBytes } from './walk.ts';

const LABEL_BYTES = 4;

export const infomapDescriptor: AlgorithmDescriptor = {
  id: 'InfoMap',
  category: 'Community discovery',
  summary: 'Communities in which a random walker stays long: those that describe his path in the fewest bits',
  parameters: [
    {
      name: 'pagerank_iter',
      type: 'int',
      default: 10,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Most rounds of computing how often the walker is at each vertex',
    },
    {
      name: 'pagerank_threshold',
      type: 'double',
      default: 0.0001,
      minimum: 0,
      help: 'End these rounds when the changes of all vertices together are below this; 0: compute all rounds',
    },
    {
      name: 'teleport_prob',
      type: 'double',
      default: 0.15,
      minimum: 0,
      maximum: 1,
      help: 'Probability of jumping to any vertex instead of following an edge',
    },
    {
      name: 'inner_iter',
      type: 'int',
      default: 3,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Most rounds of moving nodes within a level',
    },
    {
      name: 'outer_iter',
      type: 'int',
      default: 2,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Most passes from the vertices up through all levels; each begins with the communities of the one before',
    },
    {
      name: 'comm_info_num',
      type: 'int',
      default: 100,
      minimum: 0,
      help: 'No influence: elsewhere the number of communities to print; the result has all of them',
    },
  ],
  graph: { weight: 'used', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'LABEL', type: 'vid', help: 'Its community: the smallest vertex id in it' },
  ],
  memoryBytes: (size) =>
    walkBytes(size) +
    searchBytes(size) +
    size.vertexCount * (RECORD_BYTES + LABEL_BYTES + PARTITION_BYTES_PER_VERTEX) +
    4096,
  cost: { visits, visitsPerSecond: 9e6 },
  citations: [
    {
      text: 'M. Rosvall, C. Bergstrom: Maps of random walks on complex networks reveal community structure. PNAS 105, 2008',
      url: 'https://doi.org/10.1073/pnas.0706851105',
    },
    {
      text: 'M. Rosvall, D. Axelsson, C. Bergstrom: The map equation. European Physical Journal Special Topics 178, 2009',
      url: 'https://doi.org/10.1140/epjst/e2010-01179-1',
    },
  ],
};

/** Moving vertices outweighs the rest: one series of rounds in the first pass, and two in each later one. */
function visits({ edgeCount }: GraphSize, parameters: ParameterValues): Range {
  const rounds = Number(parameters['inner_iter']);
  const passes = Number(parameters['outer_iter']);
  const entries = 2 * edgeCount;
  return { least: Math.min(2, rounds) * entries, most: rounds * (2 * passes - 1) * entries };
}
