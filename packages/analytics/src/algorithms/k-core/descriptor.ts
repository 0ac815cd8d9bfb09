import type { AlgorithmDescriptor } from '@orrery/contracts';

export const kCoreDescriptor: AlgorithmDescriptor = {
  id: 'KCore',
  category: 'Node importance',
  summary:
    'The densest parts of a graph: the largest k such that a vertex has k neighbours that have k among themselves',
  parameters: [
    {
      name: 'TYPE',
      type: 'enum',
      values: ['vertex', 'subgraph'],
      default: 'vertex',
      help: 'vertex: the core number of each vertex; subgraph: the edges between vertices whose core number is in the range',
    },
    {
      name: 'KMIN',
      type: 'int',
      default: 1,
      minimum: 0,
      maximum: 4_294_967_295,
      help: 'Least core number of the subgraph; TYPE=vertex gives all',
    },
    {
      name: 'KMAX',
      type: 'int',
      default: 1_000_000,
      minimum: 0,
      maximum: 4_294_967_295,
      help: 'Largest core number of the subgraph; TYPE=vertex gives all',
    },
  ],
  graph: { weight: 'ignored', time: 'ignored' },
  columns: ({ TYPE }) => [
    { name: 'VID', type: 'vid', help: 'Vertex' },
    TYPE === 'subgraph'
      ? { name: 'VALUE', type: 'vid', help: 'A neighbour; each edge is there from both of its ends' }
      : { name: 'VALUE', type: 'int64', help: 'Core number of the vertex' },
  ],
  memoryBytes: ({ vertexCount, edgeCount }, { TYPE }) =>
    vertexCount * 16 + (TYPE === 'subgraph' ? vertexCount * 4 + edgeCount * 16 : 0) + 1024,
  cost: {
    // every edge is followed from both of its ends; a subgraph counts, lists and writes two pairs an edge at most
    visits: ({ edgeCount }, { TYPE }) => {
      const pairs = TYPE === 'subgraph' ? 6 * edgeCount : 0;
      return { least: 2 * edgeCount + pairs, most: 4 * edgeCount + pairs };
    },
    visitsPerSecond: 160e6,
  },
  citations: [
    {
      text: 'S. Seidman: Network structure and minimum degree. Social Networks 5, 1983',
      url: 'https://doi.org/10.1016/0378-8733(83)90028-X',
    },
    {
      text: 'H. Kabir, K. Madduri: Parallel k-core decomposition on multicore platforms. IPDPS Workshops 2017',
      url: 'https://doi.org/10.1109/IPDPSW.2017.151',
    },
  ],
};
