import type { AlgorithmDescriptor } from '@orrery/contracts';
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
  citations: [
    {
      text: 'L. Page, S. Brin, R. Motwani, T. Winograd: The PageRank citation ranking: bringing order to the Web. Stanford InfoLab 1999-66, 1999',
      url: 'http://ilpubs.stanford.edu:8090/422/',
    },
    { text: 'S. Beamer, K. Asanović, D. Patterson: The GAP benchmark suite. arXiv:1508.03619, 2015' },
  ],
};
