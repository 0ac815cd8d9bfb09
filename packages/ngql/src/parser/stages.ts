import type {
  GroupByStatement,
  JoinClause,
  LimitStatement,
  OrderByStatement,
  SampleStatement,
  YieldStatement,
} from '../ast/query-statement.ts';
import { parseOrderFactors, parseWhere, parseYield, parseYieldColumn, refuseAggregates } from './clause.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

/** `YIELD … [WHERE …]` and `YIELD … FROM $a INNER JOIN $b ON …` */
export function parseYieldStatement(cursor: Cursor): YieldStatement {
  const { offset } = cursor;
  const clause = parseYield(cursor);
  if (cursor.at('FROM')) {
    refuseAggregates(cursor, clause);
    const join = parseJoin(cursor);
    return { kind: 'yieldStatement', offset, end: cursor.end, yield: clause, where: undefined, join };
  }
  const where = parseWhere(cursor);
  return { kind: 'yieldStatement', offset, end: cursor.end, yield: clause, where, join: undefined };
}

const JOINS: ReadonlyMap<string, JoinClause['join']> = new Map([
  ['INNER', 'inner'],
  ['LEFT', 'left'],
  ['RIGHT', 'right'],
  ['OUTER', 'outer'],
  ['SEMI', 'semi'],
]);

/** `FROM $a INNER JOIN $b ON $a.x == $b.y` */
function parseJoin(cursor: Cursor): JoinClause {
  const { offset } = cursor;
  cursor.expect('FROM');
  const left = parseVariableName(cursor);
  const join = parseJoinType(cursor);
  const right = parseVariableName(cursor);
  cursor.expect('ON');
  const condition = parseExpression(cursor);
  if (condition.kind !== 'binary' || condition.operator !== '==') cursor.failFrom(condition.offset, 'syntax error');
  return {
    kind: 'join',
    offset,
    end: cursor.end,
    join,
    left,
    right,
    leftKey: condition.left,
    rightKey: condition.right,
  };
}

function parseJoinType(cursor: Cursor): JoinClause['join'] {
  const join = JOINS.get(cursor.tokenText.toUpperCase());
  if (join === undefined) cursor.fail();
  cursor.advance();
  cursor.expect('JOIN');
  return join;
}

function parseVariableName(cursor: Cursor): string {
  if (!cursor.at('variable')) cursor.fail();
  const name = cursor.tokenText.slice(1);
  cursor.advance();
  return name;
}

export function parseGroupBy(cursor: Cursor): GroupByStatement {
  const { offset } = cursor;
  cursor.expectAll('GROUP', 'BY');
  const keys = cursor.list(parseYieldColumn);
  const clause = parseYield(cursor);
  const having = cursor.acceptWord('HAVING') ? parseExpression(cursor) : undefined;
  return { kind: 'groupBy', offset, end: cursor.end, keys, yield: clause, having };
}

export function parseOrderBy(cursor: Cursor): OrderByStatement {
  const { offset } = cursor;
  cursor.expectAll('ORDER', 'BY');
  const factors = parseOrderFactors(cursor);
  return { kind: 'orderBy', offset, end: cursor.end, factors };
}

/** `LIMIT [skip,] count`, `LIMIT count OFFSET skip`, `OFFSET skip LIMIT count`, `OFFSET skip` */
export function parseLimit(cursor: Cursor): LimitStatement {
  const { offset } = cursor;
  let skip = 0n;
  let count: bigint | undefined;
  if (cursor.accept('OFFSET')) {
    skip = cursor.int();
    if (cursor.accept('LIMIT')) count = cursor.int();
  } else {
    cursor.expect('LIMIT');
    count = cursor.int();
    if (cursor.accept(',')) {
      skip = count;
      count = cursor.int();
    } else if (cursor.accept('OFFSET')) {
      skip = cursor.int();
    }
  }
  return { kind: 'limit', offset, end: cursor.end, skip, count };
}

export function parseSample(cursor: Cursor): SampleStatement {
  const { offset } = cursor;
  cursor.expect('SAMPLE');
  const count = cursor.int();
  return { kind: 'sample', offset, end: cursor.end, count };
}
