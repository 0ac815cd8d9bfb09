import {
  DateTimeValue,
  DateValue,
  DurationValue,
  INT64_MAX,
  INT64_MIN,
  isNull,
  NullValue,
  SetValue,
  TimeValue,
  type Value,
} from '@orrery/contracts';
import { executionError } from '../bind/statement-error.ts';
import { printValue } from './print.ts';
import { checkTextLength } from './text-length.ts';
import { addToDate, addToDateTime, addToTime, civilFromDays, daysFromCivil, durationInRange } from './temporal.ts';
import { typeOf } from './value-type.ts';

/** A longer list is refused, so that one expression can't take the memory of the server. */
export const MAX_LIST_ITEMS = 10_000_000;

const SCALAR_TEXT = new Set(['BOOL', 'INT', 'FLOAT', 'STRING', 'DATE', 'TIME', 'DATETIME']);

function checked(value: bigint): Value {
  return value > INT64_MAX || value < INT64_MIN ? NullValue.OVERFLOW : value;
}

/** What an operator yields when an operand is null or EMPTY; undefined-as-"neither" is told by `found`. */
function absorbing(a: Value, b: Value): { found: boolean; value: Value } {
  if (isNull(a) || (a === undefined && !isNull(b))) return { found: true, value: a };
  if (isNull(b) || b === undefined) return { found: true, value: b };
  return { found: false, value: null };
}

/** One list after the other. @throws StatementError on a list that is too long: doubling one soon takes all memory */
function joined(a: readonly Value[], b: readonly Value[]): Value[] {
  const count = a.length + b.length;
  if (count > MAX_LIST_ITEMS) {
    throw executionError(`the list would have ${count} items, but a list has at most ${MAX_LIST_ITEMS}`);
  }
  return [...a, ...b];
}

export function add(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checked(a + b);
  const absent = absorbing(a, b);
  if (absent.found) return absent.value;
  if (isNumber(a) && isNumber(b)) return Number(a) + Number(b);
  if (Array.isArray(a)) return joined(a, Array.isArray(b) ? b : [b]);
  if (Array.isArray(b)) return joined([a], b);
  if (typeof a === 'string' || typeof b === 'string') {
    if (!SCALAR_TEXT.has(typeOf(a)) || !SCALAR_TEXT.has(typeOf(b))) return NullValue.BAD_TYPE;
    const [left, right] = [printValue(a), printValue(b)];
    checkTextLength(left.length + right.length);
    return left + right;
  }
  if (a instanceof DurationValue && !(b instanceof DurationValue)) return addTemporal(b, a, 1);
  return addTemporal(a, b, 1);
}

export function subtract(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checked(a - b);
  const absent = absorbing(a, b);
  if (absent.found) return absent.value;
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  if (a instanceof DateValue && b instanceof DateValue) {
    return BigInt(daysFromCivil(a.year, a.month, a.day) - daysFromCivil(b.year, b.month, b.day));
  }
  if (a instanceof SetValue && b instanceof SetValue) return NullValue.BAD_TYPE;
  return addTemporal(a, b, -1);
}

function addTemporal(a: Value, b: Value, sign: 1 | -1): Value {
  if (a instanceof DateValue && typeof b === 'bigint') {
    const days = daysFromCivil(a.year, a.month, a.day) + sign * Number(b);
    return inRange(Math.abs(days) < 20_000_000 ? civilFromDays(days) : undefined);
  }
  if (!(b instanceof DurationValue)) return NullValue.BAD_TYPE;
  if (a instanceof DateValue) return inRange(addToDate(a, b, sign));
  if (a instanceof DateTimeValue) return inRange(addToDateTime(a, b, sign));
  if (a instanceof TimeValue) return addToTime(a, b, sign);
  if (a instanceof DurationValue) {
    const factor = BigInt(sign);
    const micros = a.microseconds + sign * b.microseconds;
    return durationInRange(a.months + sign * b.months, a.seconds + factor * b.seconds, micros) ?? NullValue.OVERFLOW;
  }
  return NullValue.BAD_TYPE;
}

function inRange(value: DateValue | DateTimeValue | undefined): Value {
  return value && Math.abs(value.year) <= 32_767 ? value : NullValue.OVERFLOW;
}

export function multiply(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checked(a * b);
  const absent = absorbing(a, b);
  if (absent.found) return absent.value;
  return isNumber(a) && isNumber(b) ? Number(a) * Number(b) : NullValue.BAD_TYPE;
}

export function divide(a: Value, b: Value): Value {
  const absent = absorbing(a, b);
  if (absent.found) return absent.value;
  if (!isNumber(a) || !isNumber(b)) return NullValue.BAD_TYPE;
  if (b === 0n) return NullValue.DIV_BY_ZERO;
  return typeof a === 'bigint' && typeof b === 'bigint' ? checked(a / b) : Number(a) / Number(b);
}

export function modulo(a: Value, b: Value): Value {
  const absent = absorbing(a, b);
  if (absent.found) return absent.value;
  if (!isNumber(a) || !isNumber(b)) return NullValue.BAD_TYPE;
  if (b === 0n) return NullValue.DIV_BY_ZERO;
  return typeof a === 'bigint' && typeof b === 'bigint' ? a % b : Number(a) % Number(b);
}

export function negate(a: Value): Value {
  if (typeof a === 'bigint') return a === INT64_MIN ? NullValue.OVERFLOW : -a;
  if (typeof a === 'number') return -a;
  return isNull(a) || a === undefined ? a : NullValue.BAD_TYPE;
}

function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}
