import type { Statement } from '../ast/statement.ts';
import { parseDropZone } from './cluster.ts';
import type { Cursor } from './cursor.ts';
import { parseAlterSchema, parseCreateSchema } from './schema.ts';
import { parseCreateFulltextIndex, parseCreateIndex } from './schema-index.ts';
import { parseAlterSpace, parseCreateSpace } from './space.ts';
import { parseAlterUser, parseCreateUser } from './user.ts';

/** CREATE … */
export function parseCreate(cursor: Cursor): Statement {
  const { offset } = cursor;
  cursor.expect('CREATE');
  if (cursor.accept('SPACE')) return parseCreateSpace(cursor, offset);
  if (cursor.accept('TAG')) {
    if (cursor.accept('INDEX')) return parseCreateIndex(cursor, offset, 'createTagIndex');
    return parseCreateSchema(cursor, offset, 'createTag');
  }
  if (cursor.accept('EDGE')) {
    if (cursor.accept('INDEX')) return parseCreateIndex(cursor, offset, 'createEdgeIndex');
    return parseCreateSchema(cursor, offset, 'createEdge');
  }
  if (cursor.accept('FULLTEXT')) return parseCreateFulltextIndex(cursor, offset);
  if (cursor.accept('USER')) return parseCreateUser(cursor, offset);
  cursor.expect('SNAPSHOT');
  return { kind: 'createSnapshot', offset, end: cursor.end };
}

/** ALTER … */
export function parseAlter(cursor: Cursor): Statement {
  const { offset } = cursor;
  cursor.expect('ALTER');
  if (cursor.accept('TAG')) return parseAlterSchema(cursor, offset, 'alterTag');
  if (cursor.accept('EDGE')) return parseAlterSchema(cursor, offset, 'alterEdge');
  if (cursor.accept('SPACE')) return parseAlterSpace(cursor, offset);
  cursor.expect('USER');
  return parseAlterUser(cursor, offset);
}

/** DROP … */
export function parseDrop(cursor: Cursor): Statement {
  const { offset } = cursor;
  cursor.expect('DROP');
  const { type } = cursor;
  switch (type) {
    case 'SPACE': {
      cursor.advance();
      const ifExists = cursor.ifExists();
      const name = cursor.name();
      return { kind: 'dropSpace', offset, end: cursor.end, ifExists, name };
    }
    case 'TAG':
    case 'EDGE': {
      cursor.advance();
      const index = cursor.accept('INDEX');
      const ifExists = cursor.ifExists();
      const name = cursor.name();
      if (index) {
        const kind = type === 'TAG' ? 'dropTagIndex' : 'dropEdgeIndex';
        return { kind, offset, end: cursor.end, ifExists, name };
      }
      return { kind: type === 'TAG' ? 'dropTag' : 'dropEdge', offset, end: cursor.end, ifExists, name };
    }
    case 'FULLTEXT': {
      cursor.advance();
      cursor.expect('INDEX');
      const name = cursor.name();
      return { kind: 'dropFulltextIndex', offset, end: cursor.end, name };
    }
    case 'USER': {
      cursor.advance();
      const ifExists = cursor.ifExists();
      const user = cursor.name();
      return { kind: 'dropUser', offset, end: cursor.end, ifExists, user };
    }
    case 'SNAPSHOT': {
      cursor.advance();
      const names = cursor.names();
      return { kind: 'dropSnapshot', offset, end: cursor.end, names };
    }
    default:
      return parseDropZone(cursor, offset);
  }
}

/** `CLEAR SPACE [IF EXISTS] name` */
export function parseClear(cursor: Cursor): Statement {
  const { offset } = cursor;
  cursor.expectAll('CLEAR', 'SPACE');
  const ifExists = cursor.ifExists();
  const name = cursor.name();
  return { kind: 'clearSpace', offset, end: cursor.end, ifExists, name };
}
