import {
  dateText,
  DateTimeValue,
  DateValue,
  Double,
  DurationValue,
  GeographyValue,
  SetValue,
  stringifyLossless,
  timeText,
  TimeValue,
  type Value,
} from '@orrery/contracts';
import { wellKnownText } from '@orrery/graphd';
import { csvText, inQuotes } from '../import/csv-text.ts';

/** What NULL is in an exported file; a string with this text is in quotes. */
export const NULL_TEXT = '\\N';

/** A string as a cell of CSV. */
export function quotedText(text: string): string {
  return text === NULL_TEXT ? inQuotes(text) : csvText(text);
}

/** A stored value as a cell of CSV, in the form that an import reads the same value from. */
export function cellText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return quotedText(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'undefined':
      return NULL_TEXT;
  }
  if (value === null) return NULL_TEXT;
  if (value instanceof DateTimeValue) return `${dateText(value)}T${timeText(value)}`;
  if (value instanceof DateValue) return dateText(value);
  if (value instanceof TimeValue) return timeText(value);
  if (value instanceof DurationValue) return durationText(value);
  if (value instanceof GeographyValue) return quotedText(wellKnownText(value));
  if (value instanceof SetValue) return quotedText(itemsText(value.items));
  if (Array.isArray(value)) return quotedText(itemsText(value));
  throw new TypeError(`a stored value cannot be a ${value.constructor.name}`);
}

function itemsText(items: readonly Value[]): string {
  return stringifyLossless(
    items.map((item) => {
      if (typeof item !== 'number') return item;
      return Number.isFinite(item) ? new Double(item) : String(item);
    }),
  );
}

function durationText({ months, seconds, microseconds }: DurationValue): string {
  const total = seconds * 1_000_000n + BigInt(microseconds);
  const size = total < 0n ? -total : total;
  const fraction = String(size % 1_000_000n).padStart(6, '0');
  return `P${months}MT${total < 0n ? '-' : ''}${size / 1_000_000n}.${fraction}S`;
}
