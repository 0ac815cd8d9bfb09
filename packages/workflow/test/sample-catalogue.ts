import type { AlgorithmDescriptor, Catalogue, ParameterDescriptor } from '@orrery/contracts';

const directed: ParameterDescriptor = { name: 'IS_DIRECTED', type: 'bool', default: true, help: '' };

function descriptor(
  id: string,
  parameters: readonly ParameterDescriptor[],
  columns: AlgorithmDescriptor['columns'],
  graph: AlgorithmDescriptor['graph'] = { weight: 'ignored', time: 'ignored' },
): AlgorithmDescriptor {
  return { id, category: 'Path', summary: id, parameters, graph, columns, memoryBytes: () => 0, citations: [] };
}

const VID = { name: 'VID', type: 'vid', help: '' } as const;
const VALUE = { name: 'VALUE', type: 'double', help: '' } as const;

const algorithms = [
  descriptor(
    'PageRank',
    [
      { name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 1000, help: '' },
      directed,
      { name: 'DAMPING', type: 'double', default: 0.85, minimum: 0, maximum: 1, help: '' },
    ],
    () => [VID, VALUE],
  ),
  descriptor(
    'BFS',
    [
      directed,
      { name: 'ROOT', type: 'vid', default: null, help: '' },
      { name: 'OUTPUT', type: 'enum', default: 'visited', values: ['visited', 'levels'], help: '' },
    ],
    ({ OUTPUT }) =>
      OUTPUT === 'levels'
        ? [VID, { name: 'LEVEL', type: 'int64', help: '' }, { name: 'PARENT', type: 'vid', help: '' }]
        : [
            { name: 'ROOT', type: 'vid', help: '' },
            { name: 'VISITED', type: 'int64', help: '' },
          ],
  ),
  descriptor('DegreeWithTime', [directed], () => [VID, { name: 'BOTH_DEGREE', type: 'int64', help: '' }], {
    weight: 'ignored',
    time: 'required',
  }),
  descriptor(
    'Jaccard',
    [
      { name: 'IDS1', type: 'vids', default: [], help: '' },
      { name: 'IDS2', type: 'vids', default: [], help: '' },
    ],
    () => [{ name: 'VID1', type: 'vid', help: '' }, { name: 'VID2', type: 'vid', help: '' }, VALUE],
  ),
  descriptor('Walks', [], () => [VID, { name: 'PATH', type: 'json', help: '' }]),
];

/** A small catalogue with every kind of parameter, column and requirement. */
export const catalogue: Catalogue = {
  algorithms: new Map(algorithms.map((algorithm) => [algorithm.id, algorithm])),
  engines: ['local'],
  stores: ['local', 'nebula'],
};
