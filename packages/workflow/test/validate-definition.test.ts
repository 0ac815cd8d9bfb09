import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { WorkflowDefinitionSchema, type Fault } from '@orrery/contracts';
import { parseDefinitionText, validateDefinition } from '@orrery/workflow';
import { checkShape } from '../src/definition-shape.ts';
import { catalogue } from './sample-catalogue.ts';

function faultsOf(text: string): readonly Fault[] {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const checked = validateDefinition(parsed.value, catalogue);
  return checked.ok ? [] : checked.faults;
}
const query = (extra = '') => `{ type: Query, space: s, query: 'YIELD 1 AS a, 2 AS b' ${extra}}`;
const only = (task: string) => faultsOf(`tasks:\n  t_1: ${task}`);

const SOUND = `
name: neighbours_of_a_player
tasks:
  query_1:
    type: Query
    space: basketballplayer
    query: MATCH (v1:player{name:\${name}})--(v2) RETURN id(v1) AS src, id(v2) AS dst
    params: { name: Tim Duncan }
  pagerank_1:
    type: PageRank
    input: { from: query_1, src: src, dst: dst }
    params: { ITERATIONS: 10, IS_DIRECTED: false }
  bfs_1:
    type: BFS
    input: { space: basketballplayer, edges: [follow], weight: degree }
    params: { ROOT: { from: query_1, column: src, row: 0 } }
    execution: { engine: local, threads: 2 }
    after: [pagerank_1]
    retry: never
    timeout: 30s
  walks_1:
    type: Walks
    input: { file: graphs/friends.csv, src: "0", dst: "1", header: false, delimiter: "\\t", vidType: int64 }
  pagerank_2:
    type: PageRank
    input: { file: graphs/friends.csv, src: src, dst: dst, weight: weight }
    result: { store: nebula, space: social, tag: rank, property: value, mode: update }
layout: { query_1: { x: 80.0, y: 120 } }
`;

