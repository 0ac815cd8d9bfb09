import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';

interface Task {
  readonly id: string;
  readonly key: string;
  readonly status: number;
  readonly attempt: number;
  readonly reason: string;
  readonly progress: number;
  readonly dependsOn: string[];
  readonly result: { rowCount: number; columns: { name: string; type: string }[]; statistics: object } | null;
}
interface Job {
  readonly id: number;
  readonly status: number;
  readonly sourceJobId: number | null;
  readonly workflowVersion: number;
  readonly input: unknown;
  readonly tasks: Task[];
}
interface Event {
  readonly event: string | undefined;
  readonly data: string;
}

const harness = new ApiHarness();
let workflow = '';
beforeAll(async () => {
  await harness.start();
  workflow = (await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW)).id;
});
afterAll(() => harness.stop());

const post = async (input: object, wait = '?wait=30s') =>
  (await harness.data<{ id: number }>('ada', 'POST', `/api/v1/workflows/${workflow}/jobs${wait}`, { input })).id;
const read = (id: number) => harness.data<Job>('ada', 'GET', `/api/v1/jobs/${id}`);
const again = (id: number, how: 'rerun' | 'resume', body?: object | string) =>
  harness.as('ada', 'POST', `/api/v1/jobs/${id}/${how}?wait=30s`, body);
const idOf = (answer: { json: { data?: unknown } }) => (answer.json.data as { id: number }).id;

/** Events of a stream until it ends or an id came after `enough` of them, and that last id. */
async function events(
  id: number,
  headers: Record<string, string> = {},
  enough = Infinity,
): Promise<{ found: Event[]; lastId: number }> {
  const gone = new AbortController();
  const response = await fetch(`http://127.0.0.1:${harness.port}/api/v1/jobs/${id}/events`, {
    headers: { Cookie: await harness.cookie(), ...headers },
    signal: gone.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const found: Event[] = [];
  let lastId = -1;
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined) found.push({ event: field('event'), data });
      lastId = Number(field('id') ?? lastId);
    }
    if (found.length >= enough && lastId >= 0) {
      gone.abort();
      break;
    }
  }
  return { found, lastId };
}

