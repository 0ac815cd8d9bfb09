import { isNull, NullValue, type Value } from '@orrery/contracts';

/**
 * Three-valued logic with nGQL's nulls. A false operand decides AND, a true one OR, whatever the other is; otherwise a
 * null on the left, then on the right, is the result; EMPTY counts as unknown; other types give BAD_TYPE.
 */
export function and(a: Value, b: Value): Value {
  if (a === false || b === false) return false;
  if (a === true && b === true) return true;
  return undecided(a, b);
}

export function or(a: Value, b: Value): Value {
  if (a === true || b === true) return true;
  if (a === false && b === false) return false;
  return undecided(a, b);
}

export function xor(a: Value, b: Value): Value {
  if (typeof a === 'boolean' && typeof b === 'boolean') return a !== b;
  return undecided(a, b);
}

export function not(a: Value): Value {
  if (typeof a === 'boolean') return !a;
  if (isNull(a) || a === undefined) return a;
  return NullValue.BAD_TYPE;
}

function undecided(a: Value, b: Value): Value {
  for (const operand of [a, b]) {
    if (operand !== undefined && !isNull(operand) && typeof operand !== 'boolean') return NullValue.BAD_TYPE;
  }
  if (a instanceof NullValue) return a;
  if (b instanceof NullValue) return b;
  if (a === null || b === null) return null;
  return undefined;
}
