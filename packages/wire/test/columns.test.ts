import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataSet, DateTimeValue, NullValue, type Value } from '@orrery/contracts';
import { BinaryReader } from '../src/binary-reader.ts';
import { CompactReader } from '../src/compact-reader.ts';
import { decodeColumns, type ColumnTable, type TableColumn } from '../src/decode-columns.ts';
import { encodeDataSet } from '../src/encode-value.ts';
import type { Encoding } from '../src/encoding.ts';
import { WireError } from '../src/index.ts';
import { thriftWriter } from '../src/thrift-writer.ts';
import { int64, value } from './arbitrary-value.ts';

const SEED = 20260711;

function bytesOf(table: DataSet, encoding: Encoding): Buffer {
  const writer = thriftWriter(encoding);
  encodeDataSet(writer, table);
  return Buffer.concat(writer.finish());
}

function decode(bytes: Buffer, encoding: Encoding): ColumnTable {
  const reader = encoding === 'binary' ? new BinaryReader(bytes) : new CompactReader(bytes);
  const table = decodeColumns(reader);
  expect(reader.remaining).toBe(0);
  return table;
}

function cells(column: TableColumn): Value[] {
  switch (column.kind) {
    case 'values':
      return [...column.values];
    case 'string':
      return Array.from({ length: column.offsets.length - 1 }, (_, i) =>
        Buffer.from(column.bytes.subarray(column.offsets[i], column.offsets[i + 1])).toString(),
      );
    default:
      return Array.from<bigint | number, Value>(column.values as ArrayLike<bigint | number>, (cell, i) =>
        column.nulls?.[i] === 1 ? null : cell,
      );
  }
}

const kindsOf = (rows: Value[][]): string[] =>
  decode(bytesOf(new DataSet(['c'], rows), 'compact2'), 'compact2').columns.map(({ kind }) => kind);

describe.each<Encoding>(['binary', 'compact2'])('%s', (encoding) => {
  it('reads by column what was written by row', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const double = fc.double({ noNaN: true });
    const column = fc.oneof(
      fc.constant(int64),
      fc.constant(double),
      fc.constant(text),
      fc.constant(fc.option(int64)),
      fc.constant(fc.option(double)),
      fc.constant(fc.option(text)),
      fc.constant(fc.oneof(int64, text, double)),
      fc.constant(value),
    ) as fc.Arbitrary<fc.Arbitrary<Value>>;
    const tables = fc.array(column, { maxLength: 4 }).chain((columns) =>
      fc.array(fc.tuple(...columns), { maxLength: 40 }).map((rows) => {
        return new DataSet(
          columns.map((_, i) => `c${i}`),
          rows as Value[][],
        );
      }),
    );
    fc.assert(
      fc.property(tables, (table) => {
        const read = decode(bytesOf(table, encoding), encoding);
        expect(read.names).toEqual(table.columns);
        expect(read.rowCount).toBe(table.rows.length);
        expect(read.columns.map(cells)).toStrictEqual(table.columns.map((_, i) => table.rows.map((row) => row[i])));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('survives every truncation', () => {
    const rows: Value[][] = [
      [1n, 'one', 1.5, null],
      [2n, 'two', null, new DateTimeValue(2020, 1, 1, 0, 0, 0, 0)],
    ];
    const bytes = bytesOf(new DataSet(['a', 'b', 'c', 'd'], rows), encoding);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decode(bytes.subarray(0, end), encoding), `first ${end} bytes`).toThrow(WireError);
    }
  });
});

it('keeps raw arrays as long as cells are of one type', () => {
  expect(kindsOf([[1n], [2n]])).toEqual(['int64']);
  expect(kindsOf([[null], [2n], [null]])).toEqual(['int64']);
  expect(kindsOf([[1.5], [null]])).toEqual(['double']);
  expect(kindsOf([['a'], ['']])).toEqual(['string']);
  expect(kindsOf([['a'], [null]])).toEqual(['values']);
  expect(kindsOf([[null], ['a']])).toEqual(['values']);
  expect(kindsOf([[1n], [1.5]])).toEqual(['values']);
  expect(kindsOf([[1n], [NullValue.BAD_DATA]])).toEqual(['values']);
  expect(kindsOf([[null]])).toEqual(['values']);
  expect(kindsOf([])).toEqual(['values']);
});

it('keeps bytes that are no UTF-8', () => {
  const writer = thriftWriter('binary');
  writer.field(15, 1, 0);
  writer.list(11, 1);
  writer.string('c');
  writer.field(15, 2, 1);
  writer.list(12, 1);
  writer.field(15, 1, 0);
  writer.list(12, 1);
  writer.field(11, 5, 0);
  writer.bytes([Buffer.of(255, 0)], 2);
  for (let i = 0; i < 3; i++) writer.stop();
  const [column] = decode(Buffer.concat(writer.finish()), 'binary').columns;
  expect(column).toEqual({ kind: 'string', offsets: Uint32Array.of(0, 2), bytes: Uint8Array.of(255, 0) });
});

it('refuses rows of other lengths, and more cells than the message can hold', () => {
  const wide = bytesOf(new DataSet(['a', 'b'], [[1n, 2n]]), 'binary');
  const narrow = bytesOf(new DataSet(['a', 'b'], [[1n]]), 'binary');
  expect(decode(wide, 'binary').rowCount).toBe(1);
  expect(() => decode(narrow, 'binary')).toThrow('a row of 1 values in a table of 2 columns');
  const writer = thriftWriter('binary');
  writer.field(15, 1, 0);
  writer.list(11, 2_000);
  for (let i = 0; i < 2_000; i++) writer.string('');
  writer.field(15, 2, 1);
  writer.list(12, 2_000);
  for (let i = 0; i < 2_001; i++) writer.stop();
  expect(() => decode(Buffer.concat(writer.finish()), 'binary')).toThrow(/announces 2000 rows of 2000/);
});
