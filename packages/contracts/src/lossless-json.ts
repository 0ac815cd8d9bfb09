import { INT64_MAX, INT64_MIN } from './values.ts';

/**
 * A double whose value happens to be integral, written with a fraction or an exponent (`1.0`, `1e3`). JSON numbers
 * without either are ints, so this class keeps the two apart; all other doubles are plain numbers.
 */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }

  /** JSON.stringify writes it as the double that it is. */
  toJSON(): unknown {
    return rawJSON(doubleText(this.value));
  }
}

/**
 * A JSON scalar that kept its number type: integral `number` and `bigint` (beyond 2^53) are ints, fractional `number`
 * and {@link Double} are doubles.
 */
export type LosslessScalar = string | boolean | null | number | bigint | Double;
export type LosslessJson = LosslessScalar | LosslessJson[] | { [key: string]: LosslessJson };

/** The scalar a JSON or YAML number's source text stands for. @throws SyntaxError on text that is no finite number */
export function numberFromText(text: string): number | bigint | Double {
  if (/^-?\d+$/.test(text)) {
    const int = BigInt(text);
    return int >= BigInt(Number.MIN_SAFE_INTEGER) && int <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(int) : int;
  }
  const value = Number(text);
  if (!Number.isFinite(value)) throw new SyntaxError(`number ${text} is beyond the range of a double`);
  return Number.isInteger(value) ? new Double(value) : value;
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

/** JSON.parse without rounding. Keys such as `__proto__` become ordinary own properties. @throws SyntaxError */
export function parseLossless(text: string): LosslessJson {
  const reviver: Reviver = (_key, value, context) =>
    typeof value === 'number' ? numberFromText(context.source!) : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown) as LosslessJson;
}

const rawJSON = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** The inverse of {@link parseLossless}. */
export function stringifyLossless(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) => {
      if (typeof item === 'bigint') return rawJSON(item.toString());
      if (item instanceof Double) return rawJSON(doubleText(item.value));
      return item;
    },
    indent,
  );
}

/** Shortest text that reads back to the same double and is not an int: `1.0`, `1e+300`, `0.25`. */
export function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) || !Number.isFinite(value) ? text : `${text}.0`;
}

/** The nGQL value of a scalar: ints as bigint, doubles as number. @throws RangeError on an int beyond 64 bits */
export function scalarToValue(scalar: LosslessScalar): string | boolean | null | bigint | number {
  if (scalar instanceof Double) return scalar.value;
  if (typeof scalar === 'number') return Number.isInteger(scalar) ? BigInt(scalar) : scalar;
  if (typeof scalar === 'bigint' && (scalar < INT64_MIN || scalar > INT64_MAX)) {
    throw new RangeError(`${scalar} is beyond the range of a 64-bit int`);
  }
  return scalar;
}
