import { GeographyValue, NullValue, SetValue, type Value } from '@orrery/contracts';
import { parseExpression, type DataType, type Expression } from '@orrery/ngql';
import type { PropertyDefinition, PropertyType } from '../../catalog/definitions.ts';
import { executionError } from '../../bind/statement-error.ts';
import { distinctSet } from '../../values/cast.ts';

const KINDS: Readonly<Record<string, PropertyType['kind']>> = {
  BOOL: 'bool',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT: 'float',
  DOUBLE: 'double',
  STRING: 'string',
  TIMESTAMP: 'timestamp',
  DATE: 'date',
  TIME: 'time',
  DATETIME: 'datetime',
  DURATION: 'duration',
};

/** The catalog's type of a type that was written. */
export function propertyType(type: DataType): PropertyType {
  switch (type.name) {
    case 'FIXED_STRING':
      return { kind: 'fixed_string', length: type.length };
    case 'GEOGRAPHY':
      return type.shape === 'ANY'
        ? { kind: 'geography' }
        : { kind: 'geography', shape: type.shape.toLowerCase() as 'point' | 'linestring' | 'polygon' };
    case 'LIST':
    case 'SET':
      return {
        kind: type.name === 'LIST' ? 'list' : 'set',
        element: type.item.toLowerCase() as 'string' | 'int64' | 'float',
      };
    default:
      return { kind: KINDS[type.name] } as PropertyType;
  }
}

const ELEMENTS = { string: 'string', int64: 'int', float: 'float' } as const;

/** The type as DESCRIBE and SHOW CREATE write it. */
export function propertyTypeText(type: PropertyType): string {
  switch (type.kind) {
    case 'fixed_string':
      return `fixed_string(${type.length})`;
    case 'geography':
      return type.shape ? `geography(${type.shape})` : 'geography';
    case 'list':
    case 'set':
      return `${type.kind}_${ELEMENTS[type.element]}`;
    default:
      return type.kind;
  }
}

/** Seconds that fit 64 bits as nanoseconds. */
const MAX_TIMESTAMP = 9_223_372_036n;
const INT_KINDS = new Set<PropertyType['kind']>(['int8', 'int16', 'int32', 'int64', 'timestamp']);

/**
 * The value as a property of the type stores it: ints become floats and floats ints where the property asks for it. What
 * has no such form comes back as it is, for the store to refuse.
 */
export function coerce(value: Value, type: PropertyType): Value {
  if (value === null) return null;
  if (type.kind === 'float' || type.kind === 'double') return typeof value === 'bigint' ? Number(value) : value;
  if (INT_KINDS.has(type.kind) && typeof value === 'number') return intFrom(value, type.kind);
  if (type.kind === 'timestamp' && typeof value === 'bigint' && (value < 0n || value > MAX_TIMESTAMP)) {
    throw executionError('Storage Error: Out of range value.');
  }
  if (type.kind === 'fixed_string' && typeof value === 'string') return truncated(value, type.length);
  if (type.kind === 'geography' && type.shape && value instanceof GeographyValue) {
    return value.shape.kind === type.shape ? value : NullValue.BAD_TYPE;
  }
  if ((type.kind === 'list' || type.kind === 'set') && (Array.isArray(value) || value instanceof SetValue)) {
    const items = (Array.isArray(value) ? value : value.items).map((item) =>
      type.element === 'float' && typeof item === 'bigint' ? Number(item) : item,
    );
    if (type.kind === 'list') return Array.isArray(value) ? items : NullValue.BAD_TYPE;
    return value instanceof SetValue ? distinctSet(items) : NullValue.BAD_TYPE;
  }
  return value;
}

const BITS: Partial<Record<PropertyType['kind'], number>> = { int8: 8, int16: 16, int32: 32 };

/** @throws StatementError ExecutionError on a float beyond the ints of the kind */
function intFrom(value: number, kind: PropertyType['kind']): bigint {
  const bound = 2 ** ((BITS[kind] ?? 64) - 1);
  if (!(value >= -bound && value <= bound - 1)) throw executionError('Storage Error: Out of range value.');
  return BigInt(Math.sign(value) * Math.floor(Math.abs(value) + 0.5));
}

/** At most so many bytes of UTF-8, never half a character. */
function truncated(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

const parsedDefaults = new Map<string, Expression>();

/** The expression of a default, which the catalog keeps as text. */
export function defaultExpression(property: PropertyDefinition): Expression {
  const { text } = property.default!;
  const known = parsedDefaults.get(text);
  if (known) return known;
  const expression = parseExpression(text);
  if (parsedDefaults.size > 1000) parsedDefaults.clear();
  parsedDefaults.set(text, expression);
  return expression;
}
