import type { ColumnData } from '@orrery/contracts';

export type TextData = Extract<ColumnData, { readonly offsets: Uint32Array }>;

/** Every column but text: one typed array of values. */
export type NumericData = Exclude<ColumnData, TextData>;

export function isText(column: ColumnData): column is TextData {
  return 'offsets' in column;
}

/** Number of values in the column. */
export function columnLength(column: ColumnData): number {
  return isText(column) ? Math.max(0, column.offsets.length - 1) : column.values.length;
}

/** Entries from … to-1 of the column, sharing its memory. */
export function sliceColumn(column: ColumnData, from: number, to: number): ColumnData {
  if (from === 0 && to === columnLength(column)) return column;
  const valid = column.valid === undefined ? {} : { valid: column.valid.subarray(from, to) };
  if (isText(column)) {
    return { type: column.type, offsets: column.offsets.subarray(from, to + 1), bytes: column.bytes, ...valid };
  }
  return { ...column, values: column.values.subarray(from, to), ...valid } as ColumnData;
}

/** Bytes that the values take, without nulls and offsets. */
export function columnBytes(column: ColumnData): number {
  if (isText(column)) {
    const { offsets } = column;
    return offsets.length === 0 ? 0 : offsets[offsets.length - 1]! - offsets[0]!;
  }
  return column.values.byteLength;
}

/** One column with the entries of all; all of one type. @throws RangeError when text exceeds 4 GiB. */
export function concatColumns(columns: readonly ColumnData[]): ColumnData {
  const first = columns[0]!;
  if (columns.length === 1) return first;
  const count = columns.reduce((sum, column) => sum + columnLength(column), 0);
  const valid = concatValid(columns, count);
  if (isText(first)) {
    const total = columns.reduce((sum, column) => sum + columnBytes(column), 0);
    if (total > 0xffff_ffff) throw new RangeError('a column of more than 4 GiB of text; write it in smaller batches');
    const offsets = new Uint32Array(count + 1);
    const bytes = new Uint8Array(total);
    let row = 0;
    let end = 0;
    for (const column of columns as (typeof first)[]) {
      const base = column.offsets[0] ?? 0;
      for (let i = 1; i < column.offsets.length; i++) offsets[++row] = end + column.offsets[i]! - base;
      bytes.set(column.bytes.subarray(base, base + columnBytes(column)), end);
      end += columnBytes(column);
    }
    return { type: first.type, offsets, bytes, ...valid };
  }
  const values = new (first.values.constructor as new (length: number) => NumericData['values'])(count);
  let row = 0;
  for (const column of columns as NumericData[]) {
    (values as BigInt64Array).set(column.values as BigInt64Array, row);
    row += column.values.length;
  }
  return { type: first.type, values, ...valid } as ColumnData;
}

function concatValid(columns: readonly ColumnData[], count: number): { valid?: Uint8Array } {
  if (columns.every((column) => column.valid === undefined)) return {};
  const valid = new Uint8Array(count).fill(1);
  let row = 0;
  for (const column of columns) {
    if (column.valid !== undefined) valid.set(column.valid, row);
    row += columnLength(column);
  }
  return { valid };
}
