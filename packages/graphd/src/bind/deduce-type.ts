import {
  DateTimeValue,
  DateValue,
  DurationValue,
  GeographyValue,
  NullValue,
  SetValue,
  TimeValue,
  type Value,
} from '@orrery/contracts';
import { printExpression, type Expression } from '@orrery/ngql';
import { resultType, scalarFunction } from '../functions/registry.ts';
import { typeOf, type ValueType } from '../values/value-type.ts';
import { and, not, or, xor } from '../values/logic.ts';
import { binaryOperator } from './operators.ts';
import type { EvaluationContext, Scope } from './scope.ts';
import { semanticError, syntaxError } from './statement-error.ts';
import { children } from './walk-expression.ts';

/** One value of each type: what an operator makes of them tells the type of its result, or that it has none. */
const SAMPLES: Partial<Record<ValueType, Value>> = {
  __EMPTY__: undefined,
  NULL: null,
  BOOL: true,
  INT: 1n,
  FLOAT: 1.5,
  STRING: '123',
  DATE: new DateValue(2000, 1, 1),
  TIME: new TimeValue(0, 0, 0, 0),
  DATETIME: new DateTimeValue(2000, 1, 1, 0, 0, 0, 0),
  DURATION: new DurationValue(0, 1n, 0),
  LIST: [],
  SET: new SetValue([]),
  MAP: new Map(),
  GEOGRAPHY: new GeographyValue({ kind: 'point', point: { x: 0, y: 0 } }),
};

const ARITHMETIC = new Set(['+', '-', '*', '/', '%']);
const CONNECTIVES: Readonly<Record<string, { readonly apply: (a: Value, b: Value) => Value; readonly text: string }>> =
  {
    AND: { apply: and, text: "`&&' or `AND' operator" },
    OR: { apply: or, text: "`||' or `OR' operator" },
    XOR: { apply: xor, text: "`XOR' operator" },
  };
const CAST_TYPES: Readonly<Record<string, ValueType>> = {
  BOOL: 'BOOL',
  INT: 'INT',
  FLOAT: 'FLOAT',
  DOUBLE: 'FLOAT',
  STRING: 'STRING',
  TIMESTAMP: 'INT',
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'DATETIME',
};

const COLLECTION_TYPES = { list: 'LIST', set: 'SET', map: 'MAP' } as const;

/**
 * The type of an expression, `__EMPTY__` where only the data can tell.
 * @throws StatementError SemanticError where types that are known can't go together
 */
export function deduceType(expression: Expression, scope: Scope, context: EvaluationContext): ValueType {
  const known = scope.typeOf(expression);
  if (known !== undefined) return known;
  const of = (part: Expression): ValueType => deduceType(part, scope, context);
  switch (expression.kind) {
    case 'constant':
      return typeOf(expression.value);
    case 'variable':
      return context.parameters.has(expression.name) ? typeOf(context.parameters.get(expression.name)) : '__EMPTY__';
    case 'unary':
      return unaryType(expression, of(expression.operand));
    case 'binary':
      return binaryType(expression, of(expression.left), of(expression.right));
    case 'cast':
      of(expression.operand);
      return CAST_TYPES[expression.type] ?? '__EMPTY__';
    case 'call':
      return callType(expression, expression.arguments.map(of));
    case 'aggregate':
      return aggregateType(expression.name, expression.argument && of(expression.argument));
    case 'attribute':
      return attributeType(expression, of(expression.object));
    case 'subscript':
      return subscriptType(expression, of);
    case 'subscriptRange':
      return rangeType(expression, of);
    case 'case':
      // What the branches give may differ from row to row.
      children(expression).forEach(of);
      return '__EMPTY__';
    // What they hold is of any type: faults in it are found where constants are computed.
    case 'list':
    case 'set':
    case 'map':
      return COLLECTION_TYPES[expression.kind];
    case 'listComprehension':
      expectList(expression.collection, of(expression.collection));
      return 'LIST';
    case 'predicate':
      expectList(expression.collection, of(expression.collection));
      return 'BOOL';
    case 'reduce':
      expectList(expression.collection, of(expression.collection));
      return '__EMPTY__';
    case 'exists':
      return 'BOOL';
    case 'pattern':
      return 'LIST';
    case 'uuid':
      throw semanticError(`Not supported expression \`${printExpression(expression)}' for props deduction.`);
    default:
      return '__EMPTY__';
  }
}

function unaryType(expression: Extract<Expression, { kind: 'unary' }>, operand: ValueType): ValueType {
  switch (expression.operator) {
    case '+':
      return operand;
    case '-':
    case 'NOT': {
      const sample = SAMPLES[operand];
      const result = expression.operator === 'NOT' ? not(sample) : binaryOperator('-')(0n, sample);
      if (operand in SAMPLES && result instanceof NullValue) {
        const sign = expression.operator === 'NOT' ? '!' : '-';
        throw invalid(expression, `can not apply \`${sign}' to \`${operand}'.`);
      }
      return operand;
    }
    default:
      return 'BOOL';
  }
}

