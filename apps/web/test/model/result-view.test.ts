import type { WorkflowDefinition } from '@orrery/contracts';
import type { JobTask } from '@orrery/sdk';
import { describe, expect, it } from 'vitest';
import { cellNumber, cellText, distinctTexts, statisticText } from '../../src/model/cell-text.ts';
import { nameColumns } from '../../src/model/name-columns.ts';
import {
  columnsOfJob,
  edgeSource,
  isAboutVertices,
  labelColours,
  labelColumns,
  queryParts,
  rankColumns,
  vertexRadius,
} from '../../src/model/result-graph.ts';
import {
  nextSort,
  operatorsOf,
  parseFilters,
  parseSort,
  resultQueryOf,
  withResultQuery,
  type ResultQuery,
} from '../../src/model/result-query.ts';
import { runGraph } from '../../src/model/run-graph.ts';
import { isStorable } from '../../src/model/storable.ts';

describe('cells', () => {
  it('keep every digit of ints and doubles', () => {
    expect(cellText('9223372036854775807', 'int64')).toBe('9223372036854775807');
    expect(cellText(0.1 + 0.2, 'double')).toBe('0.30000000000000004');
    expect(cellText(3, 'double')).toBe('3.0');
    expect(cellText(1e300, 'double')).toBe('1e+300');
    expect(cellText(-0, 'double')).toBe('-0.0');
    expect(cellText('NaN', 'double')).toBe('NaN');
    expect(cellText(null, 'string')).toBe('');
    expect(cellText(false, 'bool')).toBe('false');
  });

  it('measure what can be measured', () => {
    expect(distinctTexts([0.1234567891, 0.2, null], 'double')).toEqual(['0.123457', '0.2', '']);
    expect(distinctTexts([0.1234567891, 0.1234567892, 3], 'double')).toEqual(['0.1234567891', '0.1234567892', '3']);
    expect(distinctTexts(['9223372036854775807', '1'], 'int64')).toEqual(['9223372036854775807', '1']);
    expect(cellNumber('12')).toBe(12);
    expect(cellNumber('Infinity')).toBe(Infinity);
    expect(cellNumber('NaN')).toBeUndefined();
    expect(cellNumber(null)).toBeUndefined();
    expect(statisticText(0.123456789)).toBe('0.123457');
    expect(statisticText(1234567)).toBe('1234567');
  });
});

describe('a selection in the URL', () => {
  it('comes back as it went, whatever the names and values hold', () => {
    const query: ResultQuery = {
      sort: [
        { column: 'a,b:-c', descending: true },
        { column: '+ü %', descending: false },
      ],
      filters: [
        { column: 'x:y', operator: 'ge', value: '0.5,1:2' },
        { column: 'n', operator: 'isNull' },
        { column: 's', operator: 'contains', value: '' },
      ],
    };
    const parameters = withResultQuery(new URLSearchParams('task=a&tab=result'), query);
    expect(parameters.get('task')).toBe('a');
    expect(resultQueryOf(new URLSearchParams(parameters.toString()))).toEqual(query);
    expect(withResultQuery(parameters, { sort: [], filters: [] }).toString()).toBe('task=a&tab=result');
  });

  it('opens although a hand broke parts of it', () => {
    expect(parseSort('nonsense,-VALUE,-%E0%A4%A')).toEqual([{ column: 'VALUE', descending: true }]);
    expect(parseFilters('a:unknown:1,b:eq,c:lt:3,:eq:1')).toEqual([{ column: 'c', operator: 'lt', value: '3' }]);
    expect(resultQueryOf(new URLSearchParams())).toEqual({ sort: [], filters: [] });
  });

  it('goes through ascending, descending and off by a click', () => {
    let sort = nextSort([], 'a', false);
    expect(sort).toEqual([{ column: 'a', descending: false }]);
    sort = nextSort(sort, 'a', false);
    expect(sort).toEqual([{ column: 'a', descending: true }]);
    sort = nextSort(sort, 'b', true);
    expect(sort.map(({ column }) => column)).toEqual(['a', 'b']);
    expect(nextSort(sort, 'a', true).map(({ column }) => column)).toEqual(['b']);
    expect(nextSort(sort, 'c', false).map(({ column }) => column)).toEqual(['c']);
  });

  it('offers what a type can be asked', () => {
    expect(operatorsOf('double')).not.toContain('contains');
    expect(operatorsOf('string')).toContain('startsWith');
    expect(operatorsOf('bool')).toEqual(['eq', 'ne', 'isNull', 'notNull']);
  });
});

