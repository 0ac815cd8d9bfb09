import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOB_STATUS } from '@orrery/contracts';
import { ExecutorPool } from '../src/executors/executor-pool.ts';
import {
  ControllerHarness,
  EXECUTOR_ENTRY,
  finish,
  outputOf,
  planOf,
  run,
  running,
  statuses,
  submit,
  taskOf,
  until,
  VIEWER,
} from './controller-harness.ts';
import { sqliteDatabases } from './databases.ts';
import { processesWith } from './processes.ts';

const { Success, Failed, Preparing, Running, Interrupted } = JOB_STATUS;
const MIB = 2 ** 20;

describe('executors', () => {
  const harness = new ControllerHarness(sqliteDatabases());

  it('stay warm: tasks one after the other run in the same process', async () => {
    const server = await harness.start();
    const pids = new Set<number>();
    for (let i = 0; i < 5; i++) pids.add(outputOf(taskOf(await run(server, { a: {} }), 'a')).pid);
    expect([...pids]).toHaveLength(1);
    expect(pids.has(process.pid)).toBe(false);
  });

  it('a killed one costs its task an attempt, and nobody else anything', async () => {
    const server = await harness.start();
    const job = await run(server, {
      killed: { spec: { crashUntil: 1, value: 'second' } },
      aborted: { spec: { crashUntil: 1, crashSignal: 'SIGABRT' }, maxAttempts: 1 },
      beside: { spec: { sleepMs: 500 } },
    });
    expect(statuses(job)).toEqual({ killed: Success, aborted: Failed, beside: Success });
    expect(taskOf(job, 'killed').attempt).toBe(2);
    expect(taskOf(job, 'beside').attempt).toBe(1);
    expect(taskOf(job, 'aborted').reason).toBe('the executor was ended by SIGABRT');
    const [line] = await server.controller.logs(VIEWER, job.id, 'killed', 0, 10);
    expect(line!.message).toContain('the executor was killed (SIGKILL); most often the machine ran out of memory');
  });

  it('one without JavaScript memory fails its task with that reason', async () => {
    const server = await harness.start({}, { executorExecArgv: [...harness.execArgv, '--max-old-space-size=48'] });
    const job = await run(server, {
      a: { spec: { exhaustHeap: true }, maxAttempts: 1 },
      b: { spec: { sleepMs: 1000 } },
    });
    expect(statuses(job)).toEqual({ a: Failed, b: Success });
    expect(taskOf(job, 'a').reason).toContain('ran out of JavaScript memory');
  });

  it('a hung one is noticed and ended; the server goes on meanwhile', async () => {
    const server = await harness.start({ hangTimeoutMs: 1500 });
    const id = await submit(server, { a: { spec: { busyLoop: true }, maxAttempts: 1 } });
    await running(server, id, 'a');
    expect((await run(server, { b: {} })).status).toBe(Success);
    const job = await finish(server, id);
    expect(taskOf(job, 'a').reason).toMatch(/^the executor gave no sign of life for 2 s \(hung\) and was ended$/);
  });

  it('one that is being ended takes no task any more', async () => {
    const idle = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const settings = {
      entry: EXECUTOR_ENTRY,
      init: undefined,
      execArgv: harness.execArgv,
      heartbeatMs: 1000,
      missedHeartbeats: 30,
      onOutput: () => {},
    };
    const pool = new ExecutorPool(settings, 1, {
      changed: () => idle.resolve(),
      cannotStart: (message) => idle.reject(new Error(message)),
      record: async () => {},
      forget: () => gone.resolve(),
    });
    pool.demand(1);
    await idle.promise;
    const executor = pool.take('key')!;
    pool.giveBack(executor);
    executor.kill('its memory was needed');
    expect(pool.take('key')).toBeUndefined();
    await gone.promise;
    await pool.stop(0);
  });

  it('an error outside the flow of a task fails the task, and its process is not used again', async () => {
    const server = await harness.start();
    const job = await run(server, { a: { spec: { throwLater: true, sleepMs: 60_000 } } });
    expect(taskOf(job, 'a')).toMatchObject({
      status: Failed,
      attempt: 1,
      reason: "an error outside the task's own flow: thrown by a timer",
    });
    expect((await run(server, { a: {} })).status).toBe(Success);
  });

  it('that do not start fail the tasks that wait for them, with what they printed', async () => {
    const server = await harness.start({}, { executorInit: 'refuse' });
    const job = await run(server, { a: {}, b: { dependsOn: ['a'] } });
    expect(statuses(job)).toEqual({ a: Failed, b: Interrupted });
    expect(taskOf(job, 'a').reason).toMatch(/^executor processes do not start: .*the test wants no executors/);
  });

  it('end with the server, even while a task keeps them busy', async () => {
    const folder = harness.folder();
    const script = join(folder, 'server.ts');
    const mark = `busy-${process.pid}-${Date.now()}`;
    appendFileSync(
      script,
      `import { createController, openMetadata } from ${JSON.stringify(import.meta.resolve('@orrery/jobs'))};
       import { testTaskTypes } from ${JSON.stringify(new URL('./fixtures/test-task-types.ts', import.meta.url).href)};
       import { planOf } from ${JSON.stringify(new URL('./plans.ts', import.meta.url).href)};
       const metadata = await openMetadata({ kind: 'sqlite', path: ${JSON.stringify(join(folder, 'm.db'))} });
       const controller = await createController({
         metadata, dataDir: ${JSON.stringify(folder)}, key: Buffer.alloc(32, 7), taskTypes: testTaskTypes,
         executorEntry: new URL(${JSON.stringify(new URL('./fixtures/executor.ts', import.meta.url).href)}),
         executorExecArgv: ['--title=${mark}'],
       });
       await controller.submit(planOf({ a: { spec: { busyLoop: true, journal: ${JSON.stringify(join(folder, 'journal'))} } } }));
       const started = setInterval(() => {
         if (!require('node:fs').existsSync(${JSON.stringify(join(folder, 'journal'))})) return;
         process.kill(process.pid, 'SIGKILL');
       }, 10);`
        .replace("require('node:fs').existsSync", "(await import('node:fs')).existsSync")
        .replace('setInterval(() =>', 'setInterval(async () =>'),
    );
    expect(() => execFileSync(process.execPath, [script], { stdio: 'pipe' })).toThrow(/SIGKILL|Command failed/);
    expect(existsSync(join(folder, 'journal'))).toBe(true);
    await until('its executor is gone', () => processesWith(mark).length === 0);
  });

  it('get no secrets of the environment, and credentials neither there nor in arguments', async () => {
    process.env['ORRERY_TEST_PASSWORD'] = 'open sesame';
    try {
      const server = await harness.start();
      const id = await submit(
        server,
        { a: { spec: { sleepMs: 60_000 } } },
        { credentials: { password: 'hunter2-hunter2' } },
      );
      await running(server, id, 'a');
      const [pid] = harness.executorPids();
      for (const file of ['environ', 'cmdline']) {
        const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
        expect(text).not.toContain('open sesame');
        expect(text).not.toContain('hunter2');
      }
      expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('500');
    } finally {
      delete process.env['ORRERY_TEST_PASSWORD'];
    }
  });

  it('stop waits for running tasks within its bound and leaves no process', async () => {
    const server = await harness.start();
    const short = await submit(server, { a: { spec: { sleepMs: 400 } } });
    const long = await submit(server, { a: { spec: { sleepMs: 60_000 } } });
    await running(server, short, 'a');
    await running(server, long, 'a');
    await server.stop(1500);
    expect(harness.executorPids()).toEqual([]);
    const again = await harness.start({}, { location: server.location, dataDir: server.dataDir });
    expect((await again.controller.get(VIEWER, short)).status).toBe(Success);
    // The one that was cut off runs again.
    await running(again, long, 'a');
    expect((await again.controller.task(VIEWER, long, 'a')).attempt).toBe(2);
    await expect(server.controller.submit(planOf({ a: {} }))).rejects.toMatchObject({ name: 'ErrInternalController' });
  });
});