function invalid(expression: Expression, why: string): Error {
  return semanticError(`\`${printExpression(expression)}' is not a valid expression, ${why}`);
}

function binaryType(expression: Extract<Expression, { kind: 'binary' }>, left: ValueType, right: ValueType): ValueType {
  const { operator } = expression;
  const connective = CONNECTIVES[operator];
  if (!connective && !ARITHMETIC.has(operator)) return 'BOOL';
  const hasSamples = left in SAMPLES && right in SAMPLES;
  if (connective) {
    if (hasSamples && connective.apply(SAMPLES[left], SAMPLES[right]) instanceof NullValue) {
      throw invalid(expression, `can not apply ${connective.text} to \`${left}' and \`${right}'.`);
    }
    return 'BOOL';
  }
  if (!hasSamples) return '__EMPTY__';
  const result = binaryOperator(operator)(SAMPLES[left], SAMPLES[right]);
  const isTextual = (type: ValueType): boolean => type === 'STRING' || type === 'BOOL';
  if (result instanceof NullValue || (operator !== '+' && (isTextual(left) || isTextual(right)))) {
    throw invalid(expression, `can not apply \`${operator}' to \`${left}' and \`${right}'.`);
  }
  return typeOf(result);
}

function callType(expression: Extract<Expression, { kind: 'call' }>, types: ValueType[]): ValueType {
  const definition = scalarFunction(expression.name);
  if (!definition || types.length < definition.minimumArity || types.length > definition.maximumArity) {
    throw syntaxError(`Unknown function  near \`${expression.name}'`);
  }
  const result = resultType(definition, types);
  if (result === undefined) {
    throw semanticError(`\`${printExpression(expression)}' is not a valid expression : Parameter's type error`);
  }
  return result;
}

const WITH_ATTRIBUTES = new Set<ValueType>([
  '__EMPTY__',
  'NULL',
  'MAP',
  'VERTEX',
  'EDGE',
  'DATE',
  'TIME',
  'DATETIME',
  'DURATION',
]);

function attributeType(expression: Extract<Expression, { kind: 'attribute' }>, type: ValueType): ValueType {
  if (WITH_ATTRIBUTES.has(type)) return '__EMPTY__';
  const expected = 'type with attribute like Date, Time, DateTime, Map, Vertex or Edge';
  throw wrongPart(expression, expression.object, expected, type);
}

const WITHOUT_PARTS = new Set<ValueType>(['BOOL', 'INT', 'FLOAT', 'STRING']);

function isUnknown(type: ValueType): boolean {
  return type === '__EMPTY__' || type === 'NULL';
}

function wrongPart(whole: Expression, part: Expression, expected: string, type: ValueType): Error {
  return semanticError(`\`${printExpression(whole)}', expected ${expected} but was ${type}: ${printExpression(part)}`);
}

function subscriptType(
  expression: Extract<Expression, { kind: 'subscript' }>,
  of: (part: Expression) => ValueType,
): ValueType {
  const { object, index } = expression;
  const type = of(object);
  if (WITHOUT_PARTS.has(type)) throw wrongPart(expression, object, 'LIST', type);
  const key = of(index);
  if (type === 'LIST' && key !== 'INT' && !isUnknown(key)) throw wrongPart(expression, index, 'Integer', key);
  return '__EMPTY__';
}

function rangeType(
  expression: Extract<Expression, { kind: 'subscriptRange' }>,
  of: (part: Expression) => ValueType,
): ValueType {
  const type = of(expression.object);
  if (isUnknown(type)) return type;
  if (type !== 'LIST') throw wrongPart(expression, expression.object, 'LIST', type);
  for (const bound of [expression.from, expression.to]) {
    const boundType = bound ? of(bound) : 'INT';
    if (boundType !== 'INT' && bound && !isUnknown(boundType)) {
      throw wrongPart(expression, bound, 'Integer bound', boundType);
    }
  }
  return 'LIST';
}

function aggregateType(name: string, argument: ValueType | undefined): ValueType {
  switch (name.toLowerCase()) {
    case 'count':
      return 'INT';
    case 'collect':
      return 'LIST';
    case 'collect_set':
      return 'SET';
    case 'avg':
    case 'std':
      return 'FLOAT';
    default:
      return argument ?? '__EMPTY__';
  }
}

function expectList(collection: Expression, type: ValueType): void {
  if (type === 'LIST' || type === 'SET' || type === '__EMPTY__' || type === 'NULL') return;
  throw semanticError(`\`${printExpression(collection)}', expected LIST, but was ${type}`);
}
