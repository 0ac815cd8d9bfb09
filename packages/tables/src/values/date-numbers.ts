import { DateTimeValue, DateValue, dateText, TimeValue, timeText } from '@orrery/contracts';

/**
 * Dates, times and datetimes as the numbers that columns hold: days since 1970-01-01, microseconds since midnight,
 * microseconds since 1970 UTC; proleptic Gregorian calendar.
 */
const MICROS_PER_DAY = 86_400_000_000n;
const MS_PER_DAY = 86_400_000;

export function daysOfDate({ year, month, day }: DateValue): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS_PER_DAY);
}

export function dateOfDays(days: number): DateValue {
  const date = new Date(days * MS_PER_DAY);
  return new DateValue(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

export function microsOfTime({ hour, minute, second, microsecond }: TimeValue): bigint {
  return BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt(microsecond);
}

export function timeOfMicros(micros: bigint): TimeValue {
  const seconds = Number(micros / 1_000_000n);
  return new TimeValue(
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    Number(micros % 1_000_000n),
  );
}

export function microsOfDateTime(value: DateTimeValue): bigint {
  const days = daysOfDate(new DateValue(value.year, value.month, value.day));
  return BigInt(days) * MICROS_PER_DAY + microsOfTime(value);
}

export function dateTimeOfMicros(micros: bigint): DateTimeValue {
  const sinceMidnight = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  const { year, month, day } = dateOfDays(Number((micros - sinceMidnight) / MICROS_PER_DAY));
  const { hour, minute, second, microsecond } = timeOfMicros(sinceMidnight);
  return new DateTimeValue(year, month, day, hour, minute, second, microsecond);
}

export function textOfDays(days: number): string {
  return dateText(dateOfDays(days));
}

export function textOfTimeMicros(micros: bigint): string {
  return timeText(timeOfMicros(micros));
}

export function textOfDateTimeMicros(micros: bigint): string {
  const value = dateTimeOfMicros(micros);
  return `${dateText(value)}T${timeText(value)}`;
}

const DATE = String.raw`([+-]?\d{4,6})-(\d{2})-(\d{2})`;
const TIME = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?`;
const DATE_ONLY = new RegExp(`^${DATE}$`);
const TIME_ONLY = new RegExp(`^${TIME}$`);
const DATE_TIME = new RegExp(`^${DATE}(?:[T ]${TIME})?(?:Z)?$`);

/** Days of ISO text, undefined for text that is no date (2021-02-30 is none). */
export function daysOfText(text: string): number | undefined {
  const match = DATE_ONLY.exec(text);
  return match === null ? undefined : daysOfMatch(match);
}

export function timeMicrosOfText(text: string): bigint | undefined {
  const match = TIME_ONLY.exec(text);
  return match === null ? undefined : microsOfMatch(match.slice(1));
}

/** A date with or without a time of day. */
export function dateTimeMicrosOfText(text: string): bigint | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const day = daysOfMatch(match);
  const time = match[4] === undefined ? 0n : microsOfMatch(match.slice(4));
  return day === undefined || time === undefined ? undefined : BigInt(day) * MICROS_PER_DAY + time;
}

function daysOfMatch(match: RegExpExecArray): number | undefined {
  const date = new DateValue(Number(match[1]), Number(match[2]), Number(match[3]));
  const count = daysOfDate(date);
  const back = dateOfDays(count);
  return back.month === date.month && back.day === date.day ? count : undefined;
}

function microsOfMatch([hour, minute, second = '0', fraction = '']: (string | undefined)[]): bigint | undefined {
  const time = new TimeValue(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(6, '0')));
  return time.hour < 24 && time.minute < 60 && time.second < 60 ? microsOfTime(time) : undefined;
}
