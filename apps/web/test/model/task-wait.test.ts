import { describe, expect, it } from 'vitest';
import type { JobTask } from '@orrery/sdk';
import { waitCause } from '../../src/model/task-wait.ts';

type Wait = NonNullable<JobTask['wait']>;
const wait = (kind: Wait['for'], more: Partial<Wait> = {}): Wait => ({
  for: kind,
  untilTime: null,
  needs: null,
  total: null,
  ...more,
});
const task = (more: Partial<Pick<JobTask, 'status' | 'dependsOn' | 'wait'>>) => ({
  status: 0,
  dependsOn: [],
  wait: null,
  ...more,
});
const cause = (more: Parameters<typeof task>[0], tasks: readonly { key: string; status: number }[] = [], job = 1) =>
  waitCause({ status: job }, task(more), tasks, 10_000);

describe('why a task waits', () => {
  it('is told of no task that has begun or ended', () => {
    for (const status of [1, 2, 3, 4, 5]) expect(cause({ status, wait: wait('memory') })).toBeUndefined();
  });

  it('is the line of jobs only while the job itself waits', () => {
    expect(cause({ wait: wait('job'), dependsOn: ['a'] }, [], 0)).toEqual({ kind: 'job' });
    expect(cause({ wait: wait('job') })).toEqual({ kind: 'executor' });
  });

  it('names the tasks that have not succeeded yet, as they are now', () => {
    const waiting = { wait: wait('tasks'), dependsOn: ['a', 'b'] };
    const a = { key: 'a', status: 2 };
    expect(cause(waiting, [a, { key: 'b', status: 1 }])).toEqual({ kind: 'tasks', keys: ['b'] });
    expect(cause(waiting, [a, { key: 'b', status: 2 }])).toEqual({ kind: 'executor' });
  });

  it('counts down to the next attempt, never below zero', () => {
    expect(cause({ wait: wait('retry', { untilTime: 12_400 }) })).toEqual({ kind: 'retry', seconds: 3 });
    expect(cause({ wait: wait('retry', { untilTime: 9000 }) })).toEqual({ kind: 'retry', seconds: 0 });
  });

  it('says how much of the machine is needed', () => {
    expect(cause({ wait: wait('threads', { needs: 2, total: 4 }) })).toEqual({ kind: 'threads', needs: 2, total: 4 });
    expect(cause({ wait: wait('memory', { needs: 5, total: 9 }) })).toEqual({ kind: 'memory', needs: 5, total: 9 });
    expect(cause({ wait: wait('limit', { total: 8 }) })).toEqual({ kind: 'limit', total: 8 });
    expect(cause({ wait: wait('turn') })).toEqual({ kind: 'turn' });
  });
});
