import { describe, expect, it } from 'vitest';
import { Double, parseLossless, type WorkflowDefinition } from '@orrery/contracts';
import {
  diffDefinitions,
  effectiveParameters,
  formatDuration,
  parseDefinitionText,
  parseDuration,
  pathKeys,
  fieldPath,
  planJob,
  reusableTasks,
  topologicalOrder,
  validateDefinition,
  type PlannedTask,
} from '@orrery/workflow';
import { catalogue } from './sample-catalogue.ts';

const defaults = { maxAttempts: 3, timeoutMs: 60_000 };

function definitionOf(text: string): WorkflowDefinition {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const checked = validateDefinition(parsed.value, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.definition;
}
function plan(text: string, input?: string): readonly PlannedTask[] {
  const planned = planJob(
    definitionOf(text),
    input === undefined ? undefined : parseLossless(input),
    catalogue,
    defaults,
  );
  if (!planned.ok) throw new Error(JSON.stringify(planned.faults));
  return planned.tasks;
}
function refusal(text: string, input?: string): string[] {
  const planned = planJob(
    definitionOf(text),
    input === undefined ? undefined : parseLossless(input),
    catalogue,
    defaults,
  );
  return planned.ok ? [] : planned.faults.map(({ path, message }) => `${path}: ${message}`);
}

const SAMPLE = `
tasks:
  bfs_1:
    type: BFS
    input: { space: s, edges: [follow] }
    params: { ROOT: { from: query_1, column: src, row: 0 } }
    retry: never
    timeout: 90s
  query_1:
    type: Query
    space: s
    query: MATCH (v:player{name:\${name}}) WHERE v.player.age > \${age} RETURN id(v) AS src
    params: { name: Tim Duncan }
  pagerank_1:
    type: PageRank
    input: { from: query_1, src: src, dst: src }
    params: { DAMPING: 0.5 }
    after: [bfs_1]
`;

describe('planJob', () => {
  it('orders tasks and gives every parameter its source', () => {
    expect(plan(SAMPLE, '{"query_1":{"age":9007199254740993},"pagerank_1":{"ITERATIONS":"20"}}')).toEqual([
      {
        key: 'query_1',
        taskType: 'query',
        dependsOn: [],
        maxAttempts: 3,
        timeoutMs: 60_000,
        spec: {
          space: 's',
          query: 'MATCH (v:player{name:${name}}) WHERE v.player.age > ${age} RETURN id(v) AS src',
          params: { name: { value: 'Tim Duncan' }, age: { value: 9007199254740993n } },
          result: { store: 'local' },
        },
      },
      {
        key: 'bfs_1',
        taskType: 'algorithm',
        dependsOn: ['query_1'],
        maxAttempts: 1,
        timeoutMs: 90_000,
        spec: {
          algorithm: 'BFS',
          input: { space: 's', edges: ['follow'] },
          params: {
            IS_DIRECTED: { value: true },
            ROOT: { from: 'query_1', column: 'src', row: 0 },
            OUTPUT: { value: 'visited' },
          },
          execution: { engine: 'local' },
          result: { store: 'local' },
        },
      },
      {
        key: 'pagerank_1',
        taskType: 'algorithm',
        dependsOn: ['bfs_1', 'query_1'],
        maxAttempts: 3,
        timeoutMs: 60_000,
        spec: {
          algorithm: 'PageRank',
          input: { from: 'query_1', src: 'src', dst: 'src' },
          params: { ITERATIONS: { value: '20' }, IS_DIRECTED: { value: true }, DAMPING: { value: 0.5 } },
          execution: { engine: 'local' },
          result: { store: 'local' },
        },
      },
    ]);
  });

  it('prefers input to upstream and upstream to defaults, and keeps 1.0 a double', () => {
    const [, bfs] = plan(SAMPLE, '{"query_1":{"age":1.0,"name":"Tony"},"bfs_1":{"ROOT":"player100"}}');
    expect(bfs).toMatchObject({ dependsOn: ['query_1'], spec: { params: { ROOT: { value: 'player100' } } } });
    const [query] = plan(SAMPLE, '{"query_1":{"age":1.0,"name":"Tony"}}');
    expect(query).toMatchObject({ spec: { params: { name: { value: 'Tony' }, age: { value: new Double(1) } } } });
  });

  it('names the task and the parameter that nobody gives', () => {
    const faults = refusal(SAMPLE);
    expect(faults).toEqual([
      'input.query_1.age: the task query_1 needs the parameter age, which has no default: give a value in the job\'s input, {"input":{"query_1":{"age":…}}}',
    ]);
    const bfs = 'tasks: { b: { type: BFS, input: { file: a.csv, src: s, dst: d }, params: { ROOT: null } } }';
    expect(refusal(bfs)[0]).toMatch(/^input\.b\.ROOT: the task b needs the parameter ROOT.*give a vertex id/);
    expect(refusal(bfs, '{"b":{"ROOT":7}}')).toEqual([]);
    expect(refusal(SAMPLE, '{"query_1":{"age":9223372036854775808}}')).toEqual([
      expect.stringMatching(/^input\.query_1\.age: age is 9223372036854775808, beyond/),
    ]);
  });

  it('takes a null in the definition as "the job gives it" even where the algorithm has a default', () => {
    const text =
      'tasks: { p: { type: PageRank, input: { file: a.csv, src: s, dst: d }, params: { ITERATIONS: null } } }';
    expect(refusal(text)[0]).toMatch(/^input\.p\.ITERATIONS: the task p needs the parameter ITERATIONS/);
    expect(refusal(text, '{"p":{"ITERATIONS":3}}')).toEqual([]);
  });

  it.each([
    ['[]', 'input: must be a map of task ids to parameters, not a list'],
    ['{"qery_1":{}}', 'input.qery_1: the workflow has no task qery_1; did you mean query_1?'],
    ['{"query_1":5}', 'input.query_1: must be a map of parameters to values, not 5'],
    ['{"query_1":{"nam":"x"}}', 'input.query_1.nam: the task query_1 has no parameter nam; did you mean name?'],
    [
      '{"query_1":{"name":{"a":1}}}',
      'input.query_1.name: name must be text, a number, true, false or a list of these, not a map',
    ],
    [
      '{"query_1":{"name":null}}',
      'input.query_1.name: name must have a value, not null; leave it out to take its default',
    ],
    ['{"query_1":{"name":[[1]]}}', 'input.query_1.name: name has a list in its list'],
    ['{"query_1":{"name":"\\ud800"}}', 'input.query_1.name: name has half a surrogate pair, which is no text in UTF-8'],
    [
      '{"query_1":{"age":9223372036854775808}}',
      'input.query_1.age: age is 9223372036854775808, beyond the range of a 64-bit int (-9223372036854775808 to 9223372036854775807); send it as text, or as a double with a fraction',
    ],
    [
      '{"pagerank_1":{"ITERATIONS":1.5}}',
      'input.pagerank_1.ITERATIONS: ITERATIONS must be an int from 1 to 1000, not 1.5',
    ],
    [
      '{"pagerank_1":{"ITERATIONS":9223372036854775808}}',
      'input.pagerank_1.ITERATIONS: ITERATIONS must be an int from 1 to 1000, not 9223372036854775808',
    ],
    [
      '{"__proto__":{"name":1}}',
      'input.__proto__: the workflow has no task __proto__; it has bfs_1, query_1, pagerank_1',
    ],
    [
      '{"query_1":{"constructor":1}}',
      'input.query_1.constructor: the task query_1 has no parameter constructor; it has name, age',
    ],
  ])('refuses the input %s', (input, fault) => {
    expect(refusal(SAMPLE, input)).toContain(fault);
  });

  it('checks the columns again when input changes them', () => {
    const text = `
tasks:
  b: { type: BFS, input: { file: a.csv, src: s, dst: d }, params: { ROOT: x, OUTPUT: levels } }
  p: { type: PageRank, input: { from: b, src: VID, dst: PARENT } }`;
    expect(refusal(text, '{"b":{"OUTPUT":"levels"}}')).toEqual([]);
    expect(refusal(text, '{"b":{"OUTPUT":"visited"}}')).toEqual([
      'tasks.p.input.src: b has no column VID; it has ROOT, VISITED',
      'tasks.p.input.dst: b has no column PARENT; it has ROOT, VISITED',
    ]);
  });
});

describe('reusableTasks', () => {
  const input = '{"query_1":{"age":1}}';
  it('takes over what succeeded and would run the same', () => {
    const tasks = plan(SAMPLE, input);
    const all = new Set(['query_1', 'bfs_1', 'pagerank_1']);
    expect(reusableTasks(tasks, all, plan(SAMPLE, input))).toEqual(['query_1', 'bfs_1', 'pagerank_1']);
    expect(reusableTasks(tasks, new Set(['query_1']), plan(SAMPLE, input))).toEqual(['query_1']);
    expect(reusableTasks(tasks, all, plan(SAMPLE, '{"query_1":{"age":2}}'))).toEqual([]);
    expect(reusableTasks(tasks, all, plan(SAMPLE, '{"query_1":{"age":1},"pagerank_1":{"ITERATIONS":3}}'))).toEqual([
      'query_1',
      'bfs_1',
    ]);
    expect(reusableTasks(tasks, all, plan(SAMPLE.replace('retry: never', 'retry: 5'), input))).toEqual([
      'query_1',
      'bfs_1',
      'pagerank_1',
    ]);
    expect(reusableTasks(tasks, all, plan(SAMPLE, input), ['bfs_1'])).toEqual(['query_1']);
  });
});

describe('effectiveParameters', () => {
  it('says where each value comes from', () => {
    const { tasks } = definitionOf(SAMPLE);
    expect(effectiveParameters(tasks['query_1']!, catalogue)).toEqual([
      { name: 'name', origin: 'definition', source: { value: 'Tim Duncan' } },
      { name: 'age', origin: 'job', source: undefined },
    ]);
    expect(effectiveParameters(tasks['bfs_1']!, catalogue)).toEqual([
      { name: 'IS_DIRECTED', origin: 'default', source: { value: true } },
      { name: 'ROOT', origin: 'upstream', source: { from: 'query_1', column: 'src', row: 0 } },
      { name: 'OUTPUT', origin: 'default', source: { value: 'visited' } },
    ]);
  });
});

describe('diffDefinitions', () => {
  it('lists what was added, removed and changed by field', () => {
    const after = SAMPLE.replace('DAMPING: 0.5', 'ITERATIONS: 1')
      .replace('retry: never', 'retry: 2')
      .replace('edges: [follow]', 'edges: [serve]');
    expect(diffDefinitions(definitionOf(SAMPLE), definitionOf(after))).toEqual([
      { path: 'tasks.bfs_1.input.edges', kind: 'changed', before: ['follow'], after: ['serve'] },
      { path: 'tasks.bfs_1.retry', kind: 'changed', before: 'never', after: 2 },
      { path: 'tasks.pagerank_1.params.DAMPING', kind: 'removed', before: 0.5 },
      { path: 'tasks.pagerank_1.params.ITERATIONS', kind: 'added', after: 1 },
    ]);
    expect(diffDefinitions(definitionOf(SAMPLE), definitionOf(SAMPLE))).toEqual([]);
  });

  it('tells 1 from 1.0', () => {
    const one = (value: unknown) =>
      ({ tasks: { q: { type: 'Query', space: 's', query: 'q', params: { x: value } } } }) as WorkflowDefinition;
    expect(diffDefinitions(one(1), one(new Double(1)))).toHaveLength(1);
  });
});

describe('small parts', () => {
  it('reads and writes durations', () => {
    expect(['500ms', '30s', '5m', '1h'].map(parseDuration)).toEqual([500, 30_000, 300_000, 3_600_000]);
    expect(['0s', '1', '-1s', '1d', '1.5s', '', '1 s', '200h', '999999999999999h'].map(parseDuration)).toEqual(
      Array.from({ length: 9 }, () => undefined),
    );
    for (const ms of [1, 1500, 60_000, 90_000, 7_200_000]) expect(parseDuration(formatDuration(ms))).toBe(ms);
  });

  it('writes and reads field paths', () => {
    for (const keys of [['tasks', 'query_1', 'params', 'name'], ['a', 'b c', 'd'], ['a', 0, 'x."y'], ['']]) {
      expect(pathKeys(keys.reduce<string>((path, key) => fieldPath(path, key as string), ''))).toEqual(keys);
    }
  });

  it('has no order for tasks that wait for each other', () => {
    expect(
      topologicalOrder(
        new Map([
          ['a', ['b']],
          ['b', ['a']],
        ]),
      ),
    ).toBeUndefined();
  });
});