describe('validateDefinition', () => {
  it('accepts what the documentation shows and keeps it', () => {
    const parsed = parseDefinitionText(SOUND);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const checked = validateDefinition(parsed.value, catalogue);
    expect(checked.ok ? [] : checked.faults).toEqual([]);
    expect(checked.ok && checked.definition.layout).toEqual({ query_1: { x: 80, y: 120 } });
    expect(checked.ok && checked.definition.tasks['bfs_1']).toMatchObject({
      retry: 'never',
      params: { ROOT: { row: 0 } },
    });
  });

  it('reports every fault at once, in the order of the fields', () => {
    expect(
      faultsOf(`
name: ' x'
taks: {}
tasks:
  Query 1: ${query()}
  query_1: { type: Query, query: YIELD 1 AS a, params: { b: 1 }, retrys: 3 }
  pagerank_1:
    type: PageRnak
    input: { from: query_1, src: a, dst: a }
  pagerank_2:
    type: PageRank
    input: { from: query_7, src: a, dst: a }
    params: { ITERATIONS: 0, DAMPNG: 0.5, IS_DIRECTED: [true] }
    execution: { engine: spark, thread: 1 }
    result: { store: s3 }
  pagerank_3: { type: PageRank, input: { from: query_1, src: a, dst: a } }
  bfs_1:
    type: BFS
    input: { from: pagerank_3, src: VIT, dst: VALUE, weight: VALUE }
    timeout: 3 minutes
layout: { nobody: { x: 1, y: 2 } }
`).map(({ path, message }) => `${path}: ${message}`),
    ).toEqual([
      'taks: unknown field taks; did you mean tasks?',
      'name: must not begin or end with a blank, nor contain control characters',
      'tasks["Query 1"]: the task id "Query 1" must be 1 to 63 of a-z, 0-9 and _, a letter first',
      'tasks.query_1.space: is missing: it must be text of 1 to 256 characters',
      'tasks.query_1.retrys: unknown field retrys; did you mean retry?',
      'tasks.query_1.params.b: the statement has no ${b}; it has no parameters',
      'tasks.pagerank_1.type: there is no component type PageRnak; did you mean PageRank?',
      'tasks.pagerank_2.execution.thread: unknown field thread; did you mean threads?',
      'tasks.pagerank_2.result.store: the store s3 is not available; available: local, nebula',
      'tasks.pagerank_2.params.ITERATIONS: ITERATIONS must be an int from 1 to 1000, not 0',
      'tasks.pagerank_2.params.DAMPNG: PageRank has no parameter DAMPNG; did you mean DAMPING?',
      'tasks.pagerank_2.params.IS_DIRECTED: IS_DIRECTED must be true or false, not a list',
      'tasks.pagerank_2.input.from: there is no task query_7; did you mean query_1?',
      'tasks.bfs_1.timeout: must be text like 30s, 5m, 1h (^[1-9][0-9]*(ms|s|m|h)$), not "3 minutes"',
      'tasks.bfs_1.params.ROOT: is missing: give a vertex id (text or an int), connect it ({from, column, row}), or write null when the job gives it',
      'tasks.bfs_1.input.src: pagerank_3 has no column VIT; did you mean VID?',
      "tasks.bfs_1.input.dst: the column VALUE of pagerank_3 is double, which can't be a vertex id",
      'layout.nobody: there is no task nobody',
    ]);
  });

  it('says which kind of input was meant and what it lacks', () => {
    expect(only('{ type: PageRank, input: { space: s } }')).toMatchObject([
      { path: 'tasks.t_1.input.edges', message: 'is missing: it must be a list of names' },
    ]);
    expect(only('{ type: PageRank, input: { src: a, dst: b } }')).toMatchObject([
      { path: 'tasks.t_1.input', message: 'must have one of the fields from, space, file' },
    ]);
    expect(only('{ type: PageRank, input: { file: a.csv, space: s, src: a, dst: b } }')).toMatchObject([
      { path: 'tasks.t_1.input', message: 'has space and file, of which only one is possible' },
    ]);
    expect(only('{ type: PageRank, input: { space: s, edges: [follow, follow] } }')[0]).toMatchObject({
      path: 'tasks.t_1.input.edges[1]',
      message: '"follow" occurs twice',
    });
    expect(only('{ type: PageRank }')[0]).toMatchObject({
      path: 'tasks.t_1.input',
      message: expect.stringContaining('is missing'),
    });
    expect(only('{ type: PageRank, input: { file: "hdfs://n/a.csv", src: a, dst: b } }')[0]).toMatchObject({
      path: 'tasks.t_1.input.file',
      message: 'hdfs:// is not available; name a CSV or Parquet file below a configured folder',
    });
    expect(only('{ type: DegreeWithTime, input: { space: s, edges: [e] } }')).toMatchObject([
      {
        path: 'tasks.t_1.input.time',
        message: 'is missing: DegreeWithTime needs the property with the time of each edge',
      },
    ]);
  });

  it('refuses text that UTF-8 cannot hold, and rows beyond any table', () => {
    const half = 'has half a surrogate pair, which is no text in UTF-8';
    expect(
      faultsOf('{"name":"\\ud800","tasks":{"t":{"type":"Query","space":"\\udc00","query":"YIELD 1"}}}'),
    ).toMatchObject([
      { path: 'name', message: half },
      { path: 'tasks.t.space', message: half },
    ]);
    const bfs =
      '{ type: BFS, input: { space: s, edges: [e] }, params: { ROOT: { from: q, column: a, row: 9007199254740992 } } }';
    expect(only(bfs)[0]).toMatchObject({
      path: 'tasks.t_1.params.ROOT.row',
      message: 'must be an int from 0 to 9007199254740991, not 9007199254740992',
    });
  });

  it('names the tasks of a cycle in their order', () => {
    const chain = (from: string) => `{ type: PageRank, input: { from: ${from}, src: VID, dst: VID } }`;
    expect(faultsOf(`tasks: { a: ${chain('b')}, b: ${chain('c')}, c: ${chain('a')}, d: ${chain('a')} }`)).toMatchObject(
      [{ path: 'tasks.a', message: 'tasks wait for each other in a circle: a -> b -> c -> a' }],
    );
    expect(only(query(', after: [t_1]'))).toMatchObject([{ path: 'tasks.t_1', message: 't_1 waits for itself' }]);
    expect(
      faultsOf(
        `tasks: { a: ${query(', after: [b]')}, b: ${query(', after: [a]')}, x: ${query(', after: [y]')}, y: ${query(', after: [x]')} }`,
      ),
    ).toHaveLength(2);
  });

  it('checks columns of algorithms by their parameters', () => {
    const after = (output: string, column: string) =>
      faultsOf(`
tasks:
  b: { type: BFS, input: { file: a.csv, src: s, dst: d }, params: { ROOT: null, OUTPUT: ${output} } }
  p: { type: PageRank, input: { from: b, src: VID, dst: ${column} } }`).map((fault) => fault.message);
    expect(after('levels', 'PARENT')).toEqual([]);
    expect(after('visited', 'PARENT')).toEqual([
      'b has no column VID; it has ROOT, VISITED',
      'b has no column PARENT; it has ROOT, VISITED',
    ]);
  });

  it('tells lists from single values', () => {
    const withParameter = (parameter: string) =>
      faultsOf(`tasks: { q: ${query()}, j: ${parameter} }`).map(({ path, message }) => `${path}: ${message}`);
    const jaccard = (value: string) =>
      `{ type: Jaccard, input: { file: a.csv, src: s, dst: d }, params: { IDS1: ${value} } }`;
    const bfs = (value: string) => `{ type: BFS, input: { file: a.csv, src: s, dst: d }, params: { ROOT: ${value} } }`;
    expect(withParameter(jaccard('{ from: q, column: a }'))).toEqual([]);
    expect(withParameter(jaccard('{ from: q, column: a, row: 3 }'))).toEqual([]);
    expect(withParameter(jaccard('[x, 1]'))).toEqual([]);
    expect(withParameter(bfs('{ from: q, column: a, row: 0 }'))).toEqual([]);
    expect(withParameter(bfs('{ from: q, column: a }'))).toEqual([
      'tasks.j.params.ROOT: ROOT takes one value, not all rows of a column: add row (row: 0 for the first)',
    ]);
    expect(withParameter(bfs('{ from: q, column: a, row: -1 }'))).toEqual([
      'tasks.j.params.ROOT.row: must be an int from 0 to 9007199254740991, not -1',
    ]);
    expect(withParameter(bfs('{ from: q, row: 1.0, column: a }'))).toEqual([
      'tasks.j.params.ROOT.row: must be an int from 0 to 9007199254740991, not 1.0',
    ]);
    expect(withParameter(jaccard('[[a]]'))).toEqual([
      'tasks.j.params.IDS1: a list must hold text, numbers and booleans only',
    ]);
  });

  it('checks a write-back against the columns of its task', () => {
    const result = (fields: string, type = 'PageRank') =>
      only(
        `{ type: ${type}, input: { file: a.csv, src: s, dst: d }, result: { store: nebula, space: s, tag: t, property: p${fields} } }`,
      ).map(({ path, message }) => `${path.replace('tasks.t_1.result.', '')}: ${message}`);
    expect(result('')).toEqual([]);
    expect(result(', vid: VID, value: VALUE')).toEqual([]);
    expect(result(', value: VALEU')).toEqual(['value: the result has no column VALEU; did you mean VALUE?']);
    expect(result(', vid: VALUE')).toEqual(["vid: the column VALUE holds double, which can't be a vertex id"]);
    expect(result('', 'Walks')).toEqual(["value: the column PATH holds lists, which can't be written as a property"]);
    expect(result(', mode: upsert')).toEqual(['mode: must be insert or update, not "upsert"']);
    expect(
      only(
        '{ type: Walks, input: { file: a.csv, src: s, dst: d }, result: { store: nebula, space: s, tag: "a`b", property: " " } }',
      ).map((fault) => fault.path),
    ).toContain('tasks.t_1.result.tag');
  });

  it.each([
    ['[]', '', /must be a map with tasks, not a list/],
    ['{}', 'tasks', /is missing/],
    ['tasks: {}', 'tasks', /is empty/],
    ['tasks: [1]', 'tasks', /must be a map of task ids/],
    ['tasks: { a: 1 }', 'tasks.a', /must be a map with type/],
    ['tasks: { a: { } }', 'tasks.a.type', /is missing: it must be Query or an algorithm/],
    ['tasks: { a: { type: 5 } }', 'tasks.a.type', /not 5/],
    [
      'tasks: { a: { type: Query, space: s, query: "YIELD 1", retry: 0 } }',
      'tasks.a.retry',
      /must be never or an int from 1 to 10, not 0/,
    ],
    ['tasks: { a: { type: Query, space: s, query: "YIELD 1", timeout: 9999h } }', 'tasks.a.timeout', /at most 168h/],
    [
      'tasks: { a: { type: Query, space: s, query: "YIELD 1", params: { "1a": 1 } } }',
      'tasks.a.params["1a"]',
      /named with letters/,
    ],
    [
      'tasks: { a: { type: Query, space: s, query: "YIELD ${x}", params: { x: 9223372036854775808 } } }',
      'tasks.a.params.x',
      /beyond the range of a 64-bit int/,
    ],
    [
      'tasks: { a: { type: Query, space: s, query: "YIELD ${x}", params: { x: {} } } }',
      'tasks.a.params.x.from',
      /is missing/,
    ],
  ])('refuses %s', (text, path, message) => {
    const found = faultsOf(text).find((fault) => fault.path === path);
    expect(found?.message).toMatch(message);
  });

  it('bounds what it reports', () => {
    const tasks = Array.from({ length: 499 }, (_, i) => `  t_${i}: { type: Nothing }`).join('\n');
    const faults = faultsOf(`tasks:\n${tasks}`);
    expect(faults).toHaveLength(200);
    expect(faults.at(-1)?.message).toMatch(/^and \d+ more faults$/);
  });
});

