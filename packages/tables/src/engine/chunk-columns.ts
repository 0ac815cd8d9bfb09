import type { DuckDBBlobVector, DuckDBBooleanVector, DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { ColumnData, ColumnType } from '@orrery/contracts';

/**
 * How a column is selected so that its chunk can be read without an object per value: text as bytes, dates and times
 * as the numbers that ColumnData holds. `expression` is SQL of our own making.
 */
export function transferExpression(expression: string, type: ColumnType): string {
  switch (type) {
    case 'string':
    case 'json':
      return `encode(${expression})`;
    case 'date':
      return `date_diff('day', DATE '1970-01-01', ${expression})::INTEGER`;
    case 'time':
      return `date_diff('microsecond', TIME '00:00:00', ${expression})`;
    case 'datetime':
      return `epoch_us(${expression})`;
    default:
      return expression;
  }
}

/** The chunk's column as own arrays; it was selected by {@link transferExpression}. */
export function chunkColumn(chunk: DuckDBDataChunk, index: number, type: ColumnType): ColumnData {
  const vector = chunk.getColumnVector(index);
  const nulls = nullFlags(vector, chunk.rowCount);
  const valid = nulls === undefined ? {} : { valid: nulls };
  switch (type) {
    case 'string':
    case 'json':
      return { type, ...textOf(vector as DuckDBBlobVector, chunk.rowCount), ...valid };
    case 'bool': {
      const values = new Uint8Array(chunk.rowCount);
      for (let i = 0; i < values.length; i++) values[i] = (vector as DuckDBBooleanVector).getItem(i) === true ? 1 : 0;
      return { type, values, ...valid };
    }
    case 'double':
      return { type, values: cleared(itemsOf<Float64Array>(vector), nulls), ...valid };
    case 'date':
      return { type, values: cleared(itemsOf<Int32Array>(vector), nulls), ...valid };
    default:
      return { type, values: cleared(itemsOf<BigInt64Array>(vector), nulls), ...valid };
  }
}

/**
 * What a numeric vector holds, as DuckDB's bindings have it: the types call it private, but getItem per value would
 * cost ten times as much.
 */
interface VectorMemory<T> {
  readonly items: T;
  readonly validity: { readonly data: BigUint64Array | null; itemValid(index: number): boolean };
}

function itemsOf<T extends BigInt64Array | Float64Array | Int32Array>(vector: DuckDBVector): T {
  return (vector as unknown as VectorMemory<T>).items.slice() as T;
}

function nullFlags(vector: DuckDBVector, count: number): Uint8Array | undefined {
  const { validity } = vector as unknown as VectorMemory<unknown>;
  if (validity.data === null) return undefined;
  let valid: Uint8Array | undefined;
  for (let i = 0; i < count; i++) {
    if (validity.itemValid(i)) continue;
    valid ??= new Uint8Array(count).fill(1);
    valid[i] = 0;
  }
  return valid;
}

/** What stands under a null is undefined; make it 0. */
function cleared<T extends BigInt64Array | Float64Array | Int32Array>(values: T, valid: Uint8Array | undefined): T {
  if (valid === undefined) return values;
  const zero = (values instanceof BigInt64Array ? 0n : 0) as T[number];
  for (let i = 0; i < values.length; i++) if (valid[i] === 0) values[i] = zero;
  return values;
}

function textOf(vector: DuckDBBlobVector, count: number): { offsets: Uint32Array; bytes: Uint8Array } {
  const offsets = new Uint32Array(count + 1);
  let bytes = new Uint8Array(count * 12);
  let end = 0;
  for (let i = 0; i < count; i++) {
    const item = vector.getItemBytes(i);
    if (item !== null) {
      if (end + item.length > bytes.length) {
        const larger = new Uint8Array(Math.max(end + item.length, bytes.length * 2));
        larger.set(bytes);
        bytes = larger;
      }
      bytes.set(item, end);
      end += item.length;
    }
    offsets[i + 1] = end;
  }
  return { offsets, bytes: bytes.subarray(0, end) };
}
