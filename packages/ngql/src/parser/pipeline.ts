import type { AssignmentStatement, MatchStatement, SetStatement, UnwindStatement } from '../ast/query-statement.ts';
import type { Statement } from '../ast/statement.ts';
import type { Cursor } from './cursor.ts';
import { MATCH_STARTS, parseMatch, parseMatchFrom, parseUnwind } from './match.ts';
import { parsePipeable } from './pipeable.ts';

/** `$variable = statement` */
export function parseAssignment(cursor: Cursor): AssignmentStatement {
  const { offset } = cursor;
  const variable = cursor.tokenText.slice(1);
  cursor.advance();
  cursor.expect('=');
  const statement = parseSetOperation(cursor);
  return { kind: 'assignment', offset, end: cursor.end, variable, statement };
}

/** Pipelines combined by UNION, INTERSECT and MINUS, from left to right. */
export function parseSetOperation(cursor: Cursor): Statement {
  const { offset } = cursor;
  let left = parsePipeline(cursor);
  for (let count = 0; ; count++) {
    const operator = setOperator(cursor);
    if (operator === undefined) return left;
    limitChain(cursor, count);
    const right = parsePipeline(cursor);
    left = { kind: 'setOperation', offset, end: cursor.end, operator, left, right };
  }
}

function setOperator(cursor: Cursor): SetStatement['operator'] | undefined {
  if (cursor.accept('UNION')) {
    if (cursor.accept('ALL')) return 'UNION ALL';
    cursor.accept('DISTINCT');
    return 'UNION';
  }
  if (cursor.accept('INTERSECT')) return 'INTERSECT';
  return cursor.accept('MINUS') ? 'MINUS' : undefined;
}

/** Chains make trees as deep as they are long, which others walk recursively. */
function limitChain(cursor: Cursor, count: number): void {
  const { maxDepth } = cursor.context;
  if (count >= maxDepth) cursor.fail(`The statement combines more than ${maxDepth} parts`);
}

/**
 * Statements joined by pipes, from left to right. An openCypher statement begins no pipe; LIMIT and SAMPLE stand only
 * behind one.
 */
function parsePipeline(cursor: Cursor): Statement {
  const { offset } = cursor;
  if (MATCH_STARTS.has(cursor.type) && !cursor.at('UNWIND')) return parseMatch(cursor);
  if (cursor.at('LIMIT') || cursor.at('OFFSET') || cursor.at('SAMPLE')) cursor.fail();
  const unwound = cursor.at('UNWIND') ? parseLeadingUnwind(cursor) : undefined;
  if (unwound?.kind === 'match') return unwound;
  let left: Statement = unwound ?? parsePart(cursor);
  for (let count = 0; cursor.accept('|'); count++) {
    limitChain(cursor, count);
    const right = parsePart(cursor);
    left = { kind: 'pipe', offset, end: cursor.end, left, right };
  }
  return left;
}

/** UNWIND begins an openCypher statement, or is a statement of its own. */
function parseLeadingUnwind(cursor: Cursor): MatchStatement | UnwindStatement {
  const unwind = parseUnwind(cursor);
  const { offset, end, list, alias } = unwind;
  if (MATCH_STARTS.has(cursor.type)) return parseMatchFrom(cursor, offset, [unwind]);
  return { kind: 'unwind', offset, end, list, alias };
}

/** One part of a pipe. */
function parsePart(cursor: Cursor): Statement {
  if (cursor.at('(')) {
    cursor.advance();
    const inner = cursor.nested(parseSetOperation);
    cursor.expect(')');
    return inner;
  }
  return parsePipeable(cursor);
}
