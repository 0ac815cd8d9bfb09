import { DateTimeValue, DateValue, DurationValue, TimeValue } from '@orrery/contracts';

const DATE = /^([+-]?\d{1,6})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6}))?$/;

function dateOf(text: string): DateValue | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const lastDay = new Date(Date.UTC(2000 + (((year % 400) + 400) % 400), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay ? new DateValue(year, month, day) : undefined;
}

function timeOf(text: string): TimeValue | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [hour, minute, second] = match.slice(1, 4).map(Number) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return new TimeValue(hour, minute, second, Number((match[4] ?? '').padEnd(6, '0')));
}

/** `2017-03-04`, `23:01:00.5`, `2017-03-04T23:01:00` or with a space. @throws RangeError on text that is none */
export function dateValueOf(type: 'date' | 'time' | 'datetime', text: string): DateValue | TimeValue | DateTimeValue {
  if (type === 'date') {
    const date = dateOf(text);
    if (date) return date;
  } else if (type === 'time') {
    const time = timeOf(text);
    if (time) return time;
  } else {
    const [dateText = '', timeText = '00:00:00'] = text.split(/[T ]/);
    const [date, time] = [dateOf(dateText), timeOf(timeText)];
    if (date && time) {
      const { hour, minute, second, microsecond } = time;
      return new DateTimeValue(date.year, date.month, date.day, hour, minute, second, microsecond);
    }
  }
  throw new RangeError(`expected a ${type}, found ${JSON.stringify(text.slice(0, 100))}`);
}

const DURATION = /^P(-?\d+)MT(-?)(\d+)(?:\.(\d{1,9}))?S$/;

/** `P14MT3600.500000S`: months, then seconds with a fraction, both signed. @throws RangeError on text that is none */
export function durationOf(text: string): DurationValue {
  const match = DURATION.exec(text);
  if (!match) {
    throw new RangeError(`expected a duration such as P1MT2.5S, found ${JSON.stringify(text.slice(0, 100))}`);
  }
  const sign = match[2] === '-' ? -1 : 1;
  const microseconds = Number((match[4] ?? '').padEnd(6, '0').slice(0, 6));
  return new DurationValue(Number(match[1]), BigInt(sign) * BigInt(match[3]!), sign * microseconds);
}
