import type { ConfigStatement } from '../ast/admin-statement.ts';
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

/** `UPDATE CONFIGS [module:]name = value` */
export function parseUpdateConfig(cursor: Cursor): ConfigStatement {
  const { offset } = cursor;
  cursor.expectAll('UPDATE', 'CONFIGS');
  const { module, name } = parseConfigName(cursor);
  cursor.expect('=');
  const value = parseExpression(cursor);
  return { kind: 'updateConfig', offset, end: cursor.end, module, name, value };
}
