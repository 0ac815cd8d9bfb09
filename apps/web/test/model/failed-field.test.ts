import type { TaskDefinition } from '@orrery/contracts';
import { expect, it } from 'vitest';
import { failedField } from '../../src/model/failed-field.ts';

const QUERY: TaskDefinition = { type: 'Query', space: 's', query: 'YIELD ${x} AS Divide', params: { x: 1, by: 2 } };
const GRAPH = { space: 's', edges: ['follow'] };
const BFS: TaskDefinition = { type: 'BFS', input: GRAPH, params: { ROOT: null } };
const RANKED: TaskDefinition = {
  type: 'PageRank',
  input: { file: 'a.csv', src: 'a', dst: 'b' },
  result: { store: 'nebula', space: 's', tag: 't', property: 'p' },
};

// The reasons are what the server says.
it.each([
  [QUERY, 'SemanticError: Divide by 0', 'query'],
  [QUERY, 'SpaceNotFound: SpaceName `s`', 'space'],
  [QUERY, 'parameter x: query_2.id has no row 3: query_2 gave only 1 rows, 0 to 0', 'params.x'],
  [BFS, 'ROOT "nobody" is no vertex of the graph: no edge of the input has it at an end', 'params.ROOT'],
  [BFS, 'parameter ROOT: query_1.a has no row 5: query_1 gave only 1 rows, 0 to 0', 'params.ROOT'],
  [BFS, 'edge type `follow`: EdgeNotFound: Edge not existed!', 'input.edges'],
  [BFS, 'SpaceNotFound: SpaceName `s`', 'input.space'],
  [BFS, 'the graph is too large: UPROOTED', 'input'],
  [RANKED, 'there is no file "a.csv" in the folders of input files', 'input.file'],
  [RANKED, 'SpaceNotFound: SpaceName `s`', 'result.space'],
  [RANKED, 'tag `t`: TagNotFound: Tag not existed!', 'result.tag'],
  [RANKED, 'result.vid: column a is double, and vertex ids are int64 or string', 'result.vid'],
  [
    { type: 'PageRank', input: { from: 'query_1', src: 'a', dst: 'b' } },
    'input: the task query_1 has no result',
    'input',
  ],
] satisfies [TaskDefinition, string, string][])('%j failed with %s: %s', (task, reason, field) => {
  expect(failedField(task, reason)).toBe(field);
});
