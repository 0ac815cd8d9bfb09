import type {
  AlterSpaceStatement,
  CreateSpaceAsStatement,
  CreateSpaceStatement,
  SpaceOption,
} from '../ast/schema-statement.ts';
import { parseZone } from './cluster.ts';
import type { Cursor } from './cursor.ts';
import { parseDataType } from './data-type.ts';

/** Behind `CREATE SPACE`. */
export function parseCreateSpace(cursor: Cursor, offset: number): CreateSpaceStatement | CreateSpaceAsStatement {
  const ifNotExists = cursor.ifNotExists();
  const name = cursor.name();
  if (cursor.accept('AS')) {
    const source = cursor.name();
    return { kind: 'createSpaceAs', offset, end: cursor.end, ifNotExists, name, source };
  }
  let options: SpaceOption[] = [];
  if (cursor.accept('(')) {
    options = cursor.at(')') ? [] : cursor.list(parseSpaceOption);
    cursor.expect(')');
  }
  const zones = cursor.accept('ON') ? cursor.list(parseZone) : [];
  const comment = parseComment(cursor);
  return { kind: 'createSpace', offset, end: cursor.end, ifNotExists, name, options, zones, comment };
}

/** `COMMENT [=] "…"` */
export function parseComment(cursor: Cursor): string | undefined {
  if (!cursor.accept('COMMENT')) return undefined;
  cursor.accept('=');
  return cursor.string();
}

function parseSpaceOption(cursor: Cursor): SpaceOption {
  const { offset, type } = cursor;
  cursor.advance();
  switch (type) {
    case 'PARTITION_NUM':
    case 'REPLICA_FACTOR': {
      cursor.expect('=');
      const value = cursor.int();
      const name = type === 'PARTITION_NUM' ? 'partition_num' : 'replica_factor';
      return { kind: 'spaceOption', offset, end: cursor.end, name, value };
    }
    case 'CHARSET':
    case 'COLLATE': {
      cursor.expect('=');
      const value = cursor.name();
      return { kind: 'spaceOption', offset, end: cursor.end, name: type === 'CHARSET' ? 'charset' : 'collate', value };
    }
    case 'VID_TYPE': {
      cursor.expect('=');
      const value = parseDataType(cursor);
      return { kind: 'spaceOption', offset, end: cursor.end, name: 'vid_type', value };
    }
    default:
      cursor.seek(cursor.index - 1);
      return cursor.fail();
  }
}

/** Behind `ALTER SPACE`. */
export function parseAlterSpace(cursor: Cursor, offset: number): AlterSpaceStatement {
  const name = cursor.name();
  cursor.expectAll('ADD', 'ZONE');
  const addZones = cursor.list(parseZone);
  return { kind: 'alterSpace', offset, end: cursor.end, name, addZones };
}
