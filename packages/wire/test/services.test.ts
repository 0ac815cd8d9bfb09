import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Value } from '@orrery/contracts';
import {
  metaService,
  MetaClient,
  StorageClient,
  storageService,
  WireError,
  WireServer,
  type Encoding,
  type ScanAnswer,
  type ScanRequest,
} from '../src/index.ts';
import { BinaryReader } from '../src/binary-reader.ts';
import { CompactReader } from '../src/compact-reader.ts';
import { encodeValue } from '../src/encode-value.ts';
import { sealFrame } from '../src/envelope.ts';
import { MessageSplitter } from '../src/message-splitter.ts';
import { scanEdgeColumns } from '../src/storage-calls.ts';
import { messageReader } from '../src/thrift-reader.ts';
import type { Codec } from '../src/thrift-struct.ts';
import { thriftWriter } from '../src/thrift-writer.ts';
import { samples } from './service-samples.ts';
import { sampleMeta } from './sample-meta.ts';

const SEED = 0x5eed;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Values of 0 … 2^32 - 1, the same each time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
}

const scanSample = (struct: string): unknown => samples.find((sample) => sample.struct === struct)!.ours;
const scanRequest = (scanSample('GraphStorageService.scanVertex_args') as { request: ScanRequest }).request;
const scanAnswer = scanSample('storage.ScanResponse') as ScanAnswer;

describe.each<[Encoding, 'header' | 'framed']>([
  ['compact2', 'header'],
  ['binary', 'header'],
  ['compact1', 'framed'],
  ['binary', 'framed'],
])('%s in %s', (encoding, transport) => {
  it('asks the meta service', async () => {
    const server = await WireServer.listen({ service: metaService(sampleMeta), port: 0 });
    closers.push(() => server.close());
    const client = await MetaClient.connect({ host: '127.0.0.1', port: server.port, encoding, transport });
    closers.push(() => client.close());
    const call = undefined as never;
    expect(await client.verifyClientVersion('3.8.0')).toEqual({ errorCode: 0 });
    expect(await client.listSpaces()).toEqual(sampleMeta.listSpaces(call));
    expect(await client.getSpace('social')).toEqual(sampleMeta.getSpace('social', call));
    expect(await client.listTags(7)).toEqual(sampleMeta.listTags(7, call));
    expect(await client.getTag(7, 'person', -1)).toEqual(sampleMeta.getTag(7, 'person', -1, call));
    expect(await client.listEdges(7)).toEqual(sampleMeta.listEdges(7, call));
    expect(await client.getEdge(7, 'knows', 0)).toEqual(sampleMeta.getEdge(7, 'knows', 0, call));
    expect(await client.getPartsAlloc(7)).toEqual(sampleMeta.getPartsAlloc(7, call));
    expect(await client.listHosts(0)).toEqual(sampleMeta.listHosts(0, call));
    expect(await client.listParts(7, [1, 2])).toEqual(sampleMeta.listParts(7, [1, 2], call));
  });

  it('scans at the storage service', async () => {
    const asked: unknown[] = [];
    let closed = 0;
    const server = await WireServer.listen({
      service: storageService({
        scanVertex: (request) => (asked.push(['vertex', request]), scanAnswer),
        scanEdge: (request) => (asked.push(['edge', request]), { failedParts: [], latencyUs: 3, cursors: new Map() }),
        connectionClosed: () => closed++,
      }),
      port: 0,
    });
    closers.push(() => server.close());
    const client = await StorageClient.connect({ host: '127.0.0.1', port: server.port, encoding, transport });
    expect(await client.scanVertex(scanRequest)).toEqual(scanAnswer);
    expect(await client.scanEdge(scanRequest)).toEqual({ failedParts: [], latencyUs: 3, cursors: new Map() });
    expect(asked).toEqual([
      ['vertex', scanRequest],
      ['edge', scanRequest],
    ]);
    client.close();
    await expect.poll(() => closed).toBe(1);
  });
});

it('says that a service has no such method', async () => {
  const server = await WireServer.listen({ service: metaService(sampleMeta), port: 0 });
  closers.push(() => server.close());
  const client = await StorageClient.connect({ host: '127.0.0.1', port: server.port });
  closers.push(() => client.close());
  await expect(client.scanEdge(scanRequest)).rejects.toMatchObject({
    kind: 'application',
    message: 'Method name scanEdge not found',
  });
  expect(client.closed).toBe(false);
});

