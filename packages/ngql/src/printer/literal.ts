import {
  DateTimeValue,
  DateValue,
  doubleText,
  DurationValue,
  GeographyValue,
  SetValue,
  TimeValue,
  type Coordinate,
  type GeographyShape,
  type Value,
} from '@orrery/contracts';
import { printString } from './escape.ts';
import { printKey } from './name.ts';

/**
 * An nGQL literal that reads back to the value: strings escaped, doubles with a fraction or exponent, dates and times
 * as calls of their functions.
 * @throws RangeError on NaN and infinities; TypeError on values that nGQL cannot write (nulls other than NULL, EMPTY,
 * vertices, edges, paths, tables)
 */
export function printValue(value: Value): string {
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`nGQL has no literal for ${value}`);
      return doubleText(value);
    case 'object':
      return printObject(value);
    default:
      throw new TypeError('nGQL has no literal for EMPTY');
  }
}

function printObject(value: Value & (object | null)): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${printKey(key)}: ${printValue(item)}`).join(', ')}}`;
  }
  if (value instanceof SetValue) return `set{${[...value.items].map(printValue).join(', ')}}`;
  if (value instanceof DateValue) return `date("${dateText(value)}")`;
  if (value instanceof TimeValue) return `time("${timeText(value)}")`;
  if (value instanceof DateTimeValue) return `datetime("${dateText(value)}T${timeText(value)}")`;
  if (value instanceof DurationValue) {
    const { months, seconds, microseconds } = value;
    return `duration({months: ${months}, seconds: ${seconds}, microseconds: ${microseconds}})`;
  }
  if (value instanceof GeographyValue) return `ST_GeogFromText("${wellKnownText(value.shape)}")`;
  throw new TypeError(`nGQL has no literal for a ${value.constructor.name}`);
}

function dateText({ year, month, day }: DateValue | DateTimeValue): string {
  return `${year < 0 ? '-' : ''}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function timeText({ hour, minute, second, microsecond }: TimeValue | DateTimeValue): string {
  return `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(microsecond, 6)}`;
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

function point({ x, y }: Coordinate): string {
  return `${x} ${y}`;
}

function points(list: readonly Coordinate[]): string {
  return `(${list.map(point).join(', ')})`;
}

function wellKnownText(shape: GeographyShape): string {
  switch (shape.kind) {
    case 'point':
      return `POINT(${point(shape.point)})`;
    case 'linestring':
      return `LINESTRING${points(shape.points)}`;
    case 'polygon':
      return `POLYGON(${shape.rings.map(points).join(', ')})`;
  }
}
