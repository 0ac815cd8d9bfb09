import type { Expression, PredicateName } from '../ast/expression.ts';
import type { Cursor } from './cursor.ts';
import { findExpression } from './expression-walk.ts';
import { isAggregateFunction, RANDOM_FUNCTIONS } from './functions.ts';

const TEXT_SEARCH: ReadonlySet<string> = new Set(['ES_QUERY', 'PREFIX', 'WILDCARD', 'REGEXP', 'FUZZY']);

/** `VERTEX`, `EDGE`, `$^` and `$$` as a whole value: an argument or a column, never an operand. */
export function parseReference(cursor: Cursor): Expression | undefined {
  const { offset, type } = cursor;
  if (type === 'EDGE') {
    cursor.advance();
    return { kind: 'edge', offset, end: cursor.end };
  }
  if (type === 'VERTEX' || ((type === '$^' || type === '$$') && cursor.peek(1) !== '.')) {
    cursor.advance();
    return { kind: 'vertex', offset, end: cursor.end, which: type };
  }
  return undefined;
}

function parseArgument(cursor: Cursor): Expression {
  return parseReference(cursor) ?? cursor.inner();
}

/** `name(arguments)`; the next token is the name. */
export function parseCall(cursor: Cursor): Expression {
  const { offset, type, index } = cursor;
  const name = type === 'quoted' ? cursor.tokenText.slice(1, -1) : cursor.tokenText;
  const refuse = (what: string): never => {
    cursor.seek(index);
    return cursor.fail(what);
  };
  cursor.advance();
  cursor.expect('(');
  if (cursor.at('*') && cursor.peek(1) === ')') {
    if (name.toUpperCase() !== 'COUNT') refuse('Could not apply aggregation function on `*`');
    cursor.seek(cursor.index + 2);
    return { kind: 'aggregate', offset, end: cursor.end, name, distinct: false, argument: undefined };
  }
  if (type === 'EXISTS') return parseExists(cursor, offset);
  const distinct = cursor.accept('DISTINCT');
  if (distinct && !isAggregateFunction(name)) refuse('Unknown aggregate function');
  if (distinct && cursor.acceptAll('*', ')')) cursor.failFrom(offset, 'Could not apply aggregation function on `*`');
  const start = cursor.offset;
  const args = cursor.at(')') ? [] : cursor.list(parseArgument);
  const argumentsEnd = cursor.index;
  cursor.expect(')');
  if (isAggregateFunction(name) && args.length === 1) {
    const argument = args[0]!;
    if (findExpression(argument, isRandom) !== undefined) {
      cursor.seek(argumentsEnd);
      cursor.failFrom(start, "Can't use non-deterministic (random) functions inside of aggregate functions");
    }
    return { kind: 'aggregate', offset, end: cursor.end, name, distinct, argument };
  }
  const [only] = args;
  if (type === 'UUID' && only?.kind === 'constant' && typeof only.value === 'string') {
    return { kind: 'uuid', offset, end: cursor.end, name: only.value };
  }
  if (TEXT_SEARCH.has(type)) return { kind: 'textSearch', offset, end: cursor.end, name: type, arguments: args };
  if (distinct || !cursor.context.hasFunction(name.toLowerCase(), args.length)) refuse('Unknown function ');
  return { kind: 'call', offset, end: cursor.end, name, arguments: args };
}

function isRandom(expression: Expression): boolean {
  return expression.kind === 'call' && RANDOM_FUNCTIONS.has(expression.name.toLowerCase());
}

function parseExists(cursor: Cursor, offset: number): Expression {
  const operand = cursor.inner();
  cursor.expect(')');
  if (operand.kind !== 'attribute' && operand.kind !== 'subscript' && operand.kind !== 'variableProperty') {
    cursor.failFrom(offset, 'The exists only accept LabelAttribute, Attribute and Subscript');
  }
  return { kind: 'exists', offset, end: cursor.end, operand };
}

/** `all(variable IN collection WHERE filter)` */
export function parsePredicate(cursor: Cursor): Expression {
  const { offset } = cursor;
  const name = cursor.type.toLowerCase() as PredicateName;
  cursor.seek(cursor.index + 2);
  const { variable, collection } = parseLoop(cursor);
  cursor.expect('WHERE');
  const filter = cursor.inner();
  cursor.expect(')');
  return { kind: 'predicate', offset, end: cursor.end, name, variable, collection, filter };
}

/** `reduce(accumulator = initial, variable IN collection | mapping)` */
export function parseReduce(cursor: Cursor): Expression {
  const { offset } = cursor;
  cursor.seek(cursor.index + 2);
  const accumulator = cursor.name();
  cursor.expect('=');
  const initial = cursor.inner();
  cursor.expect(',');
  const { variable, collection } = parseLoop(cursor);
  cursor.expect('|');
  const mapping = cursor.inner();
  cursor.expect(')');
  return { kind: 'reduce', offset, end: cursor.end, accumulator, initial, variable, collection, mapping };
}

/** `variable IN collection` */
function parseLoop(cursor: Cursor): { variable: string; collection: Expression } {
  const variable = cursor.name();
  cursor.expect('IN');
  return { variable, collection: cursor.inner() };
}