it.each(['binary', 'compact2'] as const)('survives flipped and missing bytes of every struct, as %s', (encoding) => {
  const random = generator(SEED);
  const written = samples.map(({ codec, ours }) => {
    const writer = thriftWriter(encoding);
    codec.write(writer, ours);
    return { codec, bytes: Buffer.concat(writer.finish()) };
  });
  const scanned = written[samples.findIndex(({ struct }) => struct === 'storage.ScanResponse')]!;
  written.push({ ...scanned, codec: scanEdgeColumns.result as Codec<unknown> });
  for (let i = 0; i < 6_000; i++) {
    const { codec, bytes: whole } = written[random() % written.length]!;
    const bytes = Buffer.from(whole.subarray(0, random() % 4 === 0 ? random() % whole.length : whole.length));
    for (let flips = random() % 4; flips > 0 && bytes.length > 0; flips--) {
      bytes[random() % bytes.length]! ^= 1 << (random() % 8);
    }
    try {
      codec.read(encoding === 'binary' ? new BinaryReader(bytes) : new CompactReader(bytes));
    } catch (error) {
      if (!(error instanceof WireError && error.kind === 'format')) {
        throw new Error(`seed ${SEED}: ${bytes.toString('hex')}`, { cause: error });
      }
    }
  }
});

