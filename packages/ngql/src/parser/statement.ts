import type { ExplainStatement } from '../ast/query-statement.ts';
import type { Statement } from '../ast/statement.ts';
import { inOneGo } from '../in-one-go.ts';
import { parseAdd, parseDivide, parseMerge, parseRemove, parseRename, parseSign } from './cluster.ts';
import { parseGetConfig, parseUpdateConfig } from './config.ts';
import type { Cursor } from './cursor.ts';
import { parseAlter, parseClear, parseCreate, parseDrop } from './define.ts';
import { insertSteps, parseInsert } from './insert.ts';
import { parseRecover, parseStop, parseSubmit } from './job.ts';
import { parseAssignment, parseSetOperation } from './pipeline.ts';
import { parseRebuild } from './schema-index.ts';
import { parseChangePassword, parseRole } from './user.ts';

/** Statements that stand alone, by their first token. */
const ALONE: ReadonlyMap<string, (cursor: Cursor) => Statement> = new Map<string, (cursor: Cursor) => Statement>([
  ['USE', parseUse],
  ['variable', parseAssignment],
  ['INSERT', parseInsert],
  ['CREATE', parseCreate],
  ['ALTER', parseAlter],
  ['DROP', parseDrop],
  ['CLEAR', parseClear],
  ['REBUILD', parseRebuild],
  ['GRANT', parseRole],
  ['REVOKE', parseRole],
  ['CHANGE', parseChangePassword],
  ['SUBMIT', parseSubmit],
  ['STOP', parseStop],
  ['RECOVER', parseRecover],
  ['ADD', parseAdd],
  ['REMOVE', parseRemove],
  ['MERGE', parseMerge],
  ['RENAME', parseRename],
  ['DIVIDE', parseDivide],
  ['SIGN', parseSign],
]);

function parseUse(cursor: Cursor): Statement {
  const { offset } = cursor;
  cursor.expect('USE');
  const space = cursor.name();
  return { kind: 'use', offset, end: cursor.end, space };
}

export function parseStatement(cursor: Cursor): Statement {
  if (cursor.peek(1) === 'CONFIGS') {
    if (cursor.at('GET')) return parseGetConfig(cursor);
    if (cursor.at('UPDATE')) return parseUpdateConfig(cursor);
  }
  const alone = ALONE.get(cursor.type);
  return alone === undefined ? parseSetOperation(cursor) : alone(cursor);
}

/** Statements with `;` between and behind them, up to a closing brace or the end. */
export function parseStatements(cursor: Cursor): Statement[] {
  return inOneGo(statementSteps(cursor));
}

/** The same with a yield after every statement, and within long INSERTs. */
export function* statementSteps(cursor: Cursor): Generator<undefined, Statement[]> {
  const statements: Statement[] = [];
  for (;;) {
    while (cursor.accept(';'));
    if (cursor.at('end') || cursor.at('}')) return statements;
    statements.push(cursor.at('INSERT') ? yield* insertSteps(cursor) : parseStatement(cursor));
    if (!cursor.at(';')) return statements;
    yield;
  }
}

/** `EXPLAIN | PROFILE [FORMAT = "…"] statement`, or `{ statements }` */
export function parseExplain(cursor: Cursor): ExplainStatement {
  const { offset } = cursor;
  const profile = cursor.accept('PROFILE');
  if (!profile) cursor.expect('EXPLAIN');
  let format = 'row';
  if (cursor.accept('FORMAT')) {
    cursor.expect('=');
    format = cursor.string().toLowerCase();
  }
  let statements: Statement[];
  if (cursor.accept('{')) {
    statements = parseStatements(cursor);
    if (statements.length === 0) cursor.fail();
    cursor.expect('}');
  } else {
    statements = [parseStatement(cursor)];
  }
  return { kind: 'explain', offset, end: cursor.end, profile, format, statements };
}
