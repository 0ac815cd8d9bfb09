import { INT64_MAX, type Value } from '@orrery/contracts';
import type { CaseBranch, CastType, Expression } from '../ast/expression.ts';
import type { Cursor } from './cursor.ts';
import { parseCall, parsePredicate, parseReduce } from './call.ts';
import { parseMap } from './map.ts';
import { atPattern, parsePathBody } from './pattern.ts';

const CAST_TYPES: ReadonlyMap<string, CastType> = new Map([
  ['BOOL', 'BOOL'],
  ['INT', 'INT'],
  ['INT64', 'INT'],
  ['FLOAT', 'FLOAT'],
  ['STRING', 'STRING'],
  ['DOUBLE', 'DOUBLE'],
  ['TIMESTAMP', 'TIMESTAMP'],
  ['DATE', 'DATE'],
  ['TIME', 'TIME'],
  ['DATETIME', 'DATETIME'],
]);

/** Keywords that begin a call although names must not look like them. */
const FUNCTION_KEYWORDS: ReadonlySet<string> = new Set(
  'DATE TIME DATETIME TIMESTAMP DURATION TAGS LEFT UNION INTERSECT EXISTS'.split(' '),
);

const PREDICATES: ReadonlySet<string> = new Set(['ALL', 'ANY', 'NONE', 'SINGLE']);

/** An operand with the `.name`, `[index]` and `[from..to]` behind it. */
export function parsePrimary(cursor: Cursor): Expression {
  const { offset } = cursor;
  let object = parseOperand(cursor);
  for (;;) {
    if (cursor.type === '.') {
      cursor.advance();
      const name = cursor.name();
      object = { kind: 'attribute', offset, end: cursor.end, object, name };
    } else if (cursor.type === '[') {
      object = parseSubscript(cursor, offset, object);
    } else {
      return object;
    }
  }
}

function parseSubscript(cursor: Cursor, offset: number, object: Expression): Expression {
  cursor.expect('[');
  const from = cursor.at('..') ? undefined : cursor.inner();
  if (cursor.accept('..')) {
    const to = from !== undefined && cursor.at(']') ? undefined : cursor.inner();
    cursor.expect(']');
    return { kind: 'subscriptRange', offset, end: cursor.end, object, from, to };
  }
  cursor.expect(']');
  return { kind: 'subscript', offset, end: cursor.end, object, index: from! };
}

function parseOperand(cursor: Cursor): Expression {
  const { offset, type } = cursor;
  switch (type) {
    case 'string':
    case 'escaped':
      return constant(cursor, offset, cursor.string());
    case 'int':
      return constant(cursor, offset, cursor.int(INT64_MAX));
    case 'double':
      return constant(cursor, offset, doubleAt(cursor));
    case 'placeholder':
      cursor.advance();
      return constant(cursor, offset, '');
    case 'TRUE':
    case 'FALSE':
      cursor.advance();
      return constant(cursor, offset, type === 'TRUE');
    case 'NULL':
      cursor.advance();
      return constant(cursor, offset, null);
    case 'variable':
      return parseVariable(cursor);
    case '$-':
      cursor.advance();
      cursor.expect('.');
      return { kind: 'inputProperty', offset, name: columnName(cursor), end: cursor.end };
    case '$^':
    case '$$':
      return parseEndProperty(cursor, type);
    case '(':
      return parseParenthesis(cursor);
    case '[':
      return parseList(cursor);
    case '{':
      return parseBraces(cursor);
    case 'CASE':
      return parseCase(cursor);
    case 'SET':
    case 'MAP':
      if (cursor.peek(1) === '{') return parseContainer(cursor, type);
      return cursor.fail();
    case 'LIST':
      cursor.advance();
      return parseList(cursor);
    default:
      return parseNamed(cursor);
  }
}

function constant(cursor: Cursor, offset: number, value: Value): Expression {
  return { kind: 'constant', offset, end: cursor.end, value };
}

function doubleAt(cursor: Cursor): number {
  const value = Number(cursor.tokenText);
  if (!Number.isFinite(value)) cursor.fail('Out of range:');
  cursor.advance();
  return value;
}

/** A name of a column, or `*`. */
function columnName(cursor: Cursor): string {
  if (cursor.accept('*')) return '*';
  return cursor.name();
}

function parseVariable(cursor: Cursor): Expression {
  const { offset } = cursor;
  const name = cursor.tokenText.slice(1);
  cursor.advance();
  if (!cursor.accept('.')) return { kind: 'variable', offset, end: cursor.end, name };
  return { kind: 'variableProperty', offset, variable: name, name: columnName(cursor), end: cursor.end };
}

/** `$^.tag.name`, `$$.tag.name` */
function parseEndProperty(cursor: Cursor, type: '$^' | '$$'): Expression {
  const { offset } = cursor;
  cursor.advance();
  cursor.expect('.');
  const tag = cursor.name();
  cursor.expect('.');
  const name = cursor.name();
  const kind = type === '$^' ? 'sourceProperty' : 'destinationProperty';
  return { kind, offset, end: cursor.end, tag, name };
}

