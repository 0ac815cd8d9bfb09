import { connect, type Socket } from 'node:net';
import { connect as connectHttp2 } from 'node:http2';
import { once } from 'node:events';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataSet } from '@orrery/contracts';
import {
  graphService,
  encodeExecutionResponse,
  ErrorCode,
  WireClient,
  WireServer,
  type Encoding,
  type GraphServiceHandler,
  type WireClientOptions,
  type WireServerOptions,
} from '../src/index.ts';
import { sealFrame } from '../src/envelope.ts';
import { FrameSplitter } from '../src/frame-splitter.ts';
import { messageReader, skip } from '../src/thrift-reader.ts';
import { readExecutionResponse } from '../src/decode-response.ts';
import { everyKind } from './arbitrary-value.ts';
import { EchoGraph } from './echo-graph.ts';

let graph: EchoGraph;
let server: WireServer;
let errors: unknown[];
const clients: WireClient[] = [];

async function restart(options: Partial<WireServerOptions> = {}): Promise<void> {
  await server?.close();
  server = await WireServer.listen({
    service: graphService(graph),
    port: 0,
    onError: (error) => errors.push(error),
    ...options,
  });
}

beforeEach(async () => {
  graph = new EchoGraph();
  errors = [];
  await restart();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

async function open(options: Partial<WireClientOptions> = {}): Promise<WireClient> {
  const client = await WireClient.connect({ host: '127.0.0.1', port: server.port, ...options });
  clients.push(client);
  return client;
}

async function raw(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function closing(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

const WAYS: [string, Partial<WireClientOptions>][] = [];
for (const encoding of ['binary', 'compact1', 'compact2'] as Encoding[]) {
  WAYS.push([`framed ${encoding}`, { transport: 'framed', encoding }]);
  WAYS.push([`header ${encoding}`, { transport: 'header', encoding }]);
  WAYS.push([`header zlib ${encoding}`, { transport: 'header', encoding, zlib: true }]);
}

describe.each(WAYS)('%s', (_name, way) => {
  it('serves every method', async () => {
    const client = await open(way);
    expect(await client.verifyClientVersion('3.0.0')).toEqual({ errorCode: 0 });
    expect(await client.authenticate('root', 'wrong')).toEqual({
      errorCode: ErrorCode.E_BAD_USERNAME_PASSWORD,
      errorMessage: 'Bad username/password',
    });
    const { sessionId } = await client.authenticate('root', 'nebula');
    expect(sessionId).toBe(1n);
    const values = await client.execute(sessionId!, 'VALUES');
    expect(values.data).toStrictEqual(new DataSet([...everyKind.keys()], [[...everyKind.values()]]));
    expect(values).toMatchObject({ errorCode: 0, latencyUs: 42, spaceName: 'echo' });
    const echoed = await client.execute(sessionId!, 'ECHO', everyKind);
    expect(echoed.data?.rows).toStrictEqual([[...everyKind.values()]]);
    const json = await client.executeJson(sessionId!, 'ROWS 1');
    expect(json).toBe(
      '{"errors":[{"code":0}],"results":[{"spaceName":"echo","columns":["id","age","share"],' +
        '"data":[{"meta":[null,null,null],"row":["player0",0,0.0]}],"errors":{"code":0},"latencyInUs":42}]}',
    );
    const refused = await client.execute(sessionId!, 'NONSENSE');
    expect(refused).toMatchObject({ errorCode: ErrorCode.E_SYNTAX_ERROR, errorMessage: /NONSENSE/ });
    await client.signout(sessionId!);
    const after = await client.execute(sessionId!, 'VALUES');
    expect(after.errorCode).toBe(ErrorCode.E_SESSION_INVALID);
    expect(errors).toEqual([]);
  });

  it('answers a large result whole', async () => {
    const client = await open(way);
    const { sessionId } = await client.authenticate('root', 'nebula');
    const { data } = await client.execute(sessionId!, 'ROWS 30000');
    expect(data?.rows).toHaveLength(30_000);
    expect(data?.rows[29_999]).toEqual(['player29999', 29_999n, 14_999.5]);
  });

  it('answers pipelined calls in order, one at a time', async () => {
    const client = await open(way);
    const { sessionId } = await client.authenticate('root', 'nebula');
    const done: number[] = [];
    await Promise.all(
      [30, 0, 10, 0].map(async (ms, i) => {
        await client.execute(sessionId!, `SLEEP ${ms}`);
        done.push(i);
      }),
    );
    expect(done).toEqual([0, 1, 2, 3]);
    expect(graph.statements).toEqual(['SLEEP 30', 'SLEEP 0', 'SLEEP 10', 'SLEEP 0']);
  });

  it('says that a method is unknown', async () => {
    const encoding = way.encoding!;
    const socket = await raw();
    const envelope =
      way.transport === 'framed'
        ? ({ transport: 'framed' } as const)
        : ({ transport: 'header', seqId: 9, zlib: false } as const);
    for (const chunk of sealFrame(envelope, encoding, (writer) => {
      writer.message('dropEverything', 1, 9);
      writer.field(11, 1, 0);
      writer.string('x');
      writer.stop();
    })) {
      socket.write(chunk);
    }
    const [answer] = (await once(socket, 'data')) as [Buffer];
    const reader = messageReader(answer.subarray(way.transport === 'framed' ? 4 : 18));
    expect(reader.message()).toEqual({ name: 'dropEverything', type: 3, seqId: 9 });
    expect(reader.encoding).toBe(encoding);
    expect(reader.field(0)).toBe(11);
    expect(reader.string()).toBe('Method name dropEverything not found');
    expect(reader.field(1)).toBe(8);
    expect(reader.i32()).toBe(1);
    socket.destroy();
  });
});

it('serves several transports on one connection after each other', async () => {
  const socket = await raw();
  const frames: Buffer[] = [];
  for (const [i, encoding] of (['binary', 'compact2', 'compact1'] as const).entries()) {
    frames.push(
      ...sealFrame({ transport: 'framed' }, encoding, (writer) => {
        writer.message('verifyClientVersion', 1, i);
        writer.stop();
      }),
    );
  }
  const frame = Buffer.concat(frames);
  for (const byte of frame) {
    socket.write(Buffer.of(byte));
    if (byte % 5 === 0) await new Promise(setImmediate);
  }
  const answers = new FrameSplitter(2 ** 30);
  const first: number[] = [];
  for await (const chunk of socket) {
    answers.push(chunk as Buffer);
    for (let answer = answers.next(); answer; answer = answers.next()) first.push(answer[0]!);
    if (first.length === 3) break;
  }
  expect(first).toEqual([0x80, 0x82, 0x82]);
});

it('reads non-strict binary messages', async () => {
  const socket = await raw();
  const name = Buffer.from('verifyClientVersion');
  const message = Buffer.concat([Buffer.alloc(4), name, Buffer.of(1), Buffer.of(0, 0, 0, 5), Buffer.of(0)]);
  message.writeInt32BE(name.length, 0);
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(message.length);
  socket.write(Buffer.concat([prefix, message]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(messageReader(answer.subarray(4)).message()).toEqual({ name: 'verifyClientVersion', type: 2, seqId: 5 });
  socket.destroy();
});

it('serves messages posted over HTTP/2 on the same port', async () => {
  const session = connectHttp2(`http://127.0.0.1:${server.port}`);
  const post = async (method: string, write: Parameters<typeof sealFrame>[2]): Promise<Buffer> => {
    const stream = session.request({ ':method': 'POST', ':path': '/', 'content-type': 'application/x-thrift' });
    stream.end(
      Buffer.concat(
        sealFrame({ transport: 'bare' }, 'binary', (writer) => {
          writer.message(method, 1, 3);
          write(writer);
          writer.stop();
        }),
      ),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  await post('authenticate', (writer) => {
    writer.field(11, 1, 0);
    writer.string('root');
    writer.field(11, 2, 1);
    writer.string('nebula');
  });
  const rows = async (count: number): Promise<number | undefined> => {
    const answer = await post('execute', (writer) => {
      writer.field(10, 1, 0);
      writer.i64(1n);
      writer.field(11, 2, 1);
      writer.string(`ROWS ${count}`);
    });
    const reader = messageReader(answer);
    expect(reader.message()).toEqual({ name: 'execute', type: 2, seqId: 3 });
    expect(reader.field(0)).toBe(12);
    expect(reader.fieldId).toBe(0);
    return readExecutionResponse(reader).data?.rows.length;
  };
  expect(await Promise.all([rows(3), rows(20_000), rows(0)])).toEqual([3, 20_000, 0]);
  const get = session.request({ ':method': 'GET', ':path': '/' });
  const [headers] = (await once(get, 'response')) as [{ ':status': number }];
  expect(headers[':status']).toBe(405);
  session.close();
  await once(session, 'close');
  await expect.poll(() => graph.closed.length).toBe(1);
});

it('tells a browser that it is not for it', async () => {
  const answer = await (await fetch(`http://127.0.0.1:${server.port}/`)).text();
  expect(answer).toMatch(/speaks NebulaGraph's protocol/);
});

it('aborts the signal of a running call whose client has gone, and reports the connection once', async () => {
  const client = await open();
  const { sessionId } = await client.authenticate('root', 'nebula');
  const running = client.execute(sessionId!, 'SLEEP 20000');
  const outcome = expect(running).rejects.toMatchObject({ kind: 'closed' });
  await expect.poll(() => graph.statements).toEqual(['SLEEP 20000']);
  client.close();
  await outcome;
  await expect.poll(() => graph.interrupted).toEqual(['SLEEP 20000']);
  await expect.poll(() => graph.closed.length).toBe(1);
  expect(server.connectionCount).toBe(0);
});

it('hides what a handler threw from the client and tells the server', async () => {
  const client = await open();
  const { sessionId } = await client.authenticate('root', 'nebula');
  await expect(client.execute(sessionId!, 'THROW')).rejects.toMatchObject({
    kind: 'application',
    message: expect.not.stringContaining('secret') as string,
  });
  expect(errors).toMatchObject([{ message: 'a secret of the server' }]);
  expect((await client.execute(sessionId!, 'ROWS 1')).data?.rows).toHaveLength(1);
});

it('answers with an error what the protocol cannot carry', async () => {
  const client = await open();
  const { sessionId } = await client.authenticate('root', 'nebula');
  expect(await client.execute(sessionId!, 'DEEP')).toMatchObject({
    errorCode: ErrorCode.E_EXECUTION_ERROR,
    errorMessage: expect.stringMatching(/nested deeper than the 256 levels/) as string,
  });
  expect((await client.execute(sessionId!, 'ROWS 2')).data?.rows).toHaveLength(2);
});

it('sends answers that the handler encoded itself, in the encoding of the call only', async () => {
  const table = new DataSet(
    ['n'],
    Array.from({ length: 5000 }, (_, i) => [BigInt(i)]),
  );
  const encoded: GraphServiceHandler = {
    authenticate: () => ({ errorCode: 0, sessionId: 1n }),
    execute: (_session, statement, _parameters, { encoding }) =>
      encodeExecutionResponse(
        { errorCode: 0, latencyUs: 9, data: table },
        statement === 'WRONG' ? 'compact1' : encoding,
      ),
    signout: () => {},
  };
  await restart({ service: graphService(encoded) });
  for (const encoding of ['binary', 'compact2'] as const) {
    const client = await open({ encoding });
    expect((await client.execute(1n, 'RIGHT')).data).toEqual(table);
    await expect(client.execute(1n, 'WRONG')).rejects.toMatchObject({ kind: 'application' });
  }
  expect(errors).toHaveLength(2);
});

describe('limits', () => {
  it('closes connections beyond the limit', async () => {
    await restart({ maxConnections: 2 });
    const first = await open();
    await first.verifyClientVersion('3.0.0');
    const second = await open();
    await second.verifyClientVersion('3.0.0');
    const third = await open();
    await expect(third.verifyClientVersion('3.0.0')).rejects.toMatchObject({ kind: 'closed' });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/one more than the limit of 2/) as string }]);
    first.close();
    await expect.poll(() => server.connectionCount).toBe(1);
    expect(await (await open()).verifyClientVersion('3.0.0')).toEqual({ errorCode: 0 });
  });

  it('closes a connection that announces too large a frame, before it arrives', async () => {
    await restart({ maxFrameBytes: 1000 });
    const socket = await raw();
    socket.write(Buffer.of(0, 0, 3, 233));
    await closing(socket);
    expect(errors).toMatchObject([{ message: 'a frame of 1001 bytes, more than the limit of 1000' }]);
    const client = await open();
    await expect(client.execute(1n, 'x'.repeat(1000))).rejects.toMatchObject({ kind: 'closed' });
    expect((await (await open()).execute(1n, 'x'.repeat(900))).errorCode).toBe(ErrorCode.E_SESSION_INVALID);
  });

  it('closes a connection whose compressed message unfolds beyond the limit', async () => {
    await restart({ maxFrameBytes: 100_000 });
    const bomb = deflateSync(Buffer.alloc(50_000_000));
    const socket = await raw();
    const frame = Buffer.alloc(18);
    frame.writeUInt32BE(14 + bomb.length, 0);
    frame.writeUInt16BE(0x0fff, 4);
    frame.writeUInt16BE(1, 12);
    frame.set([2, 1, 1], 14);
    socket.write(Buffer.concat([frame, bomb]));
    await closing(socket);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/compressed message/) as string }]);
  });

  it('closes idle connections, and those that stop inside a frame', async () => {
    await restart({ idleTimeoutMs: 60_000, frameTimeoutMs: 50 });
    const idle = await open();
    await idle.verifyClientVersion('3.0.0');
    const stuck = await raw();
    stuck.write(Buffer.of(0, 0, 0, 50, 1, 2, 3));
    await closing(stuck);
    expect(idle.closed).toBe(false);
    await restart({ idleTimeoutMs: 500 });
    const second = await open();
    await second.verifyClientVersion('3.0.0');
    await expect.poll(() => second.closed, { timeout: 10_000 }).toBe(true);
  });

  it('does not read ahead without end, nor answer a client that does not read', async () => {
    const socket = await raw();
    const frame = Buffer.concat(
      sealFrame({ transport: 'framed' }, 'binary', (writer) => {
        writer.message('execute', 1, 1);
        writer.field(10, 1, 0);
        writer.i64(1n);
        writer.field(11, 2, 1);
        writer.string('ROWS 10000');
        writer.stop();
      }),
    );
    graph.sessions.add(1n);
    socket.pause();
    for (let i = 0; i < 150; i++) socket.write(frame);
    let executed = -1;
    while (executed !== graph.statements.length) {
      executed = graph.statements.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(executed).toBeLessThan(100);
    const frames = new FrameSplitter(2 ** 30);
    let answers = 0;
    for await (const chunk of socket) {
      frames.push(chunk as Buffer);
      for (let answer = frames.next(); answer; answer = frames.next()) {
        const reader = messageReader(answer);
        expect(reader.message().name).toBe('execute');
        skip(reader, 12);
        answers++;
      }
      if (answers === 150) break;
    }
    expect(graph.statements).toHaveLength(150);
  });
});

it('lets running calls answer when it closes with a grace period', async () => {
  const client = await open();
  const { sessionId } = await client.authenticate('root', 'nebula');
  const running = client.execute(sessionId!, 'SLEEP 100');
  await expect.poll(() => graph.statements).toEqual(['SLEEP 100']);
  await server.close(10_000);
  expect((await running).data?.rows).toEqual([[100n]]);
  await expect(open()).rejects.toMatchObject({ kind: 'unreachable' });
});

it('says which port is taken', async () => {
  await expect(WireServer.listen({ service: graphService(graph), port: server.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
