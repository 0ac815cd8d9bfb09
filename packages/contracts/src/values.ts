/**
 * The value model of nGQL as JavaScript values, shared by the parser's literals, the wire codec, the embedded graph,
 * the clients and the tasks.
 *
 * | nGQL                | here                                                        |
 * | ------------------- | ----------------------------------------------------------- |
 * | NULL                | `null`                                                      |
 * | other kinds of null | {@link NullValue} singletons (`NullValue.NaN`, …)           |
 * | EMPTY (no value)    | `undefined`                                                 |
 * | bool                | `boolean`                                                   |
 * | int (64 bits)       | `bigint`, always within -2^63 … 2^63-1                      |
 * | float / double      | `number`                                                    |
 * | string              | `string`                                                    |
 * | list                | `Value[]`                                                   |
 * | map                 | `Map<string, Value>` (so that `__proto__` is a key like any) |
 * | everything else     | the classes below                                           |
 *
 * A `number` is therefore always a double and a `bigint` always an int: 1 and 1.0 never mix.
 */
export type Value =
  | null
  | undefined
  | NullValue
  | boolean
  | bigint
  | number
  | string
  | DateValue
  | TimeValue
  | DateTimeValue
  | DurationValue
  | GeographyValue
  | Value[]
  | SetValue
  | Map<string, Value>
  | VertexValue
  | EdgeValue
  | PathValue
  | DataSet;

export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

export type NullKind = 'NaN' | 'BAD_DATA' | 'BAD_TYPE' | 'OVERFLOW' | 'UNKNOWN_PROP' | 'DIV_BY_ZERO' | 'OUT_OF_RANGE';

/** A null other than NULL itself. Only the singletons exist, so `===` compares kinds. */
export class NullValue {
  static readonly NaN = new NullValue('NaN');
  static readonly BAD_DATA = new NullValue('BAD_DATA');
  static readonly BAD_TYPE = new NullValue('BAD_TYPE');
  static readonly OVERFLOW = new NullValue('OVERFLOW');
  static readonly UNKNOWN_PROP = new NullValue('UNKNOWN_PROP');
  static readonly DIV_BY_ZERO = new NullValue('DIV_BY_ZERO');
  static readonly OUT_OF_RANGE = new NullValue('OUT_OF_RANGE');
  readonly kind: NullKind;
  private constructor(kind: NullKind) {
    this.kind = kind;
  }
}

/** True for NULL and every other kind of null; false for EMPTY. */
export function isNull(value: Value): value is null | NullValue {
  return value === null || value instanceof NullValue;
}

/** A calendar day of the proleptic Gregorian calendar. year: int16, month: 1–12, day: 1–31. */
export class DateValue {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
}

/** A time of day, UTC as stored. */
export class TimeValue {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  constructor(hour: number, minute: number, second: number, microsecond: number) {
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
  }
}

/** A date with a time of day, UTC as stored. */
export class DateTimeValue {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  constructor(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    microsecond: number,
  ) {
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
  }
}

/** months: int32; seconds: int64; microseconds: int32. */
export class DurationValue {
  readonly months: number;
  readonly seconds: bigint;
  readonly microseconds: number;
  constructor(months: number, seconds: bigint, microseconds: number) {
    this.months = months;
    this.seconds = seconds;
    this.microseconds = microseconds;
  }
}

/** x is the longitude, y the latitude, in degrees. */
export interface Coordinate {
  readonly x: number;
  readonly y: number;
}

export type GeographyShape =
  | { readonly kind: 'point'; readonly point: Coordinate }
  | { readonly kind: 'linestring'; readonly points: readonly Coordinate[] }
  | { readonly kind: 'polygon'; readonly rings: readonly (readonly Coordinate[])[] };

export class GeographyValue {
  readonly shape: GeographyShape;
  constructor(shape: GeographyShape) {
    this.shape = shape;
  }
}

/** The items are distinct under nGQL's equality; their order is not defined. Whoever constructs it removes duplicates. */
export class SetValue {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A vertex id as a user sees it: of a FIXED_STRING space a string, of an INT64 space a bigint. */
export type VertexId = string | bigint;

export interface TagValue {
  readonly name: string;
  readonly props: Map<string, Value>;
}

export class VertexValue {
  readonly vid: Value;
  readonly tags: readonly TagValue[];
  constructor(vid: Value, tags: readonly TagValue[]) {
    this.vid = vid;
    this.tags = tags;
  }
}

/**
 * `src` and `dst` are the ends as the edge was walked; `type` is positive when it was walked along its direction and
 * negative when against it (then the stored edge runs from `dst` to `src`). `typeId` is 0 where only the name is known.
 */
export class EdgeValue {
  readonly src: Value;
  readonly dst: Value;
  readonly typeId: number;
  readonly name: string;
  readonly ranking: bigint;
  readonly props: Map<string, Value>;
  constructor(src: Value, dst: Value, typeId: number, name: string, ranking: bigint, props: Map<string, Value>) {
    this.src = src;
    this.dst = dst;
    this.typeId = typeId;
    this.name = name;
    this.ranking = ranking;
    this.props = props;
  }
}

/** One step of a path; `typeId` is negative when the stored edge points towards the previous vertex. */
export interface PathStep {
  readonly dst: VertexValue;
  readonly typeId: number;
  readonly name: string;
  readonly ranking: bigint;
  readonly props: Map<string, Value>;
}

export class PathValue {
  readonly src: VertexValue;
  readonly steps: readonly PathStep[];
  constructor(src: VertexValue, steps: readonly PathStep[]) {
    this.src = src;
    this.steps = steps;
  }
}

/** A table: every row has `columns.length` values. The result of every statement. */
export class DataSet {
  readonly columns: readonly string[];
  readonly rows: Value[][];
  constructor(columns: readonly string[], rows: Value[][]) {
    this.columns = columns;
    this.rows = rows;
  }
}