function parseNamed(cursor: Cursor): Expression {
  const { offset, type } = cursor;
  if (cursor.peek(1) === '(') {
    if (PREDICATES.has(type)) return parsePredicate(cursor);
    if (type === 'REDUCE') return parseReduce(cursor);
    if (type === 'SHORTESTPATH' || type === 'ALLSHORTESTPATHS') return parsePatternExpression(cursor);
    if (cursor.atName() || FUNCTION_KEYWORDS.has(type)) return parseCall(cursor);
  }
  const name = cursor.name();
  return { kind: 'label', offset, end: cursor.end, name };
}

function parsePatternExpression(cursor: Cursor): Expression {
  const { offset } = cursor;
  const pattern = parsePathBody(cursor, undefined, offset);
  return { kind: 'pattern', offset, end: cursor.end, pattern };
}

/** A cast, a pattern, or an expression in parentheses. */
function parseParenthesis(cursor: Cursor): Expression {
  const { offset } = cursor;
  const type = CAST_TYPES.get(cursor.peek(1));
  if (type !== undefined && cursor.peek(2) === ')') {
    cursor.seek(cursor.index + 3);
    const operand = cursor.nested(parseCastOperand);
    return { kind: 'cast', offset, end: cursor.end, type, operand };
  }
  if (atPattern(cursor)) return parsePatternExpression(cursor);
  cursor.expect('(');
  const inner = cursor.inner();
  cursor.expect(')');
  return inner;
}

/** A cast binds as tightly as a sign: `(INT)-1.5` and `(INT)a.b + 1` convert `-1.5` and `a.b`. */
function parseCastOperand(cursor: Cursor): Expression {
  const { offset, type } = cursor;
  if (type !== '-' && type !== '+' && type !== '!') return parsePrimary(cursor);
  cursor.advance();
  const operand = cursor.nested(parseCastOperand);
  return { kind: 'unary', offset, end: cursor.end, operator: type === '!' ? 'NOT' : type, operand };
}

/** `[1, 2]`, or `[x IN list WHERE … | …]`, which begins like a list of one comparison. */
function parseList(cursor: Cursor): Expression {
  const { offset } = cursor;
  cursor.expect('[');
  if (cursor.accept(']')) return { kind: 'list', offset, end: cursor.end, items: [] };
  const first = cursor.inner();
  if ((cursor.at('WHERE') || cursor.at('|')) && first.kind === 'binary' && first.operator === 'IN') {
    if (first.left.kind !== 'label')
      cursor.failFrom(first.left.offset, 'The loop variable must be a label in list comprehension');
    const filter = cursor.accept('WHERE') ? cursor.inner() : undefined;
    const mapping = cursor.accept('|') ? cursor.inner() : undefined;
    cursor.expect(']');
    const { left, right } = first;
    return {
      kind: 'listComprehension',
      offset,
      end: cursor.end,
      variable: left.name,
      collection: right,
      filter,
      mapping,
    };
  }
  const items = [first];
  while (cursor.accept(',')) items.push(cursor.inner());
  cursor.expect(']');
  return { kind: 'list', offset, end: cursor.end, items };
}

function parseContainer(cursor: Cursor, type: 'SET' | 'MAP'): Expression {
  const { offset } = cursor;
  cursor.advance();
  if (type === 'MAP') return parseMap(cursor);
  cursor.expect('{');
  const items = cursor.at('}') ? [] : cursor.list((item) => item.inner());
  cursor.expect('}');
  return { kind: 'set', offset, end: cursor.end, items };
}

/** `{a: 1}` is a map, `{1, 2}` a set, `{}` an empty map. */
function parseBraces(cursor: Cursor): Expression {
  if (cursor.peek(1) === '}' || cursor.peek(2) === ':') return parseMap(cursor);
  const { offset } = cursor;
  cursor.expect('{');
  const items = cursor.list((item) => item.inner());
  cursor.expect('}');
  return { kind: 'set', offset, end: cursor.end, items };
}

function parseCase(cursor: Cursor): Expression {
  const { offset } = cursor;
  cursor.expect('CASE');
  const subject = cursor.at('WHEN') ? undefined : cursor.inner();
  const branches: CaseBranch[] = [];
  do {
    cursor.expect('WHEN');
    const when = cursor.inner();
    cursor.expect('THEN');
    // oxlint-disable-next-line unicorn/no-thenable -- a branch of CASE is data, and its `then` no function
    branches.push({ when, then: cursor.inner() });
  } while (cursor.at('WHEN'));
  const otherwise = cursor.accept('ELSE') ? cursor.inner() : undefined;
  cursor.expect('END');
  return { kind: 'case', offset, end: cursor.end, subject, branches, otherwise, conditional: false };
}
