import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { ECHO_QUERY, SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';

interface Saved {
  readonly id: string;
  readonly version: number;
}
interface Workflow extends Saved {
  readonly name: string;
  readonly taskCount: number;
}

const harness = new ApiHarness();
beforeAll(() => harness.start({ warmExecutors: 0 }));
afterAll(() => harness.stop());

const YAML = `
name: from_yaml
tasks:
  query_1:
    type: Query
    space: s
    query: |
      YIELD \${big} AS big, \${one} AS one
    params: { big: 9007199254740993, one: 1.0 }
`;
const yaml = { 'Content-Type': 'application/yaml' };

describe('POST /workflows', () => {
  it('answers with id and version, byte for byte', async () => {
    expectData(
      await harness.as('ada', 'POST', '/api/v1/workflows?id=4216617528', SAMPLE_WORKFLOW),
      '{"id":"4216617528","version":1}',
    );
    expectData(
      await harness.as('ada', 'POST', '/api/v1/workflows', { tasks: { query_1: ECHO_QUERY } }),
      /^\{"id":"\d{1,10}","version":1\}$/,
    );
  });

  it('takes YAML, and numbers keep their digits in every form', async () => {
    const { id } = (await harness.as('ada', 'POST', '/api/v1/workflows', YAML, yaml)).json.data as Saved;
    const read = await harness.as('ada', 'GET', `/api/v1/workflows/${id}`);
    expect(read.body).toContain('"params":{"big":9007199254740993,"one":1.0}');
    const file = await harness.as('ada', 'GET', `/api/v1/workflows/${id}/definition`);
    expect(file.headerLines).toContain('Content-Type: application/yaml');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="from_yaml.yaml"; filename*=UTF-8''from_yaml.yaml`,
    );
    expect(file.body.trim()).toBe(YAML.trim());
    const json = await harness.as('ada', 'GET', `/api/v1/workflows/${id}/definition?format=json`);
    expect(json.body).toContain('"big": 9007199254740993');
    expectData(await harness.as('ada', 'POST', '/api/v1/workflows', json.body), /./);
  });

  it('reports every fault, in the message and by field', async () => {
    const answer = await harness.as('ada', 'POST', '/api/v1/workflows', {
      tasks: {
        query_1: { ...ECHO_QUERY, query: 'YIELD (', spaec: 's' },
        pagerank_1: { type: 'PageRnak', input: { from: 'query_2', src: 'a', dst: 'b' } },
      },
    });
    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe(40004001);
    expect((answer.json.data as { faults: { path: string }[] }).faults.map((fault) => fault.path)).toEqual([
      'tasks.query_1.spaec',
      'tasks.query_1.query',
      'tasks.query_1.params.name',
      'tasks.query_1.params.rows',
      'tasks.query_1.params.sleepMs',
      'tasks.query_1.params.fail',
      'tasks.pagerank_1.type',
      'tasks.pagerank_1.input.from',
    ]);
    expect(answer.json.message).toMatch(
      /^ErrParam::tasks\.query_1\.spaec unknown field spaec; did you mean space\?; tasks\.query_1\.query line 1, column 7: /,
    );
    expect(answer.body).toMatch(/^\{"code":40004001,"data":\{"faults":\[.*\]\},"message":"/);
  });

  it.each([
    ['', {}, 'the request has no body; send the definition as application/json or application/yaml'],
    ['{"tasks":', {}, /^the definition is no JSON: not JSON: /],
    ['{"tasks":{},"tasks":{}}', {}, 'the definition is no JSON: line 1, column 13: the key "tasks" occurs twice'],
    ['a: [1', yaml, /^the definition is no YAML: line 1, column \d+: /],
    ['a: &x 1\nb: *x', yaml, /anchors \(&name\) are not supported/],
    [
      'x',
      { 'Content-Type': 'text/plain' },
      'the Content-Type text/plain is not supported here; send application/json or application/yaml',
    ],
  ])('refuses the text %j', async (text, headers, message) => {
    expectError(
      await harness.as('ada', 'POST', '/api/v1/workflows', text, headers as Record<string, string>),
      'ErrBadRequest',
      message,
    );
  });

  it('refuses an id that is taken or is none', async () => {
    expect((await harness.as('ada', 'POST', '/api/v1/workflows?id=4216617528', SAMPLE_WORKFLOW)).json.code).toBe(
      40004000,
    );
    expect((await harness.as('ada', 'POST', '/api/v1/workflows?id=abc', SAMPLE_WORKFLOW)).json.code).toBe(40004001);
  });
});

describe('saved workflows', () => {
  it('have versions, of which two or two workflows can be compared', async () => {
    const { id } = await harness.data<Saved>('ada', 'POST', '/api/v1/workflows?comment=first', SAMPLE_WORKFLOW);
    const changed = {
      ...SAMPLE_WORKFLOW,
      tasks: {
        ...SAMPLE_WORKFLOW.tasks,
        pagerank_1: { ...SAMPLE_WORKFLOW.tasks.pagerank_1, params: { DAMPING: 0.5 } },
      },
    };
    expectData(
      await harness.as('ada', 'PUT', `/api/v1/workflows/${id}?comment=damped&ifVersion=1`, changed),
      `{"id":"${id}","version":2}`,
    );
    expectError(
      await harness.as('ada', 'PUT', `/api/v1/workflows/${id}?ifVersion=1`, changed),
      'ErrBadRequest',
      /version/,
    );
    const versions = await harness.data<{ items: { version: number; comment: string }[] }>(
      'ada',
      'GET',
      `/api/v1/workflows/${id}/versions`,
    );
    expect(versions.items.map(({ version, comment }) => [version, comment])).toEqual([
      [2, 'damped'],
      [1, 'first'],
    ]);
    const diff = await harness.data<{ changes: unknown }>('ada', 'GET', `/api/v1/workflows/${id}/diff?from=1&to=2`);
    expect(diff).toEqual({
      from: { id, version: 1 },
      to: { id, version: 2 },
      changes: [{ path: 'tasks.pagerank_1.params', kind: 'added', after: { DAMPING: 0.5 } }],
    });
    const { id: copy } = await harness.data<Saved>('ada', 'POST', `/api/v1/workflows/${id}/clone`, { name: 'copied' });
    expect(
      (await harness.data<{ changes: unknown[] }>('ada', 'GET', `/api/v1/workflows/${id}/diff?with=${copy}&from=1`))
        .changes,
    ).toContainEqual({
      path: 'tasks.pagerank_1.params',
      kind: 'added',
      after: { DAMPING: 0.5 },
    });
    expect(
      (await harness.data<{ definition: unknown }>('ada', 'GET', `/api/v1/workflows/${id}?version=1`)).definition,
    ).toMatchObject({ tasks: SAMPLE_WORKFLOW.tasks });
    expectError(await harness.as('ada', 'GET', `/api/v1/workflows/${id}?version=9`), 'ErrNotFound', /9/);
  });

  it('are listed, searched, renamed, cloned and deleted', async () => {
    const { id } = await harness.data<Saved>('bob', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    const renamed = await harness.data<Workflow>('bob', 'PATCH', `/api/v1/workflows/${id}`, { name: 'Überblick 100%' });
    expect([renamed.name, renamed.version, renamed.taskCount]).toEqual(['Überblick 100%', 1, 2]);
    await harness.data('bob', 'POST', `/api/v1/workflows/${id}/clone`);
    const search = async (text: string) =>
      (
        await harness.data<{ items: Workflow[]; total: number }>(
          'bob',
          'GET',
          `/api/v1/workflows?search=${encodeURIComponent(text)}`,
        )
      ).total;
    expect([
      await search(''),
      await search('überblick'),
      await search('100%'),
      await search('100_'),
      await search(id),
    ]).toEqual([2, 2, 2, 0, 1]);
    const file = await harness.as('bob', 'GET', `/api/v1/workflows/${id}/definition`);
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="_berblick_100_.yaml"; filename*=UTF-8''%C3%9Cberblick%20100%25.yaml`,
    );
    expectData(await harness.as('bob', 'DELETE', `/api/v1/workflows/${id}`), '{"success":true}');
    expectError(await harness.as('bob', 'GET', `/api/v1/workflows/${id}`), 'ErrNotFound', new RegExp(id));
    for (const name of ['', ' x', 'x'.repeat(129), 7, 'x\u0000y', 'x\ny', 'x\ud800']) {
      const refused = await harness.as('bob', 'PATCH', `/api/v1/workflows/${id}`, { name });
      expect(refused.json.code).toBe(40004001);
      expect(refused.json.message).toMatch(/^ErrParam::name (must be text|has half a surrogate)/);
    }
  });

  it('come back after a deletion, with every version', async () => {
    const { id } = await harness.data<Saved>('bob', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    await harness.data('bob', 'PUT', `/api/v1/workflows/${id}`, SAMPLE_WORKFLOW);
    await harness.data('bob', 'DELETE', `/api/v1/workflows/${id}`);
    const restore = `/api/v1/workflows/${id}/restore`;
    expectError(await harness.as('ada', 'POST', restore), 'ErrNotFound', new RegExp(id));
    expectData(await harness.as('bob', 'POST', restore), `{"id":"${id}","version":2}`);
    expectData(await harness.as('bob', 'POST', restore), `{"id":"${id}","version":2}`);
    const versions = await harness.data<{ items: unknown[] }>('bob', 'GET', `/api/v1/workflows/${id}/versions`);
    expect(versions.items).toHaveLength(2);
  });

  it('are listed with their algorithms and last job, in the order asked for', async () => {
    const names = ['ordered Zulu', 'ordered alpha', 'Ordered Mike'];
    const ids: string[] = [];
    for (const name of names) {
      const saved = await harness.data<Saved>('bob', 'POST', '/api/v1/workflows', { ...SAMPLE_WORKFLOW, name });
      ids.push(saved.id);
    }
    const post = (user: string) => harness.data<{ id: number }>(user, 'POST', `/api/v1/workflows/${ids[0]}/jobs`);
    await post('bob');
    const { id: last } = await post('bob');
    const { id: roots } = await post('root');
    type Item = Workflow & { readonly algorithms: string[]; readonly lastJob: { readonly id: number } | null };
    const list = (user: string, query: string) =>
      harness.data<{ items: Item[] }>(user, 'GET', `/api/v1/workflows?${query}`);
    const byName = await list('bob', 'search=ordered&orderBy=name&direction=asc');
    expect(byName.items.map(({ name, algorithms, lastJob }) => [name, algorithms, lastJob?.id])).toEqual([
      ['ordered alpha', ['PageRank'], undefined],
      ['Ordered Mike', ['PageRank'], undefined],
      ['ordered Zulu', ['PageRank'], last],
    ]);
    expect((await list('root', `search=${ids[0]}`)).items[0]?.lastJob?.id).toBe(roots);
    await harness.data('bob', 'PATCH', `/api/v1/workflows/${ids[1]}`, { name: 'alpha 2' });
    expect((await list('bob', 'orderBy=updateTime')).items[0]?.name).toBe('alpha 2');
    expect((await harness.as('bob', 'GET', '/api/v1/workflows?orderBy=size')).json.code).toBe(40004001);
  });

  it('belong to their account, and root of the graph sees all', async () => {
    const { id } = await harness.data<Saved>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    for (const [method, end, body] of [
      ['GET', '', undefined],
      ['PUT', '', SAMPLE_WORKFLOW],
      ['PATCH', '', { name: 'mine' }],
      ['POST', '/clone', {}],
      ['DELETE', '', undefined],
      ['POST', '/restore', undefined],
      ['GET', '/versions', undefined],
      ['GET', '/diff', undefined],
      ['GET', '/definition', undefined],
    ] as const) {
      expectError(
        await harness.as('bob', method, `/api/v1/workflows/${id}${end}`, body),
        'ErrNotFound',
        new RegExp(id),
      );
    }
    expect((await harness.data<Workflow>('root', 'GET', `/api/v1/workflows/${id}`)).id).toBe(id);
  });
});

describe('POST /validate and POST /parse', () => {
  it('tell faults without saving', async () => {
    const check = (body: unknown, headers = {}) => harness.as('ada', 'POST', '/api/v1/validate', body, headers);
    expectData(await check(SAMPLE_WORKFLOW), '{"valid":true,"faults":[]}');
    expectData(await check(YAML, yaml), '{"valid":true,"faults":[]}');
    expectData(
      await check({ tasks: {} }),
      '{"valid":false,"faults":[{"path":"tasks","message":"is empty: a workflow has at least one task","code":"tasks.empty","args":{}}]}',
    );
  });

  it('find parameters, columns and faults of a statement', async () => {
    expectData(
      await harness.as('ada', 'POST', '/api/v1/parse', {
        query: 'MATCH (v:player{name:${name}}) RETURN id(v) AS src, "x${y}" AS dst',
      }),
      '{"parameters":[{"name":"name","quoted":false},{"name":"y","quoted":true}],"columns":["src","dst"],"readOnly":true,"faults":[]}',
    );
    expectData(
      await harness.as('ada', 'POST', '/api/v1/parse', { query: 'MATCH (v RETURN v' }),
      /"columns":null,"readOnly":false,"faults":\[\{"line":1,"column":10,"message":"syntax error near/,
    );
  });
});
