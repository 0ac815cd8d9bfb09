import { NullValue, type Value } from '@orrery/contracts';
import { printExpression, type Expression } from '@orrery/ngql';
import { scalarFunction } from '../functions/registry.ts';
import { compileExpression } from './compile-expression.ts';
import { EMPTY_SCOPE, OVERLONG, type EvaluationContext } from './scope.ts';
import { semanticError } from './statement-error.ts';
import { children, freeLabels, rewrite, some } from './walk-expression.ts';

const FAILING = new Set(['unary', 'binary', 'cast', 'call']);
const NAMED = new Set([
  'label',
  'inputProperty',
  'variableProperty',
  'sourceProperty',
  'destinationProperty',
  'variable',
  'vertex',
  'edge',
  'aggregate',
  'pattern',
  'uuid',
  'textSearch',
]);

/** True when the value of an expression is the same for every row and every run. */
export function isConstant(expression: Expression): boolean {
  if (freeLabels(expression).size > 0) return false;
  return !some(expression, (node) => {
    if (node.kind === 'label') return false;
    if (node.kind === 'call') return !scalarFunction(node.name)?.pure;
    return NAMED.has(node.kind);
  });
}

/** The value of an expression without names. @throws StatementError where it has some */
export function evaluateConstant(expression: Expression, context: EvaluationContext): Value {
  return compileExpression(expression, EMPTY_SCOPE, context)([]);
}

/** Puts the values of parameters in the place of `$p`, `$p.a` and so on. */
export function substituteParameters(expression: Expression, parameters: ReadonlyMap<string, Value>): Expression {
  if (parameters.size === 0) return expression;
  return rewrite(expression, (node) => {
    const { offset, end } = node;
    if (node.kind === 'variable' && parameters.has(node.name)) {
      return { kind: 'constant', value: parameters.get(node.name)!, offset, end };
    }
    if (node.kind === 'variableProperty' && parameters.has(node.variable)) {
      const object: Expression = { kind: 'constant', value: parameters.get(node.variable)!, offset, end };
      return { kind: 'attribute', object, name: node.name, offset, end };
    }
    return undefined;
  });
}

/**
 * Computes the constant parts of an expression once.
 * @throws StatementError SemanticError when one of them can't be computed: division by zero, overflow, wrong types
 */
export function foldConstants(expression: Expression, context: EvaluationContext): Expression {
  if (expression.kind === 'constant' || NAMED.has(expression.kind)) return foldParts(expression, context);
  const folded = foldParts(expression, context);
  if (!FAILING.has(folded.kind) || children(folded).length === 0 || !isConstant(folded)) return folded;
  if (isLongRange(folded)) return folded;
  const attempt = context.attempt ?? ((evaluate) => evaluate());
  const value = attempt(() => evaluateConstant(folded, context));
  if (value === OVERLONG) return folded;
  if (value instanceof NullValue) {
    switch (value) {
      case NullValue.DIV_BY_ZERO:
        throw semanticError('Divide by 0');
      case NullValue.OVERFLOW:
        throw semanticError(`result of ${printExpression(expression)} cannot be represented as an integer`);
      case NullValue.BAD_TYPE:
        if (isOrdering(folded)) return folded;
        throw semanticError(`Type error \`${printExpression(folded)}'`);
    }
  }
  if (!isPrintable(value)) return folded;
  return { kind: 'constant', value, offset: expression.offset, end: expression.end };
}

/** Of longer ranges a list is made only where one is needed. */
const FOLDED_ITEMS = 1024n;

function isLongRange(expression: Expression): boolean {
  if (expression.kind !== 'call' || expression.name.toLowerCase() !== 'range') return false;
  const [start, end, step] = expression.arguments.map((part) => (part.kind === 'constant' ? part.value : undefined));
  if (typeof start !== 'bigint' || typeof end !== 'bigint') return false;
  const width = typeof step === 'bigint' && step !== 0n ? (end - start) / step : end - start;
  return width > FOLDED_ITEMS;
}

/** Whether a value has a literal: what is put in its place shows up in messages and plans. */
function isPrintable(value: Value): boolean {
  if (Array.isArray(value)) return value.every(isPrintable);
  return value === null || (value !== undefined && typeof value !== 'object');
}

/** Values of different types have no order, which is no fault: nothing is found. */
function isOrdering(expression: Expression): boolean {
  return expression.kind === 'binary' && /^[<>]=?$/.test(expression.operator);
}

function foldParts(expression: Expression, context: EvaluationContext): Expression {
  return rewrite(expression, (node) => (node === expression ? undefined : foldConstants(node, context)));
}
