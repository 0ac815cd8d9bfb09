import {
  DateTimeValue,
  DateValue,
  EdgeValue,
  isNull,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  VertexValue,
  type DurationValue,
  type GeographyValue,
  type Value,
} from '@orrery/contracts';
import { rowKey, valueKey } from './key.ts';
import { wellKnownText } from './well-known-text.ts';
import { daysFromCivil, dateTimeToMicroseconds, durationMicroseconds, timeToMicroseconds } from './temporal.ts';
import { TYPE_ORDER, typeOf } from './value-type.ts';

/** Floats closer than this are equal, as in NebulaGraph. */
export const EPSILON = 1e-8;

export function isNumeric(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

export function compareNumbers(a: bigint | number, b: bigint | number): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  const x = typeof a === 'number' ? a : Number(a);
  const y = typeof b === 'number' ? b : Number(b);
  if (x === y || Math.abs(x - y) < EPSILON) return 0;
  if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : 1;
  return x < y || Number.isNaN(y) ? -1 : 1;
}

/** Order of UTF-8 bytes, which is that of code points (JavaScript's `<` compares UTF-16 units). */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      // Surrogates stand for code points above the rest of the BMP.
      if (x >= 0xe000) x -= 0x800;
      else x += 0x2000;
      if (y >= 0xe000) y -= 0x800;
      else y += 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** The ends of the stored edge, whichever way it was walked. */
export function storedEnds(edge: EdgeValue): { src: Value; dst: Value } {
  return edge.typeId < 0 ? { src: edge.dst, dst: edge.src } : { src: edge.src, dst: edge.dst };
}

function compareEdges(a: EdgeValue, b: EdgeValue): number {
  const [x, y] = [storedEnds(a), storedEnds(b)];
  return (
    compareValues(x.src, y.src) ||
    compareText(a.name, b.name) ||
    compareValues(a.ranking, b.ranking) ||
    compareValues(x.dst, y.dst)
  );
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function comparePaths(a: PathValue, b: PathValue): number {
  const start = compareValues(a.src.vid, b.src.vid);
  if (start !== 0) return start;
  const length = Math.min(a.steps.length, b.steps.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.steps[i]!, b.steps[i]!];
    const order =
      compareValues(x.dst.vid, y.dst.vid) ||
      x.typeId - y.typeId ||
      compareText(x.name, y.name) ||
      compareValues(x.ranking, y.ranking);
    if (order !== 0) return order;
  }
  return a.steps.length - b.steps.length;
}

function compareSameType(a: Value, b: Value): number {
  if (typeof a === 'string') return compareText(a, b as string);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (a instanceof VertexValue) return compareValues(a.vid, (b as VertexValue).vid);
  if (a instanceof EdgeValue) return compareEdges(a, b as EdgeValue);
  if (a instanceof PathValue) return comparePaths(a, b as PathValue);
  if (Array.isArray(a)) return compareLists(a, b as Value[]);
  if (a instanceof DateValue) {
    const other = b as DateValue;
    return daysFromCivil(a.year, a.month, a.day) - daysFromCivil(other.year, other.month, other.day);
  }
  if (a instanceof DateTimeValue) {
    return compareNumbers(dateTimeToMicroseconds(a), dateTimeToMicroseconds(b as DateTimeValue));
  }
  if (a instanceof TimeValue) return compareNumbers(timeToMicroseconds(a), timeToMicroseconds(b as TimeValue));
  switch (typeOf(a)) {
    case 'DURATION': {
      const [x, y] = [a as DurationValue, b as DurationValue];
      return x.months - y.months || compareNumbers(durationMicroseconds(x), durationMicroseconds(y));
    }
    case 'GEOGRAPHY':
      return compareText(wellKnownText(a as GeographyValue), wellKnownText(b as GeographyValue));
    case 'NULL':
    case '__EMPTY__':
      return 0;
    default:
      return compareText(valueKey(a), valueKey(b));
  }
}

/** The total order of ORDER BY, min and max: by type first (ints and floats together), EMPTY first, nulls last. */
export function compareValues(a: Value, b: Value): number {
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  const [x, y] = [typeOf(a), typeOf(b)];
  return x === y ? compareSameType(a, b) : TYPE_ORDER[x] - TYPE_ORDER[y];
}

/** Sameness for IN, CASE and joins: nulls are the same as nulls, 1 as 1.0. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (a instanceof SetValue && b instanceof SetValue) return rowKey([a]) === rowKey([b]);
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, item]) => b.has(key) && sameValue(item, b.get(key)));
  }
  return typeOf(a) === typeOf(b) && compareSameType(a, b) === 0;
}

/** `a == b` of nGQL. */
export function equal(a: Value, b: Value): Value {
  if (a === undefined) return isNull(b) ? null : b === undefined;
  if (isNull(a) || isNull(b)) return null;
  return sameValue(a, b);
}

/** `a < b` of nGQL: NULL with a null, BAD_TYPE for types that have no order between them. */
export function lessThan(a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return isNull(a) || isNull(b) ? null : undefined;
  if (isNull(a) || isNull(b)) return null;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) < 0;
  const type = typeOf(a);
  if (type !== typeOf(b) || type === 'MAP' || type === 'SET' || type === 'DATASET') return NullValue.BAD_TYPE;
  return compareSameType(a, b) < 0;
}