const definition: WorkflowDefinition = {
  tasks: {
    query_1: { type: 'Query', space: 's', query: 'YIELD 1 AS src, 2 AS dst' },
    pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' } },
    bfs_1: {
      type: 'BFS',
      input: { space: 's', edges: ['follow'] },
      params: { ROOT: { from: 'query_1', column: 'src', row: 0 } },
    },
    query_2: { type: 'Query', space: 's', query: 'YIELD 1 AS x', after: ['bfs_1'] },
    lpa_1: { type: 'LPA', input: { file: 'a.csv', src: 'a', dst: 'b' } },
  },
};
const result = (columns: { name: string; type: string }[]) => ({ columns, rowCount: 3, sizeBytes: 10, statistics: {} });
const task = (key: string, taskType: string, columns: { name: string; type: string }[] | undefined) =>
  ({ key, taskType, dependsOn: [], result: columns === undefined ? null : result(columns) }) as unknown as JobTask;

describe('the graph of a run', () => {
  const tasks = Object.keys(definition.tasks).map((key) => ({ key, taskType: 'algorithm', dependsOn: [] as string[] }));

  it('has the edges of the definition with their kind, and places nothing over another', () => {
    const { nodes, edges } = runGraph(definition, tasks);
    expect(edges.map(({ id, kind }) => [id, kind])).toEqual([
      ['query_1→pagerank_1', 'data'],
      ['query_1→bfs_1', 'parameter'],
      ['bfs_1→query_2', 'order'],
    ]);
    const place = (key: string) => nodes.find((node) => node.key === key)!;
    expect(place('pagerank_1').x).toBeGreaterThan(place('query_1').x);
    expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
    expect(place('lpa_1').type).toBe('LPA');
  });

  it('lays tasks that hang on nothing out in rows, below the others', () => {
    const single = Array.from({ length: 14 }, (_, i) => ({ key: `q_${i}`, taskType: 'query', dependsOn: [] }));
    const { nodes } = runGraph(undefined, single);
    expect(new Set(nodes.map(({ y }) => y)).size).toBe(3);
    expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(14);
    const mixed = runGraph(undefined, [
      { key: 'a', taskType: 'query', dependsOn: [] },
      { key: 'b', taskType: 'query', dependsOn: ['a'] },
      { key: 'c', taskType: 'query', dependsOn: [] },
    ]).nodes;
    const y = (key: string) => mixed.find((node) => node.key === key)!.y;
    expect(y('c')).toBeGreaterThan(Math.max(y('a'), y('b')));
  });

  it('takes the places of the designer where all tasks have one', () => {
    const layout = Object.fromEntries(tasks.map(({ key }, i) => [key, { x: i * 10, y: 5 }]));
    expect(runGraph({ ...definition, layout }, tasks).nodes[2]).toMatchObject({ x: 20, y: 5 });
  });

  it('leaves out the space that only the larger boxes of the designer need', () => {
    const places = [0, 260, 260, 400, 900].map((y, i) => ({ x: i === 1 ? 700 : 0, y }));
    const stacked = places.map((_, i) => ({ key: `t_${i}`, taskType: 'query', dependsOn: [] }));
    const layout = Object.fromEntries(places.map((place, i) => [`t_${i}`, place]));
    const { nodes } = runGraph({ tasks: {}, layout }, stacked);
    expect(nodes.map(({ y }) => y)).toEqual([0, 108, 108, 216, 324]);
    expect(nodes.map(({ x }) => x)).toEqual([0, 344, 0, 0, 0]);
  });

  it('falls back to what tasks wait for when the workflow is gone', () => {
    const { edges } = runGraph(undefined, [tasks[0]!, { key: 'b', taskType: 'query', dependsOn: ['query_1'] }]);
    expect(edges).toEqual([{ id: 'query_1→b', from: 'query_1', to: 'b', kind: 'order' }]);
  });
});

