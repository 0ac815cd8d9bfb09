import type {
  EdgeKey,
  EdgeKeyList,
  EdgeKeyReference,
  OrderFactor,
  OverClause,
  OverEdge,
  StepClause,
  Vertices,
  YieldClause,
  YieldColumn,
} from '../ast/clause.ts';
import type { Expression, InputProperty, VariableProperty } from '../ast/expression.ts';
import { parseReference } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { containsAggregate, findExpression } from './expression-walk.ts';
import { parsePrimary } from './primary.ts';

/** Values that mean something only in YIELD, and always need an alias as a whole column. */
const GRAPH_COLUMNS: ReadonlySet<string> = new Set(['VERTEX', 'EDGE', 'VERTICES', 'EDGES', 'PATH']);

export function parseYieldColumn(cursor: Cursor): YieldColumn {
  const { offset, type } = cursor;
  if (GRAPH_COLUMNS.has(type)) {
    if (cursor.peek(1) !== 'AS') cursor.fail(`please add alias when using \`${cursor.tokenText}'.`);
  }
  const expression = parseReference(cursor) ?? parseGraphColumn(cursor) ?? parseExpression(cursor);
  refuseVariables(cursor, expression);
  const alias = cursor.accept('AS') ? cursor.name() : undefined;
  return { kind: 'yieldColumn', offset, end: cursor.end, expression, alias };
}

/** A session's parameter may be a column's value; a variable of the text only with a column's name behind it. */
function refuseVariables(cursor: Cursor, expression: Expression): void {
  const { parameters } = cursor.context;
  if (parameters === undefined) return;
  const foreign = findExpression(expression, (inner) => inner.kind === 'variable' && !parameters.has(inner.name));
  if (foreign !== undefined) cursor.failFrom(expression.offset, 'Direct output of variable is prohibited');
}

function parseGraphColumn(cursor: Cursor): Expression | undefined {
  const { offset, type } = cursor;
  if (!GRAPH_COLUMNS.has(type)) return undefined;
  cursor.advance();
  return { kind: 'label', offset, end: cursor.end, name: type };
}

/** `YIELD [DISTINCT] columns`, aggregates allowed. */
export function parseYield(cursor: Cursor): YieldClause {
  const { offset } = cursor;
  cursor.expect('YIELD');
  const distinct = cursor.accept('DISTINCT');
  const columns = cursor.list(parseYieldColumn);
  return { kind: 'yield', offset, end: cursor.end, distinct, columns };
}

/** YIELD of a statement that computes no aggregates; undefined where there is none. */
export function parsePlainYield(cursor: Cursor): YieldClause | undefined {
  if (!cursor.at('YIELD')) return undefined;
  const clause = parseYield(cursor);
  refuseAggregates(cursor, clause);
  return clause;
}

export function refuseAggregates(cursor: Cursor, clause: YieldClause): void {
  if (clause.columns.some((column) => containsAggregate(column.expression))) {
    cursor.failFrom(clause.columns[0]!.offset, 'Invalid use of aggregating function in yield clause.');
  }
}

/** `WHERE expression` without aggregates; undefined where there is none. */
export function parseWhere(cursor: Cursor): Expression | undefined {
  if (!cursor.accept('WHERE')) return undefined;
  const { offset } = cursor;
  const condition = parseExpression(cursor);
  if (containsAggregate(condition)) {
    cursor.failFrom(offset, 'Invalid use of aggregating function in where clause.');
  }
  return condition;
}

/** `n STEPS`, `m TO n STEPS`; undefined where there is none. */
export function parseSteps(cursor: Cursor): StepClause | undefined {
  if (!cursor.atInt()) return undefined;
  const { offset } = cursor;
  const min = cursor.int();
  const range = cursor.accept('TO');
  const max = range ? cursor.int() : min;
  if (!cursor.accept('STEPS')) cursor.expect('STEP');
  return { kind: 'steps', offset, end: cursor.end, min, max, range };
}

/** Vertex ids, written down or from a column. */
export function parseVertices(cursor: Cursor): Vertices {
  const { offset, type } = cursor;
  if (type === '$-' || (type === 'variable' && cursor.peek(1) === '.')) {
    const reference = parsePrimary(cursor);
    if (reference.kind !== 'inputProperty' && reference.kind !== 'variableProperty')
      cursor.failFrom(offset, 'syntax error');
    return { kind: 'vidReference', offset, end: cursor.end, reference };
  }
  const vids = cursor.list(parseVid);
  return { kind: 'vids', offset, end: cursor.end, vids };
}

