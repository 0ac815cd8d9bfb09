import { expect, it } from 'vitest';
import { waitText } from '../src/task-wait.ts';

const NOW = 1_000_000;
const wait = (reason: 'job' | 'tasks' | 'retry' | 'limit' | 'threads' | 'memory' | 'turn' | 'executor', more = {}) => ({
  status: 0,
  dependsOn: ['query_1', 'bfs_1'],
  wait: { for: reason, needs: null, total: null, untilTime: null, ...more },
});

it('says of every cause what is waited for', () => {
  expect(waitText(wait('tasks'), NOW)).toBe('waits for query_1, bfs_1');
  expect(waitText(wait('threads', { needs: 2, total: 4 }), NOW)).toBe('waits for 2 of 4 threads');
  expect(waitText(wait('memory', { needs: 3 * 2 ** 20 - 1, total: 2 ** 30 }), NOW)).toBe(
    'waits for 3 MiB of 1024 MiB of memory',
  );
  expect(waitText(wait('limit', { total: 10 }), NOW)).toBe('waits for a place: 10 tasks may run at once');
  expect(waitText(wait('retry', { untilTime: NOW + 1_200 }), NOW)).toBe('tried again in 2 s');
  expect(waitText(wait('retry', { untilTime: NOW - 5 }), NOW)).toBe('tried again in 0 s');
  for (const reason of ['job', 'turn', 'executor'] as const) expect(waitText(wait(reason), NOW)).toMatch(/^waits for /);
});

it('says nothing of a task that has begun or ended, or of which nothing is known', () => {
  expect(waitText({ ...wait('threads'), status: 1 }, NOW)).toBe('');
  expect(waitText({ ...wait('threads'), status: 2 }, NOW)).toBe('');
  expect(waitText({ ...wait('threads'), wait: null }, NOW)).toBe('');
});
