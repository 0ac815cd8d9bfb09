import type { AlgorithmDescriptor, OutputColumn } from '@orrery/contracts';
import { removedDuplicationEdgeParameter, removedSelfEdgeParameter } from '../parameters.ts';
import { COUNT_BY_VERTEX_BYTES, forwardBytes, TRIANGLE_VISITS_PER_SECOND, triangleVisits } from '../triangles.ts';

const vid = (name: string): OutputColumn => ({ name, type: 'vid', help: 'A corner of the triangle' });
const count = (help: string): OutputColumn => ({ name: 'COUNT', type: 'int64', help });

export const triangleCountDescriptor: AlgorithmDescriptor = {
  id: 'TriangleCount',
  category: 'Graph feature',
  summary: 'Triangles: three vertices with an edge between each two of them, whatever its direction',
  parameters: [
    {
      name: 'OPT',
      type: 'enum',
      values: ['3', '2', '1'],
      default: '3',
      help: '3: every triangle, a row each; 2: in how many triangles each vertex is; 1: how many there are',
    },
    removedDuplicationEdgeParameter,
    removedSelfEdgeParameter,
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: ({ OPT }) => {
    if (OPT === '1') return [count('Triangles of the graph')];
    if (OPT === '2') return [{ name: 'VID', type: 'vid', help: 'Vertex' }, count('Triangles that the vertex is in')];
    return [vid('VID1'), vid('VID2'), vid('VID3')];
  },
  memoryBytes: ({ vertexCount, edgeCount }, { OPT }) =>
    forwardBytes(vertexCount, edgeCount) +
    vertexCount * (OPT === '2' ? COUNT_BY_VERTEX_BYTES : 4) +
    (OPT === '3' ? edgeCount * 12 : 0),
  cost: {
    visits: (size, { OPT }) => {
      const { least, most } = triangleVisits(size);
      if (OPT === '1') return { least, most };
      return OPT === '2' ? { least: 1.4 * least, most: 1.4 * most } : { least: 2 * least, most: 6 * most };
    },
    visitsPerSecond: TRIANGLE_VISITS_PER_SECOND,
  },
  citations: [
    {
      text: 'M. Latapy: Main-memory triangle computations for very large (sparse (power-law)) graphs. Theoretical Computer Science 407, 2008',
      url: 'https://doi.org/10.1016/j.tcs.2008.07.017',
    },
    {
      text: 'M. Ortmann, U. Brandes: Triangle listing algorithms: back from the diversion. ALENEX 2014',
      url: 'https://doi.org/10.1137/1.9781611973198.1',
    },
  ],
};
