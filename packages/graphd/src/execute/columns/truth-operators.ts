import type { BinaryOperator } from '@orrery/ngql';
import { ofOne, ofTwo, Vector, type ColumnExpression } from './vector.ts';

/** AND and OR of truths, in which NULL is what is not known; undefined for other operators. */
export function truthOperator(
  operator: BinaryOperator,
  left: ColumnExpression,
  right: ColumnExpression,
): ColumnExpression | undefined {
  if (left.kind !== 'bool' || right.kind !== 'bool') return undefined;
  if (operator !== 'AND' && operator !== 'OR') return undefined;
  /** The operand that decides alone. */
  const decisive = operator === 'AND' ? 0 : 1;
  return ofTwo('bool', left, right, (a, b, out, count) => {
    const [x, y, values, nulls] = [a.values, b.values, out.values, out.nulls];
    if (!out.hasNulls) {
      // Without branches, as in number-operators.ts: the smaller truth, or the larger.
      if (decisive === 0) for (let i = 0; i < count; i++) values[i] = x[i]! * y[i]!;
      else for (let i = 0; i < count; i++) values[i] = x[i]! + y[i]! - x[i]! * y[i]!;
      return true;
    }
    for (let i = 0; i < count; i++) {
      const isDecided =
        (x[i] === decisive && !(a.hasNulls && a.nulls[i] === 1)) ||
        (y[i] === decisive && !(b.hasNulls && b.nulls[i] === 1));
      values[i] = isDecided ? decisive : 1 - decisive;
      if (isDecided) nulls[i] = 0;
    }
    return true;
  });
}

/** NOT operand */
export function inversion(operand: ColumnExpression): ColumnExpression | undefined {
  if (operand.kind !== 'bool') return undefined;
  return ofOne('bool', operand, (a, out, count) => {
    for (let i = 0; i < count; i++) out.values[i] = 1 - a.values[i]!;
  });
}

/** operand IS NULL, or IS NOT NULL */
export function nullTest(operand: ColumnExpression, isNegated: boolean): ColumnExpression {
  const out = new Vector();
  return {
    kind: 'bool',
    evaluate(count) {
      const a = operand.evaluate(count);
      if (!a) return undefined;
      out.reserve(count);
      for (let i = 0; i < count; i++) out.values[i] = (a.hasNulls && a.nulls[i] === 1) === isNegated ? 0 : 1;
      return out;
    },
  };
}
