import { Double, INT64_MAX, INT64_MIN, parseLossless, SetValue, type Value } from '@orrery/contracts';
import { parseWellKnownText } from '@orrery/graphd';
import type { CsvCell } from './csv-rows.ts';
import { dateValueOf, durationOf } from './temporal-text.ts';

/** Text that stands for a value of this property type. @throws RangeError naming what was expected and what was found */
export type TextReader = (text: string) => Value;

const INT_BOUNDS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int8: [-128n, 127n],
  int16: [-32_768n, 32_767n],
  int32: [-2_147_483_648n, 2_147_483_647n],
  int64: [INT64_MIN, INT64_MAX],
  int: [INT64_MIN, INT64_MAX],
};

function refuse(text: string, expected: string): never {
  throw new RangeError(`expected ${expected}, found ${JSON.stringify(text.slice(0, 100))}`);
}

function readInt(type: string): TextReader {
  const [minimum, maximum] = INT_BOUNDS[type]!;
  return (text) => {
    if (!/^[+-]?\d+$/.test(text)) refuse(text, `a whole number (${type})`);
    const value = BigInt(text.replace(/^\+/, ''));
    return value < minimum || value > maximum ? refuse(text, `a number from ${minimum} to ${maximum}`) : value;
  };
}

const NOT_FINITE: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity };

function readDouble(text: string): Value {
  const special = NOT_FINITE[text];
  if (special !== undefined) return special;
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : refuse(text, 'a number');
}

function readBool(text: string): Value {
  if (/^(?:true|1)$/i.test(text)) return true;
  return /^(?:false|0)$/i.test(text) ? false : refuse(text, 'true or false');
}

function readGeography(text: string): Value {
  return parseWellKnownText(text) ?? refuse(text, 'a POINT, LINESTRING or POLYGON as well-known text');
}

/** `["a","b"]`, `[1,2]`, `[0.5,1]`: JSON, for sets too. */
function readItems(element: string, isSet: boolean): TextReader {
  const readElement = (item: unknown): Value => {
    if (element === 'string') return typeof item === 'string' ? item : undefined;
    if (element === 'int' && (typeof item === 'number' || typeof item === 'bigint')) {
      return Number.isInteger(item) || typeof item === 'bigint' ? BigInt(item) : undefined;
    }
    if (element !== 'float') return undefined;
    if (item instanceof Double) return item.value;
    return typeof item === 'string' ? NOT_FINITE[item] : typeof item === 'object' ? undefined : Number(item);
  };
  return (text) => {
    let items: unknown;
    try {
      items = parseLossless(text);
    } catch {
      items = undefined;
    }
    const values = Array.isArray(items) ? items.map(readElement) : [undefined];
    if (values.includes(undefined)) refuse(text, `a JSON list of ${element}s`);
    return isSet ? new SetValue([...new Set(values)]) : values;
  };
}

/** The text of a cell that a row must have. @throws RangeError naming the column */
export function rowText(cell: CsvCell | undefined, column: string): string {
  if (cell === undefined || cell === null || cell === '') throw new RangeError(`the row has no ${column}`);
  return cell;
}

/**
 * How cells of a CSV become values of a property, by the type as the graph prints it. An empty cell is NULL for every
 * type but strings.
 * @throws RangeError on a type that has no text form in CSV
 */
export function textReader(type: string): TextReader {
  const name = type.toLowerCase().replace(/\(.*$/, '');
  switch (name) {
    case 'string':
    case 'fixed_string':
      return (text) => text;
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'int':
      return nullable(readInt(name));
    case 'timestamp':
      return nullable((text) => (/^\d+$/.test(text) ? BigInt(text) : text));
    case 'float':
    case 'double':
      return nullable(readDouble);
    case 'bool':
      return nullable(readBool);
    case 'date':
    case 'time':
    case 'datetime':
      return nullable((text) => dateValueOf(name, text));
    case 'duration':
      return nullable(durationOf);
    case 'geography':
      return nullable(readGeography);
    case 'list_string':
    case 'list_int':
    case 'list_float':
    case 'set_string':
    case 'set_int':
    case 'set_float': {
      const [kind, element] = name.split('_') as ['list' | 'set', string];
      return nullable(readItems(element, kind === 'set'));
    }
    default:
      throw new RangeError(`properties of type ${type} cannot be read from a CSV`);
  }
}

function nullable(read: TextReader): TextReader {
  return (text) => (text === '' ? null : read(text.trim()));
}
