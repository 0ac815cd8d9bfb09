import type { BinaryOperator, Expression, UnaryOperator } from '../ast/expression.ts';
import type { Cursor } from './cursor.ts';
import { childrenOf } from './expression-walk.ts';
import { parsePrimary } from './primary.ts';

/**
 * Binding powers, loosest first, as in NebulaGraph's grammar: `?:`, then OR and XOR, AND, prefix NOT, the relations, sums,
 * products, and prefix `!`, `+`, `-` and casts; `.` and `[]` bind tightest. All binary operators associate to the left.
 */
const CONDITIONAL = 1;
const OR = 2;
const AND = 3;
const RELATION = 5;
const SUM = 6;
const PRODUCT = 7;

interface BinaryToken {
  readonly operator: BinaryOperator;
  readonly power: number;
  /** Tokens the operator is made of. */
  readonly length: number;
}

const BINARY: ReadonlyMap<string, BinaryToken> = new Map(
  (
    [
      ['OR', 'OR', OR],
      ['XOR', 'XOR', OR],
      ['AND', 'AND', AND],
      ['==', '==', RELATION],
      ['!=', '!=', RELATION],
      ['<>', '!=', RELATION],
      ['<', '<', RELATION],
      ['<=', '<=', RELATION],
      ['>', '>', RELATION],
      ['>=', '>=', RELATION],
      ['=~', '=~', RELATION],
      ['IN', 'IN', RELATION],
      ['CONTAINS', 'CONTAINS', RELATION],
      ['+', '+', SUM],
      ['-', '-', SUM],
      ['*', '*', PRODUCT],
      ['/', '/', PRODUCT],
      ['%', '%', PRODUCT],
    ] as const
  ).map(([token, operator, power]) => [token, { operator, power, length: 1 }]),
);

const STARTS: BinaryToken = { operator: 'STARTS WITH', power: RELATION, length: 2 };
const ENDS: BinaryToken = { operator: 'ENDS WITH', power: RELATION, length: 2 };
const NEGATED: ReadonlyMap<string, BinaryToken> = new Map([
  ['IN', { operator: 'NOT IN', power: RELATION, length: 2 }],
  ['CONTAINS', { operator: 'NOT CONTAINS', power: RELATION, length: 2 }],
  ['STARTS', { operator: 'NOT STARTS WITH', power: RELATION, length: 3 }],
  ['ENDS', { operator: 'NOT ENDS WITH', power: RELATION, length: 3 }],
]);

function binaryAt(cursor: Cursor): BinaryToken | undefined {
  switch (cursor.type) {
    case 'STARTS':
      return cursor.peek(1) === 'WITH' ? STARTS : undefined;
    case 'ENDS':
      return cursor.peek(1) === 'WITH' ? ENDS : undefined;
    case 'NOT':
      return NEGATED.get(cursor.peek(1));
    default:
      return BINARY.get(cursor.type);
  }
}

/** Constants need no check, and most values of INSERT are constants that end here. */
function constantAt(cursor: Cursor): boolean {
  const { type } = cursor;
  if (type !== 'string' && type !== 'int' && type !== 'double') return false;
  const next = cursor.peek(1);
  return next === ',' || next === ')';
}

/**
 * A whole expression.
 * @throws NgqlSyntaxError where it nests too deeply
 */
export function parseExpression(cursor: Cursor): Expression {
  if (constantAt(cursor)) return parsePrimary(cursor);
  const { offset } = cursor;
  const expression = parseInner(cursor);
  checkDepth(cursor, offset, expression);
  return expression;
}

/** An expression inside another one, whose checks are left to the outermost. */
export function parseInner(cursor: Cursor): Expression {
  if (constantAt(cursor)) return parsePrimary(cursor);
  return cursor.nested(parseConditional);
}

