import type { Job, JobEvent, JobTask, LogLine } from '@orrery/sdk';
import { describe, expect, it } from 'vitest';
import { EMPTY_JOB_STATE, jobCounts, MAX_LINES, withEvents, withJob, withLines } from '../../src/model/job-state.ts';
import { logRows } from '../../src/model/log-window.ts';

const task = (key: string, status: number, more: Partial<JobTask> = {}): JobTask => ({
  id: '0'.repeat(32),
  key,
  taskType: 'algorithm',
  status,
  attempt: 1,
  reason: '',
  progress: 0,
  phrase: '',
  wait: null,
  runBeginTime: null,
  runEndTime: null,
  dependsOn: [],
  result: null,
  ...more,
});
const job = (status: number) => ({
  id: 7,
  name: 'w_1',
  workflowId: '1',
  workflowName: 'w',
  workflowVersion: 1,
  owner: { graphAddress: 'a:1', user: 'root' },
  status,
  reason: '',
  sourceJobId: null,
  taskCount: 2,
  createTime: 1,
  runBeginTime: null,
  runEndTime: null,
});
const line = (sequence: number, message = `line ${sequence}`, level: LogLine['level'] = 'info'): LogLine => ({
  sequence,
  time: 1000 + sequence,
  level,
  message,
});
const detail = (status: number, tasks: JobTask[]): Job => ({ ...job(status), input: {}, tasks });

describe('the state of a followed job', () => {
  it('takes events in turn', () => {
    const events: JobEvent[] = [
      { type: 'job', sequence: 4, job: job(1) },
      { type: 'task', sequence: 4, task: task('a', 1) },
      { type: 'task', sequence: 4, task: task('b', 0) },
      { type: 'log', sequence: 5, taskKey: 'a', line: line(1) },
      { type: 'task', sequence: 6, task: task('a', 2) },
      { type: 'log', sequence: 7, taskKey: 'a', line: line(2) },
    ];
    const whole = withEvents(EMPTY_JOB_STATE, events);
    const stepwise = events.reduce((state, event) => withEvents(state, [event]), EMPTY_JOB_STATE);
    expect(whole).toEqual(stepwise);
    expect(whole.sequence).toBe(7);
    expect([...whole.tasks.values()].map(({ key, status }) => [key, status])).toEqual([
      ['a', 2],
      ['b', 0],
    ]);
    expect(jobCounts(whole)).toEqual({ done: 1, total: 2, failed: 0 });
  });

  it('is the same after a connection that was lost and sent some of it again', () => {
    const first: JobEvent[] = [
      { type: 'task', sequence: 1, task: task('a', 1) },
      { type: 'log', sequence: 2, taskKey: 'a', line: line(1) },
      { type: 'log', sequence: 3, taskKey: 'a', line: line(2) },
    ];
    const again: JobEvent[] = [first[2]!, { type: 'log', sequence: 4, taskKey: 'a', line: line(3) }];
    const state = withEvents(withEvents(EMPTY_JOB_STATE, first), again);
    expect(state.logs.get('a')!.lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('puts log pages that were read later before the lines that came as events', () => {
    const live = withEvents(EMPTY_JOB_STATE, [{ type: 'log', sequence: 9, taskKey: 'a', line: line(5) }]);
    const state = withLines(
      live,
      'a',
      [1, 2, 3, 4, 5].map((n) => line(n)),
    );
    expect(state.logs.get('a')!.lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(withLines(state, 'a', [])).toBe(state);
  });

  it('keeps the newest lines of a task that logs without end, and says how many went', () => {
    const lines = Array.from({ length: MAX_LINES + 25 }, (_, i) => line(i + 1));
    const log = withLines(EMPTY_JOB_STATE, 'a', lines).logs.get('a')!;
    expect(log.lines).toHaveLength(MAX_LINES);
    expect(log.lines[0]!.sequence).toBe(26);
    expect(log.dropped).toBe(25);
  });

  it('does not let a read that is late take back what events have told', () => {
    const ended = withEvents(EMPTY_JOB_STATE, [
      { type: 'task', sequence: 8, task: task('a', 2) },
      { type: 'job', sequence: 9, job: job(2) },
    ]);
    const state = withJob(ended, detail(1, [task('a', 1), task('b', 0)]));
    expect(state.job!.status).toBe(2);
    expect(state.tasks.get('a')!.status).toBe(2);
    expect(state.tasks.get('b')!.status).toBe(0);
    const retried = withJob(ended, detail(1, [task('a', 1, { attempt: 2 })]));
    expect(retried.tasks.get('a')!.attempt).toBe(2);
  });
});

describe('log rows', () => {
  it('come by time over the tasks, filtered by task, level and text', () => {
    let state = withLines(EMPTY_JOB_STATE, 'a', [line(1, 'Read 5 edges'), line(3, 'slow', 'warn')]);
    state = withLines(state, 'b', [line(2, 'failed', 'error')]);
    const shown = (filter: Parameters<typeof logRows>[1]) => logRows(state.logs, filter).map(({ message }) => message);
    expect(shown({ level: 'info' })).toEqual(['Read 5 edges', 'failed', 'slow']);
    expect(shown({ level: 'warn' })).toEqual(['failed', 'slow']);
    expect(shown({ level: 'info', task: 'b' })).toEqual(['failed']);
    expect(shown({ level: 'info', text: 'EDGES' })).toEqual(['Read 5 edges']);
  });
});
