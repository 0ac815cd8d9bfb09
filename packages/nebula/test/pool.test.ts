import { expect, it } from 'vitest';
import { graphService, WireServer } from '@orrery/wire';
import { RunningGraph } from './running-graph.ts';

const running = new RunningGraph();

it('reuses sessions, one login for many statements', async () => {
  for (let i = 0; i < 50; i++) await running.pool.execute(running.root, 'YIELD 1', { space: 'social' });
  expect(running.graph.sessions.size).toBe(1);
  expect(running.graph.statements.filter((statement) => statement.startsWith('USE'))).toHaveLength(1);
  expect(running.pool.idleCount).toBe(1);
});

it('sets the space of a reused session right', async () => {
  const spaces: (string | undefined)[] = [];
  for (const space of ['social', 'numbers', undefined, 'social', 'numbers']) {
    spaces.push((await running.pool.execute(running.root, 'YIELD 1', { space })).spaceName);
  }
  expect(spaces).toEqual(['social', 'numbers', undefined, 'social', 'numbers']);
  await running.pool.execute(running.root, 'USE social; YIELD 1', { space: 'numbers' });
  expect((await running.pool.execute(running.root, 'YIELD 1', { space: 'numbers' })).spaceName).toBe('numbers');
});

it('keeps accounts apart', async () => {
  const guest = { ...running.root, user: 'guest', password: 'guest' };
  await running.pool.execute(running.root, 'YIELD 1');
  await running.pool.execute(guest, 'YIELD 1');
  expect([...running.graph.sessions.values()].map(({ user }) => user)).toEqual(['root', 'guest']);
  await expect(running.pool.execute({ ...guest, password: 'nebula' }, 'YIELD 1')).rejects.toMatchObject({
    kind: 'refused',
  });
});

it('replaces a session that the graph has ended, and loses no statement for it', async () => {
  await running.pool.execute(running.root, 'YIELD 1', { space: 'social' });
  running.graph.sessions.clear();
  const result = await running.pool.execute(running.root, 'YIELD 2', { space: 'social' });
  expect(result.rows).toEqual([[2n]]);
  running.graph.sessions.clear();
  expect((await running.pool.execute(running.root, 'YIELD 3', { space: 'numbers' })).rows).toEqual([[3n]]);
  expect(running.graph.statements.filter((statement) => statement.startsWith('YIELD'))).toEqual([
    'YIELD 1',
    'YIELD 2',
    'YIELD 3',
  ]);
});

it('drops sessions whose connection ended while they were unused', async () => {
  await running.pool.execute(running.root, 'YIELD 1');
  const { port } = running.server;
  await running.server.close();
  await expect.poll(() => running.pool.idleCount).toBe(0);
  await expect(running.pool.execute(running.root, 'YIELD 1')).rejects.toMatchObject({ kind: 'unreachable' });
  running.server = await WireServer.listen({ service: graphService(running.graph), port });
  expect((await running.pool.execute(running.root, 'YIELD 2')).rows).toEqual([[2n]]);
});

it('bounds the sessions of an account: callers wait their turn, or give up', async () => {
  const pool = running.newPool({ maxPerAccount: 2 });
  const first = await pool.acquire(running.root);
  const second = await pool.acquire(running.root);
  await expect(pool.acquire(running.root, { timeoutMs: 30 })).rejects.toMatchObject({ kind: 'timeout' });
  await expect(pool.acquire(running.root, { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
    kind: 'aborted',
  });
  const order: number[] = [];
  const waiting = [1, 2, 3].map(async (n) => {
    using loan = await pool.acquire(running.root);
    order.push(n);
    await loan.session.execute('YIELD 1');
  });
  first.release();
  first.release();
  second.release();
  await Promise.all(waiting);
  expect(order).toEqual([1, 2, 3]);
  expect(running.graph.sessions.size).toBe(2);
});

it('keeps few unused sessions, for a while', async () => {
  const pool = running.newPool({ maxIdlePerAccount: 2, idleMs: 200 });
  const loans = await Promise.all(Array.from({ length: 5 }, () => pool.acquire(running.root)));
  expect(running.graph.sessions.size).toBe(5);
  for (const loan of loans) loan.release();
  expect(pool.idleCount).toBe(2);
  await expect.poll(() => running.graph.sessions.size).toBe(2);
  await expect.poll(() => pool.idleCount).toBe(0);
  await expect.poll(() => running.graph.sessions.size).toBe(0);
});

it('kills at the graph what was aborted, and rejects at once', async () => {
  const controller = new AbortController();
  const statement = running.pool.execute(running.root, 'SLEEP 60000', { signal: controller.signal });
  const outcome = expect(statement).rejects.toMatchObject({ kind: 'aborted' });
  await expect.poll(() => running.graph.running.size).toBe(1);
  controller.abort();
  await outcome;
  await expect.poll(() => running.graph.killed).toEqual(['SLEEP 60000']);
  await running.pool.close();
  await expect.poll(() => running.graph.sessions.size).toBe(0);
});

it('kills at a graph that lists no local queries', async () => {
  running.graph.knowsLocalQueries = false;
  await expect(running.pool.execute(running.root, 'SLEEP 60000', { timeoutMs: 50 })).rejects.toMatchObject({
    kind: 'timeout',
  });
  await running.pool.close();
  expect(running.graph.killed).toEqual(['SLEEP 60000']);
  expect(running.graph.statements).toEqual([
    'SLEEP 60000',
    'SHOW LOCAL QUERIES',
    'SHOW QUERIES',
    expect.stringMatching(/^KILL QUERY \(session=\d+, plan=\d+\)$/) as string,
  ]);
});

it('kills at the graph what took too long, and only that', async () => {
  const other = running.pool.execute(running.root, 'SLEEP 700');
  await expect.poll(() => running.graph.running.size).toBe(1);
  await expect(running.pool.execute(running.root, 'SLEEP 60000', { timeoutMs: 50 })).rejects.toMatchObject({
    kind: 'timeout',
    message: /within \d/,
  });
  await expect.poll(() => running.graph.killed).toEqual(['SLEEP 60000']);
  expect((await other).rows).toEqual([[true]]);
  expect(running.graph.statements.filter((text) => text === 'SLEEP 60000')).toHaveLength(1);
});

it('closes though what it could not kill goes on', async () => {
  const pool = running.newPool({ killBoundMs: 100 });
  running.graph.before.set('SLEEP', () => running.graph.passwords.clear());
  const slow = pool.execute(running.root, 'SLEEP 60000', { timeoutMs: 50 });
  await expect(slow).rejects.toMatchObject({ kind: 'timeout', message: /within \d+ ms/ });
  await pool.close();
  expect(running.graph.running.size).toBe(1);
  for (const { kill } of running.graph.running.values()) kill();
});

it('says what is wrong with a space, and returns the session', async () => {
  await expect(running.pool.acquire(running.root, { space: 'nowhere' })).rejects.toMatchObject({
    kind: 'statement',
    message: 'SpaceNotFound: ',
  });
  expect(running.pool.idleCount).toBe(1);
  await running.pool.ping(running.root);
  expect(running.graph.sessions.size).toBe(1);
});

it('refuses work after it was closed', async () => {
  await running.pool.close();
  await expect(running.pool.execute(running.root, 'YIELD 1')).rejects.toThrow(/pool of sessions is closed/);
});
