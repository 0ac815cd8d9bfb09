import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { ErrorCode } from '@orrery/wire';
import type { Value } from '@orrery/contracts';
import { NebulaError, NebulaSession } from '../src/index.ts';
import { RunningGraph } from './running-graph.ts';

const running = new RunningGraph();
const LIMITS = { connectTimeoutMs: 2_000 };

it('logs in, runs a statement, logs out', async () => {
  const session = await NebulaSession.open(running.root, LIMITS);
  expect(running.graph.sessions.has(session.id)).toBe(true);
  expect(await session.execute('YIELD 1, "a"')).toEqual({
    columns: ['c0', 'c1'],
    rows: [[1n, 'a']],
    latencyUs: 7,
    spaceName: undefined,
    planDescription: undefined,
    comment: undefined,
  });
  const params = new Map<string, Value>([['p', [1n, 2.5, null]]]);
  expect((await session.execute('PARAMS', { params })).rows).toEqual([[[1n, 2.5, null]]]);
  await session.close();
  await expect.poll(() => running.graph.sessions.size).toBe(0);
  expect(session.alive).toBe(false);
  await expect(session.execute('YIELD 1')).rejects.toMatchObject({ kind: 'session' });
});

it('tells a refused account from an unreachable graph and from something else on the port', async () => {
  await expect(NebulaSession.open({ ...running.root, password: 'no' }, LIMITS)).rejects.toMatchObject({
    kind: 'refused',
    code: ErrorCode.E_BAD_USERNAME_PASSWORD,
    message: `the graph at 127.0.0.1:${running.server.port} refused user "root": Invalid password`,
    isConnectionFailure: false,
  });
  const other = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(NebulaSession.open({ ...running.root, port }, LIMITS)).rejects.toMatchObject({ kind: 'protocol' });
  other.close();
  await once(other, 'close');
  await expect(NebulaSession.open({ ...running.root, port }, LIMITS)).rejects.toMatchObject({
    kind: 'unreachable',
    isConnectionFailure: true,
  });
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const silentPort = (silent.address() as AddressInfo).port;
  const attempt = NebulaSession.open({ ...running.root, port: silentPort }, { connectTimeoutMs: 50 });
  await expect(attempt).rejects.toMatchObject({ kind: 'unreachable', message: /does not answer/ });
  silent.close();
});

it('gives statement errors with the code and text of the graph', async () => {
  await using session = await NebulaSession.open(running.root, LIMITS);
  const syntax = await session.execute('MATCH (v RETURN v').catch((error: unknown) => error);
  expect(syntax).toBeInstanceOf(NebulaError);
  expect(syntax).toMatchObject({
    kind: 'statement',
    code: ErrorCode.E_SYNTAX_ERROR,
    codeName: 'E_SYNTAX_ERROR',
    message: /^SyntaxError: /,
    statement: 'MATCH (v RETURN v',
  });
  await expect(session.execute('DESCRIBE TAG `nobody`')).rejects.toMatchObject({
    kind: 'statement',
    code: ErrorCode.E_EXECUTION_ERROR,
    message: 'TagNotFound: Tag not existed!',
  });
  expect(session.alive).toBe(true);
});

it('tells a permission that is missing', async () => {
  await using session = await NebulaSession.open({ ...running.root, user: 'guest', password: 'guest' }, LIMITS);
  await session.use('social');
  await expect(session.use('numbers')).rejects.toMatchObject({ kind: 'permission', code: ErrorCode.E_BAD_PERMISSION });
  expect(session.space).toBe('social');
});

it('quotes the name of a space so that it stays one name', async () => {
  await using session = await NebulaSession.open(running.root, LIMITS);
  running.graph.vidTypes.set('a b; SHOW SPACES', 'INT64');
  await session.use('a b; SHOW SPACES');
  expect(session.space).toBe('a b; SHOW SPACES');
  await expect(session.use('a` ; SHOW SPACES; USE `b')).rejects.toThrow(/can't be a name in nGQL/);
  await expect(session.use('')).rejects.toThrow(/can't be a name in nGQL/);
});

it('notices a session that the graph has ended', async () => {
  const session = await NebulaSession.open(running.root, LIMITS);
  running.graph.sessions.clear();
  await expect(session.execute('YIELD 1')).rejects.toMatchObject({ kind: 'session', isConnectionFailure: true });
  expect(session.alive).toBe(false);
});

it('rejects when the graph goes away, and never sends a statement again', async () => {
  const session = await NebulaSession.open(running.root, LIMITS);
  const outcome = expect(session.execute('SLEEP 20000')).rejects.toMatchObject({ kind: 'lost' });
  await expect.poll(() => running.graph.running.size).toBe(1);
  await running.server.close();
  await outcome;
  expect(running.graph.statements).toEqual(['SLEEP 20000']);
  expect(await session.ping()).toBe(false);
});

it('pings', async () => {
  await using session = await NebulaSession.open(running.root, LIMITS);
  expect(await session.ping()).toBe(true);
});