describe('checkShape', () => {
  it('agrees with TypeBox on which fields have the right shape', () => {
    const parsed = parseDefinitionText(SOUND.replace('80.0', '80'));
    if (!parsed.ok) throw new Error('the sample is sound');
    const junk = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1.5,
        11,
        '',
        'x',
        'never',
        'local',
        'int64',
        '30s',
        [],
        ['a'],
        {},
        { from: 'a' },
        { store: 'local' },
        { x: 1, y: 2 },
        { space: 's', edges: ['e'] },
      ),
    );
    const paths: (readonly string[])[] = [];
    const walk = (value: unknown, path: readonly string[]) => {
      if (path.length > 0) paths.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
      if (!Array.isArray(value)) paths.push([...path, 'extra']);
    };
    walk(parsed.value, []);
    // What packages/workflow checks beyond the schema: names of tasks, files, and the values of parameters.
    const own = paths.filter(
      (path) =>
        path[2] !== 'params' &&
        path.at(-1) !== 'file' &&
        path.at(-1) !== 'name' &&
        !(path.length === 2 && path[1] === 'extra' && path[0] === 'tasks'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...own), fc.option(junk, { nil: undefined }), (path, value) => {
        const copy = structuredClone(parsed.value) as Record<string, unknown>;
        let at = copy;
        for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
        if (value === undefined && Array.isArray(at)) at.splice(Number(path.at(-1)), 1);
        else if (value === undefined) delete at[path.at(-1)!];
        else at[path.at(-1)!] = value;
        const faults: Fault[] = [];
        checkShape(copy, catalogue, faults);
        expect(faults.length === 0, `${path.join('.')} = ${JSON.stringify(value)}: ${JSON.stringify(faults)}`).toBe(
          Value.Check(WorkflowDefinitionSchema, copy),
        );
      }),
      { seed: 20260722, numRuns: 2000 },
    );
  });
});
