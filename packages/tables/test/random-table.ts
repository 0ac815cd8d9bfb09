import { DateTimeValue, DateValue, TimeValue } from '@orrery/contracts';
import type { ColumnType, ResultColumn, Value } from '@orrery/contracts';

/** Numbers in [0, 1) that depend on the seed only (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const TEXTS = [
  '',
  'a',
  '\0',
  'x\0y',
  'é',
  '漢字',
  '😀',
  'NULL',
  '"',
  "'",
  ',',
  '\r\n',
  ' ',
  '__proto__',
  'x'.repeat(100),
  '\uFEFFbom',
];
const INTS = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 9007199254740993n];
const DOUBLES = [0, -0, 1, -1.5, 0.1, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 1e21];

export const ALL_TYPES: readonly ColumnType[] = [
  'int64',
  'double',
  'bool',
  'string',
  'json',
  'date',
  'time',
  'datetime',
];

export function randomTable(
  seed: number,
  rowCount: number,
  types: readonly ColumnType[] = ALL_TYPES,
): { columns: ResultColumn[]; rows: Value[][] } {
  const random = randomNumbers(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const nullShare = pick([0, 0.1, 0.9]);
  const date = (): [number, number, number] => [1 + below(9999), 1 + below(12), 1 + below(28)];
  const time = (): [number, number, number, number] => [below(24), below(60), below(60), below(1_000_000)];
  const value = (type: ColumnType): Value => {
    if (random() < nullShare) return null;
    switch (type) {
      case 'int64':
        return random() < 0.2 ? pick(INTS) : BigInt(below(50) - 25);
      case 'double':
        return random() < 0.2 ? pick(DOUBLES) : below(50) / 8;
      case 'bool':
        return random() < 0.5;
      case 'string':
        return random() < 0.3 ? pick(TEXTS) : `player${below(40)}`;
      case 'json':
        return [BigInt(below(9)), pick(TEXTS)];
      case 'date':
        return new DateValue(...date());
      case 'time':
        return new TimeValue(...time());
      case 'datetime':
        return new DateTimeValue(...date(), ...time());
    }
  };
  const columns = types.map((type, i): ResultColumn => ({ name: `${type} "${i}`, type }));
  return { columns, rows: Array.from({ length: rowCount }, () => types.map(value)) };
}
