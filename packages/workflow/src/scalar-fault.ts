import { INT64_MAX, INT64_MIN, type FaultPhrase, type LosslessScalar } from '@orrery/contracts';
import { phrase } from './fault.ts';
import { isRecord } from './schema-check.ts';

/**
 * Why a value can't stand for a statement's parameter, as a phrase that follows the parameter's name; undefined when it
 * can. Allowed are text, numbers, booleans and, outside quotes, lists of these.
 */
export function scalarFault(value: unknown, quoted: boolean): FaultPhrase | undefined {
  if (Array.isArray(value)) {
    if (quoted) return phrase('reason.quotedList', {});
    for (const item of value) {
      const fault =
        item === null
          ? phrase('reason.nullInList', {})
          : Array.isArray(item)
            ? phrase('reason.listInList', {})
            : scalarFault(item, false);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (isRecord(value)) return phrase('reason.map', {});
  const scalar = value as LosslessScalar;
  const isInt = typeof scalar === 'bigint' || (typeof scalar === 'number' && Number.isInteger(scalar));
  if (isInt && (scalar < INT64_MIN || scalar > INT64_MAX)) {
    return phrase('reason.beyondInt64', { value: `${scalar}`, minimum: `${INT64_MIN}`, maximum: `${INT64_MAX}` });
  }
  if (typeof scalar === 'string' && !scalar.isWellFormed()) return phrase('reason.surrogate', {});
  return undefined;
}
