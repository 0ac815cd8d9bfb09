import { isNull, NullValue, SetValue, type Value } from '@orrery/contracts';
import { sameValue } from '../values/compare.ts';
import { not } from '../values/logic.ts';
import type { Compiled, EvaluationContext } from './scope.ts';

function contains(list: Iterable<Value>, value: Value): boolean {
  for (const item of list) if (sameValue(item, value)) return true;
  return false;
}

/** `a IN b`: unknown when the item is null, or is not there but a null is. */
export function isIn(a: Value, b: Value): Value {
  let result: Value;
  if (b === null) result = null;
  else if (Array.isArray(b) || b instanceof SetValue) {
    const items = Array.isArray(b) ? b : b.items;
    result = contains(items, a) || (items.some(isNull) ? null : false);
  } else if (b instanceof Map) result = typeof a === 'string' && b.has(a);
  else return NullValue.BAD_TYPE;
  return isNull(a) ? null : result;
}

/** Of shorter lists the items are looked at one by one; longer ones would take much memory again. */
const [LEAST_INDEXED, MOST_INDEXED] = [16, 1_000_000];
/** Comparing an item takes so much less than computing with it. */
const COMPARISONS_PER_ITEM = 8;

/** A long list's texts and ints, to find one without looking at all. */
class Members {
  readonly #list: Value[];
  readonly #items: ReadonlySet<Value>;
  readonly #hasInts: boolean;
  readonly #hasNull: boolean;

  private constructor(list: Value[], hasInts: boolean, hasNull: boolean) {
    this.#list = list;
    this.#items = new Set(list);
    this.#hasInts = hasInts;
    this.#hasNull = hasNull;
  }

  /** Undefined for lists that have other values. */
  static of(list: Value[]): Members | undefined {
    if (list.length < LEAST_INDEXED || list.length > MOST_INDEXED) return undefined;
    let [hasInts, hasNull] = [false, false];
    for (const item of list) {
      if (typeof item === 'bigint') hasInts = true;
      else if (item === null) hasNull = true;
      else if (typeof item !== 'string') return undefined;
    }
    return new Members(list, hasInts, hasNull);
  }

  /** As isIn. A float is the same as ints near it, which have to be looked at. */
  has(value: Value): Value {
    if (typeof value === 'number' && this.#hasInts) return isIn(value, this.#list);
    if (isNull(value)) return null;
    return this.#items.has(value) || (this.#hasNull ? null : false);
  }
}

/**
 * `a IN b` and `a NOT IN b`. A list that stays from row to row (a constant, a collected one) is indexed when it comes a second
 * time, so that a row costs a look-up and not a pass over the list.
 */
export function compileMembership(
  operator: 'IN' | 'NOT IN',
  left: Compiled,
  right: Compiled,
  { spend }: EvaluationContext,
): Compiled {
  let last: Value[] | undefined;
  let times = 0;
  let members: Members | undefined;
  const isMember = (a: Value, b: Value): Value => {
    if (!Array.isArray(b) || b.length < LEAST_INDEXED) return isIn(a, b);
    if (b !== last) [last, times, members] = [b, 0, undefined];
    if (times++ === 1) members = Members.of(b);
    if (members) return members.has(a);
    spend?.(b.length / COMPARISONS_PER_ITEM);
    return isIn(a, b);
  };
  return operator === 'IN' ? (row) => isMember(left(row), right(row)) : (row) => not(isMember(left(row), right(row)));
}