describe('admission of tasks', () => {
  const harness = new ControllerHarness(sqliteDatabases());
  const resources = { threads: 4, memoryBytes: 100 * MIB };

  it('a task that can never fit fails with the figures', async () => {
    const server = await harness.start({ resources });
    const job = await run(server, {
      large: { spec: { memoryBytes: 300 * MIB } },
      wide: { spec: { threads: 64 } },
      refused: { spec: { refuse: 'the projection would take 5.2 GiB, a WebAssembly memory ends at 4 GiB' } },
      fits: { spec: { memoryBytes: 100 * MIB, threads: 4 } },
    });
    expect(statuses(job)).toEqual({ large: Failed, wide: Failed, refused: Failed, fits: Success });
    expect(taskOf(job, 'large').reason).toContain('it needs 300 MiB of memory, and this machine has 100 MiB for tasks');
    expect(taskOf(job, 'wide').reason).toContain('it asks for 64 threads, and this machine has 4 for tasks');
    expect(taskOf(job, 'refused').reason).toContain('would take 5.2 GiB');
    expect(taskOf(job, 'large').attempt).toBe(0);
  });

  it('tasks run beside each other only as far as their memory fits', async () => {
    const server = await harness.start({ resources, warmExecutors: 2 });
    await until('two executors are there', () => server.controller.statistics().executors.idle === 2);
    const spec = { memoryBytes: 60 * MIB, sleepMs: 200 };
    const job = await run(server, { a: { spec }, b: { spec }, c: { spec: { memoryBytes: 30 * MIB, sleepMs: 200 } } });
    expect(job.status).toBe(Success);
    const span = (key: string) => [taskOf(job, key).runBeginTimeMs!, taskOf(job, key).runEndTimeMs!] as const;
    const [[aBegin, aEnd], [bBegin, bEnd], [cBegin, cEnd]] = [span('a'), span('b'), span('c')];
    expect(aEnd <= bBegin || bEnd <= aBegin).toBe(true);
    expect(cBegin < aEnd || cBegin < bEnd).toBe(true);
    expect(cEnd).toBeGreaterThan(cBegin);
  });

  it('no more tasks and jobs run at once than the limits say', async () => {
    const server = await harness.start({ maxRunningJobs: 2, maxRunningTasks: 3 });
    const spec = { sleepMs: 60_000 };
    const ids: number[] = [];
    for (let i = 0; i < 4; i++) ids.push(await submit(server, { a: { spec }, b: { spec }, c: { spec } }));
    const runningTasks = async (): Promise<number> => {
      const jobs = await Promise.all(ids.map((id) => server.controller.get(VIEWER, id)));
      return jobs.flatMap((job) => job.tasks).filter((task) => task.status === Running).length;
    };
    await until('three tasks run', async () => (await runningTasks()) >= 3);
    // Every pump that could start a fourth has happened by the time that this cancellation is through.
    await server.controller.cancel(VIEWER, ids[3]!);
    expect(await runningTasks()).toBe(3);
    const { items } = await server.controller.list(VIEWER, { orderByCreateTime: 'asc' }, 1, 10);
    expect(items.map((job) => job.status)).toEqual([Running, Running, Preparing, Interrupted]);
    for (const id of ids.slice(0, 3)) await server.controller.cancel(VIEWER, id);
    for (const id of ids) expect((await finish(server, id)).status).toBe(Interrupted);
  });

  it('a task prefers the executor that ran its key', async () => {
    const server = await harness.start({ warmExecutors: 3 });
    await until('three executors are idle', () => server.controller.statistics().executors.idle === 3);
    const spec = (affinity: string, sleepMs = 0) => ({ affinity, sleepMs });
    const first = await run(server, {
      x: { spec: spec('x', 300) },
      y: { spec: spec('y', 300) },
      z: { spec: spec('z', 300) },
    });
    const pidOf = (job: typeof first, key: string) => outputOf(taskOf(job, key)).pid;
    expect(new Set(['x', 'y', 'z'].map((key) => pidOf(first, key))).size).toBe(3);
    for (const key of ['z', 'x', 'y', 'x', 'z']) {
      const job = await run(server, { [key]: { spec: spec(key) } });
      expect(pidOf(job, key)).toBe(pidOf(first, key));
    }
  });

  it('accounts take turns: one with many waiting jobs does not hold up another', async () => {
    const server = await harness.start({ maxRunningJobs: 1 });
    const journal = join(server.dataDir, 'journal');
    const bob = { graphAddress: VIEWER.graphAddress, user: 'bob' };
    const many = [];
    for (let i = 0; i < 6; i++) many.push(await submit(server, { a: { spec: { sleepMs: 30, journal } } }));
    const bobs = [];
    for (let i = 0; i < 2; i++)
      bobs.push(await submit(server, { a: { spec: { sleepMs: 30, journal } } }, { account: bob }));
    const jobs = [];
    for (const id of many) jobs.push(await finish(server, id));
    for (const id of bobs) jobs.push(await finish(server, id, { ...bob, isRoot: false }));
    const userOf = new Map(jobs.map((job) => [job.tasks[0]!.id, job.account.user]));
    const order = readFileSync(journal, 'utf8')
      .trim()
      .split('\n')
      .map((line) => userOf.get(line.split(' ')[0]!));
    // However many of the first account's had begun: then the two take turns.
    const firstBob = order.indexOf('bob');
    expect(firstBob).toBeLessThanOrEqual(3);
    expect(order.slice(firstBob, firstBob + 3)).toEqual(['bob', 'ada', 'bob']);
    expect(order).toHaveLength(8);
  });

  it('a full disk fails tasks with what to do; jobs can still be posted and read', async () => {
    const server = await harness.start({ minFreeDiskBytes: 2 ** 60 });
    const job = await run(server, { a: {}, b: { dependsOn: ['a'] } });
    expect(statuses(job)).toEqual({ a: Failed, b: Interrupted });
    expect(taskOf(job, 'a').reason).toMatch(/^the disk of .* is nearly full: .* Delete old jobs, lower the retention/);
    expect(readdirSync(join(server.dataDir, 'results')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('a job waits Preparing while the places are taken', async () => {
    const server = await harness.start({ maxRunningJobs: 1, maxWaitingJobs: 2 });
    const blocker = await submit(server, { a: { spec: { sleepMs: 60_000 } } });
    await running(server, blocker, 'a');
    const waiting = [await submit(server, { a: {} }), await submit(server, { a: {} })];
    const refused = server.controller.submit(planOf({ a: {} }));
    await expect(refused).rejects.toMatchObject({ name: 'ErrTooManyRequests', code: 42904000 });
    await expect(refused).rejects.toHaveProperty('retryAfterSeconds', expect.any(Number));
    expect((await server.controller.get(VIEWER, waiting[0]!)).status).toBe(Preparing);
    await server.controller.cancel(VIEWER, blocker);
    for (const id of waiting) expect((await finish(server, id)).status).toBe(Success);
  });
});
