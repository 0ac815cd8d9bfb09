import { isNull, NullValue, SetValue, type Value } from '@orrery/contracts';
import type { ListComprehension, Predicate, Reduce } from '@orrery/ngql';
import type { Compiler, Locals } from './compile-expression.ts';
import type { Compiled } from './scope.ts';

/** What is iterated over; undefined when it is no collection. */
function itemsOf(collection: Value): readonly Value[] | undefined {
  if (Array.isArray(collection)) return collection;
  return collection instanceof SetValue ? collection.items : undefined;
}

/** `[x IN list WHERE filter | mapping]` */
export function compileComprehension(expression: ListComprehension, compiler: Compiler, outer: Locals): Compiled {
  const item: { value: Value } = { value: null };
  const { spend } = compiler.context;
  const locals = new Map(outer).set(expression.variable, item);
  const collection = compiler.compile(expression.collection, outer);
  const filter = expression.filter && compiler.compile(expression.filter, locals);
  const mapping = expression.mapping && compiler.compile(expression.mapping, locals);
  return (row) => {
    const list = collection(row);
    if (isNull(list) || list === undefined) return list ?? null;
    const items = itemsOf(list);
    if (!items) return NullValue.BAD_TYPE;
    spend?.(items.length);
    const result: Value[] = [];
    for (const value of items) {
      item.value = value;
      if (filter) {
        const kept = filter(row);
        if (typeof kept !== 'boolean' && kept !== undefined && !isNull(kept)) return NullValue.BAD_TYPE;
        if (kept !== true) continue;
      }
      result.push(mapping ? mapping(row) : value);
    }
    return result;
  };
}

/** all, any, none and single, in three-valued logic. */
export function compilePredicate(expression: Predicate, compiler: Compiler, outer: Locals): Compiled {
  const item: { value: Value } = { value: null };
  const { spend } = compiler.context;
  const locals = new Map(outer).set(expression.variable, item);
  const collection = compiler.compile(expression.collection, outer);
  const filter = compiler.compile(expression.filter, locals);
  const decide = DECISIONS[expression.name];
  return (row) => {
    const list = collection(row);
    if (isNull(list) || list === undefined) return list ?? null;
    const items = itemsOf(list);
    if (!items) return NullValue.BAD_TYPE;
    spend?.(items.length);
    const count = { true: 0, false: 0, unknown: 0 };
    for (const value of items) {
      item.value = value;
      const verdict = filter(row);
      if (typeof verdict === 'boolean') count[verdict ? 'true' : 'false']++;
      else if (isNull(verdict) || verdict === undefined) count.unknown++;
      else return NullValue.BAD_TYPE;
    }
    return decide(count);
  };
}

type Verdicts = { readonly true: number; readonly false: number; readonly unknown: number };

const DECISIONS: Readonly<Record<Predicate['name'], (count: Verdicts) => Value>> = {
  all: (count) => (count.false > 0 ? false : count.unknown > 0 ? null : true),
  any: (count) => (count.true > 0 ? true : count.unknown > 0 ? null : false),
  none: (count) => (count.true > 0 ? false : count.unknown > 0 ? null : true),
  single: (count) => (count.true > 1 ? false : count.unknown > 0 ? null : count.true === 1),
};

/** Copying an item of a list takes so much less than computing with it. */
const COPIES_PER_ITEM = 8;

/** `reduce(acc = initial, x IN list | mapping)` */
export function compileReduce(expression: Reduce, compiler: Compiler, outer: Locals): Compiled {
  const item: { value: Value } = { value: null };
  const accumulator: { value: Value } = { value: null };
  const { spend } = compiler.context;
  const locals = new Map(outer).set(expression.variable, item).set(expression.accumulator, accumulator);
  const initial = compiler.compile(expression.initial, outer);
  const collection = compiler.compile(expression.collection, outer);
  const mapping = compiler.compile(expression.mapping, locals);
  return (row) => {
    const list = collection(row);
    if (isNull(list) || list === undefined) return list ?? null;
    const items = itemsOf(list);
    if (!items) return NullValue.BAD_TYPE;
    spend?.(items.length);
    let result = initial(row);
    for (const value of items) {
      accumulator.value = result;
      item.value = value;
      result = mapping(row);
      if (Array.isArray(result)) spend?.(result.length / COPIES_PER_ITEM);
    }
    return result;
  };
}
