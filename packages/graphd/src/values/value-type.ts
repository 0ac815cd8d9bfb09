import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  GeographyValue,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  VertexValue,
  type Value,
} from '@orrery/contracts';

/** The names of nGQL's types, as NebulaGraph's messages have them. `__EMPTY__` also stands for "not known yet". */
export type ValueType =
  | '__EMPTY__'
  | 'BOOL'
  | 'INT'
  | 'FLOAT'
  | 'STRING'
  | 'DATE'
  | 'TIME'
  | 'DATETIME'
  | 'VERTEX'
  | 'EDGE'
  | 'PATH'
  | 'LIST'
  | 'MAP'
  | 'SET'
  | 'DATASET'
  | 'GEOGRAPHY'
  | 'DURATION'
  | 'NULL';

/** Position of each type in the total order of ORDER BY: EMPTY first, NULL last. */
export const TYPE_ORDER: Readonly<Record<ValueType, number>> = {
  __EMPTY__: 0,
  BOOL: 1,
  INT: 2,
  FLOAT: 3,
  STRING: 4,
  DATE: 5,
  TIME: 6,
  DATETIME: 7,
  VERTEX: 8,
  EDGE: 9,
  PATH: 10,
  LIST: 11,
  MAP: 12,
  SET: 13,
  DATASET: 14,
  GEOGRAPHY: 15,
  DURATION: 16,
  NULL: 17,
};

/** The type of a value; every kind of null is `NULL`. */
export function typeOf(value: Value): ValueType {
  switch (typeof value) {
    case 'undefined':
      return '__EMPTY__';
    case 'boolean':
      return 'BOOL';
    case 'bigint':
      return 'INT';
    case 'number':
      return 'FLOAT';
    case 'string':
      return 'STRING';
    default:
      return value === null ? 'NULL' : typeOfObject(value);
  }
}

function typeOfObject(value: object): ValueType {
  if (Array.isArray(value)) return 'LIST';
  if (value instanceof VertexValue) return 'VERTEX';
  if (value instanceof EdgeValue) return 'EDGE';
  if (value instanceof PathValue) return 'PATH';
  if (value instanceof NullValue) return 'NULL';
  if (value instanceof Map) return 'MAP';
  if (value instanceof SetValue) return 'SET';
  if (value instanceof DateValue) return 'DATE';
  if (value instanceof TimeValue) return 'TIME';
  if (value instanceof DateTimeValue) return 'DATETIME';
  if (value instanceof DurationValue) return 'DURATION';
  if (value instanceof GeographyValue) return 'GEOGRAPHY';
  if (value instanceof DataSet) return 'DATASET';
  throw new TypeError(`not a value of nGQL: ${Object.prototype.toString.call(value)}`);
}

/** True for the kinds of null that mark a failure (all but NULL itself). */
export function isBadNull(value: Value): value is NullValue {
  return value instanceof NullValue;
}
