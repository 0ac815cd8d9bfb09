import type { ColumnData, DateTimeValue, DateValue, TimeValue } from '@orrery/contracts';
import { dateOfDays, dateTimeOfMicros, timeOfMicros } from './date-numbers.ts';

export type ColumnValue = null | boolean | bigint | number | string | DateValue | TimeValue | DateTimeValue;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The column's values as nGQL has them; `json` as its text. Costs an object per value: for small columns. */
export function* columnValues(column: ColumnData): Generator<ColumnValue> {
  const count = 'offsets' in column ? column.offsets.length - 1 : column.values.length;
  for (let row = 0; row < count; row++) yield column.valid?.[row] === 0 ? null : valueAt(column, row);
}

function valueAt(column: ColumnData, row: number): ColumnValue {
  switch (column.type) {
    case 'int64':
    case 'double':
      return column.values[row]!;
    case 'bool':
      return column.values[row] !== 0;
    case 'string':
    case 'json':
      return decoder.decode(column.bytes.subarray(column.offsets[row], column.offsets[row + 1]));
    case 'date':
      return dateOfDays(column.values[row]!);
    case 'time':
      return timeOfMicros(column.values[row]!);
    case 'datetime':
      return dateTimeOfMicros(column.values[row]!);
  }
}
