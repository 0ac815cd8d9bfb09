import type { ServiceRole, ShowStatement, ShowSubject } from '../ast/admin-statement.ts';
import type { Statement } from '../ast/statement.ts';
import type { Cursor } from './cursor.ts';
import { parseZone } from './cluster.ts';
import { parseModule } from './config.ts';

/** What follows SHOW -> what is shown. Longer phrases stand before their beginnings. */
const SUBJECTS: readonly (readonly [readonly string[], ShowSubject])[] = [
  [['SPACES'], 'spaces'],
  [['TAGS'], 'tags'],
  [['EDGES'], 'edges'],
  [['USERS'], 'users'],
  [['SNAPSHOTS'], 'snapshots'],
  [['CHARSET'], 'charset'],
  [['COLLATION'], 'collation'],
  [['ZONES'], 'zones'],
  [['STATS'], 'stats'],
  [['TAG', 'INDEX', 'STATUS'], 'tagIndexStatus'],
  [['EDGE', 'INDEX', 'STATUS'], 'edgeIndexStatus'],
  [['FULLTEXT', 'INDEX', 'STATUS'], 'fulltextIndexStatus'],
  [['FULLTEXT', 'INDEXES'], 'fulltextIndexes'],
  [['LISTENER'], 'listener'],
  [['META', 'LEADER'], 'metaLeader'],
  [['TEXT', 'SEARCH', 'CLIENTS'], 'textSearchClients'],
  [['JOBS'], 'jobs'],
];

export function parseShow(cursor: Cursor): ShowStatement {
  const { offset } = cursor;
  cursor.expect('SHOW');
  for (const [words, subject] of SUBJECTS) {
    if (cursor.acceptAll(...words)) return { kind: 'show', offset, end: cursor.end, subject };
  }
  const { type } = cursor;
  switch (type) {
    case 'HOSTS': {
      cursor.advance();
      const role = serviceRole(cursor);
      return { kind: 'showHosts', offset, end: cursor.end, role };
    }
    case 'PARTS':
    case 'PART': {
      cursor.advance();
      const parts = cursor.at('int') ? cursor.list((inner) => inner.int()) : [];
      return { kind: 'showParts', offset, end: cursor.end, parts };
    }
    case 'TAG':
    case 'EDGE': {
      cursor.advance();
      cursor.expect('INDEXES');
      const by = cursor.accept('BY') ? cursor.name() : undefined;
      return { kind: type === 'TAG' ? 'showTagIndexes' : 'showEdgeIndexes', offset, end: cursor.end, by };
    }
    case 'ROLES': {
      cursor.advance();
      cursor.expect('IN');
      const space = cursor.name();
      return { kind: 'showRoles', offset, end: cursor.end, space };
    }
    case 'CONFIGS': {
      cursor.advance();
      const module = parseModule(cursor);
      return { kind: 'showConfigs', offset, end: cursor.end, module };
    }
    case 'CREATE':
      return parseShowCreate(cursor, offset);
    case 'SESSION': {
      cursor.advance();
      const session = cursor.int();
      return { kind: 'showSession', offset, end: cursor.end, session };
    }
    case 'JOB': {
      cursor.advance();
      const job = cursor.int();
      return { kind: 'showJob', offset, end: cursor.end, job };
    }
    default:
      return parseShowRunning(cursor, offset);
  }
}

/** `SHOW [ALL | LOCAL] QUERIES`, `SHOW [LOCAL] SESSIONS` */
function parseShowRunning(cursor: Cursor, offset: number): ShowStatement {
  const local = cursor.accept('LOCAL');
  if (!local) cursor.accept('ALL');
  if (cursor.accept('SESSIONS')) return { kind: 'showSessions', offset, end: cursor.end, local };
  cursor.expect('QUERIES');
  return { kind: 'showQueries', offset, end: cursor.end, local };
}

function serviceRole(cursor: Cursor): ServiceRole | undefined {
  if (cursor.accept('GRAPH')) return 'graph';
  if (cursor.accept('META')) return 'meta';
  if (cursor.accept('AGENT')) return 'agent';
  if (!cursor.accept('STORAGE')) return undefined;
  return cursor.accept('LISTENER') ? 'storage_listener' : 'storage';
}

function parseShowCreate(cursor: Cursor, offset: number): ShowStatement {
  cursor.expect('CREATE');
  const { type } = cursor;
  let subject: 'space' | 'tag' | 'edge' | 'tagIndex' | 'edgeIndex';
  if (type === 'SPACE') subject = 'space';
  else if (type === 'TAG') subject = cursor.peek(1) === 'INDEX' ? 'tagIndex' : 'tag';
  else if (type === 'EDGE') subject = cursor.peek(1) === 'INDEX' ? 'edgeIndex' : 'edge';
  else return cursor.fail();
  cursor.advance();
  if (subject === 'tagIndex' || subject === 'edgeIndex') cursor.expect('INDEX');
  const name = cursor.name();
  return { kind: 'showCreate', offset, end: cursor.end, subject, name };
}

/** DESCRIBE or DESC of a space, tag, edge type, index, user or zone. */
export function parseDescribe(cursor: Cursor): Statement {
  const { offset } = cursor;
  if (!cursor.accept('DESC')) cursor.expect('DESCRIBE');
  const { type } = cursor;
  switch (type) {
    case 'SPACE': {
      cursor.advance();
      const name = cursor.name();
      return { kind: 'describeSpace', offset, end: cursor.end, name };
    }
    case 'TAG':
    case 'EDGE': {
      cursor.advance();
      const index = cursor.accept('INDEX');
      const name = cursor.name();
      if (index)
        return { kind: type === 'TAG' ? 'describeTagIndex' : 'describeEdgeIndex', offset, end: cursor.end, name };
      return { kind: type === 'TAG' ? 'describeTag' : 'describeEdge', offset, end: cursor.end, name };
    }
    case 'USER': {
      cursor.advance();
      const user = cursor.name();
      return { kind: 'describeUser', offset, end: cursor.end, user };
    }
    default: {
      cursor.expect('ZONE');
      const zone = parseZone(cursor);
      return { kind: 'describeZone', offset, end: cursor.end, zone };
    }
  }
}
