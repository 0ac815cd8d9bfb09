import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataSet, EdgeValue, VertexValue, type Value } from '@orrery/contracts';
import { decodeDataSet, decodeValue } from '../src/decode-value.ts';
import { readExecutionResponse } from '../src/decode-response.ts';
import { encodeDataSet, encodeValue } from '../src/encode-value.ts';
import { encodeExecutionResponse } from '../src/encode-response.ts';
import type { Encoding } from '../src/encoding.ts';
import { messageReader, type ThriftReader } from '../src/thrift-reader.ts';
import { thriftWriter, type ThriftWriter } from '../src/thrift-writer.ts';
import type { ExecutionResponse } from '../src/messages.ts';
import { everyKind, int64, value } from './arbitrary-value.ts';

const ENCODINGS: Encoding[] = ['binary', 'compact1', 'compact2'];
const SEED = 20260614;

/** Writes a message with a body and reads it back to the end. */
function roundTrip<R>(encoding: Encoding, write: (writer: ThriftWriter) => void, read: (reader: ThriftReader) => R): R {
  const writer = thriftWriter(encoding);
  writer.message('execute', 2, 77);
  write(writer);
  const bytes = Buffer.concat(writer.finish());
  const reader = messageReader(bytes);
  expect(reader.message()).toEqual({ name: 'execute', type: 2, seqId: 77 });
  expect(reader.encoding).toBe(encoding);
  const result = read(reader);
  expect(reader.remaining).toBe(0);
  return result;
}

/** A list in a list in a … */
function nest(levels: number): Value {
  let nested: Value = 1n;
  for (let i = 0; i < levels; i++) nested = [nested];
  return nested;
}

