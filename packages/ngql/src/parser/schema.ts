import type { Expression } from '../ast/expression.ts';
import type {
  AlterItem,
  AlterSchemaStatement,
  ColumnDefinition,
  CreateSchemaStatement,
  SchemaOption,
} from '../ast/schema-statement.ts';
import type { Cursor } from './cursor.ts';
import { parseDataType } from './data-type.ts';
import { parseExpression } from './expression.ts';

/** Behind `CREATE TAG` or `CREATE EDGE`. */
export function parseCreateSchema(
  cursor: Cursor,
  offset: number,
  kind: CreateSchemaStatement['kind'],
): CreateSchemaStatement {
  const ifNotExists = cursor.ifNotExists();
  const name = cursor.name();
  cursor.expect('(');
  const columns: ColumnDefinition[] = [];
  while (!cursor.at(')')) {
    columns.push(parseColumn(cursor));
    if (!cursor.accept(',')) break;
  }
  cursor.expect(')');
  const options = atSchemaOption(cursor) ? cursor.list(parseSchemaOption) : [];
  return { kind, offset, end: cursor.end, ifNotExists, name, columns, options };
}

function parseColumn(cursor: Cursor): ColumnDefinition {
  const { offset } = cursor;
  const name = cursor.name();
  const type = parseDataType(cursor);
  let nullable: boolean | undefined;
  let preset: Expression | undefined;
  let comment: string | undefined;
  for (;;) {
    if (cursor.accept('NULL')) {
      nullable = true;
    } else if (cursor.acceptAll('NOT', 'NULL')) {
      nullable = false;
    } else if (cursor.accept('DEFAULT')) {
      preset = parseExpression(cursor);
    } else if (cursor.accept('COMMENT')) {
      comment = cursor.string();
    } else {
      return { kind: 'column', offset, end: cursor.end, name, type, nullable, default: preset, comment };
    }
  }
}

function atSchemaOption(cursor: Cursor): boolean {
  return cursor.at('TTL_DURATION') || cursor.at('TTL_COL') || cursor.at('COMMENT');
}

function parseSchemaOption(cursor: Cursor): SchemaOption {
  const { offset, type } = cursor;
  if (!atSchemaOption(cursor)) cursor.fail();
  cursor.advance();
  cursor.expect('=');
  if (type === 'TTL_DURATION') {
    const value = cursor.int();
    return { kind: 'schemaOption', offset, end: cursor.end, name: 'ttl_duration', value };
  }
  const value = cursor.string();
  return { kind: 'schemaOption', offset, end: cursor.end, name: type === 'TTL_COL' ? 'ttl_col' : 'comment', value };
}

/** Behind `ALTER TAG` or `ALTER EDGE`. */
export function parseAlterSchema(
  cursor: Cursor,
  offset: number,
  kind: AlterSchemaStatement['kind'],
): AlterSchemaStatement {
  const name = cursor.name();
  const items: AlterItem[] = [];
  const options: SchemaOption[] = [];
  if (!atAlterItem(cursor) && !atSchemaOption(cursor)) cursor.fail();
  if (atAlterItem(cursor)) items.push(...cursor.list(parseAlterItem));
  if (atSchemaOption(cursor)) options.push(...cursor.list(parseSchemaOption));
  return { kind, offset, end: cursor.end, name, items, options };
}

function atAlterItem(cursor: Cursor): boolean {
  return cursor.at('ADD') || cursor.at('CHANGE') || cursor.at('DROP');
}

function parseAlterItem(cursor: Cursor): AlterItem {
  const { offset } = cursor;
  if (cursor.accept('DROP')) {
    cursor.expect('(');
    const names = cursor.names();
    cursor.expect(')');
    return { kind: 'dropColumns', offset, end: cursor.end, names };
  }
  const kind = cursor.accept('ADD') ? 'addColumns' : 'changeColumns';
  if (kind === 'changeColumns') cursor.expect('CHANGE');
  cursor.expect('(');
  const columns = cursor.list(parseColumn);
  cursor.expect(')');
  return { kind, offset, end: cursor.end, columns };
}
