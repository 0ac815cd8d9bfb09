import { isNull, NullValue, type Value } from '@orrery/contracts';
import { add } from '../values/arithmetic.ts';
import { distinctSet } from '../values/cast.ts';
import { compareValues } from '../values/compare.ts';

/** The state of one aggregate over one group. */
export interface Accumulator {
  /** `times`: how many rows have the value; more than one only where the function `counts`. */
  add(value: Value, times: number): void;
  result(): Value;
}

export interface AggregateFunction {
  readonly name: string;
  readonly create: () => Accumulator;
  /** True when the state grows with the rows, which the memory limit has to count. */
  readonly collects: boolean;
  /** True when a row may stand for many that are alike. */
  readonly counts: boolean;
}

/** Nulls and EMPTY take no part in any aggregate; a bad null or a value of a wrong type spoils the numeric ones. */
function isAbsent(value: Value): boolean {
  return value === undefined || isNull(value);
}

class Count implements Accumulator {
  #count = 0;
  add(value: Value, times: number): void {
    if (!isAbsent(value)) this.#count += times;
  }
  result(): Value {
    return BigInt(this.#count);
  }
}

/** Ints add up as ints until the first float, from which on they are one; that sum is kept unboxed. */
class Sum implements Accumulator {
  #ints: Value = 0n;
  #floats = 0;
  #hasFloats = false;
  add(value: Value): void {
    if (typeof value === 'number') {
      if (!this.#hasFloats) this.#floats = Number(this.#ints);
      this.#hasFloats = true;
      this.#floats += value;
    } else this.#addOther(value);
  }
  #addOther(value: Value): void {
    if (isAbsent(value) || this.#ints instanceof NullValue) return;
    if (typeof value !== 'bigint') this.#ints = NullValue.BAD_TYPE;
    else if (this.#hasFloats) this.#floats += Number(value);
    else this.#ints = add(this.#ints, value);
  }
  result(): Value {
    return this.#hasFloats && !(this.#ints instanceof NullValue) ? this.#floats : this.#ints;
  }
}

/** Mean and variance in one pass by Welford's method. */
class Moments implements Accumulator {
  readonly #deviation: boolean;
  #count = 0;
  #mean = 0;
  #squares = 0;
  #bad: NullValue | undefined;
  constructor(deviation: boolean) {
    this.#deviation = deviation;
  }
  add(value: Value): void {
    if (isAbsent(value)) return;
    if (typeof value !== 'bigint' && typeof value !== 'number') {
      this.#bad = NullValue.BAD_TYPE;
      return;
    }
    const x = Number(value);
    const delta = x - this.#mean;
    this.#count++;
    this.#mean += delta / this.#count;
    this.#squares += delta * (x - this.#mean);
  }
  result(): Value {
    if (this.#bad) return this.#bad;
    if (this.#count === 0) return null;
    return this.#deviation ? Math.sqrt(this.#squares / this.#count) : this.#mean;
  }
}

class Extreme implements Accumulator {
  readonly #sign: 1 | -1;
  #best: Value = null;
  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }
  add(value: Value): void {
    if (isAbsent(value)) return;
    if (this.#best === null || this.#sign * compareValues(value, this.#best) > 0) this.#best = value;
  }
  result(): Value {
    return this.#best;
  }
}

class Collect implements Accumulator {
  readonly #items: Value[] = [];
  readonly #asSet: boolean;
  constructor(asSet: boolean) {
    this.#asSet = asSet;
  }
  add(value: Value): void {
    if (!isAbsent(value)) this.#items.push(value);
  }
  result(): Value {
    return this.#asSet ? distinctSet(this.#items) : this.#items;
  }
}

class Bits implements Accumulator {
  readonly #combine: (a: bigint, b: bigint) => bigint;
  #bits: Value = null;
  constructor(combine: (a: bigint, b: bigint) => bigint) {
    this.#combine = combine;
  }
  add(value: Value): void {
    if (isAbsent(value) || this.#bits instanceof NullValue) return;
    if (typeof value !== 'bigint') this.#bits = NullValue.BAD_TYPE;
    else this.#bits = typeof this.#bits === 'bigint' ? this.#combine(this.#bits, value) : value;
  }
  result(): Value {
    return this.#bits;
  }
}

function define(name: string, create: () => Accumulator, traits?: Partial<AggregateFunction>): AggregateFunction {
  return { name, create, collects: false, counts: false, ...traits };
}

const DEFINITIONS: readonly AggregateFunction[] = [
  define('count', () => new Count(), { counts: true }),
  define('sum', () => new Sum()),
  define('avg', () => new Moments(false)),
  define('std', () => new Moments(true)),
  define('min', () => new Extreme(-1)),
  define('max', () => new Extreme(1)),
  define('collect', () => new Collect(false), { collects: true }),
  define('collect_set', () => new Collect(true), { collects: true }),
  define('bit_and', () => new Bits((a, b) => a & b)),
  define('bit_or', () => new Bits((a, b) => a | b)),
  define('bit_xor', () => new Bits((a, b) => a ^ b)),
];

const BY_NAME = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));

/** Looks a name up without regard to case. */
export function aggregateFunction(name: string): AggregateFunction | undefined {
  return BY_NAME.get(name.toLowerCase());
}
