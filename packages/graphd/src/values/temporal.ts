import { DateTimeValue, DateValue, DurationValue, INT64_MAX, INT64_MIN, TimeValue } from '@orrery/contracts';

/**
 * Calendar arithmetic on the proleptic Gregorian calendar, by Howard Hinnant's days-from-civil algorithms
 * (https://howardhinnant.github.io/date_algorithms.html). Everything is UTC.
 */
const MICROSECONDS_PER_SECOND = 1_000_000n;
const SECONDS_PER_DAY = 86_400n;
const MICROSECONDS_PER_DAY = SECONDS_PER_DAY * MICROSECONDS_PER_SECOND;

/** Days from 1970-01-01 to a calendar day; month is 1 … 12. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The calendar day that many days after 1970-01-01. */
export function civilFromDays(days: number): DateValue {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return new DateValue(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** NebulaGraph's years are 16-bit. */
export function isValidDate(year: number, month: number, day: number): boolean {
  return year >= -32_768 && year <= 32_767 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function isValidTime(hour: number, minute: number, second: number, microsecond: number): boolean {
  return (
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60 &&
    microsecond >= 0 &&
    microsecond < 1_000_000
  );
}

export function timeToMicroseconds(time: TimeValue | DateTimeValue): bigint {
  return BigInt((time.hour * 60 + time.minute) * 60 + time.second) * MICROSECONDS_PER_SECOND + BigInt(time.microsecond);
}

/** Microseconds since midnight, taken modulo a day. */
export function timeFromMicroseconds(microseconds: bigint): TimeValue {
  const inDay = ((microseconds % MICROSECONDS_PER_DAY) + MICROSECONDS_PER_DAY) % MICROSECONDS_PER_DAY;
  const seconds = Number(inDay / MICROSECONDS_PER_SECOND);
  return new TimeValue(
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    Number(inDay % MICROSECONDS_PER_SECOND),
  );
}

/** Microseconds since 1970-01-01T00:00:00 UTC. */
export function dateTimeToMicroseconds(value: DateTimeValue): bigint {
  return BigInt(daysFromCivil(value.year, value.month, value.day)) * MICROSECONDS_PER_DAY + timeToMicroseconds(value);
}

export function dateTimeFromMicroseconds(microseconds: bigint): DateTimeValue {
  let days = microseconds / MICROSECONDS_PER_DAY;
  if (microseconds % MICROSECONDS_PER_DAY < 0n) days -= 1n;
  const date = civilFromDays(Number(days));
  const time = timeFromMicroseconds(microseconds);
  return new DateTimeValue(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond);
}

/** A duration whose parts fit the 32, 64 and 32 bits that NebulaGraph has for them; undefined for a longer one. */
export function durationInRange(months: number, seconds: bigint, microseconds: number): DurationValue | undefined {
  const fits =
    Math.abs(months) < 2 ** 31 && seconds >= INT64_MIN && seconds <= INT64_MAX && Math.abs(microseconds) < 2 ** 31;
  return fits ? new DurationValue(months, seconds, microseconds) : undefined;
}

export function dateToDateTime(date: DateValue): DateTimeValue {
  return new DateTimeValue(date.year, date.month, date.day, 0, 0, 0, 0);
}

function addMonths(year: number, month: number, day: number, months: number): DateValue {
  const total = year * 12 + (month - 1) + months;
  const newYear = Math.floor(total / 12);
  const newMonth = total - newYear * 12 + 1;
  return new DateValue(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Whole microseconds of a duration's part below months. */
export function durationMicroseconds(duration: DurationValue): bigint {
  return duration.seconds * MICROSECONDS_PER_SECOND + BigInt(duration.microseconds);
}

/** A day plus a duration; hours and below count only as whole days. */
export function addToDate(date: DateValue, duration: DurationValue, sign: 1 | -1): DateValue {
  const moved = addMonths(date.year, date.month, date.day, sign * duration.months);
  const days = Number(durationMicroseconds(duration) / MICROSECONDS_PER_DAY);
  return civilFromDays(daysFromCivil(moved.year, moved.month, moved.day) + sign * days);
}

export function addToTime(time: TimeValue, duration: DurationValue, sign: 1 | -1): TimeValue {
  return timeFromMicroseconds(timeToMicroseconds(time) + BigInt(sign) * durationMicroseconds(duration));
}

export function addToDateTime(value: DateTimeValue, duration: DurationValue, sign: 1 | -1): DateTimeValue {
  const date = addMonths(value.year, value.month, value.day, sign * duration.months);
  const base =
    BigInt(daysFromCivil(date.year, date.month, date.day)) * MICROSECONDS_PER_DAY + timeToMicroseconds(value);
  return dateTimeFromMicroseconds(base + BigInt(sign) * durationMicroseconds(duration));
}
