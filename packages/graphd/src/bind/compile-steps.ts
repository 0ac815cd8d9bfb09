import { isNull, NullValue, type Value } from '@orrery/contracts';
import type { Expression, FunctionCall } from '@orrery/ngql';
import { rangeItems } from '../functions/list.ts';
import { compilerFor, type Compiler, type Locals } from './compile-expression.ts';
import { itemsOf, iterationOf, withoutItems, type IterationExpression } from './compile-iteration.ts';
import type { Compiled, EvaluationContext, Row, Scope } from './scope.ts';
import { rewrite, some } from './walk-expression.ts';

/**
 * An expression ready to run over rows, leaving off now and then: each step tells of the value by which what it holds has grown, if it
 * has.
 */
export type CompiledSteps = (row: Row) => Generator<Gathered, Value>;

/** A value that was added, as the only item of a list; items of a range; undefined for nothing. */
export type Gathered = readonly Value[] | undefined;

const RANGE_ITEMS_PER_STEP = 256;
/** What looks at its parts in turn, and not at all of them. */
const CHOOSING: ReadonlySet<string> = new Set(['AND', 'OR']);

/** Whether an expression may go through many items. */
export function mayBeLong(expression: Expression): boolean {
  return some(expression, (node) => isIteration(node) || isRange(node));
}

/**
 * The same as compileExpression, for expressions that took too long at once: loops over lists, and lists that range() makes, come in
 * steps. What a loop does with one item is done at once, and so are the branches of AND, OR and CASE. Undefined where nothing
 * would come in steps.
 */
export function compileSteps(
  expression: Expression,
  scope: Scope,
  context: EvaluationContext,
): CompiledSteps | undefined {
  return stepsOf(expression, scope, compilerFor(scope, context), new Map());
}

function stepsOf(expression: Expression, scope: Scope, compiler: Compiler, locals: Locals): CompiledSteps | undefined {
  if (!mayBeLong(expression) || scope.resolve(expression)) return undefined;
  if (isIteration(expression)) return iterationSteps(expression, scope, compiler, locals);
  if (expression.kind === 'case' || (expression.kind === 'binary' && CHOOSING.has(expression.operator)))
    return undefined;
  if (isRange(expression) && !expression.arguments.some(mayBeLong)) return rangeSteps(expression, compiler, locals);
  return partSteps(expression, scope, compiler, locals);
}

/** The parts that come in steps first, then the whole with their values. */
function partSteps(
  expression: Expression,
  scope: Scope,
  compiler: Compiler,
  locals: Locals,
): CompiledSteps | undefined {
  const cells = new Map(locals);
  const parts: { readonly cell: { value: Value }; readonly run: CompiledSteps }[] = [];
  const replaced = rewrite(expression, (node) => {
    if (node === expression) return undefined;
    const run = stepsOf(node, scope, compiler, locals);
    if (!run) return node;
    const name = `#part ${parts.length}`;
    const cell: { value: Value } = { value: null };
    parts.push({ cell, run });
    cells.set(name, cell);
    return { kind: 'label', name, offset: node.offset, end: node.end };
  });
  if (parts.length === 0) return undefined;
  const whole = compiler.compile(replaced, cells);
  return function* (row) {
    for (const { cell, run } of parts) cell.value = yield* run(row);
    return whole(row);
  };
}

function iterationSteps(
  expression: IterationExpression,
  scope: Scope,
  compiler: Compiler,
  locals: Locals,
): CompiledSteps {
  const steps = stepsOf(expression.collection, scope, compiler, locals);
  const atOnce = compiler.compile(expression.collection, locals);
  const iteration = iterationOf(expression, compiler, locals);
  return function* (row) {
    const collection = steps ? yield* steps(row) : atOnce(row);
    const items = itemsOf(collection);
    if (!items) return withoutItems(collection);
    iteration.begin(row);
    for (const item of items) {
      iteration.spend(1);
      if (!iteration.take(row, item)) break;
      yield iteration.gathered();
    }
    return iteration.result();
  };
}

function rangeSteps(expression: FunctionCall, compiler: Compiler, locals: Locals): CompiledSteps {
  const args: Compiled[] = expression.arguments.map((argument) => compiler.compile(argument, locals));
  const call = compiler.compile(expression, locals);
  return function* (row) {
    const values = args.map((arg) => arg(row));
    // What is no range is told by the function.
    const items = values.some((value) => isNull(value) || value === undefined) ? undefined : rangeItems(values);
    if (!items || items instanceof NullValue) return call(row);
    const list: Value[] = [];
    let told = 0;
    for (const item of items) {
      if (list.length - told === RANGE_ITEMS_PER_STEP) {
        compiler.context.spend?.(RANGE_ITEMS_PER_STEP);
        yield list.slice(told);
        told = list.length;
      }
      list.push(item);
    }
    return list;
  };
}

function isIteration(expression: Expression): expression is IterationExpression {
  return expression.kind === 'listComprehension' || expression.kind === 'predicate' || expression.kind === 'reduce';
}

function isRange(expression: Expression): expression is FunctionCall {
  return expression.kind === 'call' && expression.name.toLowerCase() === 'range';
}
