import { INT64_MAX, INT64_MIN, type LosslessScalar } from '@orrery/contracts';
import { isRecord } from './schema-check.ts';

/**
 * Why a value can't stand for a statement's parameter, in words that follow the parameter's name; undefined when it
 * can. Allowed are text, numbers, booleans and, outside quotes, lists of these.
 */
export function scalarFault(value: unknown, quoted: boolean): string | undefined {
  if (Array.isArray(value)) {
    if (quoted) return 'stands inside a quoted string, which takes one value, not a list';
    for (const item of value) {
      const fault =
        item === null
          ? 'has a null in its list'
          : Array.isArray(item)
            ? 'has a list in its list'
            : scalarFault(item, false);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (isRecord(value)) return 'must be text, a number, true, false or a list of these, not a map';
  const scalar = value as LosslessScalar;
  const isInt = typeof scalar === 'bigint' || (typeof scalar === 'number' && Number.isInteger(scalar));
  if (isInt && (scalar < INT64_MIN || scalar > INT64_MAX)) {
    return `is ${scalar}, beyond the range of a 64-bit int (${INT64_MIN} to ${INT64_MAX}); send it as text, or as a double with a fraction`;
  }
  if (typeof scalar === 'string' && !scalar.isWellFormed())
    return 'has half a surrogate pair, which is no text in UTF-8';
  return undefined;
}
