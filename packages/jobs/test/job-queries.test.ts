import { expect, it } from 'vitest';
import { JOB_STATUS } from '@orrery/contracts';
import { createWorkflowStore, type Viewer } from '@orrery/jobs';
import { ACCOUNT, ControllerHarness, finish, planOf, run, submit, VIEWER, type Server } from './controller-harness.ts';
import { describeOnBoth } from './databases.ts';

const BOB = { graphAddress: ACCOUNT.graphAddress, user: 'bob' };
const ROOT: Viewer = { graphAddress: ACCOUNT.graphAddress, user: 'root', isRoot: true };
const ELSEWHERE: Viewer = { graphAddress: '10.0.0.1:9669', user: 'root', isRoot: true };

describeOnBoth('posting and reading jobs', (databases) => {
  const harness = new ControllerHarness(databases);

  it('ids rise by one, names carry the creation time, and the plan comes back', async () => {
    const server = await harness.start();
    const first = await run(server, { a: {} });
    const second = await run(
      server,
      { a: {}, b: { dependsOn: ['a'] } },
      { workflowVersion: 3, input: { a: { x: 1.5 } } },
    );
    expect(second.id).toBe(first.id + 1);
    expect(second.name).toMatch(/^workflow_q745a_\d{14}$/);
    const stamp = new Date(second.createTimeMs);
    expect(
      second.name.endsWith(
        `${String(stamp.getMinutes()).padStart(2, '0')}${String(stamp.getSeconds()).padStart(2, '0')}`,
      ),
    ).toBe(true);
    expect(second).toMatchObject({
      account: ACCOUNT,
      workflowId: '4216617528',
      workflowName: 'workflow_q745a',
      workflowVersion: 3,
      taskCount: 2,
      sourceJobId: undefined,
      input: { a: { x: 1.5 } },
    });
    expect(second.tasks[1]).toMatchObject({ key: 'b', taskType: 'test', dependsOn: ['a'] });
    expect(await server.controller.task(VIEWER, second.id, second.tasks[1]!.id)).toEqual(second.tasks[1]);
    expect(await server.controller.task(VIEWER, second.id, 'b')).toEqual(second.tasks[1]);
  });

  it('many posts at once share transactions and each get their job', async () => {
    const server = await harness.start();
    const made = await Promise.all(Array.from({ length: 300 }, () => server.controller.submit(planOf({ a: {} }))));
    const ids = made.map((job) => job.id);
    expect(new Set(ids).size).toBe(300);
    expect(Math.max(...ids) - Math.min(...ids)).toBe(299);
    for (const id of ids) expect((await finish(server, id)).status).toBe(JOB_STATUS.Success);
  });

  it('jobs belong to their account; root of the graph sees all, of another graph none', async () => {
    const server = await harness.start();
    const job = await run(server, { a: { spec: { logLines: 1 } } });
    const bob: Viewer = { ...BOB, isRoot: false };
    const { controller } = server;
    const never = new AbortController().signal;
    for (const stranger of [bob, ELSEWHERE]) {
      const refusals = [
        () => controller.get(stranger, job.id),
        () => controller.task(stranger, job.id, 'a'),
        () => controller.cancel(stranger, job.id),
        () => controller.delete(stranger, job.id),
        () => controller.logs(stranger, job.id, 'a', 0, 10),
        () => controller.wait(stranger, job.id, 10),
        () => controller.events(stranger, job.id, undefined, never)[Symbol.asyncIterator]().next(),
      ];
      for (const refusal of refusals) {
        await expect(refusal()).rejects.toMatchObject({ name: 'ErrNotFound', message: `there is no job ${job.id}` });
      }
      expect(await controller.list(stranger, {}, 1, 10)).toEqual({ items: [], total: 0 });
    }
    expect((await controller.get(ROOT, job.id)).id).toBe(job.id);
    expect((await controller.list(ROOT, {}, 1, 10)).total).toBe(1);
  });

  it('what does not exist is ErrNotFound, however odd', async () => {
    const server = await harness.start();
    const { id } = await run(server, { a: {} });
    for (const odd of [0, -1, 1.5, 2_147_483_648, Number.MAX_SAFE_INTEGER, NaN]) {
      await expect(server.controller.get(VIEWER, odd)).rejects.toMatchObject({ name: 'ErrNotFound' });
    }
    for (const odd of ['', 'b', '\0', "a' or '1'='1", 'é'.repeat(5000), '\ud800']) {
      await expect(server.controller.task(VIEWER, id, odd)).rejects.toMatchObject({ name: 'ErrNotFound' });
    }
    expect(await server.controller.logs(VIEWER, id, 'a', Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('lists by filter, in either order, with right totals', async () => {
    const server = await harness.start();
    const jobs = [];
    for (let i = 0; i < 7; i++) {
      const more = {
        workflowId: i % 2 === 0 ? '1' : '2',
        workflowName: i < 3 ? 'Alpha_%' : 'beta',
        workflowVersion: i,
      };
      jobs.push(await run(server, { a: { spec: i === 5 ? { fail: 'x' } : {} } }, more));
    }
    const ids = jobs.map((job) => job.id);
    const list = async (filter: Parameters<Server['controller']['list']>[1], page = 1, pageSize = 10) => {
      const found = await server.controller.list(VIEWER, filter, page, pageSize);
      return [found.items.map((job) => ids.indexOf(job.id)), found.total];
    };
    expect(await list({})).toEqual([[6, 5, 4, 3, 2, 1, 0], 7]);
    expect(await list({ orderByCreateTime: 'asc' }, 2, 3)).toEqual([[3, 4, 5], 7]);
    expect(await list({}, 3, 3)).toEqual([[0], 7]);
    expect(await list({}, 4, 3)).toEqual([[], 7]);
    expect(await list({}, 1e15, 1000)).toEqual([[], 7]);
    expect(await list({ workflowId: '2' }, 1, 2)).toEqual([[5, 3], 3]);
    expect(await list({ workflowVersion: 4 })).toEqual([[4], 1]);
    expect(await list({ workflowVersion: 1e12 })).toEqual([[], 0]);
    expect(await list({ name: 'ALPHA' })).toEqual([[2, 1, 0], 3]);
    // The pattern's own signs are ordinary letters.
    expect(await list({ name: 'a_%_' })).toEqual([[2, 1, 0], 3]);
    expect(await list({ name: '%' })).toEqual([[2, 1, 0], 3]);
    expect(await list({ name: 'b%a' })).toEqual([[], 0]);
    expect(await list({ name: 'x'.repeat(100_000) })).toEqual([[], 0]);
    expect(await list({ name: '\0' })).toEqual([[], 0]);
    expect(await list({ status: [JOB_STATUS.Failed] })).toEqual([[5], 1]);
    expect(await list({ status: [JOB_STATUS.Failed, JOB_STATUS.Success] }, 1, 1)).toEqual([[6], 7]);
    expect(await list({ status: [] })).toEqual([[], 0]);
    expect(await list({ fromCreateTimeMs: jobs[4]!.createTimeMs }, 1, 100)).toEqual([[6, 5, 4], 3]);
    expect(await list({ toCreateTimeMs: jobs[1]!.createTimeMs + 0.5 })).toEqual([[1, 0], 2]);
    expect(await list({ fromCreateTimeMs: Infinity })).toEqual([[], 0]);
  });

  it('the newest job of each workflow is the newest that the viewer may see', async () => {
    const server = await harness.start();
    const store = await createWorkflowStore(server.metadata);
    const definition = { tasks: { query_1: { type: 'Query' as const, space: 's', query: 'YIELD 1' } } };
    const [busy, quiet] = [await store.create(ACCOUNT, definition), await store.create(ACCOUNT, definition)];
    const workflowId = busy.id;
    await run(server, { a: {} }, { workflowId });
    const mine = await run(server, { a: {} }, { workflowId });
    const bobs = await server.controller.submit(planOf({ a: {} }, { workflowId, account: BOB }));
    await run(server, { a: {} });
    const newest = async (viewer: Viewer) =>
      [...(await server.controller.newest(viewer, [workflowId, quiet.id])).values()].map((job) => job.id);
    expect(await newest(VIEWER)).toEqual([mine.id]);
    expect(await newest(ROOT)).toEqual([bobs.id]);
    expect(await newest(ELSEWHERE)).toEqual([]);
    expect((await server.controller.newest(VIEWER, [])).size).toBe(0);
  });

  it('pages neither repeat nor miss a job, though all were created at once', async () => {
    const server = await harness.start({ maxRunningJobs: 1 });
    await Promise.all(Array.from({ length: 50 }, () => submit(server, { a: {} })));
    const seen: number[] = [];
    for (let page = 1; page <= 10; page++) {
      // In ascending order, jobs posted meanwhile come after all pages that were read.
      await submit(server, { a: {} });
      seen.push(
        ...(await server.controller.list(VIEWER, { orderByCreateTime: 'asc' }, page, 5)).items.map((job) => job.id),
      );
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => seen[0]! + i));
    const { items } = await server.controller.list(VIEWER, {}, 1, 100);
    const times = items.map((job) => job.createTimeMs);
    expect(times).toEqual(times.toSorted((x, y) => y - x));
    for (const { id } of items) await server.controller.cancel(VIEWER, id).catch(() => {});
  });

  it('an idempotency key gives the same job for the same body, and refuses another', async () => {
    const server = await harness.start();
    const { controller } = server;
    const plan = (bodyHash: string, more = {}) => planOf({ a: {} }, { idempotency: { key: 'k-1', bodyHash }, ...more });
    const made = await Promise.all(Array.from({ length: 5 }, () => controller.submit(plan('h1'))));
    expect(made.filter((job) => job.created)).toHaveLength(1);
    expect(new Set(made.map((job) => job.id)).size).toBe(1);
    expect(await controller.submit(plan('h1'))).toEqual({ id: made[0]!.id, created: false });
    await expect(controller.submit(plan('h2'))).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: expect.stringContaining(`"k-1" was used for job ${made[0]!.id} with another body`),
    });
    // A key counts per account and per workflow.
    expect((await controller.submit(plan('h2', { account: BOB }))).created).toBe(true);
    expect((await controller.submit(plan('h2', { workflowId: '7' }))).created).toBe(true);
    expect((await controller.list(VIEWER, {}, 1, 100)).total).toBe(2);
    // After 24 hours it is free again.
    await server.metadata.db
      .updateTable('idempotency')
      .set({ expires_ms: Date.now() - 1 })
      .execute();
    expect((await controller.submit(plan('h2'))).created).toBe(true);
    expect(await controller.submit(plan('h2'))).toMatchObject({ created: false });
  });

  it('refuses a plan that can not run, naming every fault', async () => {
    const server = await harness.start();
    const faults = async (tasks: Parameters<typeof planOf>[0], more = {}) => {
      const error = await server.controller.submit(planOf(tasks, more)).then(
        () => undefined,
        (thrown: unknown) => thrown as { name: string; faults: { path: string; message: string }[] },
      );
      expect(error?.name).toBe('ErrParam');
      return error!.faults.map((fault) => `${fault.path} ${fault.message}`);
    };
    expect(await faults({})).toEqual(['tasks is empty: a job needs at least one task']);
    expect(
      await faults({
        '../x': {},
        a: { taskType: 'dance', dependsOn: ['b', 'nowhere'] },
        b: { maxAttempts: 11, timeoutMs: 0 },
      }),
    ).toEqual([
      'tasks.../x is no task id (letters, digits, _, - and .)',
      'tasks.a has the unknown task type "dance"',
      'tasks.b may be tried 1 to 10 times, not 11',
      'tasks.b has the timeout 0 ms, which is no positive integer',
      'tasks.a depends on "nowhere", which is no task',
    ]);
    expect(await faults({ a: { dependsOn: ['c'] }, b: { dependsOn: ['a'] }, c: { dependsOn: ['b'] }, d: {} })).toEqual([
      'tasks depend on each other in a circle: a, b, c',
    ]);
    expect(await faults({ a: {} }, { reuseTasks: ['b'] })).toEqual([
      'reuseTasks names "b", which is no task of the job',
      'sourceJobId is missing: results are reused from some job',
    ]);
    expect((await server.controller.list(VIEWER, {}, 1, 10)).total).toBe(0);
  });

  it('keeps text that a database may not like', async () => {
    const server = await harness.start();
    const job = await run(
      server,
      { a: { spec: { fail: "nul \0, quote ', emoji 😀, \\x" } } },
      { workflowName: 'Ünïcode 😀', input: { a: { x: '\0 \ud800' } } },
    );
    expect(job.tasks[0]!.reason).toBe("nul \u{FFFD}, quote ', emoji 😀, \\x");
    expect(job.name).toMatch(/^Ünïcode 😀_/);
    expect(job.input).toEqual({ a: { x: '\0 \ud800' } });
    expect((await server.controller.list(VIEWER, { name: 'ÜNÏ' }, 1, 10)).total).toBe(1);
  });
});