describe.each(ENCODINGS)('%s', (encoding) => {
  it.each([...everyKind.keys()])('carries %s', (kind) => {
    const original = everyKind.get(kind);
    expect(
      roundTrip(
        encoding,
        (w) => encodeValue(w, original),
        (r) => decodeValue(r),
      ),
    ).toStrictEqual(original);
  });

  it('carries any value, nested, without loss', () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(
          roundTrip(
            encoding,
            (w) => encodeValue(w, original),
            (r) => decodeValue(r),
          ),
        ).toStrictEqual(original);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });

  it('carries every 64-bit int and int32', () => {
    fc.assert(
      fc.property(int64, fc.integer(), (long, int) => {
        const read = roundTrip(
          encoding,
          (w) => {
            w.i64(long);
            w.i32(int);
            w.i16((int << 16) >> 16);
          },
          (r) => [r.i64(), r.i32(), r.i16()],
        );
        expect(read).toEqual([long, int, (int << 16) >> 16]);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('keeps NaN, infinities and the sign of zero', () => {
    for (const double of [Number.NaN, Infinity, -Infinity, -0, 0, Number.MIN_VALUE, Number.MAX_VALUE]) {
      expect(
        roundTrip(
          encoding,
          (w) => encodeValue(w, double),
          (r) => decodeValue(r),
        ),
      ).toBe(double);
    }
  });

  it('replaces lone surrogates as UTF-8 does', () => {
    const read = roundTrip(
      encoding,
      (w) => encodeValue(w, 'a\ud800b'),
      (r) => decodeValue(r),
    );
    expect(read).toBe('a\ufffdb');
  });

  it('carries values across the seams of its chunks', () => {
    const rows = Array.from({ length: 3000 }, (_, i): Value[] => [
      'x'.repeat(i % 700),
      BigInt(i) * 1_234_567_890_123n,
      'é'.repeat(i % 50),
      i / 7,
      new Map([[`k${i}`, [i % 2 === 0]]]),
    ]);
    const table = new DataSet(['a', 'b', 'c', 'd', 'e'], rows);
    expect(
      roundTrip(
        encoding,
        (w) => encodeDataSet(w, table),
        (r) => decodeDataSet(r),
      ),
    ).toStrictEqual(table);
  });

  it('carries strings larger than a chunk', () => {
    const long = 'säule'.repeat(700_000);
    expect(
      roundTrip(
        encoding,
        (w) => encodeValue(w, [long, 'after']),
        (r) => decodeValue(r),
      ),
    ).toEqual([long, 'after']);
  });

  it('nests 256 levels and refuses more on both ends', () => {
    const deep = nest(256);
    expect(
      roundTrip(
        encoding,
        (w) => encodeValue(w, deep),
        (r) => decodeValue(r),
      ),
    ).toStrictEqual(deep);
    expect(() => encodeValue(thriftWriter(encoding), nest(257))).toThrow(/nested deeper than the 256 levels/);
    const writer = thriftWriter(encoding);
    writer.message('m', 1, 1);
    for (let i = 0; i < 5000; i++) {
      writer.field(12, 12, 0);
      writer.field(15, 1, 0);
      writer.list(12, 1);
    }
    const reader = messageReader(Buffer.concat([...writer.finish(), Buffer.alloc(20_000)]));
    reader.message();
    expect(() => decodeValue(reader)).toThrow(/nested deeper/);
  });

  it('carries responses with and without each field', () => {
    const full: ExecutionResponse = {
      errorCode: -1005,
      latencyUs: 123_456,
      data: new DataSet(['v', 'e'], [[new VertexValue(1n, []), new EdgeValue(1n, 2n, -7, 'e', 0n, new Map())]]),
      spaceName: 'basketballplayer',
      errorMessage: 'Storage Error: …',
      comment: 'a comment',
      plan: {
        nodes: [
          {
            name: 'Start',
            id: 3,
            outputVar: '{"colNames":[]}',
            description: [{ key: 'k', value: 'v' }],
            profiles: [
              { rows: 5, execDurationUs: 12, totalDurationUs: 20, otherStats: new Map([['version', '1']]) },
              { rows: 0, execDurationUs: 0, totalDurationUs: 0 },
            ],
            branchInfo: { isDoBranch: true, conditionNodeId: -1 },
            dependencies: [1, 2],
          },
          {
            name: 'Loop',
            id: 4,
            outputVar: '',
            branchInfo: { isDoBranch: false, conditionNodeId: 9 },
            dependencies: [],
          },
        ],
        nodeIndexById: new Map([
          [3, 0],
          [4, 1],
        ]),
        format: 'row',
        optimizeTimeUs: 77,
      },
    };
    const optional = ['data', 'spaceName', 'errorMessage', 'comment', 'plan'] as const;
    for (let mask = 0; mask < 2 ** optional.length; mask++) {
      const response = { ...full };
      optional.forEach((name, bit) => {
        if ((mask >> bit) & 1) delete response[name];
      });
      const read = roundTrip(
        encoding,
        (w) => {
          for (const chunk of encodeExecutionResponse(response, encoding).chunks) w.raw(chunk);
        },
        readExecutionResponse,
      );
      expect(read).toStrictEqual(response);
    }
  });

  it('skips fields that it does not know, of every type', () => {
    const read = roundTrip(
      encoding,
      (w) => {
        w.field(8, 1, 0);
        w.i32(-8);
        w.boolField(true, 100, 1);
        w.field(3, 101, 100);
        w.byte(3);
        w.field(4, 102, 101);
        w.double(0.5);
        w.field(6, 103, 102);
        w.i16(-5);
        w.field(10, 104, 103);
        w.i64(-1n);
        w.field(11, 105, 104);
        w.string('text');
        w.field(13, 106, 105);
        w.map(11, 12, 1);
        w.string('key');
        encodeValue(w, [1n, true]);
        w.field(14, 107, 106);
        w.list(2, 2);
        w.byte(1);
        w.byte(2);
        w.field(13, 300, 107);
        w.map(11, 11, 0);
        w.field(11, 5, 300);
        w.string('message');
        w.stop();
      },
      readExecutionResponse,
    );
    expect(read).toEqual({ errorCode: -8, latencyUs: 0, errorMessage: 'message' });
  });
});

it('refuses what is no value, naming it', () => {
  const writer = thriftWriter('binary');
  expect(() => encodeValue(writer, new Date() as unknown as Value)).toThrow(
    /an object of class Date is no value of nGQL/,
  );
});

it('refuses rows of another length than the columns', () => {
  const writer = thriftWriter('binary');
  writer.message('m', 2, 1);
  encodeDataSet(writer, new DataSet(['a', 'b'], [[1n]]));
  const reader = messageReader(Buffer.concat(writer.finish()));
  reader.message();
  expect(() => decodeDataSet(reader)).toThrow(/a row of 1 values in a table of 2 columns/);
});
