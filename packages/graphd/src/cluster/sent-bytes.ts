import { GeographyValue, SetValue } from '@orrery/contracts';
import type { Coordinate, Value } from '@orrery/contracts';

/** A number or what is like it, with its tags as binary writes them; also the head of a text or a list. */
const VALUE_BYTES = 16;
/** What values that are objects take beyond that: a datetime is the longest of a fixed size. */
const OBJECT_BYTES = 24;
const POINT_BYTES = 24;

/** What the values of a row take in an answer at most, in the longer encoding (binary). */
export function sentBytes(values: readonly Value[]): number {
  let bytes = VALUE_BYTES * values.length;
  for (const value of values) {
    if (typeof value === 'string') bytes += Buffer.byteLength(value);
    else if (typeof value === 'object' && value !== null) bytes += OBJECT_BYTES + insideBytes(value);
  }
  return bytes;
}

function insideBytes(value: object): number {
  if (Array.isArray(value)) return sentBytes(value);
  if (value instanceof SetValue) return sentBytes(value.items);
  return value instanceof GeographyValue ? POINT_BYTES * pointsOf(value) : 0;
}

/** A ring counts as a point more, for its head. */
function pointsOf({ shape }: GeographyValue): number {
  if (shape.kind === 'point') return 1;
  if (shape.kind === 'linestring') return shape.points.length;
  return shape.rings.reduce((sum: number, ring: readonly Coordinate[]) => sum + ring.length + 1, 0);
}
