import { INT64_MAX, INT64_MIN, NullValue, type Value } from '@orrery/contracts';
import { propertyValueType } from '../../bind/graph-scope.ts';
import type { PropertyType } from '../../catalog/definitions.ts';
import type { IndexBound } from '../../storage/store.ts';
import { typeOf } from '../../values/value-type.ts';

/** A value to be found under equality in a field of the type; BAD_TYPE when no value of the type equals it. */
export function fieldValue(value: Value, type: PropertyType | undefined): Value {
  const expected = type && propertyValueType(type);
  if (expected === typeOf(value)) return value;
  if (expected === 'FLOAT' && typeof value === 'bigint') return Number(value);
  if (expected === 'INT' && typeof value === 'number' && isInt64(value)) return BigInt(value);
  return NullValue.BAD_TYPE;
}

function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= Number(INT64_MIN) && value < Number(INT64_MAX);
}

/** A bound in a field of the type: between ints a float stands for the next int on the inner side. */
export function fieldBound(
  value: Value,
  inclusive: boolean,
  side: 'lower' | 'upper',
  type: PropertyType | undefined,
): IndexBound {
  const exact = fieldValue(value, type);
  const isFraction = exact === NullValue.BAD_TYPE && typeof value === 'number' && type !== undefined;
  if (!isFraction || propertyValueType(type) !== 'INT' || Number.isNaN(value)) return { value: exact, inclusive };
  if (value >= Number(INT64_MAX)) return { value: INT64_MAX, inclusive: side === 'upper' };
  if (value <= Number(INT64_MIN)) return { value: INT64_MIN, inclusive: side === 'lower' };
  return { value: BigInt(side === 'lower' ? Math.ceil(value) : Math.floor(value)), inclusive: true };
}