describe('messages without frames', () => {
  /** A call of `a`, as far as its arguments. */
  const START = Buffer.from('80010001000000016100000001', 'hex');
  /** One message for each struct of arguments. */
  const messages = samples
    .filter(({ struct }) => struct.endsWith('_args'))
    .map(({ struct, codec, ours }, i) =>
      Buffer.concat(
        sealFrame({ transport: 'bare' }, 'binary', (writer) => {
          writer.message(struct.slice(struct.indexOf('.') + 1, -'_args'.length), 1, i);
          codec.write(writer, ours);
        }),
      ),
    );

  it('are cut where they end, however they arrive', () => {
    const random = generator(SEED);
    const all = Buffer.concat(messages);
    for (let round = 0; round < 200; round++) {
      const splitter = new MessageSplitter(1 << 20, 1000);
      const seen: Buffer[] = [];
      const longest = 1 + (random() % (round < 100 ? 8 : all.length));
      for (let at = 0; at < all.length;) {
        const end = Math.min(all.length, at + 1 + (random() % longest));
        splitter.push(all.subarray(at, end));
        at = end;
        for (let message = splitter.next(); message; message = splitter.next()) seen.push(message);
      }
      expect(seen.length, `seed ${SEED}, round ${round}`).toBe(messages.length);
      expect(Buffer.concat(seen).equals(all), `seed ${SEED}, round ${round}`).toBe(true);
      expect(splitter.byteLength).toBe(0);
    }
  });

  it('are not taken before they are whole', () => {
    for (const message of messages) {
      for (let end = 0; end < message.length; end++) {
        const splitter = new MessageSplitter(1 << 20, 1000);
        splitter.push(message.subarray(0, end));
        expect(splitter.next()).toBeUndefined();
        expect(splitter.byteLength).toBe(end);
      }
    }
  });

  it('survive flipped bytes', () => {
    const random = generator(SEED);
    for (let i = 0; i < 5_000; i++) {
      const bytes = Buffer.from(messages[random() % messages.length]!);
      for (let flips = 1 + (random() % 3); flips > 0; flips--) bytes[random() % bytes.length]! ^= 1 << (random() % 8);
      const splitter = new MessageSplitter(1 << 16, 1000);
      splitter.push(bytes);
      try {
        splitter.next();
      } catch (error) {
        if (!(error instanceof WireError && error.kind === 'format')) {
          throw new Error(`seed ${SEED}: ${bytes.toString('hex')}`, { cause: error });
        }
      }
    }
  });

  it.each([
    ['longer than the limit', Buffer.from('800100010000000161000000010b000100100000', 'hex'), /more than the limit/],
    ['with an unknown type', Buffer.from('80010001000000016100000001630001', 'hex'), /unknown type 99/],
    ['with a negative length', Buffer.from('800100010000000161000000010b0001ffffffff', 'hex'), /announces -1/],
    ['with a long name', Buffer.from('8001000100001000', 'hex'), /name of 4096 bytes/],
  ])('%s are refused', (_name, bytes, message) => {
    const splitter = new MessageSplitter(1 << 20, 1000);
    splitter.push(bytes);
    expect(() => splitter.next()).toThrow(message);
  });

  it('nested without end are refused', () => {
    const splitter = new MessageSplitter(1 << 20, 1000);
    splitter.push(START);
    splitter.push(Buffer.from('0c0001'.repeat(2_000), 'hex'));
    expect(() => splitter.next()).toThrow(/nested too deeply/);
  });

  it('are refused when they hold more elements than the limit, before those have come', () => {
    // A list of structs, a map of strings to structs, a set of numbers.
    for (const container of ['0f00010c', '0d00010b0c', '0e000108']) {
      const begin = (count: number): MessageSplitter => {
        const splitter = new MessageSplitter(1 << 20, 1000);
        splitter.push(Buffer.concat([START, Buffer.from(container, 'hex'), Buffer.of(0, 0, count >> 8, count & 0xff)]));
        return splitter;
      };
      expect(begin(1000).next()).toBeUndefined();
      expect(() => begin(1001).next()).toThrow(/more values than the limit/);
    }
  });

  it('count the elements of each message by itself', () => {
    const splitter = new MessageSplitter(1 << 20, 1000);
    const message = Buffer.concat([START, Buffer.from('0f00010c000003e8', 'hex'), Buffer.alloc(1001)]);
    for (let i = 0; i < 3; i++) {
      splitter.push(message);
      expect(splitter.next()?.equals(message)).toBe(true);
    }
  });

  it('cost the same at every depth: the calls in which a byte is looked at are no more', () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    const calls: number[] = [];
    const looked = vi.spyOn(Buffer.prototype, 'readInt32BE').mockImplementation(function (this: Buffer, at = 0) {
      calls.push(new Error('here').stack!.split('\n').length);
      return new DataView(this.buffer, this.byteOffset).getInt32(Number(at));
    });
    try {
      const splitter = new MessageSplitter(1 << 20, 1000);
      const empty = Buffer.from('0b000100000000', 'hex');
      splitter.push(Buffer.concat([START, empty, Buffer.from('0c0001'.repeat(1000), 'hex'), empty]));
      expect(splitter.next()).toBeUndefined();
    } finally {
      looked.mockRestore();
      Error.stackTraceLimit = stackTraceLimit;
    }
    // The name, the string outside and the one inside.
    expect(calls).toEqual([calls[0], calls[0], calls[0]]);
  });

  it('may nest values as deeply as those of other transports', () => {
    let value: Value = 1n;
    for (let i = 0; i < 255; i++) value = i % 2 === 0 ? [value] : new Map([['k', value]]);
    const message = Buffer.concat(
      sealFrame({ transport: 'bare' }, 'binary', (writer) => {
        writer.message('executeWithParameter', 1, 1);
        writer.field(13, 3, 0);
        writer.map(11, 12, 1);
        writer.string('p');
        encodeValue(writer, value);
        writer.stop();
      }),
    );
    const splitter = new MessageSplitter(1 << 20, 1000);
    splitter.push(message);
    expect(splitter.next()?.equals(message)).toBe(true);
  });

  it('that a server is sent have its limit of elements', async () => {
    const refused = Promise.withResolvers<unknown>();
    const server = await WireServer.listen({
      service: metaService(sampleMeta),
      port: 0,
      onError: (error) => refused.resolve(error),
    });
    closers.push(() => server.close());
    const socket = connect(server.port, '127.0.0.1');
    closers.push(() => socket.destroy());
    socket.on('error', () => {});
    socket.write(Buffer.concat([START, Buffer.from('0f00010c7fffffff', 'hex')]));
    await once(socket, 'close');
    expect(await refused.promise).toMatchObject({ kind: 'format', message: expect.stringMatching(/limit/) as string });
  });

  it('are answered without frames, one after the other', async () => {
    const server = await WireServer.listen({ service: metaService(sampleMeta), port: 0 });
    closers.push(() => server.close());
    const socket = connect(server.port, '127.0.0.1');
    closers.push(() => socket.destroy());
    await once(socket, 'connect');
    const splitter = new MessageSplitter(1 << 20, 1000);
    const seen: string[] = [];
    socket.on('data', (chunk) => {
      splitter.push(chunk);
      for (let answer = splitter.next(); answer; answer = splitter.next()) {
        const { name, type, seqId } = messageReader(answer).message();
        seen.push(`${name} ${type} ${seqId}`);
      }
    });
    const asked = messages.slice(0, 3);
    const bytes = Buffer.concat(asked);
    socket.write(bytes.subarray(0, 2));
    await new Promise((resolve) => setTimeout(resolve, 5));
    socket.write(bytes.subarray(2));
    await expect.poll(() => seen).toEqual(['verifyClientVersion 2 0', 'listSpaces 2 1', 'getSpace 2 2']);
  });
});
