import { doubleText } from '@orrery/contracts';
import type { ColumnData } from '@orrery/contracts';
import type { Cell } from '../face.ts';
import { textOfDateTimeMicros, textOfDays, textOfTimeMicros } from './date-numbers.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A function from row to what `convert` makes of the value there; null for nulls. */
function accessor<T>(
  column: ColumnData,
  convert: {
    readonly int64: (value: bigint) => T;
    readonly double: (value: number) => T;
    readonly bool: (value: boolean) => T;
    readonly text: (value: string) => T;
  },
): (row: number) => T | null {
  const { valid } = column;
  const present = valueOf();
  return valid === undefined ? present : (row) => (valid[row] === 0 ? null : present(row));

  function valueOf(): (row: number) => T {
    switch (column.type) {
      case 'int64':
        return (row) => convert.int64(column.values[row]!);
      case 'double':
        return (row) => convert.double(column.values[row]!);
      case 'bool':
        return (row) => convert.bool(column.values[row] !== 0);
      case 'string':
      case 'json': {
        const { offsets, bytes } = column;
        return (row) => convert.text(decoder.decode(bytes.subarray(offsets[row], offsets[row + 1])));
      }
      case 'date':
        return (row) => convert.text(textOfDays(column.values[row]!));
      case 'time':
        return (row) => convert.text(textOfTimeMicros(column.values[row]!));
      case 'datetime':
        return (row) => convert.text(textOfDateTimeMicros(column.values[row]!));
    }
  }
}

/** Cells for JSON: int64 as decimal text, non-finite doubles as text, dates and times as ISO text. */
export function cellsOf(column: ColumnData): (row: number) => Cell {
  return accessor<Cell>(column, {
    int64: String,
    double: (value) => (Number.isFinite(value) ? value : String(value)),
    bool: (value) => value,
    text: (value) => value,
  });
}

/** Texts as `sample_result` has them: doubles with six decimals (`0.150000`), null as "". */
export function sampleTexts(column: ColumnData): (row: number) => string {
  const text = accessor<string>(column, { int64: String, double: sixDecimals, bool: String, text: (value) => value });
  return (row) => text(row) ?? '';
}

/** As C's %f prints it: also beyond 1e21, where toFixed turns to exponents. */
function sixDecimals(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}

/** Texts that read back to the same value: `0.1`, `1.0`, `NaN`, `Infinity`; null stays null. */
export function exactTexts(column: ColumnData): (row: number) => string | null {
  return accessor<string>(column, { int64: String, double: doubleText, bool: String, text: (value) => value });
}
