import type { ColumnData } from '@orrery/contracts';
import { columnLength, isText } from '../values/column-data.ts';
import type { TextData } from '../values/column-data.ts';

/** A data page before compression, with what the column's metadata tells of it. */
export interface EncodedPage {
  /** Definition levels and values, as in a Parquet data page of version 1. */
  readonly bytes: Uint8Array;
  readonly valueCount: number;
  readonly nullCount: number;
  /** Smallest and largest value, little endian; absent for text, for no values and where a NaN is among them. */
  readonly range?: { readonly min: Uint8Array; readonly max: Uint8Array };
}

/** One page with all of the column's values, PLAIN encoded. */
export function encodePage(column: ColumnData): EncodedPage {
  const count = columnLength(column);
  const nullCount = countNulls(column.valid);
  const levels = encodeLevels(column.valid, count, nullCount);
  const values = encodeValues(column, count, nullCount, levels);
  const range = rangeOf(column);
  return { bytes: values, valueCount: count, nullCount, ...(range === undefined ? {} : { range }) };
}

function countNulls(valid: Uint8Array | undefined): number {
  let nulls = 0;
  if (valid !== undefined) for (const flag of valid) if (flag === 0) nulls++;
  return nulls;
}

/** RLE/bit-packed hybrid of width 1 with its length before it: one run where nothing is null, else packed bits. */
function encodeLevels(valid: Uint8Array | undefined, count: number, nullCount: number): Uint8Array {
  const groups = Math.ceil(count / 8);
  const header = varint(nullCount === 0 ? count * 2 : groups * 2 + 1);
  const body = new Uint8Array(nullCount === 0 ? 1 : groups);
  if (nullCount === 0) body[0] = 1;
  else for (let i = 0; i < count; i++) body[i >> 3]! |= (valid?.[i] === 0 ? 0 : 1) << (i & 7);
  const out = new Uint8Array(4 + header.length + body.length);
  new DataView(out.buffer).setUint32(0, header.length + body.length, true);
  out.set(header, 4);
  out.set(body, 4 + header.length);
  return out;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}

function encodeValues(column: ColumnData, count: number, nullCount: number, levels: Uint8Array): Uint8Array {
  const start = levels.length;
  const present = count - nullCount;
  let out: Uint8Array;
  if (isText(column)) {
    out = encodeText(column, count, present, start);
  } else if (column.type === 'bool') {
    out = new Uint8Array(start + Math.ceil(present / 8));
    for (let i = 0, bit = 0; i < count; i++) {
      if (column.valid?.[i] === 0) continue;
      if (column.values[i] !== 0) out[start + (bit >> 3)]! |= 1 << (bit & 7);
      bit++;
    }
  } else {
    const dense = nullCount === 0 ? column.values : withoutNulls(column.values, column.valid!, present);
    out = new Uint8Array(start + dense.byteLength);
    out.set(new Uint8Array(dense.buffer, dense.byteOffset, dense.byteLength), start);
  }
  out.set(levels);
  return out;
}

function withoutNulls<T extends BigInt64Array | Float64Array | Int32Array>(
  values: T,
  valid: Uint8Array,
  present: number,
): T {
  const dense = new (values.constructor as new (length: number) => T)(present);
  let end = 0;
  for (let i = 0; i < values.length; i++) if (valid[i] !== 0) dense[end++] = values[i]!;
  return dense;
}

/** Below this length a loop copies text faster than TypedArray.set does. */
const SHORT_TEXT = 40;

function encodeText(column: TextData, count: number, present: number, start: number): Uint8Array {
  const { offsets, bytes, valid } = column;
  let size = start + present * 4;
  for (let i = 0; i < count; i++) if (valid?.[i] !== 0) size += offsets[i + 1]! - offsets[i]!;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let end = start;
  for (let i = 0; i < count; i++) {
    if (valid?.[i] === 0) continue;
    const from = offsets[i]!;
    const to = offsets[i + 1]!;
    view.setUint32(end, to - from, true);
    end += 4;
    if (to - from <= SHORT_TEXT) for (let at = from; at < to; at++) out[end++] = bytes[at]!;
    else {
      out.set(bytes.subarray(from, to), end);
      end += to - from;
    }
  }
  return out;
}

function rangeOf(column: ColumnData): EncodedPage['range'] {
  switch (column.type) {
    case 'string':
    case 'json':
    case 'bool':
      return undefined;
    case 'double': {
      let min = Infinity;
      let max = -Infinity;
      let present = false;
      for (let i = 0; i < column.values.length; i++) {
        if (column.valid?.[i] === 0) continue;
        const value = column.values[i]!;
        if (Number.isNaN(value)) return undefined;
        present = true;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      // Parquet asks for -0.0 as a smallest and +0.0 as a largest zero.
      return present
        ? littleEndian(Float64Array.of(min === 0 ? -0 : min), Float64Array.of(max === 0 ? 0 : max))
        : undefined;
    }
    case 'date': {
      const [min, max] = extremes(column.values, column.valid);
      return min === undefined ? undefined : littleEndian(Int32Array.of(min), Int32Array.of(max!));
    }
    default: {
      const [min, max] = extremes(column.values, column.valid);
      return min === undefined ? undefined : littleEndian(BigInt64Array.of(min), BigInt64Array.of(max!));
    }
  }
}

function extremes<T extends number | bigint>(values: ArrayLike<T>, valid: Uint8Array | undefined): [T?, T?] {
  let min: T | undefined;
  let max: T | undefined;
  for (let i = 0; i < values.length; i++) {
    if (valid?.[i] === 0) continue;
    const value = values[i]!;
    if (min === undefined || value < min) min = value;
    if (max === undefined || value > max) max = value;
  }
  return min === undefined ? [] : [min, max!];
}

function littleEndian(min: ArrayBufferView, max: ArrayBufferView): { min: Uint8Array; max: Uint8Array } {
  return { min: new Uint8Array(min.buffer), max: new Uint8Array(max.buffer) };
}
