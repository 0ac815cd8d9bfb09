import type { Value } from '@orrery/contracts';
import { printExpression, type Expression } from '@orrery/ngql';
import { distinctSet, toBoolean, toFloat, toInteger, toText } from '../values/cast.ts';
import { sameValue } from '../values/compare.ts';
import { parseDate, parseDateTime, parseTime } from '../values/temporal-text.ts';
import { isNull, NullValue } from '@orrery/contracts';
import { accessAttribute, accessRange, accessSubscript, propertyExists, subscriptExists } from './access.ts';
import { compileCall } from './compile-call.ts';
import { compileIteration } from './compile-iteration.ts';
import { compileMembership } from './membership.ts';
import { binaryOperator, compileConnective, compileMatch, unaryOperator } from './operators.ts';
import type { Compiled, EvaluationContext, Scope } from './scope.ts';
import { semanticError } from './statement-error.ts';
import { isLiteral } from './walk-expression.ts';

/** Mutable cells of the variables that comprehensions, predicates and reduce bind while they run. */
export type Locals = ReadonlyMap<string, { value: Value }>;
const NO_LOCALS: Locals = new Map();

/** What turns parts of an expression into closures. */
export interface Compiler {
  readonly context: EvaluationContext;
  compile(expression: Expression, locals?: Locals): Compiled;
}

/**
 * Turns an expression into a closure over rows: names become slots once, operators are picked once, and parts that are
 * constant are computed once.
 * @throws StatementError SemanticError on a name that the scope does not know
 */
export function compileExpression(expression: Expression, scope: Scope, context: EvaluationContext): Compiled {
  return compilerFor(scope, context).compile(expression);
}

/** Compiles expressions and parts of them in one scope. */
export function compilerFor(scope: Scope, context: EvaluationContext): Compiler {
  const compiler: Compiler = {
    context,
    compile: (part, locals = NO_LOCALS) => compileNode(part, scope, compiler, locals),
  };
  return compiler;
}

function compileNode(expression: Expression, scope: Scope, compiler: Compiler, locals: Locals): Compiled {
  if (expression.kind === 'label') {
    const local = locals.get(expression.name);
    if (local) return () => local.value;
  }
  const root = locals.size > 0 ? rootLabel(expression) : undefined;
  const resolved = root !== undefined && locals.has(root) ? undefined : scope.resolve(expression);
  if (resolved) return resolved;
  const compile = (part: Expression): Compiled => compiler.compile(part, locals);
  if (isLiteral(expression)) {
    const value = literalValue(expression);
    return () => value;
  }
  switch (expression.kind) {
    case 'variable':
      return parameter(expression.name, compiler.context);
    case 'variableProperty': {
      const { name } = expression;
      const object = parameter(expression.variable, compiler.context);
      return (row) => accessAttribute(object(row), name);
    }
    case 'attribute': {
      const object = compile(expression.object);
      const { name } = expression;
      return (row) => accessAttribute(object(row), name);
    }
    case 'subscript': {
      const [object, index] = [compile(expression.object), compile(expression.index)];
      return (row) => accessSubscript(object(row), index(row));
    }
    case 'subscriptRange': {
      const object = compile(expression.object);
      const from = expression.from && compile(expression.from);
      const to = expression.to && compile(expression.to);
      return (row) => accessRange(object(row), from ? from(row) : undefined, to ? to(row) : undefined);
    }
    case 'unary': {
      const operand = compile(expression.operand);
      const apply = unaryOperator(expression.operator);
      return (row) => apply(operand(row));
    }
    case 'binary': {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      const connective = compileConnective(expression.operator, left, right);
      if (connective) return connective;
      if (expression.operator === 'IN' || expression.operator === 'NOT IN') {
        return compileMembership(expression.operator, left, right, compiler.context);
      }
      if (expression.operator === '=~') return compileMatch(left, right, compiler.context);
      const apply = binaryOperator(expression.operator);
      return (row) => apply(left(row), right(row));
    }
    case 'cast': {
      const operand = compile(expression.operand);
      const convert = CASTS[expression.type]!;
      return (row) => convert(operand(row));
    }
    case 'call':
      return compileCall(expression, compile, compiler.context);
    case 'case':
      return compileCase(expression, compile);
    case 'list': {
      const items = expression.items.map(compile);
      return (row) => items.map((item) => item(row));
    }
    case 'set': {
      const items = expression.items.map(compile);
      return (row) => distinctSet(items.map((item) => item(row)));
    }
    case 'map': {
      const entries = expression.entries.map(({ key, value }) => [key, compile(value)] as const);
      return (row) => new Map(entries.map(([key, value]) => [key, value(row)]));
    }
    case 'listComprehension':
    case 'predicate':
    case 'reduce':
      return compileIteration(expression, compiler, locals);
    case 'exists':
      return compileExists(expression.operand, compile);
    case 'label':
      throw semanticError(`Alias used but not defined: \`${expression.name}'`);
    default:
      throw semanticError(`\`${printExpression(expression)}' is not allowed here`);
  }
}