function parseConditional(cursor: Cursor): Expression {
  const { offset } = cursor;
  let condition = parseBinary(cursor, CONDITIONAL + 1);
  while (cursor.accept('?')) {
    const then = parseInner(cursor);
    cursor.expect(':');
    const otherwise = parseBinary(cursor, CONDITIONAL + 1);
    condition = {
      kind: 'case',
      offset,
      end: cursor.end,
      subject: undefined,
      // oxlint-disable-next-line unicorn/no-thenable -- a branch of CASE is data, and its `then` no function
      branches: [{ when: condition, then }],
      otherwise,
      conditional: true,
    };
  }
  return condition;
}

function parseBinary(cursor: Cursor, least: number): Expression {
  const { offset } = cursor;
  let left = parsePrefix(cursor);
  for (;;) {
    if (cursor.type === 'IS') {
      if (least > RELATION) return left;
      left = { kind: 'unary', offset, operator: nullTest(cursor), operand: left, end: cursor.end };
      continue;
    }
    if (cursor.type === '<-' && least <= RELATION && cursor.peek(1) !== '[') {
      cursor.advance();
      const start = cursor.offset - 1;
      const operand = cursor.nested(parsePrefix);
      const negated: Expression = { kind: 'unary', offset: start, end: cursor.end, operator: '-', operand };
      left = {
        kind: 'binary',
        offset,
        end: cursor.end,
        operator: '<',
        left,
        right: climb(cursor, negated, RELATION + 1),
      };
      continue;
    }
    const token = binaryAt(cursor);
    if (token === undefined || token.power < least) return left;
    cursor.seek(cursor.index + token.length);
    const right = parseBinary(cursor, token.power + 1);
    left = { kind: 'binary', offset, end: cursor.end, operator: token.operator, left, right };
  }
}

/** The operators behind an operand that has been read already. */
function climb(cursor: Cursor, first: Expression, least: number): Expression {
  let left = first;
  for (let token = binaryAt(cursor); token !== undefined && token.power >= least; token = binaryAt(cursor)) {
    cursor.seek(cursor.index + token.length);
    const right = parseBinary(cursor, token.power + 1);
    left = { kind: 'binary', offset: first.offset, end: cursor.end, operator: token.operator, left, right };
  }
  return left;
}

function nullTest(cursor: Cursor): UnaryOperator {
  cursor.expect('IS');
  const negated = cursor.accept('NOT');
  if (cursor.accept('NULL')) return negated ? 'IS NOT NULL' : 'IS NULL';
  cursor.expect('EMPTY');
  return negated ? 'IS NOT EMPTY' : 'IS EMPTY';
}

function parsePrefix(cursor: Cursor): Expression {
  const { offset, type } = cursor;
  switch (type) {
    case 'NOT': {
      cursor.advance();
      const operand = cursor.nested((inner) => parseBinary(inner, RELATION));
      return { kind: 'unary', offset, end: cursor.end, operator: 'NOT', operand };
    }
    case '!':
    case '+':
    case '-': {
      cursor.advance();
      if (type === '-' && cursor.type === 'int') {
        const least = leastInt(cursor, offset);
        if (least !== undefined) return least;
      }
      const operand = cursor.nested(parsePrefix);
      return { kind: 'unary', offset, end: cursor.end, operator: type === '!' ? 'NOT' : type, operand };
    }
    default:
      return parsePrimary(cursor);
  }
}

/** `-9223372036854775808`, whose digits alone are out of range. */
function leastInt(cursor: Cursor, offset: number): Expression | undefined {
  const { index } = cursor;
  const value = cursor.int(2n ** 63n);
  if (value === 2n ** 63n) return { kind: 'constant', offset, end: cursor.end, value: -value };
  cursor.seek(index);
  return undefined;
}

function checkDepth(cursor: Cursor, offset: number, expression: Expression): void {
  let level: readonly Expression[] = [expression];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > cursor.context.maxDepth) cursor.failDepth(offset);
    const next: Expression[] = [];
    for (const parent of level) for (const child of childrenOf(parent)) next.push(child);
    level = next;
  }
}
