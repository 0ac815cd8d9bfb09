import type { BinaryOperator } from '@orrery/ngql';
import { ofOne, ofTwo, type ColumnExpression, type Vector, type VectorValues } from './vector.ts';

/** Floats closer than this are equal, as compareNumbers has it. */
const EPSILON = 1e-8;

type Comparison = (a: Float64Array, b: Float64Array, out: Float64Array, count: number) => void;

/**
 * 1 where compareNumbers has x above y, else 0; with `flip` the other way round. NaN is above all others and equal to itself.
 * Made of bits, because a branch that goes one way as often as the other costs four times as much as the rest of the loop,
 * and written within it, because a call takes its numbers as objects.
 */
function markAbove(x: Float64Array, y: Float64Array, out: Float64Array, count: number, flip: 0 | 1): void {
  for (let i = 0; i < count; i++) {
    const p = x[i]!;
    const q = y[i]!;
    out[i] = (Number(p - q >= EPSILON) | (Number(p !== p) & Number(q === q))) ^ flip;
  }
}

/** 1 where one is above the other. */
function markApart(x: Float64Array, y: Float64Array, out: Float64Array, count: number, flip: 0 | 1): void {
  for (let i = 0; i < count; i++) {
    const p = x[i]!;
    const q = y[i]!;
    out[i] = (Number(Math.abs(p - q) >= EPSILON) | (Number(p !== p) ^ Number(q !== q))) ^ flip;
  }
}

const COMPARISONS: Partial<Record<BinaryOperator, Comparison>> = {
  '>': (a, b, out, count) => markAbove(a, b, out, count, 0),
  '<': (a, b, out, count) => markAbove(b, a, out, count, 0),
  '>=': (a, b, out, count) => markAbove(b, a, out, count, 1),
  '<=': (a, b, out, count) => markAbove(a, b, out, count, 1),
  '==': (a, b, out, count) => markApart(a, b, out, count, 1),
  '!=': (a, b, out, count) => markApart(a, b, out, count, 0),
};

/** A comparison or an arithmetic operator between numbers; undefined for other operators. */
export function numberOperator(
  operator: BinaryOperator,
  left: ColumnExpression,
  right: ColumnExpression,
): ColumnExpression | undefined {
  if (left.kind === 'bool' || right.kind === 'bool') return undefined;
  const compare = COMPARISONS[operator];
  if (compare) {
    return ofTwo('bool', left, right, (a, b, out, count) => {
      compare(a.values, b.values, out.values, count);
      return true;
    });
  }
  return calculation(operator, left, right);
}

type Arithmetic = (a: number, b: number) => number;

function arithmetic(operator: BinaryOperator, isInt: boolean): Arithmetic | undefined {
  switch (operator) {
    case '+':
      return (a, b) => a + b;
    case '-':
      return (a, b) => a - b;
    case '*':
      return (a, b) => a * b;
    case '/':
      // Within 2^53 a rounded quotient never reaches the next integer.
      return isInt ? (a, b) => Math.trunc(a / b) : (a, b) => a / b;
    case '%':
      return (a, b) => a % b;
    default:
      return undefined;
  }
}

function calculation(
  operator: BinaryOperator,
  left: ColumnExpression,
  right: ColumnExpression,
): ColumnExpression | undefined {
  const isInt = left.kind === 'int' && right.kind === 'int';
  const compute = arithmetic(operator, isInt);
  if (!compute) return undefined;
  const divides = right.kind === 'int' && (operator === '/' || operator === '%');
  return ofTwo(isInt ? 'int' : 'float', left, right, (a, b, out, count) => {
    if (divides && hasZero(b, out, count)) return false;
    return isInt ? intLoop(compute, a, b, out, count) : floatLoop(compute, a, b, out, count);
  });
}

/** Whether an int 0, which may not be a divisor, is among the rows that have a result. */
function hasZero({ values }: VectorValues, out: Vector, count: number): boolean {
  for (let i = 0; i < count; i++) if (values[i] === 0 && !(out.hasNulls && out.nulls[i] === 1)) return true;
  return false;
}

function floatLoop(compute: Arithmetic, a: VectorValues, b: VectorValues, out: Vector, count: number): true {
  for (let i = 0; i < count; i++) out.values[i] = compute(a.values[i]!, b.values[i]!);
  return true;
}

function intLoop(compute: Arithmetic, a: VectorValues, b: VectorValues, out: Vector, count: number): boolean {
  for (let i = 0; i < count; i++) {
    // An int has no negative zero.
    const value = compute(a.values[i]!, b.values[i]!) + 0;
    out.values[i] = value;
    if (!Number.isSafeInteger(value) && !(out.hasNulls && out.nulls[i] === 1)) return false;
  }
  return true;
}

/** -operand */
export function negation(operand: ColumnExpression): ColumnExpression | undefined {
  if (operand.kind === 'bool') return undefined;
  const zero = operand.kind === 'int' ? 0 : -0;
  return ofOne(operand.kind, operand, (a, out, count) => {
    for (let i = 0; i < count; i++) out.values[i] = -a.values[i]! + zero;
  });
}
