import { DateValue, INT64_MAX, INT64_MIN, NullValue, SetValue, type Value } from '@orrery/contracts';
import { describe, expect, test } from 'vitest';
import { add, divide, modulo, multiply, negate, subtract } from '../../src/values/arithmetic.ts';
import { compareText, compareValues, equal, lessThan, sameValue } from '../../src/values/compare.ts';
import { valueKey } from '../../src/values/key.ts';
import { and, not, or, xor } from '../../src/values/logic.ts';
import { murmur2 } from '../../src/values/murmur2.ts';
import { civilFromDays, daysFromCivil } from '../../src/values/temporal.ts';

describe('three-valued logic', () => {
  const truths: Value[] = [true, false, null];
  test.each(truths.flatMap((a) => truths.map((b) => [a, b] as const)))('De Morgan for %s, %s', (a, b) => {
    expect(not(and(a, b))).toBe(or(not(a), not(b)));
    expect(not(or(a, b))).toBe(and(not(a), not(b)));
    expect(and(a, b)).toBe(and(b, a));
    expect(xor(a, b)).toBe(a === null || b === null ? null : a !== b);
  });
  test('what is no truth is of a bad type, unless the other side decides', () => {
    expect(and(1n, true)).toBe(NullValue.BAD_TYPE);
    expect(and(1n, false)).toBe(false);
    expect(or('x', true)).toBe(true);
  });
});

describe('arithmetic', () => {
  test('64-bit ints overflow to a null that says so', () => {
    expect(add(INT64_MAX, 1n)).toBe(NullValue.OVERFLOW);
    expect(subtract(INT64_MIN, 1n)).toBe(NullValue.OVERFLOW);
    expect(multiply(INT64_MAX, 2n)).toBe(NullValue.OVERFLOW);
    expect(divide(INT64_MIN, -1n)).toBe(NullValue.OVERFLOW);
    expect(negate(INT64_MIN)).toBe(NullValue.OVERFLOW);
  });
  test('ints divide towards zero, by an int zero not at all', () => {
    expect([divide(-7n, 2n), modulo(-7n, 2n)]).toEqual([-3n, -1n]);
    expect(divide(1n, 0n)).toBe(NullValue.DIV_BY_ZERO);
    expect(divide(1n, 0)).toBe(Infinity);
  });
  test('nulls absorb, EMPTY stays EMPTY', () => {
    expect(add(null, 1n)).toBe(null);
    expect(add(1n, NullValue.BAD_DATA)).toBe(NullValue.BAD_DATA);
    expect(add(undefined, 1n)).toBe(undefined);
  });
  test('text takes scalars, lists take items', () => {
    expect(add('a', 1.0)).toBe('a1.0');
    expect(add(true, 'a')).toBe('truea');
    expect(add([1n], 2n)).toEqual([1n, 2n]);
    expect(add(0n, [1n])).toEqual([0n, 1n]);
    expect(add('a', new DateValue(2024, 2, 29))).toBe('a2024-2-29'.replace('-2-', '-02-'));
  });
});

describe('order and sameness', () => {
  const ascending: Value[] = [
    undefined,
    false,
    true,
    -1n,
    0.5,
    1n,
    'a',
    'b',
    new DateValue(2020, 1, 1),
    [1n],
    [1n, 2n],
    null,
  ];
  test('a total order by type, then by value', () => {
    expect([...ascending].reverse().sort(compareValues).map(valueKey)).toEqual(
      // Array.sort puts undefined last whatever the order says.
      [...ascending.slice(1), undefined].map(valueKey),
    );
    for (let i = 0; i + 1 < ascending.length; i++)
      expect(compareValues(ascending[i], ascending[i + 1])).toBeLessThan(0);
  });
  test('ints and floats are compared, not grouped, together', () => {
    expect(equal(1n, 1)).toBe(true);
    expect(sameValue([1n], [1])).toBe(true);
    expect(valueKey(1n)).not.toBe(valueKey(1));
  });
  test('comparing with a null is null, across types of a bad type', () => {
    expect(equal(null, null)).toBe(null);
    expect(lessThan(1n, null)).toBe(null);
    expect(lessThan(1n, 'a')).toBe(NullValue.BAD_TYPE);
    expect(equal(1n, 'a')).toBe(false);
  });
  test('text is ordered by code points', () => {
    expect(compareText('\u{1F600}', '\uFFFD')).toBeGreaterThan(0);
    expect(compareText('a', 'ab')).toBeLessThan(0);
  });
  test('sets are the same in any order', () => {
    expect(valueKey(new SetValue([1n, 'a']))).toBe(valueKey(new SetValue(['a', 1n])));
  });
  test('keys of rows do not run into each other', () => {
    expect(valueKey('a') + valueKey('b')).not.toBe(valueKey('ab') + valueKey(''));
  });
});

describe('calendar', () => {
  test('days and dates are inverse over the range of years', () => {
    for (let days = -12_000_000; days < 12_000_000; days += 997) {
      const { year, month, day } = civilFromDays(days);
      expect(daysFromCivil(year, month, day)).toBe(days);
    }
    expect(daysFromCivil(2000, 3, 1) - daysFromCivil(2000, 2, 28)).toBe(2);
  });
});

test("hash() is NebulaGraph's", () => {
  expect(murmur2('Boris')).toBe(9126854228122744212n);
  expect(murmur2('Hello')).toBe(2275118702903107253n);
});
