import type { AlgorithmDescriptor, GraphSize, ParameterValues, Range } from '@orrery/contracts';
import { vidsParameter } from '../parameters.ts';

/** Rows that a batch of vertices may have: at least those of any one vertex. */
export function batchRows(vertexCount: number): number {
  return Math.max(vertexCount, 65_536);
}

/** Two hops from every vertex of IDS1, or the lists of IDS2 where they are shorter; twice, and more where hubs are near. */
function visits({ vertexCount, edgeCount }: GraphSize, parameters: ParameterValues): Range {
  const degree = (2 * edgeCount) / Math.max(1, vertexCount);
  const [sources, targets] = ['IDS1', 'IDS2'].map((name) => {
    const { length } = vidsParameter(parameters, name);
    return length === 0 ? vertexCount : length;
  });
  const entries = sources! * Math.min(degree * degree, degree * targets!, 2 * edgeCount);
  return { least: 2 * entries, most: 20 * entries };
}

export const jaccardDescriptor: AlgorithmDescriptor = {
  id: 'Jaccard',
  category: 'Similarity',
  summary: 'How alike two vertices are: the neighbours they share over all the neighbours they have',
  parameters: [
    { name: 'IDS1', type: 'vids', default: [], help: 'Vertices to compare; none: all' },
    { name: 'IDS2', type: 'vids', default: [], help: 'Vertices to compare them with; none: all' },
    {
      name: 'REMOVED_SELF_EDGE',
      type: 'bool',
      default: true,
      help: 'Whether self-loops are left out; false: a vertex that has one is its own neighbour',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: () => [
    { name: 'VID1', type: 'vid', help: 'Vertex of IDS1' },
    { name: 'VID2', type: 'vid', help: 'Another vertex, of IDS2' },
    { name: 'VALUE', type: 'double', help: "Jaccard's coefficient, 0 to 1" },
  ],
  memoryBytes: ({ vertexCount }) => vertexCount * 30 + batchRows(vertexCount) * 12 + 1024,
  cost: { visits, visitsPerSecond: 60e6 },
  citations: [
    {
      text: 'P. Jaccard: The distribution of the flora in the alpine zone. New Phytologist 11, 1912',
      url: 'https://doi.org/10.1111/j.1469-8137.1912.tb05611.x',
    },
  ],
};
