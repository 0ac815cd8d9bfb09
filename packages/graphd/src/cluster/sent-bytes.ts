import { GeographyValue, SetValue } from '@orrery/contracts';
import type { Coordinate, Value } from '@orrery/contracts';

/** The longest of the values of a fixed size, and the head of the others. */
const VALUE_BYTES = 16;
const POINT_BYTES = 24;

/** What the values of a row take in an answer, roughly. */
export function sentBytes(values: readonly Value[]): number {
  let bytes = VALUE_BYTES * values.length;
  for (const value of values) {
    if (typeof value === 'string') bytes += value.length;
    else if (Array.isArray(value)) bytes += sentBytes(value);
    else if (value instanceof SetValue) bytes += sentBytes(value.items);
    else if (value instanceof GeographyValue) bytes += POINT_BYTES * pointsOf(value);
  }
  return bytes;
}

function pointsOf({ shape }: GeographyValue): number {
  if (shape.kind === 'point') return 1;
  if (shape.kind === 'linestring') return shape.points.length;
  return shape.rings.reduce((sum: number, ring: readonly Coordinate[]) => sum + ring.length, 0);
}
