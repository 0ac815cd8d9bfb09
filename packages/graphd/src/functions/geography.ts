import { GeographyValue, NullValue, type Coordinate, type Value } from '@orrery/contracts';
import { contains, distanceMeters, intersects } from '../values/sphere.ts';
import { isOnEarth, parseWellKnownText, wellKnownText } from '../values/well-known-text.ts';
import { defineFunction, numberOf, type ScalarFunction } from './function-definition.ts';

const PAIR = ['GEOGRAPHY,GEOGRAPHY -> BOOL'];

function ofPair(name: string, compute: (a: GeographyValue, b: GeographyValue) => Value): ScalarFunction {
  return defineFunction(name, { arity: 2, signatures: PAIR }, ([a, b]) =>
    a instanceof GeographyValue && b instanceof GeographyValue ? compute(a, b) : NullValue.BAD_TYPE,
  );
}

function coordinates({ shape }: GeographyValue): readonly Coordinate[] {
  if (shape.kind === 'point') return [shape.point];
  return shape.kind === 'linestring' ? shape.points : shape.rings.flat();
}

/** Mean of the distinct corners' directions, which is what is asked of small shapes. */
function centroid(value: GeographyValue): GeographyValue {
  const { shape } = value;
  const corners = shape.kind === 'polygon' ? shape.rings[0]!.slice(0, -1) : coordinates(value);
  const sum = corners.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return new GeographyValue({ kind: 'point', point: { x: sum.x / corners.length, y: sum.y / corners.length } });
}

export const geographyFunctions: readonly ScalarFunction[] = [
  defineFunction(
    'ST_Point',
    {
      arity: 2,
      signatures: ['INT', 'FLOAT'].flatMap((x) => ['INT', 'FLOAT'].map((y) => `${x},${y} -> GEOGRAPHY`)),
    },
    ([x, y]) => {
      const [longitude, latitude] = [numberOf(x), numberOf(y)];
      if (longitude === undefined || latitude === undefined) return NullValue.BAD_TYPE;
      const point = { x: longitude, y: latitude };
      return isOnEarth(point) ? new GeographyValue({ kind: 'point', point }) : NullValue.BAD_DATA;
    },
  ),
  defineFunction('ST_GeogFromText', { arity: 1, signatures: ['STRING -> GEOGRAPHY'] }, ([text]) => {
    const value = typeof text === 'string' ? parseWellKnownText(text) : undefined;
    return value ?? NullValue.BAD_DATA;
  }),
  defineFunction('ST_ASText', { arity: 1, signatures: ['GEOGRAPHY -> STRING'] }, ([value]) =>
    value instanceof GeographyValue ? wellKnownText(value) : NullValue.BAD_TYPE,
  ),
  defineFunction('ST_Centroid', { arity: 1, signatures: ['GEOGRAPHY -> GEOGRAPHY'] }, ([value]) =>
    value instanceof GeographyValue ? centroid(value) : NullValue.BAD_TYPE,
  ),
  defineFunction('ST_IsValid', { arity: 1, signatures: ['GEOGRAPHY -> BOOL'] }, ([value]) =>
    value instanceof GeographyValue ? coordinates(value).every(isOnEarth) : NullValue.BAD_TYPE,
  ),
  ofPair('ST_Intersects', intersects),
  ofPair('ST_Covers', contains),
  ofPair('ST_CoveredBy', (a, b) => contains(b, a)),
  defineFunction('ST_Distance', { arity: 2, signatures: ['GEOGRAPHY,GEOGRAPHY -> FLOAT'] }, ([a, b]) =>
    a instanceof GeographyValue && b instanceof GeographyValue ? distanceMeters(a, b) : NullValue.BAD_TYPE,
  ),
  defineFunction(
    'ST_DWithin',
    {
      arity: [3, 4],
      signatures: ['INT', 'FLOAT'].flatMap((type) => [
        `GEOGRAPHY,GEOGRAPHY,${type} -> BOOL`,
        `GEOGRAPHY,GEOGRAPHY,${type},BOOL -> BOOL`,
      ]),
    },
    ([a, b, limit, exclusive]) => {
      const meters = numberOf(limit);
      if (!(a instanceof GeographyValue) || !(b instanceof GeographyValue) || meters === undefined) {
        return NullValue.BAD_TYPE;
      }
      const distance = distanceMeters(a, b);
      return exclusive === true ? distance < meters : distance <= meters;
    },
  ),
];
