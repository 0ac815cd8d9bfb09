import type {
  CreateFulltextIndexStatement,
  CreateIndexStatement,
  IndexField,
  IndexParameter,
  RebuildIndexStatement,
} from '../ast/schema-statement.ts';
import type { Cursor } from './cursor.ts';
import { parseComment } from './space.ts';

/** Behind `CREATE TAG INDEX` or `CREATE EDGE INDEX`. */
export function parseCreateIndex(
  cursor: Cursor,
  offset: number,
  kind: CreateIndexStatement['kind'],
): CreateIndexStatement {
  const ifNotExists = cursor.ifNotExists();
  const name = cursor.name();
  cursor.expect('ON');
  const on = cursor.name();
  cursor.expect('(');
  const fields = cursor.at(')') ? [] : cursor.list(parseField);
  cursor.expect(')');
  let parameters: IndexParameter[] = [];
  if (cursor.accept('WITH')) {
    cursor.expect('(');
    parameters = cursor.list(parseIndexParameter);
    cursor.expect(')');
  }
  const comment = parseComment(cursor);
  return { kind, offset, end: cursor.end, ifNotExists, name, on, fields, parameters, comment };
}

/** `field` or `field(length)`; a length of 0 is refused here already. */
function parseField(cursor: Cursor): IndexField {
  const { offset } = cursor;
  const name = cursor.name();
  let length: bigint | undefined;
  if (cursor.accept('(')) {
    const lengthOffset = cursor.offset;
    length = cursor.int(32_767n);
    if (length === 0n) cursor.failFrom(lengthOffset, 'Out of range:');
    cursor.expect(')');
  }
  return { kind: 'indexField', offset, end: cursor.end, name, length };
}

function parseIndexParameter(cursor: Cursor): IndexParameter {
  const { offset, type } = cursor;
  if (type !== 'S2_MAX_LEVEL' && type !== 'S2_MAX_CELLS') cursor.fail();
  cursor.advance();
  cursor.expect('=');
  const value = cursor.int();
  const name = type === 'S2_MAX_LEVEL' ? 's2_max_level' : 's2_max_cells';
  return { kind: 'indexParameter', offset, end: cursor.end, name, value };
}

/** Behind `CREATE FULLTEXT`. */
export function parseCreateFulltextIndex(cursor: Cursor, offset: number): CreateFulltextIndexStatement {
  const target = cursor.accept('TAG') ? 'tag' : 'edge';
  if (target === 'edge') cursor.expect('EDGE');
  cursor.expect('INDEX');
  const name = cursor.name();
  cursor.expect('ON');
  const on = cursor.name();
  cursor.expect('(');
  const fields = cursor.names();
  cursor.expect(')');
  let analyzer: string | undefined;
  if (cursor.accept('ANALYZER')) {
    cursor.expect('=');
    analyzer = cursor.string();
  }
  return { kind: 'createFulltextIndex', offset, end: cursor.end, target, name, on, fields, analyzer };
}

export function parseRebuild(cursor: Cursor): RebuildIndexStatement {
  const { offset } = cursor;
  cursor.expect('REBUILD');
  const kind = cursor.accept('TAG')
    ? 'rebuildTagIndex'
    : cursor.accept('EDGE')
      ? 'rebuildEdgeIndex'
      : 'rebuildFulltextIndex';
  if (kind === 'rebuildFulltextIndex') cursor.expect('FULLTEXT');
  cursor.expect('INDEX');
  const names = kind !== 'rebuildFulltextIndex' && cursor.atName() ? cursor.names() : [];
  return { kind, offset, end: cursor.end, names };
}
