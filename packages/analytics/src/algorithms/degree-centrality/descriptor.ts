import type { AlgorithmDescriptor, ParameterValues } from '@orrery/contracts';
import { DEGREE_BYTES_PER_VERTEX, degreeColumns, degreeTypeParameter } from '../degree-columns.ts';
import { NEIGHBOUR_COUNT_BYTES_PER_VERTEX } from '../different-neighbours.ts';
import { isDirectedParameter } from '../parameters.ts';

/** Bytes of the set that every vertex carries, and whether it holds a bit per vertex instead of registers. */
export function setShape(vertexCount: number, bits: number): { readonly exact: boolean; readonly width: number } {
  const exactWidth = Math.max(64, Math.ceil(vertexCount / 128) * 16);
  const registers = 2 ** bits;
  return exactWidth <= registers ? { exact: true, width: exactWidth } : { exact: false, width: registers };
}

export const degreeCentralityDescriptor: AlgorithmDescriptor = {
  id: 'DegreeCentrality',
  category: 'Node importance',
  summary: 'How many vertices are within a number of steps of each vertex (NStepDegree)',
  parameters: [
    isDirectedParameter,
    { name: 'STEP', type: 'int', default: 3, minimum: -1, maximum: 1_000_000, help: 'Most hops; -1: any number' },
    {
      name: 'BITS',
      type: 'int',
      default: 6,
      minimum: 6,
      maximum: 16,
      help: '2^BITS registers per vertex estimate the counts of more than one step, with an error of about 1.04 / 2^(BITS/2)',
    },
    degreeTypeParameter,
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: (parameters) =>
    degreeColumns(parameters, {
      out: 'Vertices reached in at most STEP hops',
      in: 'Vertices that reach it in at most STEP hops',
    }),
  memoryBytes: ({ vertexCount }, parameters) => vertexCount * bytesPerVertex(vertexCount, parameters) + 65_536,
  cost: {
    visits: ({ vertexCount, edgeCount }, parameters) => {
      const step = Number(parameters['STEP']);
      if (step === 0 || step === 1) return { least: edgeCount, most: edgeCount };
      // each visit merges one sketch, an eighth of a cache line at a time
      const merge = Math.max(1, setShape(vertexCount, Number(parameters['BITS'])).width / 8);
      const directions = parameters['TYPE'] === 'both' ? 2 : 1;
      const round = edgeCount * directions * merge;
      return step < 0 ? { least: 2 * round, most: 30 * round } : { least: 2 * round, most: step * round };
    },
    visitsPerSecond: 214e6,
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

function bytesPerVertex(vertexCount: number, parameters: ParameterValues): number {
  const step = Number(parameters['STEP']);
  if (step === 0 || step === 1) return DEGREE_BYTES_PER_VERTEX + NEIGHBOUR_COUNT_BYTES_PER_VERTEX;
  const { width } = setShape(vertexCount, Number(parameters['BITS']));
  return DEGREE_BYTES_PER_VERTEX + (step > 1 ? 2 * width : width + 36);
}
