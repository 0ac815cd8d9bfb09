import type { ColumnData, ResultColumn } from '@orrery/contracts';
import { columnLength } from './column-data.ts';

/** @throws TypeError when the columns are not of the schema's number, types and one length */
export function checkColumns(schema: readonly ResultColumn[], columns: readonly ColumnData[]): void {
  if (columns.length !== schema.length) {
    throw new TypeError(`${columns.length} columns for a table of ${schema.length}`);
  }
  const count = columns.length === 0 ? 0 : columnLength(columns[0]!);
  columns.forEach((column, i) => {
    const { name, type } = schema[i]!;
    if (column.type !== type) {
      throw new TypeError(`column ${JSON.stringify(name)} is ${type}, but ${column.type} values came`);
    }
    const length = columnLength(column);
    if (length !== count) {
      throw new TypeError(`column ${JSON.stringify(name)} has ${length} values where the first column has ${count}`);
    }
    if (column.valid !== undefined && column.valid.length !== length) {
      throw new TypeError(`column ${JSON.stringify(name)} has ${column.valid.length} null flags for ${length} values`);
    }
  });
}
