import { DateTimeValue, DateValue, NullValue, TimeValue, type Value } from '@orrery/contracts';
import { parseDate, parseDateTime, parseTime } from '../values/temporal-text.ts';
import {
  dateTimeFromMicroseconds,
  dateTimeToMicroseconds,
  durationInRange,
  isValidDate,
  isValidTime,
} from '../values/temporal.ts';
import { defineFunction, type ScalarFunction } from './function-definition.ts';

const DATE_PARTS = ['year', 'month', 'day'];
const TIME_PARTS = ['hour', 'minute', 'second', 'millisecond', 'microsecond'];

/** Named int parts of a map; undefined when a key is unknown or a value no int. */
function parts(map: Map<string, Value>, names: readonly string[]): Record<string, number> | undefined {
  const found: Record<string, number> = {};
  for (const [name, value] of map) {
    if (!names.includes(name.toLowerCase()) || typeof value !== 'bigint') return undefined;
    found[name.toLowerCase()] = Number(value);
  }
  return found;
}

function microsecondOf(part: Record<string, number>): number {
  return (part.millisecond ?? 0) * 1000 + (part.microsecond ?? 0);
}

function dateFromParts(map: Map<string, Value>): Value {
  const part = parts(map, DATE_PARTS);
  if (!part) return NullValue.BAD_DATA;
  const [year, month, day] = [part.year ?? 0, part.month ?? 1, part.day ?? 1];
  return isValidDate(year, month, day) ? new DateValue(year, month, day) : NullValue.BAD_DATA;
}

function timeFromParts(map: Map<string, Value>): Value {
  const part = parts(map, TIME_PARTS);
  if (!part) return NullValue.BAD_DATA;
  const [hour, minute, second, micro] = [part.hour ?? 0, part.minute ?? 0, part.second ?? 0, microsecondOf(part)];
  return isValidTime(hour, minute, second, micro) ? new TimeValue(hour, minute, second, micro) : NullValue.BAD_DATA;
}

function dateTimeFromParts(map: Map<string, Value>): Value {
  const part = parts(map, [...DATE_PARTS, ...TIME_PARTS]);
  if (!part) return NullValue.BAD_DATA;
  const [year, month, day] = [part.year ?? 0, part.month ?? 1, part.day ?? 1];
  const [hour, minute, second, micro] = [part.hour ?? 0, part.minute ?? 0, part.second ?? 0, microsecondOf(part)];
  if (!isValidDate(year, month, day) || !isValidTime(hour, minute, second, micro)) return NullValue.BAD_DATA;
  return new DateTimeValue(year, month, day, hour, minute, second, micro);
}

function instant(nowMs: number): DateTimeValue {
  return dateTimeFromMicroseconds(BigInt(Math.trunc(nowMs)) * 1000n);
}

function dateTimeFromSeconds(seconds: bigint): Value {
  const moment = dateTimeFromMicroseconds(seconds * 1_000_000n);
  return isValidDate(moment.year, moment.month, moment.day) ? moment : NullValue.BAD_DATA;
}

/** date(), time() and datetime(): the present, or a text, a map of parts, or another date's. */
function constructor(
  name: string,
  type: 'DATE' | 'TIME' | 'DATETIME',
  make: {
    text: (text: string) => Value | undefined;
    map: (map: Map<string, Value>) => Value;
    now: (ms: number) => Value;
  },
): ScalarFunction {
  const signatures = [` -> ${type}`, `STRING -> ${type}`, `MAP -> ${type}`, `${type} -> ${type}`];
  if (type === 'DATETIME') signatures.push('INT -> DATETIME');
  return defineFunction(name, { arity: [0, 1], signatures, pure: false }, (args, context) => {
    const value = args[0];
    if (args.length === 0) return make.now(context.nowMs);
    if (typeof value === 'string') return make.text(value) ?? NullValue.BAD_DATA;
    if (value instanceof Map) return make.map(value);
    if (typeof value === 'bigint') return dateTimeFromSeconds(value);
    return value as Value;
  });
}

function timestamp(args: readonly Value[], nowMs: number): Value {
  const value = args[0];
  if (args.length === 0) return BigInt(Math.floor(nowMs / 1000));
  if (typeof value === 'bigint') return value < 0n ? NullValue.BAD_DATA : value;
  const moment = typeof value === 'string' ? parseDateTime(value) : value;
  if (!(moment instanceof DateTimeValue)) return NullValue.BAD_DATA;
  return dateTimeToMicroseconds(moment) / 1_000_000n;
}

const DURATION_PARTS: Readonly<Record<string, { months?: number; microseconds?: bigint }>> = {
  years: { months: 12 },
  quarters: { months: 3 },
  months: { months: 1 },
  weeks: { microseconds: 604_800_000_000n },
  days: { microseconds: 86_400_000_000n },
  hours: { microseconds: 3_600_000_000n },
  minutes: { microseconds: 60_000_000n },
  seconds: { microseconds: 1_000_000n },
  milliseconds: { microseconds: 1000n },
  microseconds: { microseconds: 1n },
};

const ISO_DURATION =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6})\d*)?S)?)?$/;

function durationOf(entries: Iterable<readonly [string, Value]>): Value {
  let months = 0;
  let seconds = 0n;
  let microseconds = 0n;
  for (const [name, value] of entries) {
    const unit = DURATION_PARTS[name.toLowerCase()];
    if (!unit || typeof value !== 'bigint') return NullValue.BAD_DATA;
    months += (unit.months ?? 0) * Number(value);
    const total = (unit.microseconds ?? 0n) * value;
    seconds += total / 1_000_000n;
    microseconds += total % 1_000_000n;
  }
  seconds += microseconds / 1_000_000n;
  return durationInRange(months, seconds, Number(microseconds % 1_000_000n)) ?? NullValue.BAD_DATA;
}

function durationFromText(text: string): Value {
  const match = ISO_DURATION.exec(text);
  if (!match) return NullValue.BAD_DATA;
  const names = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'microseconds'];
  return durationOf(
    names.map((name, i) => {
      const digits = match[i + 1] ?? '0';
      return [name, BigInt(name === 'microseconds' ? digits.padEnd(6, '0') : digits)] as const;
    }),
  );
}

function dateOf({ year, month, day }: DateTimeValue): DateValue {
  return new DateValue(year, month, day);
}

function timeOf({ hour, minute, second, microsecond }: DateTimeValue): TimeValue {
  return new TimeValue(hour, minute, second, microsecond);
}

export const dateTimeFunctions: readonly ScalarFunction[] = [
  defineFunction('now', { arity: 0, signatures: [' -> INT'], pure: false }, (_args, { nowMs }) =>
    BigInt(Math.floor(nowMs / 1000)),
  ),
  constructor('date', 'DATE', { text: parseDate, map: dateFromParts, now: (ms) => dateOf(instant(ms)) }),
  constructor('time', 'TIME', { text: parseTime, map: timeFromParts, now: (ms) => timeOf(instant(ms)) }),
  constructor('datetime', 'DATETIME', { text: parseDateTime, map: dateTimeFromParts, now: instant }),
  defineFunction(
    'timestamp',
    { arity: [0, 1], signatures: [' -> INT', 'STRING -> INT', 'INT -> INT', 'DATETIME -> INT'], pure: false },
    (args, { nowMs }) => timestamp(args, nowMs),
  ),
  defineFunction('duration', { arity: 1, signatures: ['STRING -> DURATION', 'MAP -> DURATION'] }, ([value]) => {
    if (typeof value === 'string') return durationFromText(value);
    return value instanceof Map ? durationOf(value) : NullValue.BAD_TYPE;
  }),
];
