import { INT64_MAX, INT64_MIN, isNull, NullValue, SetValue, type Value } from '@orrery/contracts';
import { valueKey } from './key.ts';
import { printValue } from './print.ts';

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/** `(INT)x` and toInteger(): text that is no number gives NULL, a bool BAD_TYPE, beyond 64 bits OVERFLOW. */
export function toInteger(value: Value): Value {
  if (typeof value === 'bigint' || isNull(value) || value === undefined) return value;
  if (typeof value === 'number') return truncated(value);
  if (typeof value !== 'string') return NullValue.BAD_TYPE;
  if (/^\s*[+-]?\d+\s*$/.test(value)) {
    const int = BigInt(value.trim().replace(/^\+/, ''));
    return int > INT64_MAX || int < INT64_MIN ? null : int;
  }
  return NUMBER.test(value) ? truncated(Number(value)) : null;
}

function truncated(value: number): Value {
  if (Number.isNaN(value)) return INT64_MIN;
  if (value >= 2 ** 63) return INT64_MAX;
  if (value <= -(2 ** 63)) return INT64_MIN;
  return BigInt(Math.trunc(value));
}

/** `(FLOAT)x` and toFloat(). */
export function toFloat(value: Value): Value {
  if (typeof value === 'number' || isNull(value) || value === undefined) return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return NullValue.BAD_TYPE;
  return NUMBER.test(value) ? Number(value) : null;
}

/** `(BOOL)x` and toBoolean(): only the words true and false, in any case. */
export function toBoolean(value: Value): Value {
  if (typeof value === 'boolean' || isNull(value) || value === undefined) return value;
  if (typeof value !== 'string') return NullValue.BAD_TYPE;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** `(STRING)x` and toString(): of scalars and dates; other types give BAD_TYPE. */
export function toText(value: Value): Value {
  if (isNull(value) || value === undefined) return value;
  switch (typeof value) {
    case 'string':
      return value;
    case 'bigint':
    case 'number':
    case 'boolean':
      return printValue(value);
  }
  return Array.isArray(value) || value instanceof Map || value instanceof SetValue
    ? NullValue.BAD_TYPE
    : printValue(value);
}

/** toSet(): the distinct items of a list, in order of first appearance. */
export function toSet(value: Value): Value {
  if (value instanceof SetValue || isNull(value) || value === undefined) return value;
  return Array.isArray(value) ? distinctSet(value) : NullValue.BAD_TYPE;
}

export function distinctSet(items: Iterable<Value>): SetValue {
  // Ints and texts, which long lists have, are their own keys; those of others begin with a space, as no text here does.
  const seen = new Set<Value>();
  const distinct: Value[] = [];
  for (const item of items) {
    const key = typeof item === 'bigint' ? item : typeof item === 'string' ? `s${item}` : ` ${valueKey(item)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    distinct.push(item);
  }
  return new SetValue(distinct);
}
