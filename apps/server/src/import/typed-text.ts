import { INT64_MAX, INT64_MIN, type Value } from '@orrery/contracts';
import { dateValueOf } from './temporal-text.ts';

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

function readDouble(text: string): Value {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : refuse(text, 'a number');
}

function readBool(text: string): Value {
  if (/^(?:true|1)$/i.test(text)) return true;
  return /^(?:false|0)$/i.test(text) ? false : refuse(text, 'true or false');
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
    default:
      throw new RangeError(`properties of type ${type} cannot be read from a CSV`);
  }
}

function nullable(read: TextReader): TextReader {
  return (text) => (text === '' ? null : read(text.trim()));
}
