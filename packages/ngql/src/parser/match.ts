import type { YieldColumn } from '../ast/clause.ts';
import type {
  MatchClause,
  MatchStatement,
  Projection,
  ReadingClause,
  ReturnClause,
  UnwindClause,
  WithClause,
} from '../ast/query-statement.ts';
import { parseOrderFactors, parseWhere, parseYieldColumn } from './clause.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { parsePath } from './pattern.ts';

/** Token types that begin an openCypher statement. */
export const MATCH_STARTS: ReadonlySet<string> = new Set(['MATCH', 'OPTIONAL', 'UNWIND', 'WITH', 'RETURN']);

/** Reading clauses and RETURN. */
export function parseMatch(cursor: Cursor): MatchStatement {
  const { offset } = cursor;
  return parseMatchFrom(cursor, offset, []);
}

/** The rest of a statement some of whose clauses have been read. */
export function parseMatchFrom(cursor: Cursor, offset: number, read: readonly ReadingClause[]): MatchStatement {
  const clauses: ReadingClause[] = [...read];
  for (;;) {
    switch (cursor.type) {
      case 'MATCH':
      case 'OPTIONAL':
        clauses.push(parseMatchClause(cursor));
        break;
      case 'UNWIND':
        clauses.push(parseUnwind(cursor));
        break;
      case 'WITH':
        clauses.push(parseWith(cursor));
        break;
      default: {
        const returned = parseReturn(cursor);
        return { kind: 'match', offset, end: cursor.end, clauses, return: returned };
      }
    }
  }
}

function parseMatchClause(cursor: Cursor): MatchClause {
  const { offset } = cursor;
  const optional = cursor.accept('OPTIONAL');
  cursor.expect('MATCH');
  const paths = cursor.list(parsePath);
  const whereOffset = cursor.offset;
  const where = parseWhere(cursor);
  if (optional && where !== undefined) {
    cursor.failFrom(whereOffset, 'Where clause in optional match is not supported.');
  }
  return { kind: 'matchClause', offset, end: cursor.end, optional, paths, where };
}

export function parseUnwind(cursor: Cursor): UnwindClause {
  const { offset } = cursor;
  cursor.expect('UNWIND');
  const list = parseExpression(cursor);
  cursor.expect('AS');
  const alias = cursor.name();
  return { kind: 'unwindClause', offset, end: cursor.end, list, alias };
}

function parseWith(cursor: Cursor): WithClause {
  const { offset } = cursor;
  cursor.expect('WITH');
  const projection = parseProjection(cursor);
  const where = parseWhere(cursor);
  return { kind: 'with', offset, ...projection, where, end: cursor.end };
}

function parseReturn(cursor: Cursor): ReturnClause {
  const { offset } = cursor;
  cursor.expect('RETURN');
  const projection = parseProjection(cursor);
  return { kind: 'return', offset, ...projection, end: cursor.end };
}

function parseProjection(cursor: Cursor): Projection {
  const distinct = cursor.accept('DISTINCT');
  const all = cursor.accept('*');
  const columns: YieldColumn[] = !all || cursor.accept(',') ? cursor.list(parseYieldColumn) : [];
  const orderBy = cursor.acceptAll('ORDER', 'BY') ? parseOrderFactors(cursor) : undefined;
  const skip = cursor.accept('SKIP') ? parseExpression(cursor) : undefined;
  const limit = cursor.accept('LIMIT') ? parseExpression(cursor) : undefined;
  return { distinct, all, columns, orderBy, skip, limit };
}
