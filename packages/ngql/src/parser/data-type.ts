import type { DataType, GeoShape } from '../ast/schema-statement.ts';
import type { Cursor } from './cursor.ts';

type PlainName = Exclude<DataType['name'], 'FIXED_STRING' | 'GEOGRAPHY' | 'LIST' | 'SET'>;

const PLAIN: ReadonlyMap<string, PlainName> = new Map([
  ['BOOL', 'BOOL'],
  ['INT', 'INT64'],
  ['INT8', 'INT8'],
  ['INT16', 'INT16'],
  ['INT32', 'INT32'],
  ['INT64', 'INT64'],
  ['FLOAT', 'FLOAT'],
  ['DOUBLE', 'DOUBLE'],
  ['STRING', 'STRING'],
  ['TIMESTAMP', 'TIMESTAMP'],
  ['DATE', 'DATE'],
  ['TIME', 'TIME'],
  ['DATETIME', 'DATETIME'],
  ['DURATION', 'DURATION'],
]);

const ITEMS: ReadonlyMap<string, 'INT64' | 'FLOAT' | 'STRING'> = new Map([
  ['INT', 'INT64'],
  ['INT64', 'INT64'],
  ['FLOAT', 'FLOAT'],
  ['STRING', 'STRING'],
]);

const SHAPES: ReadonlySet<string> = new Set(['POINT', 'LINESTRING', 'POLYGON']);

/** Longest FIXED_STRING, in bytes. */
const MAX_LENGTH = 32_767n;

export function parseDataType(cursor: Cursor): DataType {
  const plain = PLAIN.get(cursor.type);
  if (plain !== undefined) {
    cursor.advance();
    return { name: plain };
  }
  if (cursor.accept('FIXED_STRING')) {
    cursor.expect('(');
    const length = Number(cursor.int(MAX_LENGTH));
    cursor.expect(')');
    return { name: 'FIXED_STRING', length };
  }
  if (cursor.accept('GEOGRAPHY')) return { name: 'GEOGRAPHY', shape: parseShape(cursor) };
  const container = cursor.type;
  if (container === 'LIST' || container === 'SET') {
    cursor.advance();
    cursor.expect('<');
    const item = ITEMS.get(cursor.type);
    if (item === undefined) cursor.fail();
    cursor.advance();
    cursor.expect('>');
    return { name: container, item };
  }
  return cursor.fail();
}

function parseShape(cursor: Cursor): GeoShape {
  if (!cursor.accept('(')) return 'ANY';
  const shape = cursor.type;
  if (!SHAPES.has(shape)) cursor.fail();
  cursor.advance();
  cursor.expect(')');
  return shape as GeoShape;
}
