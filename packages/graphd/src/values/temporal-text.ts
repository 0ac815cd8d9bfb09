import { DateTimeValue, DateValue, DurationValue, TimeValue } from '@orrery/contracts';
import {
  dateTimeFromMicroseconds,
  dateTimeToMicroseconds,
  isValidDate,
  isValidTime,
  timeFromMicroseconds,
  timeToMicroseconds,
} from './temporal.ts';

const DATE = /^(-?\d{1,5})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;
const TIME = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?)?$/;
const ZONE = /^(.*?)(Z|[+-]\d{1,2}:\d{2})?(?:\[([^\]]+)\])?$/s;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

export function dateText(date: DateValue | DateTimeValue): string {
  return `${date.year}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

export function timeText(time: TimeValue | DateTimeValue): string {
  return `${pad(time.hour, 2)}:${pad(time.minute, 2)}:${pad(time.second, 2)}.${pad(time.microsecond, 6)}`;
}

export function dateTimeText(value: DateTimeValue): string {
  return `${dateText(value)}T${timeText(value)}`;
}

/** ISO 8601 with the months, days and seconds that a duration is made of: `P1MT2.000000000S`. */
export function durationText(duration: DurationValue): string {
  let seconds = duration.seconds + BigInt(Math.trunc(duration.microseconds / 1_000_000));
  const microseconds = duration.microseconds % 1_000_000;
  const days = seconds / 86_400n;
  seconds %= 86_400n;
  const nanoseconds = String(Math.abs(microseconds) * 1000).padStart(9, '0');
  const sign = seconds === 0n && microseconds < 0 ? '-' : '';
  return `P${duration.months}M${days}DT${sign}${seconds}.${nanoseconds}S`;
}

/** The day that a text such as `2017-03-04` names; a missing month or day is 1. undefined when it names none. */
export function parseDate(text: string): DateValue | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  return isValidDate(year, month, day) ? new DateValue(year, month, day) : undefined;
}

function parseClock(text: string): TimeValue | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const microsecond = Number((match[4] ?? '').padEnd(6, '0'));
  const [hour, minute, second] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  return isValidTime(hour, minute, second, microsecond) ? new TimeValue(hour, minute, second, microsecond) : undefined;
}

/** Minutes east of UTC of a zone's standard time, as NebulaGraph takes a zone's name. */
function standardOffsetMinutes(zone: string): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const offsets = [0, 6].map((month) => {
      const name = format.formatToParts(new Date(Date.UTC(2020, month, 1))).find((p) => p.type === 'timeZoneName');
      const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name?.value ?? '');
      if (!match?.[1]) return 0;
      return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
    });
    return Math.min(...offsets);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Splits off a UTC offset and a zone's name, which must agree when both are given. */
function splitZone(text: string): { rest: string; offsetMinutes: number } | undefined {
  const match = ZONE.exec(text)!;
  const named = match[3] === undefined ? undefined : standardOffsetMinutes(match[3]);
  if (match[3] !== undefined && named === undefined) return undefined;
  let offset: number | undefined;
  if (match[2] === 'Z') offset = 0;
  else if (match[2] !== undefined) {
    const [hours, minutes] = match[2].slice(1).split(':').map(Number) as [number, number];
    if (hours > 14 || minutes > 59) return undefined;
    offset = (match[2].startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  }
  if (offset !== undefined && named !== undefined && offset !== named) return undefined;
  return { rest: match[1]!, offsetMinutes: offset ?? named ?? 0 };
}

/** A time of day such as `23:01:00.010000+08:00[Asia/Shanghai]`, moved to UTC. */
export function parseTime(text: string): TimeValue | undefined {
  const zone = splitZone(text);
  const clock = zone && parseClock(zone.rest);
  if (!zone || !clock) return undefined;
  return timeFromMicroseconds(timeToMicroseconds(clock) - BigInt(zone.offsetMinutes) * 60_000_000n);
}

/** A date, or a date with a time after `T` or a blank, moved to UTC. */
export function parseDateTime(text: string): DateTimeValue | undefined {
  const at = text.search(/[T ]/);
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  if (!date) return undefined;
  if (at < 0) return new DateTimeValue(date.year, date.month, date.day, 0, 0, 0, 0);
  const zone = splitZone(text.slice(at + 1));
  const clock = zone && parseClock(zone.rest);
  if (!zone || !clock) return undefined;
  const { hour, minute, second, microsecond } = clock;
  const local = new DateTimeValue(date.year, date.month, date.day, hour, minute, second, microsecond);
  return dateTimeFromMicroseconds(dateTimeToMicroseconds(local) - BigInt(zone.offsetMinutes) * 60_000_000n);
}