describe('jobs of the management API', () => {
  it('show what the public shape leaves out', async () => {
    const id = await post({ query_1: { name: 9007199254740993n.toString(), rows: 3 } });
    const job = await read(id);
    expect(job).toMatchObject({
      id,
      status: 2,
      sourceJobId: null,
      workflowVersion: 1,
      taskCount: 2,
      owner: { user: 'ada' },
    });
    const [query, rank] = job.tasks;
    expect(query).toMatchObject({
      key: 'query_1',
      taskType: 'query',
      status: 2,
      attempt: 1,
      progress: 1,
      reason: '',
      dependsOn: [],
    });
    expect(rank).toMatchObject({
      key: 'pagerank_1',
      dependsOn: ['query_1'],
      result: {
        rowCount: 3,
        columns: [
          { name: 'VID', type: 'string' },
          { name: 'VALUE', type: 'double' },
          { name: 'BIG', type: 'int64' },
        ],
        statistics: { converged: true },
      },
    });
    expect(JSON.stringify(job)).not.toContain('/');
  });

  it('keep the digits of their input', async () => {
    const id = idOf(
      await harness.as(
        'ada',
        'POST',
        `/api/v1/workflows/${workflow}/jobs?wait=30s`,
        '{"input":{"query_1":{"name":9007199254740993,"fail":1.0}}}',
      ),
    );
    expect((await harness.as('ada', 'GET', `/api/v1/jobs/${id}`)).body).toContain(
      '"input":{"query_1":{"name":9007199254740993,"fail":1.0}}',
    );
    const rerun = await again(id, 'rerun');
    expect((await harness.as('ada', 'GET', `/api/v1/jobs/${idOf(rerun)}`)).body).toContain(
      '"input":{"query_1":{"name":9007199254740993,"fail":1.0}}',
    );
  });

  it('can be run again from the start', async () => {
    const first = await post({ query_1: { rows: 2 } });
    const answer = await again(first, 'rerun');
    expectData(answer, /^\{"id":\d+,"status":2\}$/);
    const job = await read(idOf(answer));
    expect([job.sourceJobId, job.tasks[0]!.attempt, job.tasks[0]!.result?.rowCount]).toEqual([first, 1, 2]);
    const other = await read(idOf(await again(first, 'rerun', { input: { query_1: { rows: 5 } } })));
    expect(other.tasks[0]!.result?.rowCount).toBe(5);
  });

  it.each(['rerun', 'resume'] as const)('one Idempotency-Key is one %s, of one version', async (how) => {
    const first = await post({});
    const ask = (key: string, body?: object) =>
      harness.as('ada', 'POST', `/api/v1/jobs/${first}/${how}`, body, { 'Idempotency-Key': `${how}-${key}` });
    const id = idOf(await ask('a', { version: 1 }));
    expect(id).not.toBe(first);
    expectData(await ask('a', { version: 1 }), `{"id":${id}}`);
    for (const other of [undefined, { version: 'newest' }, { version: 1, input: {} }]) {
      const answer = await ask('a', other);
      expectError(answer, 'ErrBadRequest', /was used for job \d+ with another body/);
      expect(answer.json.code).toBe(40004000);
    }
    expect(idOf(await ask('b', { version: 1 }))).not.toBe(id);
  });

  it('can be resumed from what failed, taking over what succeeded', async () => {
    const failed = await post({ pagerank_1: { ITERATIONS: 13 } });
    expect((await read(failed)).tasks.map((task) => task.status)).toEqual([2, 3]);
    const resumed = await read(idOf(await again(failed, 'resume', { input: { pagerank_1: { ITERATIONS: 12 } } })));
    expect([resumed.status, resumed.sourceJobId]).toEqual([2, failed]);
    const logs = await harness.data<{ items: { message: string }[] }>(
      'ada',
      'GET',
      `/api/v1/jobs/${resumed.id}/tasks/query_1/logs`,
    );
    expect(logs.items.some(({ message }) => message.startsWith('runs YIELD'))).toBe(false);
    const redone = await read(
      idOf(await again(failed, 'resume', { redo: ['query_1'], input: { pagerank_1: { ITERATIONS: 12 } } })),
    );
    const ran = await harness.data<{ items: { message: string }[] }>(
      'ada',
      'GET',
      `/api/v1/jobs/${redone.id}/tasks/query_1/logs`,
    );
    expect(ran.items.some(({ message }) => message.startsWith('runs YIELD'))).toBe(true);
  });

  it('can be resumed on a newer version', async () => {
    const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', {
      ...SAMPLE_WORKFLOW,
      tasks: {
        ...SAMPLE_WORKFLOW.tasks,
        pagerank_1: { ...SAMPLE_WORKFLOW.tasks.pagerank_1, params: { ITERATIONS: 13 } },
      },
    });
    const failed = idOf(await harness.as('ada', 'POST', `/api/v1/workflows/${id}/jobs?wait=30s`));
    await harness.data('ada', 'PUT', `/api/v1/workflows/${id}`, SAMPLE_WORKFLOW);
    expect((await read(idOf(await again(failed, 'resume')))).status).toBe(3);
    const resumed = await read(idOf(await again(failed, 'resume', { version: 'newest' })));
    expect([resumed.status, resumed.workflowVersion]).toEqual([2, 2]);
  });

  it('refuse what is not possible', async () => {
    const running = await post({ query_1: { sleepMs: 60_000 } }, '');
    expectError(await again(running, 'resume'), 'ErrBadRequest', /only a job that has ended can be resumed/);
    expectError(await harness.as('ada', 'DELETE', `/api/v1/jobs/${running}`), 'ErrBadRequest', /./);
    await harness.data('ada', 'PUT', `/api/v1/jobs/${running}/cancel`);
    const done = await post({});
    const unknown = await again(done, 'resume', { redo: ['query_9'] });
    expect(unknown.json.message).toBe(`ErrParam::redo names query_9, which job ${done} has not`);
    expect((await again(done, 'rerun', { versoin: 1 })).json.message).toMatch(
      /^ErrParam::versoin unknown field versoin; did you mean version\?/,
    );
    expect((await again(done, 'rerun', { version: 'oldest' })).json.message).toMatch(
      /version must be an int from 1 to 2147483647 or newest, not "oldest"/,
    );
    for (const version of ['2147483648', '99999999999999999999']) {
      expect((await again(done, 'rerun', `{"version":${version}}`)).json.message).toMatch(/^ErrParam::version must be/);
    }
    expect((await again(done, 'rerun', { redo: ['query_1'] })).json.message).toMatch(/^ErrParam::redo unknown field/);
    for (const how of ['rerun', 'resume'] as const) {
      expectError(await harness.as('bob', 'POST', `/api/v1/jobs/${done}/${how}`), 'ErrNotFound', /./);
    }
  });

  it('are listed by every filter and deleted with their results', async () => {
    const id = await post({ query_1: { fail: 'for the list' } });
    const find = (query: string) =>
      harness.data<{ items: Job[]; total: number; page: number }>('ada', 'GET', `/api/v1/jobs?${query}`);
    const all = await find('pageSize=1000');
    const failed = await find('status=3&pageSize=1000');
    expect(failed.total).toBe(all.items.filter((job) => job.status === 3).length);
    expect((await find('status=2&status=3&status=4&pageSize=1000')).total).toBe(all.total);
    expect(
      (await find(`workflowId=${workflow}&workflowVersion=1&orderByCreateTime=asc&pageSize=1`)).items,
    ).toHaveLength(1);
    expect((await harness.as('ada', 'GET', '/api/v1/jobs?status=9')).json.code).toBe(40004001);
    expectData(await harness.as('ada', 'DELETE', `/api/v1/jobs/${id}`), '{"success":true}');
    expectError(await harness.as('ada', 'GET', `/api/v1/jobs/${id}`), 'ErrNotFound', /./);
  });
});

