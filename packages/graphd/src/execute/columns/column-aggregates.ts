import { INT64_MAX, type Value } from '@orrery/contracts';
import { compareNumbers } from '../../values/compare.ts';
import type { VectorKind, VectorValues } from './vector.ts';

/** The rows of a batch that count. */
export interface Selection {
  readonly count: number;
  /** Their places in the columns. */
  readonly rows: Uint32Array;
  /** Their groups; undefined when there is only one, number 0. */
  readonly groups: Uint32Array | undefined;
  /** How many rows each stands for, by place; undefined: one. */
  readonly times: Float64Array | undefined;
}

/** One aggregate over all groups: arrays by group number, where an Accumulator is an object for each. */
export interface ColumnAggregate {
  /** Bytes of a group. */
  readonly groupBytes: number;
  /** Makes room for so many groups. */
  reserve(groups: number): void;
  /** False when the result would not be that of the Accumulator. `argument` is undefined for COUNT(*). */
  add(selection: Selection, argument: VectorValues | undefined): boolean;
  result(group: number): Value;
}

/** The column form of an aggregate function; undefined where there is none. */
export function columnAggregate(name: string, kind: VectorKind): ColumnAggregate | undefined {
  const lower = name.toLowerCase();
  if (lower === 'count') return new CountColumn();
  if (kind === 'bool') return undefined;
  switch (lower) {
    case 'sum':
      return kind === 'int' ? new IntSumColumn() : new FloatSumColumn();
    case 'avg':
      return new MomentsColumn(false);
    case 'std':
      return new MomentsColumn(true);
    case 'min':
      return new ExtremeColumn(-1, kind);
    case 'max':
      return new ExtremeColumn(1, kind);
    default:
      return undefined;
  }
}

function grown<T extends Float64Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

class CountColumn implements ColumnAggregate {
  readonly groupBytes = 8;
  #counts = new Float64Array(1);

  reserve(groups: number): void {
    this.#counts = grown(this.#counts, new Float64Array(groups));
  }

  add({ count, rows, groups, times }: Selection, argument: VectorValues | undefined): boolean {
    const counts = this.#counts;
    const nulls = argument?.hasNulls ? argument.nulls : undefined;
    if (!groups && !nulls && !times) {
      counts[0]! += count;
      return true;
    }
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      if (nulls && nulls[row] === 1) continue;
      counts[groups ? groups[k]! : 0]! += times ? times[row]! : 1;
    }
    return true;
  }

  result(group: number): Value {
    return BigInt(this.#counts[group]!);
  }
}

/** How many different vertices there are, by their numbers; of all rows, in one group. */
export class DistinctVerticesColumn implements ColumnAggregate {
  #seen = new Uint8Array(1 << 12);
  #count = 0;

  get groupBytes(): number {
    return this.#seen.length;
  }

  reserve(): void {}

  add({ count, rows }: Selection, { values }: VectorValues): boolean {
    for (let k = 0; k < count; k++) {
      const vertex = values[rows[k]!]!;
      if (vertex >= this.#seen.length) {
        this.#seen = grown(this.#seen, new Uint8Array(Math.max(2 * this.#seen.length, vertex + 1)));
      }
      this.#count += 1 - this.#seen[vertex]!;
      this.#seen[vertex] = 1;
    }
    return true;
  }

  result(): Value {
    return BigInt(this.#count);
  }
}

class FloatSumColumn implements ColumnAggregate {
  readonly groupBytes = 9;
  #sums = new Float64Array(1);
  #hasAny = new Uint8Array(1);

  reserve(groups: number): void {
    this.#sums = grown(this.#sums, new Float64Array(groups));
    this.#hasAny = grown(this.#hasAny, new Uint8Array(groups));
  }

  add({ count, rows, groups }: Selection, argument: VectorValues): boolean {
    const { values, hasNulls, nulls } = argument;
    const [sums, hasAny] = [this.#sums, this.#hasAny];
    if (!groups && !hasNulls) {
      let sum = sums[0]!;
      for (let k = 0; k < count; k++) sum += values[rows[k]!]!;
      sums[0] = sum;
      if (count > 0) hasAny[0] = 1;
      return true;
    }
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      if (hasNulls && nulls[row] === 1) continue;
      const group = groups ? groups[k]! : 0;
      sums[group]! += values[row]!;
      hasAny[group] = 1;
    }
    return true;
  }

