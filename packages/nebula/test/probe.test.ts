import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ErrorCode } from '@orrery/wire';
import { probeGraph, type GraphFault } from '../src/index.ts';
import { FullPort } from './full-port.ts';
import { RunningGraph } from './running-graph.ts';

const running = new RunningGraph();
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) {
    server.close();
    if (server.listening) await once(server, 'close');
  }
});

async function portOf(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const probe = (port: number, address = '127.0.0.1', timeoutMs = 3_000): Promise<GraphFault | undefined> =>
  probeGraph({ address, port }, { connectTimeoutMs: timeoutMs });

it('finds nothing in the way of a graphd, without an account and without a session', async () => {
  expect(await probe(running.server.port)).toBeUndefined();
  expect(running.graph.sessions.size).toBe(0);
  expect(running.graph.statements).toEqual([]);
});

it('tells a port where nothing listens, a name without address and a machine without a way to it', async () => {
  const server = createServer();
  const port = await portOf(server);
  server.close();
  await once(server, 'close');
  expect(await probe(port)).toMatchObject({ kind: 'refused', message: expect.stringContaining(`127.0.0.1:${port}`) });
  expect(await probe(9669, 'no-such-graph.invalid')).toMatchObject({ kind: 'unknown-host' });
  expect(await probe(9669, '255.255.255.255')).toMatchObject({ kind: 'no-route' });
});

it('tells a machine that never answers from a service that takes the connection and is silent', async () => {
  await using full = await FullPort.open();
  expect(await probe(full.port, '127.0.0.1', 200)).toMatchObject({ kind: 'no-connection' });
  const silent = await portOf(createServer((socket) => sockets.push(socket)));
  expect(await probe(silent, '127.0.0.1', 100)).toMatchObject({ kind: 'silent' });
});

it('tells other programs: one that hangs up, an HTTP server, a Thrift service that knows none of the calls', async () => {
  expect(await probe(await portOf(createServer((socket) => socket.resume().end())))).toMatchObject({ kind: 'closed' });
  expect(await probe(await portOf(createHttpServer()))).toMatchObject({ kind: 'not-nebula' });
  const refuse = (): never => {
    throw new Error('no such method');
  };
  running.graph.verifyClientVersion = refuse;
  const { execute } = running.graph;
  running.graph.execute = refuse;
  expect(await probe(running.server.port)).toMatchObject({ kind: 'not-graphd' });
  // NebulaGraph 2 does not know versions, and refuses the statement of a session that is none.
  running.graph.execute = execute;
  expect(await probe(running.server.port)).toBeUndefined();
  running.errors.length = 0;
});

it('tells a graphd that takes no clients of this version, in its words', async () => {
  running.graph.verifyClientVersion = () => ({
    errorCode: ErrorCode.E_CLIENT_SERVER_INCOMPATIBLE,
    errorMessage: 'Current client version is not in the white list',
  });
  expect(await probe(running.server.port)).toEqual({
    kind: 'version-refused',
    message: expect.stringMatching(
      /refuses clients of version 3\.0\.0: Current client version is not in the white list/,
    ),
  });
});

it('can be given up', async () => {
  const silent = await portOf(createServer((socket) => sockets.push(socket)));
  const controller = new AbortController();
  const attempt = probeGraph(
    { address: '127.0.0.1', port: silent },
    { connectTimeoutMs: 60_000, signal: controller.signal },
  );
  setTimeout(() => controller.abort(), 50);
  expect(await attempt).toMatchObject({ kind: 'aborted' });
});
