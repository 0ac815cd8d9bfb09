import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { graphService, WireClient, WireServer } from '../src/index.ts';
import { sealFrame } from '../src/envelope.ts';
import { EchoGraph } from './echo-graph.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function echo(): Promise<{ server: WireServer; graph: EchoGraph; client: WireClient }> {
  const graph = new EchoGraph();
  graph.sessions.add(1n);
  const server = await WireServer.listen({ service: graphService(graph), port: 0 });
  closers.push(() => server.close());
  const client = await WireClient.connect({ host: '127.0.0.1', port: server.port });
  closers.push(() => client.close());
  return { server, graph, client };
}

/** A server that answers the first bytes of a client with these. */
async function answering(answer: Buffer | undefined): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      if (answer) socket.end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

it('says that nobody listens', async () => {
  const { server } = await echo();
  const { port } = server;
  await server.close();
  await expect(WireClient.connect({ host: '127.0.0.1', port })).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining(`cannot connect to 127.0.0.1:${port}`) as string,
  });
});

it('says that a host is unknown', async () => {
  await expect(WireClient.connect({ host: 'no-such-host.invalid', port: 1 })).rejects.toMatchObject({
    kind: expect.stringMatching(/unreachable|timeout/) as string,
  });
});

it('gives up on signal, before and while connecting', async () => {
  const signal = AbortSignal.abort();
  await expect(WireClient.connect({ host: '127.0.0.1', port: 1, signal })).rejects.toMatchObject({ kind: 'aborted' });
});

it('times out a call, closes, and rejects what else was waiting with the same reason', async () => {
  const { client, graph } = await echo();
  const slow = client.execute(1n, 'SLEEP 20000', undefined, { timeoutMs: 50 });
  const behind = client.execute(1n, 'ROWS 1');
  await expect(slow).rejects.toMatchObject({ kind: 'timeout', message: /within 50 ms/ });
  await expect(behind).rejects.toMatchObject({ kind: 'timeout' });
  expect(client.closed).toBe(true);
  await expect(client.execute(1n, 'ROWS 1')).rejects.toMatchObject({ kind: 'timeout' });
  await expect.poll(() => graph.interrupted).toEqual(['SLEEP 20000']);
  expect(graph.statements).toEqual(['SLEEP 20000']);
});

it('gives a call up on signal, before it is sent and while it runs', async () => {
  const { client, graph } = await echo();
  await expect(client.execute(1n, 'ROWS 1', undefined, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    kind: 'aborted',
  });
  expect(client.closed).toBe(false);
  expect(graph.statements).toEqual([]);
  const controller = new AbortController();
  const running = client.execute(1n, 'SLEEP 20000', undefined, { signal: controller.signal });
  const outcome = expect(running).rejects.toMatchObject({ kind: 'aborted' });
  await expect.poll(() => graph.statements).toEqual(['SLEEP 20000']);
  controller.abort();
  await outcome;
  await expect.poll(() => graph.interrupted).toEqual(['SLEEP 20000']);
});

it('tells who waits when the server goes away', async () => {
  const { client, server } = await echo();
  let told = 0;
  client.onClose(() => told++);
  const running = client.execute(1n, 'SLEEP 20000');
  const outcome = expect(running).rejects.toMatchObject({ kind: 'closed' });
  await server.close();
  await outcome;
  client.onClose(() => told++);
  expect(told).toBe(2);
});

it.each([
  ['another call’s answer', (): Buffer => reply('execute', 99), /answer 99 to no call/],
  ['an answer without a result', (): Buffer => reply('execute', 1), /without a result/],
  ['random bytes', (): Buffer => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /more than the limit/],
  ['an unknown protocol', (): Buffer => Buffer.of(0, 0, 0, 4, 9, 9, 9, 9), /neither a binary nor a compact/],
])('refuses %s', async (_name, answer, message) => {
  const port = await answering(answer());
  const client = await WireClient.connect({ host: '127.0.0.1', port });
  await expect(client.execute(1n, 'x')).rejects.toMatchObject({
    kind: 'format',
    message: expect.stringMatching(message) as string,
  });
  expect(client.closed).toBe(true);
});

it('refuses zlib on plain frames', async () => {
  await expect(WireClient.connect({ host: '127.0.0.1', port: 1, transport: 'framed', zlib: true })).rejects.toThrow(
    /zlib needs the header transport/,
  );
});

function reply(name: string, seqId: number): Buffer {
  return Buffer.concat(
    sealFrame({ transport: 'framed' }, 'binary', (writer) => {
      writer.message(name, 2, seqId);
      writer.stop();
    }),
  );
}