  /** The sum of nothing is an int. */
  result(group: number): Value {
    return this.#hasAny[group] === 1 ? this.#sums[group]! : 0n;
  }
}

/** Sums are kept as doubles as long as they are exact; what they had grown to by then is put aside. */
class IntSumColumn implements ColumnAggregate {
  readonly groupBytes = 8;
  #sums = new Float64Array(1);
  readonly #aside = new Map<number, bigint>();

  reserve(groups: number): void {
    this.#sums = grown(this.#sums, new Float64Array(groups));
  }

  add({ count, rows, groups }: Selection, argument: VectorValues): boolean {
    const { values, hasNulls, nulls } = argument;
    const sums = this.#sums;
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      if (hasNulls && nulls[row] === 1) continue;
      const group = groups ? groups[k]! : 0;
      const sum = sums[group]! + values[row]!;
      if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) sums[group] = sum;
      else if (!this.#putAside(group, values[row]!)) return false;
    }
    return true;
  }

  /** False near the end of int64, where every single addition may overflow. */
  #putAside(group: number, value: number): boolean {
    const aside = (this.#aside.get(group) ?? 0n) + BigInt(this.#sums[group]!);
    this.#aside.set(group, aside);
    this.#sums[group] = value;
    return aside < MOST_ASIDE && aside > -MOST_ASIDE;
  }

  result(group: number): Value {
    return (this.#aside.get(group) ?? 0n) + BigInt(this.#sums[group]!);
  }
}

const MOST_ASIDE = INT64_MAX / 2n;

/** Mean and variance as the accumulator of functions/aggregates.ts takes them, step by step. */
class MomentsColumn implements ColumnAggregate {
  readonly groupBytes = 24;
  readonly #deviation: boolean;
  #counts = new Float64Array(1);
  #means = new Float64Array(1);
  #squares = new Float64Array(1);

  constructor(deviation: boolean) {
    this.#deviation = deviation;
  }

  reserve(groups: number): void {
    this.#counts = grown(this.#counts, new Float64Array(groups));
    this.#means = grown(this.#means, new Float64Array(groups));
    this.#squares = grown(this.#squares, new Float64Array(groups));
  }

  add({ count, rows, groups }: Selection, argument: VectorValues): boolean {
    const { values, hasNulls, nulls } = argument;
    const [counts, means, squares] = [this.#counts, this.#means, this.#squares];
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      if (hasNulls && nulls[row] === 1) continue;
      const group = groups ? groups[k]! : 0;
      const x = values[row]!;
      const delta = x - means[group]!;
      const mean = means[group]! + delta / ++counts[group]!;
      squares[group]! += delta * (x - mean);
      means[group] = mean;
    }
    return true;
  }

  result(group: number): Value {
    const count = this.#counts[group]!;
    if (count === 0) return null;
    return this.#deviation ? Math.sqrt(this.#squares[group]! / count) : this.#means[group]!;
  }
}

class ExtremeColumn implements ColumnAggregate {
  readonly groupBytes = 9;
  readonly #sign: 1 | -1;
  readonly #kind: VectorKind;
  #best = new Float64Array(1);
  #hasAny = new Uint8Array(1);

  constructor(sign: 1 | -1, kind: VectorKind) {
    this.#sign = sign;
    this.#kind = kind;
  }

  reserve(groups: number): void {
    this.#best = grown(this.#best, new Float64Array(groups));
    this.#hasAny = grown(this.#hasAny, new Uint8Array(groups));
  }

  add({ count, rows, groups }: Selection, argument: VectorValues): boolean {
    const { values, hasNulls, nulls } = argument;
    const [best, hasAny, sign] = [this.#best, this.#hasAny, this.#sign];
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      if (hasNulls && nulls[row] === 1) continue;
      const group = groups ? groups[k]! : 0;
      const value = values[row]!;
      if (hasAny[group] === 1 && sign * compareNumbers(value, best[group]!) <= 0) continue;
      best[group] = value;
      hasAny[group] = 1;
    }
    return true;
  }

  result(group: number): Value {
    if (this.#hasAny[group] === 0) return null;
    const best = this.#best[group]!;
    return this.#kind === 'int' ? BigInt(best) : best;
  }
}
