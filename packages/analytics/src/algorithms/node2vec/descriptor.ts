import type { AlgorithmDescriptor, GraphSize, ParameterValues } from '@orrery/contracts';
import { seedParameter } from '../parameters.ts';

/** Cells of the table: at most one walk a vertex and epoch. */
function cellCount({ vertexCount }: GraphSize, parameters: ParameterValues): number {
  return vertexCount * Number(parameters['epoch']) * Number(parameters['step']);
}

export const node2VecDescriptor: AlgorithmDescriptor = {
  id: 'Node2Vec',
  category: 'Graph feature',
  summary: 'Random walks that remember one step, for learning embeddings: a row for each walk',
  parameters: [
    {
      name: 'is_weighted',
      type: 'bool',
      default: false,
      help: 'Whether edges are taken in proportion to their weights',
    },
    {
      name: 'p',
      type: 'double',
      default: 1,
      exclusiveMinimum: 0,
      help: 'The larger, the rarer a walk goes straight back',
    },
    {
      name: 'q',
      type: 'double',
      default: 0.5,
      exclusiveMinimum: 0,
      help: 'The larger, the rarer a walk goes to where the vertex before has no edge to',
    },
    { name: 'epoch', type: 'int', default: 1, minimum: 1, maximum: 100_000, help: 'Walks from every vertex' },
    { name: 'step', type: 'int', default: 10, minimum: 1, maximum: 10_000, help: 'Vertices of a walk' },
    {
      name: 'rate',
      type: 'double',
      default: 0.02,
      exclusiveMinimum: 0,
      maximum: 1,
      help: 'No influence: share of the walks that run at a time elsewhere; walks need no memory of their own here',
    },
    seedParameter,
  ],
  graph: { weight: 'used', time: 'ignored' },
  columns: (parameters) =>
    Array.from({ length: Number(parameters['step']) }, (_, i) => ({
      name: `VID${i + 1}`,
      type: 'vid',
      help: `Vertex ${i + 1} of the walk`,
    })),
  memoryBytes: (size, parameters) =>
    cellCount(size, parameters) * 4 +
    size.vertexCount * 4 +
    // gaps that making two orientations, one after the other, leaves
    size.edgeCount * 8 +
    (parameters['is_weighted'] === true ? size.edgeCount * 16 : 0) +
    65_536,
  cost: {
    visits: (size, parameters) => {
      const cells = cellCount(size, parameters);
      // an edge that is proposed is accepted by its factor's share of the largest; no more than twice all are looked at
      const factors = [1 / Number(parameters['p']), 1, 1 / Number(parameters['q'])];
      const degree = Math.max(1, (2 * size.edgeCount) / Math.max(1, size.vertexCount));
      const proposals = Math.min(2 * degree, Math.max(...factors) / Math.min(...factors));
      return { least: 0.6 * cells, most: proposals * cells };
    },
    visitsPerSecond: 10e6,
  },
  citations: [
    {
      text: 'A. Grover, J. Leskovec: node2vec: scalable feature learning for networks. KDD 2016',
      url: 'https://doi.org/10.1145/2939672.2939754',
    },
    {
      text: 'K. Yang, M. Zhang, K. Chen, X. Ma, Y. Bai, Y. Jiang: KnightKing: a fast distributed graph random walk engine. SOSP 2019',
      url: 'https://doi.org/10.1145/3341301.3359634',
    },
  ],
};
