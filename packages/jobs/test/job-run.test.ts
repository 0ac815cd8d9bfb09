import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { JOB_STATUS } from '@orrery/contracts';
import type { JobEvent } from '@orrery/jobs';
import {
  ControllerHarness,
  finish,
  outputOf,
  planOf,
  run,
  running,
  statuses,
  submit,
  taskOf,
  VIEWER,
} from './controller-harness.ts';
import { describeOnBoth } from './databases.ts';

const { Success, Failed, Interrupted, Running, Preparing, Stopping } = JOB_STATUS;

describeOnBoth('running jobs', (databases) => {
  const harness = new ControllerHarness(databases);

  it('runs a diamond in order and hands results and credentials down', async () => {
    const server = await harness.start();
    const job = await run(server, {
      d: { dependsOn: ['b', 'c'], spec: { value: 'd' } },
      a: { spec: { value: 'a' } },
      b: { dependsOn: ['a'], spec: { value: 'b' } },
      c: { dependsOn: ['a'], spec: { value: 'c' } },
    });
    expect(job.status).toBe(Success);
    expect(job.reason).toBeUndefined();
    expect(job.tasks.map((task) => task.key)).toEqual(['d', 'a', 'b', 'c']);
    expect(statuses(job)).toEqual({ a: Success, b: Success, c: Success, d: Success });
    const output = outputOf(taskOf(job, 'd'));
    expect(output.credentials).toEqual({ password: 'secret' });
    expect(Object.keys(output.upstream)).toEqual(['b', 'c']);
    expect(output.upstream['b']).toMatchObject({ value: 'b', upstream: { a: { value: 'a' } } });
    for (const task of job.tasks) {
      expect(task.id).toMatch(/^[0-9a-f]{32}$/);
      expect(task).toMatchObject({ attempt: 1, progress: 1, reason: undefined });
      expect(task.result!.summary).toMatchObject({ rowCount: 1, statistics: { attempt: 1, infinite: 'Infinity' } });
      expect(task.runBeginTimeMs).toBeGreaterThanOrEqual(job.runBeginTimeMs!);
      expect(task.runEndTimeMs).toBeLessThanOrEqual(job.runEndTimeMs!);
    }
    expect(taskOf(job, 'd').runBeginTimeMs).toBeGreaterThanOrEqual(taskOf(job, 'b').runEndTimeMs!);
  });

  it('keeps the digits of numbers on the way into a task', async () => {
    const server = await harness.start();
    const value = [9007199254740993n, 9223372036854775807n, 0.1];
    const id = await submit(server, { a: { spec: { value } } }, { input: { a: value } });
    const job = await finish(server, id);
    expect(outputOf(taskOf(job, 'a')).value).toEqual(['9007199254740993n', '9223372036854775807n', 0.1]);
    expect(job.input).toEqual({ a: value });
  });

  it('a failed task interrupts what depends on it; independent branches finish', async () => {
    const server = await harness.start();
    const job = await run(server, {
      bad: { spec: { fail: 'no such space "basketbal"' } },
      after: { dependsOn: ['bad'] },
      later: { dependsOn: ['after', 'other'] },
      other: { spec: { sleepMs: 100 } },
      last: { dependsOn: ['other'] },
    });
    expect(job.status).toBe(Failed);
    expect(job.reason).toBe('bad failed: no such space "basketbal"');
    expect(statuses(job)).toEqual({
      bad: Failed,
      after: Interrupted,
      later: Interrupted,
      other: Success,
      last: Success,
    });
    expect(taskOf(job, 'bad')).toMatchObject({ reason: 'no such space "basketbal"', attempt: 1, result: undefined });
    expect(taskOf(job, 'later').reason).toBe('bad failed: no such space "basketbal"');
    expect(existsSync(join(server.dataDir, 'results', String(job.id), 'bad'))).toBe(false);
  });

  it('tries a lost task again, up to its attempts, and logs every loss', async () => {
    const server = await harness.start();
    const id = await submit(server, {
      recovers: { spec: { loseUntil: 2, value: 'third time lucky' } },
      gives_up: { spec: { loseUntil: 5 }, maxAttempts: 2 },
      never: { spec: { loseUntil: 1 }, maxAttempts: 1 },
    });
    const job = await finish(server, id);
    expect(statuses(job)).toEqual({ recovers: Success, gives_up: Failed, never: Failed });
    expect(taskOf(job, 'recovers').attempt).toBe(3);
    expect(outputOf(taskOf(job, 'recovers')).attempt).toBe(3);
    expect(taskOf(job, 'gives_up').reason).toBe('the connection broke (attempt 2 of 2)');
    expect(taskOf(job, 'never')).toMatchObject({ attempt: 1, reason: 'the connection broke' });
    const lines = await server.controller.logs(VIEWER, id, 'recovers', 0, 100);
    expect(lines.map((line) => [line.sequence, line.level, line.message])).toEqual([
      [1, 'warn', 'attempt 1 of 3 was lost: the connection broke'],
      [2, 'warn', 'attempt 2 of 3 was lost: the connection broke'],
    ]);
    // Nothing of a lost attempt stays.
    expect(readdirSync(join(server.dataDir, 'results', '.attempts'))).toEqual([]);
  });

  it('ends a task at its timeout, also one that does not listen', async () => {
    const server = await harness.start();
    const job = await run(server, {
      polite: { spec: { sleepMs: 60_000 }, timeoutMs: 200 },
      stubborn: { spec: { sleepMs: 60_000, stubborn: true }, timeoutMs: 200 },
    });
    expect(job.status).toBe(Failed);
    expect(taskOf(job, 'polite').reason).toBe('it timed out after 200 ms');
    expect(taskOf(job, 'stubborn').reason).toBe('it timed out after 200 ms');
  });

  it('cancel: Running is Stopping, then Interrupted, whatever its tasks still did', async () => {
    const server = await harness.start();
    const { controller } = server;
    const id = await submit(server, {
      done: { spec: { value: 1 } },
      stubborn: { dependsOn: ['done'], spec: { sleepMs: 400, stubborn: true } },
      waiting: { dependsOn: ['stubborn'] },
    });
    await running(server, id, 'stubborn');
    await controller.cancel(VIEWER, id);
    const stopping = await controller.get(VIEWER, id);
    expect(stopping.status).toBe(Stopping);
    expect(statuses(stopping)).toEqual({ done: Success, stubborn: Stopping, waiting: Interrupted });
    await controller.cancel(VIEWER, id);
    const job = await finish(server, id);
    expect(job).toMatchObject({ status: Interrupted, reason: 'the job was cancelled' });
    expect(statuses(job)).toEqual({ done: Success, stubborn: Interrupted, waiting: Interrupted });
    expect(readdirSync(join(server.dataDir, 'results', String(id)))).toEqual(['done']);
    await expect(controller.cancel(VIEWER, id)).rejects.toMatchObject({ name: 'ErrBadRequest' });
  });

  it('cancel ends the process of a task that does not listen, after the grace', async () => {
    const server = await harness.start({ cancelGraceMs: 200 });
    const id = await submit(server, { a: { spec: { busyLoop: true } } });
    await running(server, id, 'a');
    await server.controller.cancel(VIEWER, id);
    expect((await finish(server, id)).status).toBe(Interrupted);
    // The place is free for the next one.
    expect((await run(server, { a: {} })).status).toBe(Success);
  });

  it('cancel of a waiting job interrupts it at once', async () => {
    const server = await harness.start({ maxRunningJobs: 1 });
    const blocker = await submit(server, { a: { spec: { sleepMs: 60_000 } } });
    const waiting = await submit(server, { a: {}, b: { dependsOn: ['a'] } });
    await server.controller.cancel(VIEWER, waiting);
    const job = await server.controller.get(VIEWER, waiting);
    expect(job).toMatchObject({ status: Interrupted, reason: 'the job was cancelled' });
    expect(statuses(job)).toEqual({ a: Interrupted, b: Interrupted });
    await server.controller.cancel(VIEWER, blocker);
    expect((await finish(server, blocker)).status).toBe(Interrupted);
  });

  it('removes the credentials when the job ends, and never stores them readable', async () => {
    const server = await harness.start();
    const id = await submit(
      server,
      { a: { spec: { sleepMs: 300 } } },
      { credentials: { password: 'hunter2-hunter2' } },
    );
    await running(server, id, 'a');
    const stored = async () =>
      (await server.metadata.db.selectFrom('jobs').select('credentials').where('id', '=', id).executeTakeFirstOrThrow())
        .credentials;
    const sealed = Buffer.from((await stored())!);
    expect(sealed.length).toBeGreaterThan(28);
    expect(sealed.includes('hunter2')).toBe(false);
    await finish(server, id);
    expect(await stored()).toBeNull();
  });

  it('persists progress and logs while a task runs', async () => {
    const server = await harness.start();
    const id = await submit(server, {
      a: {
        spec: {
          progress: [
            [0.1, 'reading'],
            [0.5, 'iteration 5 of 10'],
          ],
          logLines: 250,
          sleepMs: 1500,
        },
      },
    });
    const seen: JobEvent[] = [];
    for await (const event of server.controller.events(VIEWER, id, undefined, new AbortController().signal)) {
      seen.push(event);
      if (event.type === 'task' && event.task.phrase === 'iteration 5 of 10') {
        expect(await server.controller.task(VIEWER, id, 'a')).toMatchObject({ progress: 0.5, status: Running });
        expect(await server.controller.logs(VIEWER, id, 'a', 0, 1000)).toHaveLength(250);
        break;
      }
    }
    const job = await finish(server, id);
    expect(taskOf(job, 'a').progress).toBe(1);
    const after = await server.controller.logs(VIEWER, id, taskOf(job, 'a').id, 248, 10);
    expect(after.map((line) => [line.sequence, line.message])).toEqual([
      [249, 'line 249'],
      [250, 'line 250'],
    ]);
  });

  it('streams events from the present state to the final status, and resumes', async () => {
    const server = await harness.start({ maxRunningJobs: 1 });
    const blocker = await submit(server, { a: { spec: { sleepMs: 200 } } });
    const id = await submit(server, { a: { spec: { logLines: 2 } }, b: { dependsOn: ['a'] } });
    const never = new AbortController().signal;
    const events: JobEvent[] = [];
    for await (const event of server.controller.events(VIEWER, id, undefined, never)) events.push(event);
    expect(events[0]).toMatchObject({ type: 'job', job: { id, status: Preparing } });
    expect(events.at(-1)).toMatchObject({ type: 'job', job: { id, status: Success } });
    expect(events.filter((event) => event.type === 'log').map((event) => event.line.message)).toEqual([
      'line 1',
      'line 2',
    ]);
    const sequences = events.map((event) => event.sequence);
    expect(sequences).toEqual(sequences.toSorted((x, y) => x - y));
    const of = (key: string) =>
      events.filter((event) => event.type === 'task').filter((event) => event.task.key === key);
    expect(new Set(of('b').map((event) => event.task.status))).toEqual(new Set([Preparing, Running, Success]));

    const resumed: JobEvent[] = [];
    const from = events[5]!.sequence;
    for await (const event of server.controller.events(VIEWER, id, from, never)) resumed.push(event);
    expect(resumed).toEqual(events.filter((event) => event.sequence > from));
    // A sequence that nobody knows begins with the present state.
    const anew: JobEvent[] = [];
    for await (const event of server.controller.events(VIEWER, id, 17, never)) anew.push(event);
    expect(anew.map((event) => event.type)).toEqual(['task', 'task', 'job']);
    expect((await finish(server, blocker)).status).toBe(Success);
  });

  it('wait answers at the end, or with the present status at its timeout', async () => {
    const server = await harness.start();
    const id = await submit(server, { a: { spec: { sleepMs: 700 } } });
    await running(server, id, 'a');
    expect(await server.controller.wait(VIEWER, id, 10)).toBe(Running);
    expect(await server.controller.wait(VIEWER, id, 20_000)).toBe(Success);
    expect(await server.controller.wait(VIEWER, id, 0)).toBe(Success);
  });

  it('resume takes over results, which outlive the job they came from', async () => {
    const server = await harness.start();
    const first = await run(server, {
      a: { spec: { value: 'kept' } },
      b: { dependsOn: ['a'], spec: { fail: 'once' } },
    });
    expect(first.status).toBe(Failed);
    const tasks = { a: { spec: { value: 'kept' } }, b: { dependsOn: ['a'], spec: { value: 'now' } } };
    const { id } = await server.controller.submit(planOf(tasks, { sourceJobId: first.id, reuseTasks: ['a'] }));
    await server.controller.delete(VIEWER, first.id);
    const second = await finish(server, id);
    expect(second).toMatchObject({ status: Success, sourceJobId: first.id });
    expect(taskOf(second, 'a')).toMatchObject({ attempt: 0, status: Success });
    expect(taskOf(second, 'a').id).not.toBe(taskOf(first, 'a').id);
    expect(outputOf(taskOf(second, 'a')).value).toBe('kept');
    expect(outputOf(taskOf(second, 'b')).upstream).toMatchObject({ a: { value: 'kept' } });
    expect(existsSync(join(server.dataDir, 'results', String(first.id)))).toBe(false);
    // All results taken over: nothing is left to do.
    const third = await finish(server, await submit(server, tasks, { sourceJobId: id, reuseTasks: ['a', 'b'] }));
    expect(third.status).toBe(Success);
    await expect(submit(server, tasks, { sourceJobId: first.id, reuseTasks: ['a'] })).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: `job ${first.id} has no result of a to take over; run that task again`,
    });
  });

  it('delete removes an ended job, its rows and its files', async () => {
    const server = await harness.start();
    const id = await submit(server, { a: { spec: { sleepMs: 300, logLines: 3 } } });
    await running(server, id, 'a');
    await expect(server.controller.delete(VIEWER, id)).rejects.toMatchObject({ name: 'ErrBadRequest' });
    const job = await finish(server, id);
    await server.controller.delete(VIEWER, id);
    await expect(server.controller.get(VIEWER, id)).rejects.toMatchObject({ name: 'ErrNotFound' });
    expect(existsSync(dirname(taskOf(job, 'a').result!.dir))).toBe(false);
    for (const table of ['tasks', 'task_logs'] as const) {
      expect(await server.metadata.db.selectFrom(table).selectAll().where('job_id', '=', id).execute()).toEqual([]);
    }
    // Its id is never used again, not even after a restart.
    await server.stop();
    const again = await harness.start({}, { location: server.location, dataDir: server.dataDir });
    expect(await submit(again, { a: {} })).toBe(id + 1);
  });
});