describe('the graph of a result', () => {
  it('knows where its edges are', () => {
    expect(edgeSource(definition, 'bfs_1')).toEqual({ kind: 'space', space: 's', edges: ['follow'] });
    expect(edgeSource(definition, 'pagerank_1')).toEqual({ kind: 'task', task: 'query_1', src: 'src', dst: 'dst' });
    expect(edgeSource(definition, 'lpa_1')).toBeUndefined();
    expect(edgeSource(definition, 'query_1')).toBeUndefined();
    expect(edgeSource(undefined, 'bfs_1')).toBeUndefined();
  });

  it('finds measures and communities, its own first', () => {
    const rank = task('pagerank_1', 'algorithm', [
      { name: 'VID', type: 'string' },
      { name: 'VALUE', type: 'double' },
    ]);
    const labels = task('lpa_1', 'algorithm', [
      { name: 'VID', type: 'string' },
      { name: 'LABEL', type: 'string' },
    ]);
    const query = task('query_1', 'query', [
      { name: 'a', type: 'string' },
      { name: 'n', type: 'int64' },
    ]);
    const all = [query, labels, rank, task('x', 'algorithm', undefined)];
    expect(columnsOfJob(all, 'pagerank_1', rankColumns)).toEqual([{ task: 'pagerank_1', vid: 'VID', value: 'VALUE' }]);
    expect(columnsOfJob(all, 'pagerank_1', labelColumns)).toEqual([{ task: 'lpa_1', vid: 'VID', value: 'LABEL' }]);
  });

  it('is not drawn of rows about pairs', () => {
    const pairs = task('jaccard_1', 'algorithm', [
      { name: 'VID1', type: 'int64' },
      { name: 'VID2', type: 'int64' },
      { name: 'VALUE', type: 'double' },
    ]);
    expect(isAboutVertices(pairs)).toBe(false);
    expect(rankColumns(pairs)).toEqual([]);
    expect(isAboutVertices(task('x', 'algorithm', undefined))).toBe(true);
    expect(isAboutVertices(task('x', 'algorithm', [{ name: 'VALUE', type: 'json' }]))).toBe(false);
  });

  it('asks for many vertices in parts that fit into a URL', () => {
    const vids = Array.from({ length: 2000 }, (_, i) => `player ${i}`);
    const parts = queryParts(vids);
    expect(parts.flat()).toEqual(vids);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(encodeURIComponent(JSON.stringify(part)).length).toBeLessThan(5200);
    expect(queryParts(['x'.repeat(9000), 'y'])).toHaveLength(2);
    expect(queryParts([])).toEqual([]);
  });

  it('sizes and colours vertices', () => {
    expect(vertexRadius(0, 0, 10)).toBe(4);
    expect(vertexRadius(10, 0, 10)).toBe(18);
    expect(vertexRadius(undefined, 0, 10)).toBe(vertexRadius(5, 5, 5));
    const colours = labelColours(['b', 'a', 'b', 'c', 'c', 'b'], 2);
    expect([...colours]).toEqual([
      ['b', 0],
      ['c', 1],
    ]);
  });
});

describe('what names a row', () => {
  const columns = (...all: string[]) => all.map((text) => ({ name: text.split(':')[0]!, type: text.split(':')[1]! }));
  it.each([
    ['the vertex', columns('VID:string', 'LEVEL:int64', 'PARENT:string'), 'LEVEL', [0]],
    ['both vertices of a pair', columns('VID1:int64', 'VID2:int64', 'VALUE:double'), 'VALUE', [0, 1]],
    ["an edge's ends", columns('degree:int64', 'src:string', 'dst:string'), 'degree', [1, 2]],
    ['a text before a number', columns('n:int64', 'name:string', 'age:int64'), 'age', [1]],
    ['another number', columns('a:int64', 'b:int64'), 'b', [0]],
    ['nothing', columns('x:double'), 'x', []],
  ])('is %s', (_what, given, measured, expected) => {
    expect(nameColumns(given, measured)).toEqual(expected);
  });
});

it('a value is stored only where its type fits', () => {
  expect(isStorable('double', 'double')).toBe(true);
  expect(isStorable('int64', 'float')).toBe(true);
  expect(isStorable('double', 'int64')).toBe(false);
  expect(isStorable('string', 'fixed_string(32)')).toBe(true);
  expect(isStorable('string', 'int64')).toBe(false);
  expect(isStorable('json', 'string')).toBe(false);
  expect(isStorable('string', 'a_new_type')).toBe(true);
});
