/**
 * Values of one expression for a batch of rows. Ints are whole numbers within ±(2^53-1), truths 0 and 1. Where `nulls` is 1
 * the value is NULL and `values` says nothing.
 */
export class Vector {
  values = new Float64Array(0);
  nulls = new Uint8Array(0);
  hasNulls = false;

  /** Makes room for so many; what was there is lost. */
  reserve(count: number): void {
    if (this.values.length >= count) return;
    this.values = new Float64Array(2 * count);
    this.nulls = new Uint8Array(2 * count);
  }

  /** NULL where one of two is. */
  takeNulls(a: VectorValues, b: VectorValues, count: number): void {
    this.hasNulls = a.hasNulls || b.hasNulls;
    if (!this.hasNulls) return;
    for (let i = 0; i < count; i++) {
      this.nulls[i] = (a.hasNulls ? a.nulls[i]! : 0) | (b.hasNulls ? b.nulls[i]! : 0);
    }
  }
}

/** As it is read. `nulls` says nothing unless `hasNulls`. */
export interface VectorValues {
  readonly values: Float64Array;
  readonly nulls: Uint8Array;
  readonly hasNulls: boolean;
}

export type VectorKind = 'int' | 'float' | 'bool';

/** An expression over the columns of a batch. */
export interface ColumnExpression {
  readonly kind: VectorKind;
  /** Undefined when a value of the batch is none of the kind's, such as an int beyond ±(2^53-1) or a division by zero. */
  evaluate(count: number): VectorValues | undefined;
}

/**
 * An expression of two operands, NULL where one of them is unless `fill` says otherwise. `fill` puts `count` values into
 * `out`, and answers false when one of them is none of the kind's.
 */
export function ofTwo(
  kind: VectorKind,
  left: ColumnExpression,
  right: ColumnExpression,
  fill: (a: VectorValues, b: VectorValues, out: Vector, count: number) => boolean,
): ColumnExpression {
  const out = new Vector();
  return {
    kind,
    evaluate(count) {
      const [a, b] = [left.evaluate(count), right.evaluate(count)];
      if (!a || !b) return undefined;
      out.reserve(count);
      out.takeNulls(a, b, count);
      return fill(a, b, out, count) ? out : undefined;
    },
  };
}

/** The same of one operand, whose values always make one. */
export function ofOne(
  kind: VectorKind,
  operand: ColumnExpression,
  fill: (a: VectorValues, out: Vector, count: number) => void,
): ColumnExpression {
  const out = new Vector();
  return {
    kind,
    evaluate(count) {
      const a = operand.evaluate(count);
      if (!a) return undefined;
      out.reserve(count);
      out.takeNulls(a, a, count);
      fill(a, out, count);
      return out;
    },
  };
}
