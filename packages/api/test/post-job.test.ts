import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { ECHO_QUERY, SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';
import { rawRequest } from './raw-http.ts';

const harness = new ApiHarness();
let path = '';
beforeAll(async () => {
  await harness.start();
  const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows?id=4216617528', SAMPLE_WORKFLOW);
  path = `/api-open/v1/workflows/${id}/jobs`;
});
afterAll(() => harness.stop());

const rowsOf = async (job: number, task: string) =>
  (await harness.data<{ items: string[][] }>('ada', 'GET', `/api-open/v1/jobs/${job}/tasks/${task}/sample_result`))
    .items;
const run = async (body: string) => {
  const answer = await harness.as('ada', 'POST', `${path}?wait=30s`, body);
  expectData(answer, /^\{"id":\d+,"status":2\}$/);
  return (answer.json.data as { id: number }).id;
};

describe('POST /workflows/<workflow_id>/jobs', () => {
  it('takes the request of the public scripts as it stands', async () => {
    const token = (await harness.cookie()).slice('explorer_token='.length);
    const body = '{"input":{"query_1":{"name":"Tim Duncan"}}}';
    const answer = await rawRequest(
      harness.port,
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${harness.port}\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n` +
        `Content-Type: application/json\r\nCookie: explorer_token=${token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expectData(answer, /^\{"id":[1-9]\d*\}$/);
    expect(path).toBe('/api-open/v1/workflows/4216617528/jobs');
  });

  it('needs no body', async () => {
    expectData(await harness.as('ada', 'POST', path), /^\{"id":\d+\}$/);
    expectData(await harness.as('ada', 'POST', path, ''), /^\{"id":\d+\}$/);
    expectData(await harness.as('ada', 'POST', path, '{}'), /^\{"id":\d+\}$/);
    expectData(
      await harness.as('ada', 'POST', path, '', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      /^\{"id":\d+\}$/,
    );
    expectData(
      await harness.as('ada', 'POST', path, '{"input":{"query_1":{}}}', {
        'Content-Type': 'application/json; charset=UTF-8',
      }),
      /^\{"id":\d+\}$/,
    );
  });

  it('keeps the digits of numbers on their way to the task', async () => {
    const job = await run('{"input":{"query_1":{"name":9007199254740993,"fail":1.0}}}');
    expect(await rowsOf(job, 'query_1')).toEqual([['9007199254740993', '1', '0', '1.000000']]);
    const extreme = await run('{"input":{"query_1":{"name":-9223372036854775808,"fail":true}}}');
    expect(await rowsOf(extreme, 'query_1')).toEqual([['-9223372036854775808', '1', '0', 'true']]);
  });

  it('passes hostile text on as it is', async () => {
    const name = '"; DROP SPACE s; -- \\" ${rows} \n\u0000`';
    const job = await run(JSON.stringify({ input: { query_1: { name } } }));
    expect((await rowsOf(job, 'query_1'))[0]![0]).toBe(name);
  });

  it('sets the parameters of algorithms, also from text', async () => {
    await run('{"input":{"pagerank_1":{"ITERATIONS":"20","IS_DIRECTED":"false"}}}');
  });

  it('waits as long as it was told', async () => {
    const answer = await harness.as('ada', 'POST', `${path}?wait=50ms`, { input: { query_1: { sleepMs: 30_000 } } });
    expectData(answer, /^\{"id":\d+,"status":[01]\}$/);
    await harness.data('ada', 'PUT', `/api-open/v1/jobs/${(answer.json.data as { id: number }).id}/cancel`);
  });

  it('answers the same body under the same Idempotency-Key with the same id', async () => {
    const post = (key: string, body: string, user = 'ada') =>
      harness.as(user, 'POST', path, body, { 'Idempotency-Key': key });
    const first = await post('k-1', '{"input":{"query_1":{"name":"a","rows":1}}}');
    const id = (first.json.data as { id: number }).id;
    expectData(first, `{"id":${id}}`);
    expectData(await post('k-1', '{ "input": {"query_1":{"rows":1, "name":"a"}} }'), `{"id":${id}}`);
    expectError(
      await post('k-1', '{"input":{"query_1":{"name":"a","rows":1.0}}}'),
      'ErrBadRequest',
      /Idempotency-Key|idempotency key/i,
    );
    expectData(await post('k-2', '{"input":{"query_1":{"name":"a","rows":1}}}'), /^(?!.*"id":1\})\{"id":\d+\}$/);
    expectError(await post('', '{}'), 'ErrBadRequest', 'Idempotency-Key must be 1 to 255 visible ASCII characters');
  });

  it('answers a key that was used with its job, also when the workflow has changed or gone', async () => {
    const { id: workflow } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    const at = `/api-open/v1/workflows/${workflow}/jobs`;
    const body = '{"input":{"pagerank_1":{"ITERATIONS":3}}}';
    const post = (user = 'ada') => harness.as(user, 'POST', at, body, { 'Idempotency-Key': 'k-3' });
    const first = await post();
    const id = (first.json.data as { id: number }).id;
    const { query_1 } = SAMPLE_WORKFLOW.tasks;
    await harness.data('ada', 'PUT', `/api/v1/workflows/${workflow}`, { ...SAMPLE_WORKFLOW, tasks: { query_1 } });
    expectData(await post(), `{"id":${id}}`);
    expectError(await harness.as('ada', 'POST', at, body), 'ErrParam', /no task pagerank_1/);
    await harness.data('ada', 'DELETE', `/api/v1/workflows/${workflow}`);
    expectData(await post(), `{"id":${id}}`);
    expectError(await post('bob'), 'ErrNotFound', /no workflow/);
  });

  it.each([
    ['{"input":{"query_7":{"name":"x"}}}', 'input.query_7 the workflow has no task query_7; did you mean query_1?'],
    [
      '{"input":{"query_1":{"nmae":"x"}}}',
      'input.query_1.nmae the task query_1 has no parameter nmae; did you mean name?',
    ],
    [
      '{"input":{"query_1":{"name":{}}}}',
      'input.query_1.name name must be text, a number, true, false or a list of these, not a map',
    ],
    ['{"input":{"query_1":{"name":null}}}', /must have a value, not null/],
    [
      '{"input":{"query_1":{"rows":9223372036854775808}}}',
      /^input\.query_1\.rows rows is 9223372036854775808, beyond the range of a 64-bit int/,
    ],
    ['{"input":{"query_1":{"rows":-9223372036854775809}}}', /beyond the range of a 64-bit int/],
    [
      '{"input":{"pagerank_1":{"ITERATIONS":0}}}',
      'input.pagerank_1.ITERATIONS ITERATIONS must be an int from 1 to 1000, not 0',
    ],
    ['{"input":{"pagerank_1":{"ITERATIONS":"many"}}}', /must be an int from 1 to 1000, not "many"/],
    ['{"input":{"pagerank_1":{"DAMPING":1.5}}}', /must be a number from 0 to 1, not 1.5/],
    ['{"input":[]}', 'input must be a map of names to values, not a list'],
    ['{"input":{"query_1":7}}', 'input.query_1 must be a map of parameters to values, not 7'],
    ['{"inputs":{}}', 'inputs unknown field inputs; did you mean input?'],
    ['{"__proto__":{"x":1}}', /^__proto__ unknown field __proto__/],
    ['{"input":{"__proto__":{"x":1}}}', /^input\.__proto__ the workflow has no task __proto__/],
    [
      '{"input":{"query_1":{"__proto__":1,"constructor":2}}}',
      /has no parameter __proto__.*has no parameter constructor/,
    ],
    ['{"input":{"a":{},"b":{},"pagerank_1":{"X":1}}}', /no task a;.*no task b;.*no parameter X/],
  ])('refuses the input %s', async (body, message) => {
    expectError(await harness.as('ada', 'POST', path, body), 'ErrParam', message);
  });

  it('names the parameter that nobody gives', async () => {
    const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', {
      tasks: { query_1: { ...ECHO_QUERY, params: { name: null, rows: 1, sleepMs: 0, fail: '' } } },
    });
    expectError(
      await harness.as('ada', 'POST', `/api-open/v1/workflows/${id}/jobs`),
      'ErrParam',
      /^input\.query_1\.name the task query_1 needs the parameter name, which has no default/,
    );
  });

  it.each([
    ['/api-open/v1/workflows/999/jobs', 'ErrNotFound', /999/],
    ['/api-open/v1/workflows/abc/jobs', 'ErrNotFound', /abc/],
    [
      '/api-open/v1/workflows/4216617528/jobs?wait=soon',
      'ErrParam',
      'wait must be a duration like 500ms, 30s or 5m, not "soon"',
    ],
    ['/api-open/v1/workflows/4216617528/jobs?wait=1s&wait=2s', 'ErrParam', 'wait is given more than once'],
  ] as const)('refuses %s', async (url, name, message) => {
    expectError(await harness.as('ada', 'POST', url, '{}'), name, message);
  });

  it('hides what belongs to somebody else, but not from root', async () => {
    expectError(await harness.as('bob', 'POST', path, '{}'), 'ErrNotFound', /4216617528/);
    expectData(await harness.as('root', 'POST', path, '{}'), /^\{"id":\d+\}$/);
  });

  it('is refused to pages of other origins', async () => {
    expectError(
      await harness.as('ada', 'POST', path, '{}', { Origin: 'https://evil.example' }),
      'ErrForbidden',
      /^pages of https:\/\/evil\.example may not call this server/,
    );
    expectError(await harness.as('ada', 'POST', path, '{}', { Origin: 'null' }), 'ErrForbidden', /^pages of null/);
    expectData(await harness.as('ada', 'POST', path, '{}', { Origin: 'http://127.0.0.1' }), /^\{"id":\d+\}$/);
  });
});

describe('a full queue', () => {
  const full = new ApiHarness();
  beforeAll(() => full.start({ maxRunningJobs: 1, maxWaitingJobs: 1 }));
  afterAll(() => full.stop());

  it('is said with the time to try again', async () => {
    const { id } = await full.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    const post = () =>
      full.as('ada', 'POST', `/api-open/v1/workflows/${id}/jobs`, { input: { query_1: { sleepMs: 60_000 } } });
    const answers = [await post(), await post(), await post(), await post()];
    const refused = answers.at(-1)!;
    expectError(refused, 'ErrTooManyRequests', /queue\.maxJobs|waiting/);
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  });
});
