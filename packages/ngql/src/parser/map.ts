import type { MapEntry, MapExpression } from '../ast/expression.ts';
import type { Cursor } from './cursor.ts';

/** `{key: value, …}`; keys are names or strings. */
export function parseMap(cursor: Cursor): MapExpression {
  const { offset } = cursor;
  cursor.expect('{');
  const entries: readonly MapEntry[] = cursor.at('}') ? [] : cursor.list(parseEntry);
  cursor.expect('}');
  return { kind: 'map', offset, end: cursor.end, entries };
}

function parseEntry(cursor: Cursor): MapEntry {
  const key = cursor.atString() ? cursor.string() : cursor.name();
  cursor.expect(':');
  return { key, value: cursor.inner() };
}
