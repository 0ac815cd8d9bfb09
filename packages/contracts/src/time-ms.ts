import { DateTimeValue, INT64_MAX, INT64_MIN, type DateValue } from './values.ts';

/**
 * Moments as milliseconds since 1970-01-01, UTC, proleptic Gregorian calendar: what the time of an edge is. What is
 * finer than a millisecond is cut off towards the past.
 */

const MILLISECONDS = /^-?\d{1,19}$/;
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?)?)?$/;

export function timeMsOfDate(value: DateTimeValue | DateValue): bigint {
  const date = new Date(0);
  // Date.UTC takes years 0–99 for 1900–1999.
  date.setUTCFullYear(value.year, value.month - 1, value.day);
  if (value instanceof DateTimeValue) {
    date.setUTCHours(value.hour, value.minute, value.second, Math.floor(value.microsecond / 1000));
  }
  return BigInt(date.getTime());
}

/** Seconds since 1970 as milliseconds; undefined beyond 64 bits. */
export function timeMsOfSeconds(seconds: bigint): bigint | undefined {
  const milliseconds = seconds * 1000n;
  return milliseconds >= INT64_MIN && milliseconds <= INT64_MAX ? milliseconds : undefined;
}

/**
 * The moment that a text names: `2023-10-03`, `2023-10-03 11:11`, `2023-10-03T11:11:15.489`, the last also with `Z` or an
 * offset such as `+02:00` (UTC without one), or milliseconds since 1970 of 64 bits. Undefined for any other text and for
 * days that are not in the calendar. The readers of files (csv.as.ts, file-expressions.ts) keep to the same.
 */
export function timeMsOfText(text: string): bigint | undefined {
  if (MILLISECONDS.test(text)) {
    const milliseconds = BigInt(text);
    return milliseconds >= INT64_MIN && milliseconds <= INT64_MAX ? milliseconds : undefined;
  }
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const part = (group: number): number => Number(match[group] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(part) as [
    number, number, number, number, number, number,
  ]; // prettier-ignore
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 || part(9) > 23 || part(10) > 59) {
    return undefined;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (day === 0 || date.getUTCMonth() !== month - 1) return undefined;
  date.setUTCHours(hour, minute, second, Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const offsetMs = (part(9) * 60 + part(10)) * 60_000;
  return BigInt(date.getTime() - (match[8] === '-' ? -offsetMs : offsetMs));
}