/** One value for all rows. */
function literalValue(expression: Expression): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'list':
      return expression.items.map(literalValue);
    case 'set':
      return distinctSet(expression.items.map(literalValue));
    case 'map':
      return new Map(expression.entries.map(({ key, value }) => [key, literalValue(value)]));
    default:
      throw new TypeError(`${expression.kind} is no literal`);
  }
}

/** The label that a chain of attributes starts from: a local variable hides an alias of the same name. */
function rootLabel(expression: Expression): string | undefined {
  let node = expression;
  while (node.kind === 'attribute') node = node.object;
  return node.kind === 'label' ? node.name : undefined;
}

function parameter(name: string, context: EvaluationContext): Compiled {
  const value = context.parameters.get(name);
  if (value === undefined && !context.parameters.has(name)) throw semanticError(`Undefined parameters: ${name}`);
  return () => value;
}

const CASTS: Readonly<Record<string, (value: Value) => Value>> = {
  BOOL: toBoolean,
  INT: toInteger,
  FLOAT: toFloat,
  DOUBLE: toFloat,
  STRING: toText,
  TIMESTAMP: toInteger,
  DATE: (value) => parsed(value, parseDate),
  TIME: (value) => parsed(value, parseTime),
  DATETIME: (value) => parsed(value, parseDateTime),
};

function parsed(value: Value, parse: (text: string) => Value | undefined): Value {
  if (isNull(value) || value === undefined) return value;
  return (typeof value === 'string' ? parse(value) : undefined) ?? NullValue.BAD_TYPE;
}

function compileCase(
  expression: Extract<Expression, { kind: 'case' }>,
  compile: (part: Expression) => Compiled,
): Compiled {
  const branches = expression.branches.map(({ when, then }) => [compile(when), compile(then)] as const);
  const otherwise = expression.otherwise ? compile(expression.otherwise) : (): Value => null;
  if (expression.subject) {
    const subject = compile(expression.subject);
    return (row) => {
      const value = subject(row);
      const branch = branches.find(([when]) => sameValue(value, when(row)));
      return (branch?.[1] ?? otherwise)(row);
    };
  }
  return (row) => {
    for (const [when, then] of branches) {
      const condition = when(row);
      if (condition === true) return then(row);
      if (condition !== false && condition !== undefined && !isNull(condition)) return NullValue.BAD_TYPE;
    }
    return otherwise(row);
  };
}

function compileExists(operand: Expression, compile: (part: Expression) => Compiled): Compiled {
  if (operand.kind === 'attribute') {
    const object = compile(operand.object);
    const { name } = operand;
    return (row) => propertyExists(object(row), name);
  }
  if (operand.kind === 'subscript') {
    const [object, index] = [compile(operand.object), compile(operand.index)];
    return (row) => subscriptExists(object(row), index(row));
  }
  const value = compile(operand);
  return (row) => {
    const found = value(row);
    return found !== undefined && !isNull(found);
  };
}