describe('GET /jobs/<job_id>/events', () => {
  it('tells every change until the end, in order', async () => {
    const id = await post({ query_1: { sleepMs: 200 } }, '');
    const { found, lastId } = await events(id);
    expect(found.at(-1)).toEqual({ event: 'end', data: '{}' });
    const sequence = found.slice(0, -1).map(({ data }) => (JSON.parse(data) as { sequence: number }).sequence);
    expect(sequence).toEqual([...sequence].sort((a, b) => a - b));
    expect(sequence.at(-1)).toBe(lastId);
    const last = found
      .filter(({ event }) => event === 'job')
      .map(({ data }) => (JSON.parse(data) as { job: Job }).job.status)
      .at(-1);
    expect(last).toBe(2);
    const tasks = found
      .filter(({ event }) => event === 'task')
      .map(({ data }) => (JSON.parse(data) as { task: Task }).task);
    expect(tasks.filter((task) => task.key === 'pagerank_1').at(-1)?.status).toBe(2);
    const logs = found
      .filter(({ event }) => event === 'log')
      .map(({ data }) => JSON.parse(data) as { taskKey: string });
    expect(logs.map((log) => log.taskKey)).toContain('query_1');
  });

  it('goes on after Last-Event-ID, and has nothing to tell after the end', async () => {
    const id = await post({ query_1: { sleepMs: 300 } }, '');
    const some = await events(id, {}, 2);
    const rest = await events(id, { 'Last-Event-ID': String(some.lastId) });
    expect((JSON.parse(rest.found[0]!.data) as { sequence: number }).sequence).toBe(some.lastId + 1);
    const after = await harness.as('ada', 'GET', `/api/v1/jobs/${id}/events?lastEventId=${rest.lastId}`);
    expect(after.statusLine).toBe('HTTP/1.1 204 No Content');
    const odd = await harness.as('ada', 'GET', `/api/v1/jobs/${id}/events`, undefined, { 'Last-Event-ID': 'x' });
    expect(odd.json.message).toBe('ErrParam::Last-Event-ID must be the id of an event: a number');
  });

  it('is for those who may see the job', async () => {
    const id = await post({});
    expectError(await harness.as('bob', 'GET', `/api/v1/jobs/${id}/events`), 'ErrNotFound', /./);
    expectError(await harness.send('GET', `/api/v1/jobs/${id}/events`), 'ErrUnauthorized', /./);
  });
});

