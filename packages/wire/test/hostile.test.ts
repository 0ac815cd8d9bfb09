import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphService, WireClient, WireError, WireServer, type Encoding } from '../src/index.ts';
import { encodeValue } from '../src/encode-value.ts';
import { openFrame, sealFrame } from '../src/envelope.ts';
import { readExecutionResponse } from '../src/decode-response.ts';
import { encodeExecutionResponse } from '../src/encode-response.ts';
import { messageReader, skip } from '../src/thrift-reader.ts';
import { thriftWriter } from '../src/thrift-writer.ts';
import { DataSet } from '@orrery/contracts';
import { everyKind } from './arbitrary-value.ts';
import { EchoGraph } from './echo-graph.ts';

const SEED = 0x0fff;

/** Mulberry32, a small generator of reproducible numbers in 0 … 2^32-1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Runs what reads hostile bytes; anything but a clean result or a format error fails, naming the bytes. */
function survives(bytes: Buffer, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof WireError && error.kind === 'format') return;
    throw new Error(`seed ${SEED}: ${bytes.toString('hex')}`, { cause: error });
  }
}

const frames = (['binary', 'compact1', 'compact2'] as Encoding[]).flatMap((encoding) =>
  [{ transport: 'framed' } as const, { transport: 'header', seqId: 1, zlib: false } as const].flatMap((envelope) => [
    Buffer.concat(
      sealFrame(envelope, encoding, (writer) => {
        writer.message('executeWithParameter', 1, 1);
        writer.field(10, 1, 0);
        writer.i64(1n);
        writer.field(11, 2, 1);
        writer.string('ECHO');
        writer.field(13, 3, 2);
        writer.map(11, 12, everyKind.size);
        for (const [key, value] of everyKind) {
          writer.string(key);
          encodeValue(writer, value);
        }
        writer.stop();
      }),
    ),
  ]),
);

const service = graphService(new EchoGraph());

function readRequest(frame: Buffer): void {
  const { message } = openFrame(frame, 1 << 20);
  const reader = messageReader(message, 10_000);
  service.methods.get(reader.message().name)?.read(reader);
}

describe('readers', () => {
  it('survive every truncation of a request', () => {
    for (const frame of frames) {
      for (let end = 4; end < frame.length; end++) {
        const cut = frame.subarray(4, end);
        expect(() => readRequest(cut), `first ${end} bytes`).toThrow(WireError);
      }
      readRequest(frame.subarray(4));
    }
  });

  it('survive flipped bytes', () => {
    const random = generator(SEED);
    for (let i = 0; i < 30_000; i++) {
      const frame = Buffer.from(frames[random() % frames.length]!.subarray(4));
      for (let flips = 1 + (random() % 4); flips > 0; flips--) frame[random() % frame.length] = random() & 0xff;
      survives(frame, () => readRequest(frame));
    }
  });

  it('survive random bytes as messages, values and responses', () => {
    const random = generator(SEED + 1);
    for (let i = 0; i < 30_000; i++) {
      const bytes = Buffer.alloc(1 + (random() % 200), 0);
      for (let j = 0; j < bytes.length; j++) bytes[j] = random() % 3 === 0 ? random() & 0xff : random() & 0x0f;
      survives(bytes, () => readRequest(bytes));
      for (const start of [Buffer.of(0x80, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1), Buffer.of(0x82, 0x42, 1, 0)]) {
        const message = Buffer.concat([start, bytes]);
        survives(message, () => {
          const reader = messageReader(message, 10_000);
          reader.message();
          readExecutionResponse(reader);
        });
        survives(message, () => {
          const reader = messageReader(message, 10_000);
          reader.message();
          skip(reader, 12);
        });
      }
    }
  });

  it('survive flipped bytes in responses', () => {
    const random = generator(SEED + 2);
    for (const encoding of ['binary', 'compact2'] as const) {
      const writer = thriftWriter(encoding);
      writer.message('execute', 2, 1);
      const data = new DataSet([...everyKind.keys()], [[...everyKind.values()]]);
      for (const chunk of encodeExecutionResponse({ errorCode: 0, latencyUs: 1, data }, encoding).chunks)
        writer.raw(chunk);
      const message = Buffer.concat(writer.finish());
      const header =
        message.length -
        encodeExecutionResponse({ errorCode: 0, latencyUs: 1, data }, encoding).chunks.reduce(
          (n, c) => n + c.length,
          0,
        );
      for (let i = 0; i < 10_000; i++) {
        const bytes = Buffer.from(message);
        for (let flips = 1 + (random() % 3); flips > 0; flips--) {
          bytes[header + (random() % (bytes.length - header))] = random() & 0xff;
        }
        survives(bytes, () => {
          const reader = messageReader(bytes, 10_000);
          reader.message();
          readExecutionResponse(reader);
        });
      }
    }
  });

  it.each(['binary', 'compact2'] as const)('refuse containers of %s that announce more than there is', (encoding) => {
    for (const kind of ['list', 'map'] as const) {
      const writer = thriftWriter(encoding);
      writer.message('m', 1, 1);
      if (kind === 'list') writer.list(12, 0x7fff_ffff);
      else writer.map(11, 12, 0x7fff_ffff);
      const reader = messageReader(Buffer.concat([...writer.finish(), Buffer.alloc(100)]));
      reader.message();
      expect(() => reader[kind]()).toThrow(/announces 2147483647/);
    }
  });

  it('count the elements of a whole message against the limit', () => {
    const writer = thriftWriter('compact2');
    writer.message('m', 1, 1);
    writer.list(12, 1001);
    const reader = messageReader(Buffer.concat([...writer.finish(), Buffer.alloc(2000)]), 1000);
    reader.message();
    expect(() => reader.list()).toThrow(/more values than the limit/);
  });
});

describe('server', () => {
  let server: WireServer;
  const errors: unknown[] = [];
  beforeAll(async () => {
    const graph = new EchoGraph();
    graph.sessions.add(1n);
    server = await WireServer.listen({
      service: graphService(graph),
      port: 0,
      frameTimeoutMs: 200,
      onError: (e) => errors.push(e),
    });
  });
  afterAll(() => server.close());

  it('closes the connection on hostile bytes and goes on serving others', async () => {
    const random = generator(SEED + 3);
    const good = await WireClient.connect({ host: '127.0.0.1', port: server.port });
    for (let round = 0; round < 150; round++) {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      const kind = round % 6;
      const bytes =
        kind === 0
          ? Buffer.from(Array.from({ length: random() % 300 }, () => random() & 0xff))
          : Buffer.from(frames[random() % frames.length]!);
      if (kind === 5) socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      if (kind === 1) bytes.writeUInt32BE(random(), 0);
      if (kind === 2) for (let i = 0; i < 5; i++) bytes[random() % bytes.length] = random() & 0xff;
      socket.end(kind === 3 ? bytes.subarray(0, random() % bytes.length) : bytes);
      await once(socket, 'close');
      expect((await good.execute(1n, 'ROWS 1')).data?.rows, `seed ${SEED}, round ${round}`).toHaveLength(1);
    }
    await expect.poll(() => server.connectionCount).toBe(1);
    good.close();
  });
});
