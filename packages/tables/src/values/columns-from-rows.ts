import {
  DateTimeValue,
  DateValue,
  INT64_MAX,
  INT64_MIN,
  isNull,
  NullValue,
  TimeValue,
  valueText,
} from '@orrery/contracts';
import type { ColumnData, ColumnType, ResultColumn, Value } from '@orrery/contracts';
import { daysOfDate, microsOfDateTime, microsOfTime } from './date-numbers.ts';

/**
 * The type of a column by the values in it. NULL, the other kinds of null and EMPTY fit every type and are stored as
 * null.
 *
 * | values                                              | type                                    |
 * | --------------------------------------------------- | --------------------------------------- |
 * | none but nulls                                      | string                                  |
 * | all of one scalar kind                              | bool, int64, double, string, date, time, datetime |
 * | ints and doubles, every int within ±2^53            | double                                  |
 * | anything else (mixtures, lists, vertices, paths, …) | json: the text of {@link valueText}, strings quoted |
 */
export function inferColumnType(values: Iterable<Value>): ColumnType {
  let type: ColumnType | undefined;
  let wideInt = false;
  for (const value of values) {
    const kind = kindOf(value);
    if (kind === undefined) continue;
    if (kind === 'int64' && !Number.isSafeInteger(Number(value))) wideInt = true;
    if (type === undefined || type === kind) type = kind;
    else if ((type === 'int64' && kind === 'double') || (type === 'double' && kind === 'int64')) type = 'double';
    else return 'json';
    if (type === 'double' && wideInt) return 'json';
  }
  return type ?? 'string';
}

function kindOf(value: Value): ColumnType | undefined {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int64';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'undefined':
      return undefined;
  }
  if (value === null || value instanceof NullValue) return undefined;
  if (value instanceof DateValue) return 'date';
  if (value instanceof TimeValue) return 'time';
  return value instanceof DateTimeValue ? 'datetime' : 'json';
}

/**
 * Columns of the rows' values. @throws TypeError on a value that does not fit its column's type, with the column and
 * the row, counted from `firstRow`
 */
export function columnsFromRows(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Value[])[],
  firstRow = 0,
): ColumnData[] {
  rows.forEach((row, i) => {
    if (row.length !== columns.length) {
      throw new TypeError(`row ${firstRow + i} has ${row.length} values for ${columns.length} columns`);
    }
  });
  return columns.map((column, index) => columnFromRows(column, index, rows, firstRow));
}

function columnFromRows(
  column: ResultColumn,
  index: number,
  rows: readonly (readonly Value[])[],
  firstRow: number,
): ColumnData {
  const count = rows.length;
  const { type } = column;
  let valid: Uint8Array | undefined;

  /** Calls `set` with every value that is not null. */
  function each(set: (value: Exclude<Value, null | undefined | NullValue>, row: number) => boolean): void {
    for (let row = 0; row < count; row++) {
      const value = rows[row]![index];
      if (value === undefined || isNull(value)) {
        valid ??= new Uint8Array(count).fill(1);
        valid[row] = 0;
      } else if (!set(value, row)) {
        throw new TypeError(
          `column ${JSON.stringify(column.name)}, row ${firstRow + row}: ${shown(value)} is no ${type} value`,
        );
      }
    }
  }
  const nulls = (): { valid?: Uint8Array } => (valid === undefined ? {} : { valid });

  switch (type) {
    case 'bool': {
      const values = new Uint8Array(count);
      each((value, row) => {
        values[row] = value === true ? 1 : 0;
        return typeof value === 'boolean';
      });
      return { type, values, ...nulls() };
    }
    case 'int64': {
      const values = new BigInt64Array(count);
      each((value, row) => {
        if (typeof value !== 'bigint' || value < INT64_MIN || value > INT64_MAX) return false;
        values[row] = value;
        return true;
      });
      return { type, values, ...nulls() };
    }
    case 'double': {
      const values = new Float64Array(count);
      each((value, row) => {
        values[row] = Number(value);
        return typeof value === 'number' || (typeof value === 'bigint' && Number.isSafeInteger(Number(value)));
      });
      return { type, values, ...nulls() };
    }
    case 'string':
    case 'json': {
      const text = new TextColumn(count);
      for (let row = 0; row < count; row++) {
        const value = rows[row]![index];
        if (value !== undefined && !isNull(value)) {
          if (type === 'json') text.set(row, valueText(value));
          else if (typeof value === 'string') text.set(row, value);
        } else text.set(row, '');
      }
      each((value) => type === 'json' || typeof value === 'string');
      return { type, offsets: text.offsets, bytes: text.take(), ...nulls() };
    }
    case 'date': {
      const values = new Int32Array(count);
      each((value, row) => {
        if (!(value instanceof DateValue)) return false;
        values[row] = daysOfDate(value);
        return true;
      });
      return { type, values, ...nulls() };
    }
    case 'time':
    case 'datetime': {
      const values = new BigInt64Array(count);
      each((value, row) => {
        if (type === 'time' && value instanceof TimeValue) values[row] = microsOfTime(value);
        else if (type === 'datetime' && value instanceof DateTimeValue) values[row] = microsOfDateTime(value);
        else return false;
        return true;
      });
      return { type, values, ...nulls() };
    }
  }
}

function shown(value: Value): string {
  const text = valueText(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

const encoder = new TextEncoder();

/** UTF-8 text of a column under construction; rows are set in order. */
class TextColumn {
  readonly offsets: Uint32Array;
  private bytes = new Uint8Array(256);
  private end = 0;

  constructor(count: number) {
    this.offsets = new Uint32Array(count + 1);
  }

  set(row: number, text: string): void {
    const needed = this.end + text.length * 3;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.end));
      this.bytes = larger;
    }
    this.end += encoder.encodeInto(text, this.bytes.subarray(this.end)).written;
    if (this.end > 0xffff_ffff) throw new RangeError('a batch of more than 4 GiB of text; write fewer rows at once');
    this.offsets[row + 1] = this.end;
  }

  take(): Uint8Array {
    return this.bytes.subarray(0, this.end);
  }
}
