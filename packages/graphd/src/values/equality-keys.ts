import {
  DateTimeValue,
  DateValue,
  EdgeValue,
  isNull,
  SetValue,
  TimeValue,
  VertexValue,
  type Value,
} from '@orrery/contracts';
import { EPSILON } from './compare.ts';
import { valueKey } from './key.ts';
import { typeOf } from './value-type.ts';

/** Cells of the number line per 1; a cell is far wider than the distance at which numbers are equal. */
const CELLS = 1e6;
/** From here on doubles are further apart than that, and each is a cell. */
const ALONE = 2 ** 33;

function cellOf(number: number): string {
  return `n${Math.abs(number) < ALONE ? Math.round(number * CELLS) : number};`;
}

/** The name under which a value is found by those that equal it; undefined for a null, which equals nothing. */
export function equalityKey(value: Value): string | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return cellOf(Number(value));
  if (isNull(value)) return undefined;
  const isExact =
    typeof value !== 'object' ||
    value instanceof VertexValue ||
    value instanceof EdgeValue ||
    value instanceof SetValue ||
    value instanceof DateValue ||
    value instanceof TimeValue ||
    value instanceof DateTimeValue;
  // Lists and the like may differ in what they are made of and be equal: [1] and [1.0].
  return isExact ? valueKey(value) : typeOf(value);
}

/**
 * All names under which a value that equals this one (`==` of nGQL) can stand, one or two; others may stand there as well, so that
 * what is found has to be compared.
 */
export function equalityKeys(value: Value): readonly string[] {
  if (typeof value === 'bigint' || typeof value === 'number') {
    const number = Number(value);
    const [below, above] = [cellOf(number - EPSILON), cellOf(number + EPSILON)];
    return below === above ? [below] : [below, above];
  }
  const key = equalityKey(value);
  return key === undefined ? [] : [key];
}
