import { isNull, NullValue, type Value } from '@orrery/contracts';
import type { BinaryOperator, UnaryOperator } from '@orrery/ngql';
import { add, divide, modulo, multiply, negate, subtract } from '../values/arithmetic.ts';
import { compareNumbers, equal, isNumeric, lessThan } from '../values/compare.ts';
import { and, not, or, xor } from '../values/logic.ts';
import { TextPattern } from '../values/text-pattern.ts';
import { isIn } from './membership.ts';
import type { Compiled, EvaluationContext } from './scope.ts';

export function unaryOperator(operator: UnaryOperator): (value: Value) => Value {
  switch (operator) {
    case '+':
      return (value) => value;
    case '-':
      return negate;
    case 'NOT':
      return not;
    case 'IS NULL':
      return isNull;
    case 'IS NOT NULL':
      return (value) => !isNull(value);
    case 'IS EMPTY':
      return (value) => value === undefined;
    case 'IS NOT EMPTY':
      return (value) => value !== undefined;
  }
}

/** AND and OR look at the right side only when the left does not decide. */
export function compileConnective(operator: BinaryOperator, left: Compiled, right: Compiled): Compiled | undefined {
  switch (operator) {
    case 'AND':
      return (row) => {
        const a = left(row);
        return a === false ? false : and(a, right(row));
      };
    case 'OR':
      return (row) => {
        const a = left(row);
        return a === true ? true : or(a, right(row));
      };
    default:
      return undefined;
  }
}

export function binaryOperator(operator: BinaryOperator): (a: Value, b: Value) => Value {
  return OPERATORS[operator];
}

function onText(test: (text: string, part: string) => boolean): (a: Value, b: Value) => Value {
  return (a, b) => {
    if (typeof a === 'string' && typeof b === 'string') return test(a, b);
    if (a instanceof NullValue || b instanceof NullValue) return NullValue.BAD_TYPE;
    if (a === null || b === null || a === undefined || b === undefined) return null;
    return NullValue.BAD_TYPE;
  };
}

function negated(test: (a: Value, b: Value) => Value): (a: Value, b: Value) => Value {
  return (a, b) => not(test(a, b));
}

/** Whether the pattern matches the whole text. */
function matches(text: Value, pattern: Value, spend?: EvaluationContext['spend']): Value {
  if (typeof text !== 'string' || typeof pattern !== 'string') return onText(() => false)(text, pattern);
  return TextPattern.of(pattern)?.matches(text, spend) ?? NullValue.BAD_DATA;
}

/** `a =~ b`, whose time counts. */
export function compileMatch(left: Compiled, right: Compiled, { spend }: EvaluationContext): Compiled {
  return (row) => matches(left(row), right(row), spend);
}

const startsWith = onText((text, part) => text.startsWith(part));
const endsWith = onText((text, part) => text.endsWith(part));
const containsText = onText((text, part) => text.includes(part));

/** Between numbers, which most comparisons are, one look decides. */
function comparison(
  holds: (order: number) => boolean,
  otherwise: (a: Value, b: Value) => Value,
): (a: Value, b: Value) => Value {
  return (a, b) => (isNumeric(a) && isNumeric(b) ? holds(compareNumbers(a, b)) : otherwise(a, b));
}

const OPERATORS: Readonly<Record<BinaryOperator, (a: Value, b: Value) => Value>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
  '==': equal,
  '!=': (a, b) => not(equal(a, b)),
  '<': lessThan,
  '<=': comparison(
    (order) => order <= 0,
    (a, b) => or(lessThan(a, b), equal(a, b)),
  ),
  '>': comparison(
    (order) => order > 0,
    (a, b) => and(not(lessThan(a, b)), not(equal(a, b))),
  ),
  '>=': comparison(
    (order) => order >= 0,
    (a, b) => not(lessThan(a, b)),
  ),
  '=~': (a, b) => matches(a, b),
  IN: isIn,
  'NOT IN': negated(isIn),
  CONTAINS: containsText,
  'NOT CONTAINS': negated(containsText),
  'STARTS WITH': startsWith,
  'NOT STARTS WITH': negated(startsWith),
  'ENDS WITH': endsWith,
  'NOT ENDS WITH': negated(endsWith),
  AND: and,
  OR: or,
  XOR: xor,
};
