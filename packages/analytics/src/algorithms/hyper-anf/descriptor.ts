import type { AlgorithmDescriptor } from '@orrery/contracts';
import { searchBytes, searchVisits } from '../closeness-centrality/descriptor.ts';

/** Whether distances are counted exactly: where a bit per pair takes no more room than the registers. */
export function countsExactly(vertexCount: number, bits: number): boolean {
  return vertexCount <= 8 * 2 ** bits;
}

export const hyperAnfDescriptor: AlgorithmDescriptor = {
  id: 'HyperANF',
  category: 'Graph feature',
  summary: 'The average distance of all pairs of vertices between which there is a path',
  parameters: [
    {
      name: 'bits',
      type: 'int',
      default: 6,
      minimum: 6,
      maximum: 16,
      help: '2^bits registers per vertex estimate how many vertices are near it; exact up to 8 * 2^bits vertices',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [
    { name: 'VALUE', type: 'double', help: 'Average distance in hops; 0 when no vertex reaches another' },
  ],
  memoryBytes: ({ vertexCount }, parameters) => {
    const bits = Number(parameters['bits']);
    if (countsExactly(vertexCount, bits)) return searchBytes(vertexCount, vertexCount);
    return vertexCount * (2 * 2 ** bits + 12) + 65_536;
  },
  cost: {
    visits: (size, parameters) => {
      const bits = Number(parameters['bits']);
      if (countsExactly(size.vertexCount, bits)) return searchVisits(size, size.vertexCount);
      // steps by unions of 16 registers each
      const unions = 2 ** bits / 16;
      return { least: 4 * unions * size.edgeCount, most: 16 * unions * size.edgeCount };
    },
    visitsPerSecond: 400e6,
  },
  citations: [
    {
      text: 'P. Boldi, M. Rosa, S. Vigna: HyperANF: approximating the neighbourhood function of very large graphs on a budget. WWW 2011',
      url: 'https://doi.org/10.1145/1963405.1963493',
    },
    {
      text: 'O. Ertl: New cardinality estimation algorithms for HyperLogLog sketches. arXiv:1702.01284, 2017',
      url: 'https://arxiv.org/abs/1702.01284',
    },
  ],
};
