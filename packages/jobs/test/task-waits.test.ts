import { expect, it } from 'vitest';
import { JOB_STATUS } from '@orrery/contracts';
import type { TaskWait } from '@orrery/jobs';
import { ControllerHarness, finish, running, submit, until, VIEWER, type Server } from './controller-harness.ts';
import { describeOnBoth } from './databases.ts';

const LONG = { sleepMs: 60_000 };
const LIMITS = { resources: { threads: 2, memoryBytes: 1000 } };

describeOnBoth('why a task has not begun', (databases) => {
  const harness = new ControllerHarness(databases);

  async function waits(server: Server, jobId: number): Promise<Record<string, TaskWait | undefined>> {
    const { tasks } = await server.controller.get(VIEWER, jobId);
    return Object.fromEntries(tasks.map(({ key, wait }) => [key, wait]));
  }

  it.each([
    ['threads', { threads: 2 }, { for: 'threads', needs: 2, total: 2 }],
    ['memory', { memoryBytes: 900 }, { for: 'memory', needs: 900, total: 1000 }],
  ] as const)('is told for %s, and for the tasks it depends on', async (_what, needs, expected) => {
    const server = await harness.start(LIMITS);
    const id = await submit(server, {
      first: { spec: { ...LONG, ...needs } },
      second: { spec: needs },
      third: { dependsOn: ['second'] },
    });
    await until('second waits', async () => (await waits(server, id))['second']?.for === expected.for);
    expect(await waits(server, id)).toEqual({ first: undefined, second: expected, third: { for: 'tasks' } });
    expect((await server.controller.task(VIEWER, id, 'second')).wait).toEqual(expected);
    await server.controller.cancel(VIEWER, id);
    const ended = await finish(server, id);
    expect(ended.tasks.map(({ wait }) => wait)).toEqual([undefined, undefined, undefined]);
  });

  it('is told for the places of jobs and of tasks', async () => {
    const server = await harness.start({ maxRunningJobs: 1, maxRunningTasks: 1 });
    const first = await submit(server, { a: { spec: LONG }, b: {} });
    await running(server, first, 'a');
    const second = await submit(server, { a: {}, b: { dependsOn: ['a'] } });
    expect(await waits(server, first)).toEqual({ a: undefined, b: { for: 'limit', total: 1 } });
    expect(await waits(server, second)).toEqual({ a: { for: 'job' }, b: { for: 'job' } });
    await server.controller.cancel(VIEWER, first);
    expect((await finish(server, second)).status).toBe(JOB_STATUS.Success);
  });

  it('is told for another attempt, with the moment of it', async () => {
    const server = await harness.start({ retryPauseMs: 60_000 });
    const before = Date.now();
    const id = await submit(server, { a: { spec: { loseUntil: 1 } } });
    await until('a was lost', async () => (await waits(server, id))['a']?.for === 'retry');
    const wait = (await waits(server, id))['a'] as TaskWait & { for: 'retry' };
    expect(wait.untilMs).toBeGreaterThanOrEqual(before + 60_000);
    expect(wait.untilMs).toBeLessThanOrEqual(Date.now() + 60_000);
    await server.controller.cancel(VIEWER, id);
  });

  it('comes to those who follow the job, with nothing that is not recorded', async () => {
    const server = await harness.start(LIMITS);
    const id = await submit(server, {
      first: { spec: { sleepMs: 300, threads: 2 } },
      second: { spec: { threads: 2 } },
    });
    const told: [number, string | undefined][] = [];
    for await (const event of server.controller.events(VIEWER, id, undefined, new AbortController().signal)) {
      if (event.type === 'task' && event.task.key === 'second') told.push([event.task.status, event.task.wait?.for]);
    }
    expect(told).toContainEqual([JOB_STATUS.Preparing, 'threads']);
    expect(told.filter(([status]) => status !== JOB_STATUS.Preparing)).toEqual([
      [JOB_STATUS.Running, undefined],
      [JOB_STATUS.Success, undefined],
    ]);
  });
});
