import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  GeographyValue,
  SetValue,
  TimeValue,
} from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import { encodeExecutionResponse } from '@orrery/wire';
import { expect, test } from 'vitest';
import { sentBytes } from '../../src/cluster/sent-bytes.ts';

const ROWS = 100;
const points = Array.from({ length: 50 }, (_none, i) => ({ x: i / 3, y: -i / 7 }));

function encodedBytes(rows: Value[][]): number {
  const { chunks } = encodeExecutionResponse({ errorCode: 0, latencyUs: 0, data: new DataSet(['c'], rows) }, 'binary');
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

test.each<[string, Value]>([
  ['int', -(2n ** 62n)],
  ['double', 1.5],
  ['bool', true],
  ['no value', undefined],
  ['null', null],
  ['text', 'a'.repeat(300)],
  ['short text', ''],
  ['text of more bytes than units', '石佛'.repeat(300)],
  ['text of surrogates', '😀'.repeat(300)],
  ['date', new DateValue(1976, 4, 25)],
  ['time', new TimeValue(6, 30, 0, 500_000)],
  ['datetime', new DateTimeValue(2023, 2, 28, 12, 30, 45, 123_456)],
  ['duration', new DurationValue(14, 5n, 7)],
  ['point', new GeographyValue({ kind: 'point', point: points[1]! })],
  ['linestring', new GeographyValue({ kind: 'linestring', points })],
  ['polygon', new GeographyValue({ kind: 'polygon', rings: [points, points.slice(0, 4)] })],
  ['list', Array.from({ length: 50 }, (_none, i) => `石${i}`)],
  ['list of ints', Array.from({ length: 50 }, (_none, i) => BigInt(i))],
  ['set', new SetValue(Array.from({ length: 50 }, (_none, i) => `${i}`))],
])('what a %s takes is not underrated, nor overrated by much', (_name, value) => {
  const row = Array.from({ length: 20 }, () => value);
  const bytes = encodedBytes(Array.from({ length: ROWS + 1 }, () => row)) - encodedBytes([row]);
  const counted = ROWS * sentBytes(row);
  expect(counted).toBeGreaterThanOrEqual(bytes);
  // A value that is not there takes a byte, as the shortest.
  if (value !== undefined && value !== null && value !== true) expect(counted).toBeLessThan(bytes * 3);
});
