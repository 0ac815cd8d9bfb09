import { isNull, NullValue, SetValue, type Value } from '@orrery/contracts';
import type { ListComprehension, Predicate, Reduce } from '@orrery/ngql';
import type { Compiler, Locals } from './compile-expression.ts';
import type { Compiled, Row } from './scope.ts';

/** Expressions that go through the items of a list or set. */
export type IterationExpression = ListComprehension | Predicate | Reduce;

/** One of them, made ready: an item is dealt with at a time, so that a loop over many can be left and gone on with. */
export interface Iteration {
  /** @throws StatementError when the items are too many to go through at once */
  spend(items: number): void;
  begin(row: Row): void;
  /** True when the loop is to go on; false when `result` is known. */
  take(row: Row, item: Value): boolean;
  /** What the last item added to what is held until the end; undefined for nothing. */
  gathered(): readonly Value[] | undefined;
  result(): Value;
}

/** What is iterated over; undefined when it is no collection. */
export function itemsOf(collection: Value): readonly Value[] | undefined {
  if (Array.isArray(collection)) return collection;
  return collection instanceof SetValue ? collection.items : undefined;
}

/** What an iteration over something else than a collection gives. */
export function withoutItems(collection: Value): Value {
  return isNull(collection) || collection === undefined ? (collection ?? null) : NullValue.BAD_TYPE;
}

export function compileIteration(expression: IterationExpression, compiler: Compiler, outer: Locals): Compiled {
  const collection = compiler.compile(expression.collection, outer);
  const iteration = iterationOf(expression, compiler, outer);
  return (row) => {
    const list = collection(row);
    const items = itemsOf(list);
    if (!items) return withoutItems(list);
    iteration.spend(items.length);
    iteration.begin(row);
    for (const item of items) if (!iteration.take(row, item)) break;
    return iteration.result();
  };
}

export function iterationOf(expression: IterationExpression, compiler: Compiler, outer: Locals): Iteration {
  switch (expression.kind) {
    case 'listComprehension':
      return comprehension(expression, compiler, outer);
    case 'predicate':
      return predicate(expression, compiler, outer);
    case 'reduce':
      return reduction(expression, compiler, outer);
  }
}

/** `[x IN list WHERE filter | mapping]` */
function comprehension(expression: ListComprehension, compiler: Compiler, outer: Locals): Iteration {
  const local: { value: Value } = { value: null };
  const locals = new Map(outer).set(expression.variable, local);
  const filter = expression.filter && compiler.compile(expression.filter, locals);
  const mapping = expression.mapping && compiler.compile(expression.mapping, locals);
  let kept: Value[] = [];
  let told = 0;
  let isWrong = false;
  return {
    spend: spendOf(compiler),
    begin() {
      kept = [];
      told = 0;
      isWrong = false;
    },
    take(row, item) {
      local.value = item;
      if (filter) {
        const verdict = filter(row);
        isWrong = typeof verdict !== 'boolean' && verdict !== undefined && !isNull(verdict);
        if (verdict !== true) return !isWrong;
      }
      kept.push(mapping ? mapping(row) : item);
      return true;
    },
    gathered() {
      if (kept.length === told) return undefined;
      told = kept.length;
      return [kept.at(-1)];
    },
    result: () => (isWrong ? NullValue.BAD_TYPE : kept),
  };
}

/** all, any, none and single, in three-valued logic. */
function predicate(expression: Predicate, compiler: Compiler, outer: Locals): Iteration {
  const local: { value: Value } = { value: null };
  const filter = compiler.compile(expression.filter, new Map(outer).set(expression.variable, local));
  const decide = DECISIONS[expression.name];
  const count = { true: 0, false: 0, unknown: 0 };
  let isWrong = false;
  return {
    spend: spendOf(compiler),
    begin() {
      count.true = 0;
      count.false = 0;
      count.unknown = 0;
      isWrong = false;
    },
    take(row, item) {
      local.value = item;
      const verdict = filter(row);
      if (typeof verdict === 'boolean') count[verdict ? 'true' : 'false']++;
      else if (isNull(verdict) || verdict === undefined) count.unknown++;
      else isWrong = true;
      return !isWrong;
    },
    gathered: () => undefined,
    result: () => (isWrong ? NullValue.BAD_TYPE : decide(count)),
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
function reduction(expression: Reduce, compiler: Compiler, outer: Locals): Iteration {
  const local: { value: Value } = { value: null };
  const accumulator: { value: Value } = { value: null };
  const locals = new Map(outer).set(expression.variable, local).set(expression.accumulator, accumulator);
  const initial = compiler.compile(expression.initial, outer);
  const mapping = compiler.compile(expression.mapping, locals);
  const spend = spendOf(compiler);
  let reduced: Value = null;
  return {
    spend,
    begin(row) {
      reduced = initial(row);
    },
    take(row, item) {
      accumulator.value = reduced;
      local.value = item;
      reduced = mapping(row);
      if (Array.isArray(reduced)) spend(reduced.length / COPIES_PER_ITEM);
      return true;
    },
    // What it was before is let go.
    gathered: () => undefined,
    result: () => reduced,
  };
}

function spendOf({ context }: Compiler): (items: number) => void {
  return (items) => context.spend?.(items);
}
