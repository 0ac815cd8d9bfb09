import type {
  KillQueryStatement,
  KillSessionStatement,
  RecoverJobStatement,
  StopJobStatement,
  SubmitJobStatement,
} from '../ast/admin-statement.ts';
import type { Expression } from '../ast/expression.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

const SIMPLE_JOBS = { COMPACT: 'compact', FLUSH: 'flush', STATS: 'stats', INGEST: 'ingest' } as const;

/** `SUBMIT JOB …` */
export function parseSubmit(cursor: Cursor): SubmitJobStatement {
  const { offset } = cursor;
  cursor.expectAll('SUBMIT', 'JOB');
  const { type } = cursor;
  if (type === 'COMPACT' || type === 'FLUSH' || type === 'STATS' || type === 'INGEST') {
    cursor.advance();
    return { kind: 'submitJob', offset, end: cursor.end, job: SIMPLE_JOBS[type], arguments: [] };
  }
  if (cursor.acceptAll('DOWNLOAD', 'HDFS')) {
    const url = cursor.string();
    return { kind: 'submitJob', offset, end: cursor.end, job: 'downloadHdfs', arguments: [url] };
  }
  cursor.expect('BALANCE');
  const job = balanceKind(cursor);
  const hosts = job === 'balanceLeader' ? [] : removedHosts(cursor);
  return { kind: 'submitJob', offset, end: cursor.end, job, arguments: hosts };
}

function balanceKind(cursor: Cursor): SubmitJobStatement['job'] {
  if (cursor.accept('LEADER')) return 'balanceLeader';
  if (cursor.accept('DATA')) return 'balanceData';
  const across = cursor.accept('ACROSS');
  if (!across) cursor.expect('IN');
  cursor.expect('ZONE');
  return across ? 'balanceAcrossZone' : 'balanceInZone';
}

/** `REMOVE "host":port, …` */
function removedHosts(cursor: Cursor): string[] {
  if (!cursor.accept('REMOVE')) return [];
  return cursor.list((inner) => {
    const host = inner.string();
    inner.expect(':');
    return `${host}:${inner.int(65_535n)}`;
  });
}

/** `STOP JOB id` */
export function parseStop(cursor: Cursor): StopJobStatement {
  const { offset } = cursor;
  cursor.expectAll('STOP', 'JOB');
  const job = cursor.int();
  return { kind: 'stopJob', offset, end: cursor.end, job };
}

/** `RECOVER JOB [ids]` */
export function parseRecover(cursor: Cursor): RecoverJobStatement {
  const { offset } = cursor;
  cursor.expectAll('RECOVER', 'JOB');
  const jobs = cursor.atInt() ? cursor.list((inner) => inner.int()) : [];
  return { kind: 'recoverJob', offset, end: cursor.end, jobs };
}

/** `KILL QUERY (SESSION = …, PLAN = …)`, `KILL SESSION id` */
export function parseKill(cursor: Cursor): KillQueryStatement | KillSessionStatement {
  const { offset } = cursor;
  cursor.expect('KILL');
  if (cursor.accept('SESSION') || cursor.accept('SESSIONS')) {
    const session = parseExpression(cursor);
    return { kind: 'killSession', offset, end: cursor.end, session };
  }
  cursor.expectAll('QUERY', '(');
  let session: Expression | undefined;
  if (cursor.accept('SESSION')) {
    cursor.expect('=');
    session = parseExpression(cursor);
    cursor.expect(',');
  }
  cursor.expectAll('PLAN', '=');
  const plan = parseExpression(cursor);
  if (session === undefined && cursor.accept(',')) {
    cursor.expectAll('SESSION', '=');
    session = parseExpression(cursor);
  }
  cursor.expect(')');
  return { kind: 'killQuery', offset, end: cursor.end, session, plan };
}
