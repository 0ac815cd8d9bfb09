import { isNull, type Value } from '@orrery/contracts';
import { murmur2 } from '../values/murmur2.ts';
import { toBoolean, toFloat, toInteger, toSet, toText } from '../values/cast.ts';
import { valueKey } from '../values/key.ts';
import { defineFunction, type ScalarFunction } from './function-definition.ts';

function conversion(
  name: string,
  signatures: readonly string[],
  convert: (value: Value) => Value,
  aliases: readonly string[] = [],
): ScalarFunction {
  return defineFunction(name, { aliases, arity: 1, signatures, takesNulls: true }, ([value]) => convert(value));
}

const SCALARS = ['BOOL', 'INT', 'FLOAT', 'STRING', 'DATE', 'TIME', 'DATETIME', 'DURATION', 'GEOGRAPHY'];

/** hash(): ints hash to themselves, text by Murmur2, everything else by the text of its key. */
function hash(value: Value): Value {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') return murmur2(value);
  if (value === true || value === false) return value ? 1n : 0n;
  if (isNull(value)) return -1n;
  if (value === undefined) return 0n;
  return murmur2(valueKey(value));
}

export const conversionFunctions: readonly ScalarFunction[] = [
  conversion('toBoolean', ['STRING -> BOOL', 'BOOL -> BOOL'], toBoolean),
  conversion('toFloat', ['STRING -> FLOAT', 'INT -> FLOAT', 'FLOAT -> FLOAT'], toFloat),
  conversion('toInteger', ['STRING -> INT', 'INT -> INT', 'FLOAT -> INT'], toInteger, ['toInt']),
  conversion(
    'toString',
    SCALARS.map((type) => `${type} -> STRING`),
    toText,
  ),
  conversion('toSet', ['SET -> SET', 'LIST -> SET'], toSet),
  defineFunction('hash', { arity: 1, takesNulls: true }, ([value]) => hash(value)),
  defineFunction('udf_is_in', { arity: [2, Infinity], takesNulls: true }, ([value, ...candidates]) => {
    const key = valueKey(value);
    return candidates.some((candidate) => valueKey(candidate) === key);
  }),
  defineFunction('coalesce', { arity: [1, Infinity], takesNulls: true }, (args) => {
    return args.find((arg) => !isNull(arg)) ?? null;
  }),
];