describe('a deleted workflow', () => {
  it('leaves jobs that can be run again and resumed', async () => {
    const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    const job = idOf(await harness.as('ada', 'POST', `/api/v1/workflows/${id}/jobs?wait=30s`));
    await harness.data('ada', 'DELETE', `/api/v1/workflows/${id}`);
    expectData(await again(job, 'rerun'), /^\{"id":\d+,"status":2\}$/);
    expectData(await again(job, 'resume', { redo: ['pagerank_1'] }), /^\{"id":\d+,"status":2\}$/);
    expectError(await again(job, 'rerun', { version: 'newest' }), 'ErrNotFound', new RegExp(id));
  });
});

describe('results', () => {
  let base = '';
  beforeAll(async () => {
    base = `/api/v1/jobs/${await post({ query_1: { rows: 250 } })}/tasks/pagerank_1/result`;
  });
  const page = (query: string) =>
    harness.data<{ rows: unknown[][]; total: number; columns: { name: string }[] }>('ada', 'GET', `${base}?${query}`);
  const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));

  it('come in pages, sorted and filtered, ints as text', async () => {
    const first = await page('limit=2');
    expect(first).toEqual({
      columns: [
        { name: 'VID', type: 'string' },
        { name: 'VALUE', type: 'double' },
        { name: 'BIG', type: 'int64' },
      ],
      rows: [
        ['player100', 0.15, '9007199254740993'],
        ['player101', 0.3, '9007199254740994'],
      ],
      total: 250,
    });
    expect((await page(`offset=249&limit=10&sort=${json([{ column: 'VALUE', descending: true }])}`)).rows).toEqual([
      ['player100', 0.15, '9007199254740993'],
    ]);
    expect((await page(`offset=${Number.MAX_SAFE_INTEGER}`)).rows).toEqual([]);
    const filtered = await page(`filters=${json([{ column: 'BIG', operator: 'ge', value: '9007199254741241' }])}`);
    expect([filtered.total, filtered.rows.map((row) => row[2])]).toEqual([2, ['9007199254741241', '9007199254741242']]);
  });

  it('have statistics', async () => {
    const statistics = await harness.data<{ count: number; nullCount: number; min: number; histogram: unknown[] }>(
      'ada',
      'GET',
      `${base}/statistics?column=VALUE&bins=5`,
    );
    expect(statistics).toMatchObject({ column: 'VALUE', count: 250, nullCount: 0, min: 0.15 });
    expect(statistics.histogram).toHaveLength(5);
  });

  it('are downloaded as CSV and Parquet, sorted and filtered too', async () => {
    const cookie = await harness.cookie();
    const download = (query: string) =>
      fetch(`http://127.0.0.1:${harness.port}${base}/download?${query}`, { headers: { Cookie: cookie } });
    const csv = await download('format=csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="job_\d+_pagerank_1\.csv"; filename\*=UTF-8''job_\d+_pagerank_1\.csv$/,
    );
    const lines = (await csv.text()).trimEnd().split(/\r?\n/);
    expect([lines.length, lines[0], lines[1]?.split(',')[2]]).toEqual([251, 'VID,VALUE,BIG', '9007199254740993']);
    const parquet = Buffer.from(await (await download('format=parquet')).arrayBuffer());
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
    const few = await (
      await download(`filters=${json([{ column: 'VID', operator: 'eq', value: 'player101' }])}`)
    ).text();
    expect(few.trimEnd().split(/\r?\n/)).toHaveLength(2);
  });

  it.each([
    ['?limit=0', 40004001],
    ['?offset=-1', 40004001],
    ['?sort=x', 40004001],
    [`?sort=${encodeURIComponent('[{"column":"NOPE"}]')}`, 40004001],
    [`?filters=${encodeURIComponent('[{"column":"VALUE","operator":"like"}]')}`, 40004001],
    [`?filters=${encodeURIComponent('[{"column":"VALUE","operator":"ge","value":"many"}]')}`, 40004001],
    ['/statistics', 40004001],
    ['/statistics?column=NOPE', 40004001],
    ['/download?format=xlsx', 40004001],
  ])('refuse %s', async (query, code) => {
    const answer = await harness.as('ada', 'GET', `${base}${query}`);
    expect(answer.json.code, answer.body).toBe(code);
  });
});
