import { INT64_MAX, INT64_MIN, type GraphProperty, type Value, type VertexId } from '@orrery/contracts';
import type { SpaceVidType } from '../schema/space-schema.ts';

const encoder = new TextEncoder();

/**
 * A vertex id as the space has them. Ints and their decimal text are taken for each other, because ids that came
 * through a file or a table may have changed sides; nothing else is converted.
 * @throws RangeError why it can't be an id of that space
 */
export function fitVid(vid: Value, type: SpaceVidType): VertexId {
  if (type.vidType === 'int64') {
    if (typeof vid === 'bigint') return vid;
    if (typeof vid === 'string' && /^(0|-?[1-9]\d{0,18})$/.test(vid)) {
      const int = BigInt(vid);
      if (int >= INT64_MIN && int <= INT64_MAX) return int;
    }
    throw new RangeError(`${describe(vid)} is no 64-bit int, which the vertex ids of this space are`);
  }
  const text = typeof vid === 'bigint' ? String(vid) : vid;
  if (typeof text !== 'string')
    throw new RangeError(`${describe(vid)} is no string, which the vertex ids of this space are`);
  if (type.maxBytes !== undefined && encoder.encode(text).length > type.maxBytes) {
    throw new RangeError(`${describe(vid)} is longer than the ${type.maxBytes} bytes of ${type.text}`);
  }
  return text;
}

/**
 * A value as a property takes it: ints go into double properties and integral doubles into int properties without
 * loss; the rest is left to the graph to judge.
 * @throws RangeError on a double that is no int for an int property, and null for one that is not nullable
 */
export function fitValue(value: Value, property: GraphProperty): Value {
  const type = property.type.toLowerCase();
  if (value === null && !property.nullable) throw new RangeError(`property ${property.name} can't be NULL`);
  if (typeof value === 'bigint' && (type === 'double' || type === 'float')) {
    const double = Number(value);
    if (BigInt(double) !== value) throw new RangeError(`${value} has no exact double for property ${property.name}`);
    return double;
  }
  if (typeof value === 'number' && /^(int|timestamp)/.test(type)) {
    if (Number.isSafeInteger(value)) return BigInt(value);
    throw new RangeError(`${value} is no int, which property ${property.name} (${property.type}) is`);
  }
  return value;
}

function describe(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
