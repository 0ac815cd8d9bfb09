import type { AlgorithmDescriptor, ParameterValues, Range } from '@orrery/contracts';
import { isDirectedParameter, seedParameter } from '../parameters.ts';

/** Roots whose dependencies are kept apart until they are added: the same for any number of threads. */
export function slotCount(vertexCount: number): number {
  return vertexCount <= 65_536 ? 32 : 8;
}

/** Roots that are searched from; sampling may end with the first that are searched from at once. */
function rootCount(vertexCount: number, parameters: ParameterValues): Range {
  const samples = Number(parameters['SAMPLES']);
  if (samples === 0) return { least: vertexCount, most: vertexCount };
  if (samples > 0) return { least: Math.min(samples, vertexCount), most: Math.min(samples, vertexCount) };
  const most = Math.min(Number(parameters['ITERATIONS']), vertexCount);
  return { least: Math.min(most, slotCount(vertexCount)), most };
}

const SLOT_BYTES = 12;
const THREAD_BYTES = 28;
/** Threads that the estimate counts with. */
const THREADS = 2;

export const betweennessCentralityDescriptor: AlgorithmDescriptor = {
  id: 'BetweennessCentrality',
  category: 'Node importance',
  summary: 'How many shortest paths between other vertices lead through a vertex',
  parameters: [
    {
      name: 'ITERATIONS',
      type: 'int',
      default: 10,
      minimum: 1,
      maximum: 4_294_967_295,
      help: 'Most random roots to search from',
    },
    isDirectedParameter,
    {
      name: 'CHOSEN',
      type: 'vid',
      default: '-1',
      help: 'Vertex whose dependencies end the sampling; -1: a random one',
    },
    {
      name: 'CONSTANT',
      type: 'double',
      default: 2,
      exclusiveMinimum: 0,
      help: 'The sampling ends when the dependencies on CHOSEN add up to CONSTANT times the number of vertices',
    },
    {
      name: 'SAMPLES',
      type: 'int',
      default: -1,
      minimum: -1,
      maximum: 4_294_967_295,
      ours: true,
      help: '-1: sampling as ITERATIONS, CHOSEN and CONSTANT say; 0: exact, from every vertex; else just so many random roots',
    },
    seedParameter,
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'VALUE', type: 'double', help: 'Sum over ordered pairs of the share of their shortest paths through it' },
  ],
  memoryBytes: ({ vertexCount }) =>
    vertexCount * (slotCount(vertexCount) * SLOT_BYTES + THREADS * THREAD_BYTES + 12) + 65_536,
  cost: {
    visits: (size, parameters) => {
      const { least, most } = rootCount(size.vertexCount, parameters);
      // there and back; each way looks at all edges, or at half of them where it can choose between two levels
      return { least: least * size.edgeCount, most: 4 * most * size.edgeCount };
    },
    visitsPerSecond: 600e6,
  },
  citations: [
    {
      text: 'U. Brandes: A Faster Algorithm for Betweenness Centrality. Journal of Mathematical Sociology 25, 2001',
      url: 'https://doi.org/10.1080/0022250X.2001.9990249',
    },
    {
      text: 'D. A. Bader, S. Kintali, K. Madduri, M. Mihail: Approximating Betweenness Centrality. WAW 2007',
      url: 'https://doi.org/10.1007/978-3-540-77004-6_10',
    },
  ],
};