/** A vertex id: a string, an int with or without sign, or a call such as `hash("x")`. */
export function parseVid(cursor: Cursor): Expression {
  const { offset, type } = cursor;
  switch (type) {
    case 'int':
    case '+':
    case '-': {
      const value = cursor.signedInt();
      return { kind: 'constant', offset, end: cursor.end, value };
    }
    case 'variable': {
      const known = cursor.context.parameters?.has(cursor.tokenText.slice(1)) ?? false;
      return cursor.fail(`${known ? 'Parameter' : 'Variable'} is not supported in vid`);
    }
    case 'string':
    case 'escaped':
    case 'placeholder': {
      const value = cursor.string();
      return { kind: 'constant', offset, end: cursor.end, value };
    }
    default: {
      if (cursor.peek(1) !== '(') cursor.fail();
      const call = parsePrimary(cursor);
      if (call.kind !== 'call' && call.kind !== 'uuid') cursor.failFrom(offset, 'syntax error');
      return call;
    }
  }
}

/** `OVER edges [REVERSELY | BIDIRECT]` */
export function parseOver(cursor: Cursor): OverClause {
  const { offset } = cursor;
  cursor.expect('OVER');
  const all = cursor.accept('*');
  const edges = all ? [] : cursor.list(parseOverEdge);
  const direction = cursor.accept('REVERSELY') ? 'in' : cursor.accept('BIDIRECT') ? 'both' : 'out';
  return { kind: 'over', offset, end: cursor.end, all, edges, direction };
}

export function parseOverEdge(cursor: Cursor): OverEdge {
  const { offset } = cursor;
  const name = cursor.name();
  const alias = cursor.accept('AS') ? cursor.name() : undefined;
  return { kind: 'overEdge', offset, end: cursor.end, name, alias };
}

/** `expression [ASC | DESC]`, several. */
export function parseOrderFactors(cursor: Cursor): OrderFactor[] {
  return cursor.list((inner) => {
    const { offset } = inner;
    const expression = parseExpression(inner);
    const descending = inner.accept('DESC') || inner.accept('DESCENDING');
    if (!descending && !inner.accept('ASC')) inner.accept('ASCENDING');
    return { kind: 'orderFactor', offset, end: inner.end, expression, descending };
  });
}

/** `src->dst[@rank]`, several; or the columns that hold them. */
export function parseEdgeKeys(cursor: Cursor): EdgeKeyList | EdgeKeyReference {
  const { offset, type } = cursor;
  if (type === '$-' || (type === 'variable' && cursor.peek(1) === '.')) {
    const src = parseColumnReference(cursor);
    cursor.expect('->');
    const dst = parseColumnReference(cursor);
    const rank = cursor.accept('@') ? parseColumnReference(cursor) : undefined;
    const key: EdgeKey = { kind: 'edgeKey', offset, end: cursor.end, src, dst, rank };
    return { kind: 'edgeKeyReference', offset, end: cursor.end, key };
  }
  const keys = cursor.list(parseEdgeKey);
  return { kind: 'edgeKeys', offset, end: cursor.end, keys };
}

function parseColumnReference(cursor: Cursor): InputProperty | VariableProperty {
  const { offset } = cursor;
  const reference = parsePrimary(cursor);
  if (reference.kind !== 'inputProperty' && reference.kind !== 'variableProperty')
    cursor.failFrom(offset, 'syntax error');
  return reference;
}

export function parseEdgeKey(cursor: Cursor): EdgeKey {
  const { offset } = cursor;
  const src = parseVid(cursor);
  cursor.expect('->');
  const dst = parseVid(cursor);
  const rank = cursor.accept('@') ? parseRank(cursor) : undefined;
  return { kind: 'edgeKey', offset, end: cursor.end, src, dst, rank };
}

function parseRank(cursor: Cursor): Expression {
  const { offset } = cursor;
  const value = cursor.signedInt();
  return { kind: 'constant', offset, end: cursor.end, value };
}
