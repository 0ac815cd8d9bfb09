import type { AlgorithmDescriptor, GraphSize, ParameterValues, Range } from '@orrery/contracts';
import { isDirectedParameter } from '../parameters.ts';

export const pageRankDescriptor: AlgorithmDescriptor = {
  id: 'PageRank',
  category: 'Node importance',
  summary: 'Importance of a vertex by the importance of the vertices that point to it',
  parameters: [
    {
      name: 'ITERATIONS',
      type: 'int',
      default: 10,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Most rounds to compute',
    },
    isDirectedParameter,
    {
      name: 'EPS',
      type: 'double',
      default: 0.0001,
      minimum: 0,
      help: 'End when the changes of all values together are below this; 0: compute all rounds',
    },
    {
      name: 'DAMPING',
      type: 'double',
      default: 0.85,
      minimum: 0,
      maximum: 1,
      help: 'Probability of following an edge instead of jumping to any vertex',
    },
    {
      name: 'SCALE',
      type: 'enum',
      values: ['raw', 'sum1'],
      default: 'raw',
      ours: true,
      help: 'raw: values start at 1, a vertex without in-edges has 1 - DAMPING; sum1: values start at 1/n and are probabilities',
    },
    {
      name: 'DANGLING',
      type: 'enum',
      values: ['lost', 'spread'],
      default: 'lost',
      ours: true,
      help: 'What becomes of the rank of vertices without out-edges: lost, or spread evenly over all vertices',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    { name: 'VALUE', type: 'double', help: 'Its PageRank' },
  ],
  memoryBytes: ({ vertexCount }) => vertexCount * 24 + Math.ceil(vertexCount / 1024) * 32,
  cost: { visits, visitsPerSecond: 600e6 },
  citations: [
    {
      text: 'L. Page, S. Brin, R. Motwani, T. Winograd: The PageRank citation ranking: bringing order to the Web. Stanford InfoLab 1999-66, 1999',
      url: 'http://ilpubs.stanford.edu:8090/422/',
    },
    { text: 'S. Beamer, K. Asanović, D. Patterson: The GAP benchmark suite. arXiv:1508.03619, 2015' },
  ],
};

/** The changes of all values together shrink by DAMPING a round, or faster: EPS is reached by then. */
function visits({ vertexCount, edgeCount }: GraphSize, parameters: ParameterValues): Range {
  const [iterations, eps, damping] = ['ITERATIONS', 'EPS', 'DAMPING'].map((name) => Number(parameters[name]));
  const start = parameters['SCALE'] === 'sum1' ? 1 : Math.max(1, vertexCount);
  const needed = eps! > 0 && damping! < 1 ? Math.log(Math.max(1, start / eps!)) / -Math.log(damping!) : Infinity;
  const most = Math.min(iterations!, Math.ceil(needed) + 1);
  const least = eps! > 0 ? Math.ceil(most / 4) : most;
  const edges = parameters['IS_DIRECTED'] === false ? 2 * edgeCount : edgeCount;
  return { least: least * edges, most: most * edges };
}
