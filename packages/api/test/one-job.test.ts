import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';

interface Job {
  readonly id: number;
  readonly status: number;
  readonly tasks: {
    readonly id: string;
    readonly name: string;
    readonly status: number;
    readonly runBeginTime: string | null;
  }[];
}

const harness = new ApiHarness();
let jobs = '';
beforeAll(async () => {
  await harness.start({ maxRunningJobs: 1 });
  const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
  jobs = `/api-open/v1/workflows/${id}/jobs`;
});
afterAll(() => harness.stop());

const post = async (input: object, wait = '') =>
  (await harness.data<Job>('ada', 'POST', `${jobs}${wait}`, { input })).id;
const job = (id: number) => harness.data<Job>('ada', 'GET', `/api-open/v1/jobs/${id}`);
const settled = async (id: number, reached: (job: Job) => boolean) => {
  for (let i = 0; i < 400; i++) {
    const now = await job(id);
    if (reached(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`job ${id} did not get there: ${JSON.stringify(await job(id))}`);
};

describe('GET /jobs/<job_id>', () => {
  it('answers the job with its tasks, field by field', async () => {
    const id = await post({}, '?wait=30s');
    const time = '"\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}[+-]\\d{2}:\\d{2}"';
    const task = (name: string) =>
      `\\{"id":"[0-9a-f]{32}","name":"${name}","runBeginTime":${time},"runEndTime":${time},"status":2\\}`;
    expectData(
      await harness.as('ada', 'GET', `/api-open/v1/jobs/${id}`),
      new RegExp(
        `^\\{"id":${id},"name":"workflow_q745a_\\d{14}","workflowId":"\\d{1,10}","workflowName":"workflow_q745a","status":2,` +
          `"tasks":\\[${task('query_1')},${task('pagerank_1')}\\],"runBeginTime":\\d{13},"runEndTime":\\d{13},"createTime":\\d{13}\\}$`,
      ),
    );
  });

  it('has null for what has not happened, and the reason stays out of the public shape', async () => {
    const id = await post({ query_1: { fail: 'on purpose' } }, '?wait=30s');
    const { status, tasks } = await job(id);
    expect([status, ...tasks.map((task) => task.status)]).toEqual([3, 3, 4]);
    expect(tasks[1]).toEqual({
      id: expect.any(String),
      name: 'pagerank_1',
      runBeginTime: null,
      runEndTime: expect.anything(),
      status: 4,
    });
  });

  it.each([
    ['abc', 'ErrParam', 'job_id must be an int of at least 1, not "abc"'],
    ['0', 'ErrParam', 'job_id must be an int of at least 1, not 0'],
    ['-1', 'ErrParam', 'job_id must be an int of at least 1, not -1'],
    ['1e3', 'ErrParam', 'job_id must be an int of at least 1, not "1e3"'],
    ['99999999999999999999', 'ErrParam', /^job_id must be an int/],
    ['424242', 'ErrNotFound', /424242/],
    ['999999999999999', 'ErrNotFound', /999999999999999/],
  ] as const)('refuses the id %s', async (id, name, message) => {
    expectError(await harness.as('ada', 'GET', `/api-open/v1/jobs/${id}`), name, message);
    expectError(await harness.as('ada', 'PUT', `/api-open/v1/jobs/${id}/cancel`), name, message);
    expectError(await harness.as('ada', 'GET', `/api-open/v1/jobs/${id}/tasks/a/sample_result`), name, message);
  });

  it('hides what belongs to somebody else', async () => {
    const id = await post({}, '?wait=30s');
    expectError(await harness.as('bob', 'GET', `/api-open/v1/jobs/${id}`), 'ErrNotFound', /./);
    expectError(await harness.as('bob', 'PUT', `/api-open/v1/jobs/${id}/cancel`), 'ErrNotFound', /./);
    expectError(
      await harness.as('bob', 'GET', `/api-open/v1/jobs/${id}/tasks/query_1/sample_result`),
      'ErrNotFound',
      /./,
    );
    expect((await harness.data<Job>('root', 'GET', `/api-open/v1/jobs/${id}`)).id).toBe(id);
  });
});

describe('PUT /jobs/<job_id>/cancel', () => {
  it('interrupts a running job and a waiting one, and refuses an ended one', async () => {
    const running = await post({ query_1: { sleepMs: 60_000 } });
    await settled(running, ({ status }) => status === 1);
    const waiting = await post({});
    expectData(await harness.as('ada', 'PUT', `/api-open/v1/jobs/${waiting}/cancel`), '{"success":true}');
    expect((await job(waiting)).status).toBe(4);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectData(await harness.as('ada', 'PUT', `/api-open/v1/jobs/${running}/cancel`, '', form), '{"success":true}');
    await settled(running, ({ status }) => status === 4);
    expectError(await harness.as('ada', 'PUT', `/api-open/v1/jobs/${running}/cancel`), 'ErrBadRequest', /has ended/);
  });
});

describe('GET /jobs/<job_id>/tasks/<task_id>/sample_result', () => {
  it('answers rows of text, by the hex id and by the component id', async () => {
    const id = await post({ query_1: { name: 'Tim "D"', rows: 12 } }, '?wait=30s');
    const base = `/api-open/v1/jobs/${id}/tasks`;
    const ten = (await harness.data<{ items: string[][] }>('ada', 'GET', `${base}/query_1/sample_result`)).items;
    expect(ten).toEqual(Array.from({ length: 10 }, () => ['Tim "D"', '12', '0', '']));
    expectData(
      await harness.as('ada', 'GET', `${base}/pagerank_1/sample_result?limit=2`),
      '{"items":[["player100","0.150000","9007199254740993"],["player101","0.300000","9007199254740994"]]}',
    );
    const hex = (await job(id)).tasks[1]!.id;
    expectData(
      await harness.as('ada', 'GET', `${base}/${hex}/sample_result?limit=1`),
      '{"items":[["player100","0.150000","9007199254740993"]]}',
    );
    expect(
      (await harness.data<{ items: unknown[] }>('ada', 'GET', `${base}/${hex}/sample_result?limit=100000`)).items,
    ).toHaveLength(12);
  });

  it('refuses unknown tasks, tasks without a result and limits out of range', async () => {
    const failed = await post({ query_1: { fail: 'on purpose' } }, '?wait=30s');
    const base = `/api-open/v1/jobs/${failed}/tasks`;
    const sample = (task: string, query = '') => harness.as('ada', 'GET', `${base}/${task}/sample_result${query}`);
    expectError(await sample('query_7'), 'ErrNotFound', /query_7/);
    expectError(await sample('f'.repeat(32)), 'ErrNotFound', /./);
    expectError(await sample('%2e%2e%2f..'), 'ErrNotFound', /./);
    expectError(
      await sample('query_1'),
      'ErrBadRequest',
      /^the task query_1 has no result: it is Failed \(.*on purpose/,
    );
    expectError(await sample('pagerank_1'), 'ErrBadRequest', /^the task pagerank_1 has no result: it is Interrupted/);
    for (const limit of ['0', '100001', '-1', 'all']) {
      expectError(
        await sample('query_1', `?limit=${limit}`),
        'ErrParam',
        /^limit must be an int from 1 to 100000, not /,
      );
    }
  });
});
