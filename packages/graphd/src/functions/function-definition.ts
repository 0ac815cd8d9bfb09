import { NullValue, type Value } from '@orrery/contracts';
import { typeOf, type ValueType } from '../values/value-type.ts';

/** What functions may ask of the statement they run in. */
export interface FunctionContext {
  /** Milliseconds since 1970 at the statement's start: all of `now()` in a statement agree. */
  readonly nowMs: number;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Told of items that an expression is about to go through; throws when they are too many. */
  readonly spend?: (items: number) => void;
}

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
}

/** One scalar function. Names are looked up without regard to case. */
export interface ScalarFunction {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly minimumArity: number;
  readonly maximumArity: number;
  /** What it accepts where argument types are known beforehand; none: anything, with an unknown result. */
  readonly signatures: readonly Signature[];
  /** False where the same arguments may give different results: such calls are not folded. */
  readonly pure: boolean;
  /** It tells `spend` of its result before it makes it; those of others are told of when they are there. */
  readonly spends: boolean;
  readonly call: (args: readonly Value[], context: FunctionContext) => Value;
}

export interface FunctionOptions {
  readonly aliases?: readonly string[];
  readonly arity: number | readonly [minimum: number, maximum: number];
  /** `INT,FLOAT -> FLOAT`; see {@link Signature}. */
  readonly signatures?: readonly string[];
  readonly pure?: boolean;
  readonly spends?: boolean;
  /** By default a null or EMPTY argument gives NULL without a call. */
  readonly takesNulls?: boolean;
}

function parseSignature(text: string): Signature {
  const [parameters, result] = text.split('->').map((part) => part.trim()) as [string, string];
  return {
    parameters: parameters === '' ? [] : (parameters.split(',').map((name) => name.trim()) as ValueType[]),
    result: result as ValueType,
  };
}

/** Declares a function; `call` sees only arguments that are neither null nor EMPTY unless `takesNulls` is set. */
export function defineFunction(
  name: string,
  options: FunctionOptions,
  call: (args: readonly Value[], context: FunctionContext) => Value,
): ScalarFunction {
  const [minimumArity, maximumArity] =
    typeof options.arity === 'number' ? [options.arity, options.arity] : options.arity;
  return {
    name,
    aliases: options.aliases ?? [],
    minimumArity,
    maximumArity,
    signatures: (options.signatures ?? []).map(parseSignature),
    pure: options.pure ?? true,
    spends: options.spends ?? false,
    call: options.takesNulls
      ? call
      : (args, context) => {
          for (const arg of args) {
            if (arg === null || arg === undefined) return null;
            if (arg instanceof NullValue) return NullValue.BAD_TYPE;
          }
          return call(args, context);
        },
  };
}

/** True when every argument has the type at its position. */
export function accepts(args: readonly Value[], ...types: readonly ValueType[]): boolean {
  return args.every((arg, i) => typeOf(arg) === types[i] || i >= types.length);
}

/** An argument as a float; undefined when it is no number. */
export function numberOf(value: Value): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined;
}

/** An argument as an index or count within ±2^53; undefined when it is no int. */
export function indexOf(value: Value): number | undefined {
  if (typeof value !== 'bigint') return undefined;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)));
}
