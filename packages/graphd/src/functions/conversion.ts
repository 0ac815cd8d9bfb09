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

const MASK = 0xffff_ffff_ffff_ffffn;
const K = 0x9ddf_ea08_eb38_2d69n;

/** Folds the hash of an item into that of the items before it, as folly's hash_128_to_64 does. */
function combined(before: bigint, item: bigint): bigint {
  const [upper, lower] = [before & MASK, item & MASK];
  let a = ((lower ^ upper) * K) & MASK;
  a ^= a >> 47n;
  let b = ((upper ^ a) * K) & MASK;
  b ^= b >> 47n;
  return BigInt.asIntN(64, b * K);
}

/**
 * hash(), which vertex ids are made with: ints hash to themselves, texts and floats by Murmur2, lists by their items;
 * everything else by the text of its key.
 */
function hash(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') return murmur2(value);
  if (typeof value === 'number') return value === 0 ? 0n : murmur2(new Uint8Array(new Float64Array([value]).buffer));
  if (Array.isArray(value)) return value.length === 1 ? hash(value[0]) : value.map(hash).reduce(combined, 0n);
  if (value === true || value === false) return value ? 1n : 0n;
  if (isNull(value)) return -1n;
  if (value === undefined) return 0n;
  return murmur2(valueKey(value));
}

/** Looking an item up takes so much more than going by. */
const LOOKUPS_OF_ITEM = 4;

export const conversionFunctions: readonly ScalarFunction[] = [
  conversion('toBoolean', ['STRING -> BOOL', 'BOOL -> BOOL'], toBoolean),
  conversion('toFloat', ['STRING -> FLOAT', 'INT -> FLOAT', 'FLOAT -> FLOAT'], toFloat),
  conversion('toInteger', ['STRING -> INT', 'INT -> INT', 'FLOAT -> INT'], toInteger, ['toInt']),
  conversion(
    'toString',
    SCALARS.map((type) => `${type} -> STRING`),
    toText,
  ),
  defineFunction('toSet', { arity: 1, signatures: ['SET -> SET', 'LIST -> SET'] }, ([value], { spend }) => {
    if (Array.isArray(value)) spend?.(value.length * LOOKUPS_OF_ITEM);
    return toSet(value);
  }),
  defineFunction('hash', { arity: 1, takesNulls: true }, ([value]) => hash(value)),
  defineFunction('udf_is_in', { arity: [2, Infinity], takesNulls: true }, ([value, ...candidates]) => {
    const key = valueKey(value);
    return candidates.some((candidate) => valueKey(candidate) === key);
  }),
  defineFunction('coalesce', { arity: [1, Infinity], takesNulls: true }, (args) => {
    return args.find((arg) => !isNull(arg)) ?? null;
  }),
];
