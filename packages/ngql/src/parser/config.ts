import type { ConfigStatement } from '../ast/admin-statement.ts';
import type { MapEntry, MapExpression } from '../ast/expression.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

export type ConfigModule = 'graph' | 'meta' | 'storage';

export function parseModule(cursor: Cursor): ConfigModule | undefined {
  if (cursor.accept('GRAPH')) return 'graph';
  if (cursor.accept('META')) return 'meta';
  return cursor.accept('STORAGE') ? 'storage' : undefined;
}

/** `[module:]name` */
function parseConfigName(cursor: Cursor): { module: ConfigModule | undefined; name: string } {
  const module = cursor.peek(1) === ':' ? parseModule(cursor) : undefined;
  if (module !== undefined) cursor.expect(':');
  return { module, name: cursor.name() };
}

/** `GET CONFIGS [module:]name` */
export function parseGetConfig(cursor: Cursor): ConfigStatement {
  const { offset } = cursor;
  cursor.expectAll('GET', 'CONFIGS');
  const { module, name } = parseConfigName(cursor);
  return { kind: 'getConfig', offset, end: cursor.end, module, name };
}

/** `{name = value, …}`, the options of a storage engine. */
function parseSettings(cursor: Cursor): MapExpression {
  const { offset } = cursor;
  cursor.expect('{');
  const entries = cursor.list((inner): MapEntry => {
    const key = inner.name();
    inner.expect('=');
    return { key, value: parseExpression(inner) };
  });
  cursor.expect('}');
  return { kind: 'map', offset, end: cursor.end, entries };
}

/** `UPDATE CONFIGS [module:]name = value` */
export function parseUpdateConfig(cursor: Cursor): ConfigStatement {
  const { offset } = cursor;
  cursor.expectAll('UPDATE', 'CONFIGS');
  const { module, name } = parseConfigName(cursor);
  cursor.expect('=');
  const value = cursor.at('{') && cursor.peek(2) === '=' ? parseSettings(cursor) : parseExpression(cursor);
  return { kind: 'updateConfig', offset, end: cursor.end, module, name, value };
}
