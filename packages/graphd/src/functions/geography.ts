import { GeographyValue, NullValue, type Coordinate, type Value } from '@orrery/contracts';
import { executionError } from '../bind/statement-error.ts';
import { ancestorOf, idOf, leafOf, MAX_LEVEL, unitVector } from '../values/s2-cell.ts';
import { coveringCells } from '../values/s2-covering.ts';
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

/** Sides of shapes that are held against cells for one covering; some tenths of a second. */
const MAX_COVERING_SIDES = 500_000;
const MAX_COVERING_CELLS = 10_000;
const isLevel = (level: number): boolean => level >= 0 && level <= MAX_LEVEL;

function coveringOf([value, ...numbers]: readonly Value[]): Value {
  if (!(value instanceof GeographyValue)) return NullValue.BAD_TYPE;
  if (numbers.slice(0, 3).some((given) => typeof given !== 'bigint')) return NullValue.BAD_TYPE;
  const given = numbers.map(numberOf);
  const [minimumLevel = 0, maximumLevel = MAX_LEVEL, maximumCells = 8, bufferMeters = 0] = given;
  if (numbers.length === 4 && given[3] === undefined) return NullValue.BAD_TYPE;
  const areLevels = isLevel(minimumLevel) && isLevel(maximumLevel) && minimumLevel <= maximumLevel;
  const isCount = maximumCells >= 1 && maximumCells <= MAX_COVERING_CELLS;
  if (!areLevels || !isCount || !(bufferMeters >= 0)) return NullValue.BAD_DATA;
  let sides = 0;
  const cells = coveringCells(value, { minimumLevel, maximumLevel, maximumCells, bufferMeters }, (looked) => {
    if ((sides += looked) <= MAX_COVERING_SIDES) return;
    throw executionError(
      `S2_CoveringCellIds() takes too long on this shape; use a lower minimum level than ${minimumLevel}, or fewer cells`,
    );
  });
  return cells.map((id) => BigInt.asIntN(64, id));
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
  defineFunction(
    'S2_CellIdFromPoint',
    { arity: [1, 2], signatures: ['GEOGRAPHY -> INT', 'GEOGRAPHY,INT -> INT'] },
    ([point, given = BigInt(MAX_LEVEL)]) => {
      if (!(point instanceof GeographyValue) || typeof given !== 'bigint') return NullValue.BAD_TYPE;
      const level = Number(given);
      if (point.shape.kind !== 'point' || !isLevel(level)) return NullValue.BAD_DATA;
      return BigInt.asIntN(64, idOf(ancestorOf(leafOf(unitVector(point.shape.point)), level)));
    },
  ),
  defineFunction(
    'S2_CoveringCellIds',
    {
      arity: [1, 5],
      signatures: ['', ',INT', ',INT,INT', ',INT,INT,INT', ',INT,INT,INT,INT', ',INT,INT,INT,FLOAT'].map(
        (levels) => `GEOGRAPHY${levels} -> LIST`,
      ),
    },
    coveringOf,
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
