import { currentLocale } from './language.ts';

/** Times and amounts as the present language writes them. */

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();

function cached<F extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  kind: string,
  make: (locale: string) => F,
): F {
  const locale = currentLocale();
  const key = `${locale} ${kind}`;
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = make(locale)));
  return format as F;
}

/** `1,234.5`: at most `digits` behind the point (default 3). */
export function formatNumber(value: number | bigint, digits = 3): string {
  return cached(
    `number ${digits}`,
    (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }),
  ).format(value);
}

/** A text with its whole numbers of four and more digits grouped: `iteration 12,345 of 1,000,000`. */
export function groupDigits(text: string): string {
  return text.replace(/(?<![\w.,-])\d{4,15}(?![\w.,-])/g, (digits) => formatNumber(Number(digits)));
}

export function formatPercent(ratio: number, digits = 0): string {
  return cached(
    `percent ${digits}`,
    (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }),
  ).format(ratio);
}

/** Date and time in the viewer's zone: `Aug 1, 2026, 14:03:20`. */
export function formatDateTime(timeMs: number): string {
  return cached(
    'date-time',
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(timeMs);
}

/** Time of day with milliseconds, for logs: `14:03:20.125`. */
export function formatClock(timeMs: number): string {
  return cached(
    'clock',
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
        hourCycle: 'h23',
      }),
  ).format(timeMs);
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** `3 minutes ago`, `now`. */
export function formatRelative(timeMs: number, nowMs = Date.now()): string {
  const seconds = Math.round((timeMs - nowMs) / 1000);
  const format = cached('relative', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** `850 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`, `30 d`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${formatNumber(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  if (minutes >= 48 * 60 && minutes % (24 * 60) === 0) return `${minutes / (24 * 60)} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `12.5 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value, unit === 0 ? 0 : 1)} ${BYTE_UNITS[unit]}`;
}
