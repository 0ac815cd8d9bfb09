import type { GraphProperty, Value } from '@orrery/contracts';
import { RowEncoder, type EncodedRows, type SchemaImage, type VidDefinition } from '@orrery/graphd';
import { fitValue, fitVid, type SpaceVidType } from '@orrery/nebula';
import { cellsOf, type CsvCell } from './csv-rows.ts';
import { CsvFault, CsvScanner } from './csv-scanner.ts';
import { rowText, textReader, type TextReader } from './typed-text.ts';

/** A column of a file, by name and place. */
export interface FileColumn {
  readonly name: string;
  readonly position: number;
}

/** How the rows of one file become rows of a tag or edge type; goes to other threads. */
export interface EncodingPlan {
  readonly delimiter: string;
  readonly null: string | undefined;
  readonly schema: SchemaImage;
  readonly vid: VidDefinition;
  /** The vertex id; source and destination of an edge. */
  readonly ids: readonly FileColumn[];
  readonly rank: FileColumn | undefined;
  /** By property of the schema, in its order; undefined takes its default. */
  readonly cells: readonly ((FileColumn & { readonly property: GraphProperty }) | undefined)[];
}

export interface RejectedRow {
  /** 1 for the chunk's first record. */
  readonly row: number;
  readonly cells: readonly CsvCell[];
  readonly reason: string;
}

export interface EncodedChunk {
  readonly rows: EncodedRows;
  readonly rejected: readonly RejectedRow[];
  /** Records of the chunk, those rejected included. */
  readonly records: number;
  /** What ends the file early, after `records` records. */
  readonly fault: string | undefined;
}

const MAX_FAST_DIGITS = 15;
const MINUS = 0x2d;
/** Seconds that fit 64 bits as nanoseconds. */
const MAX_TIMESTAMP = 9_223_372_036;
/** Value that is no whole number of at most 15 digits. */
const NO_INT = Number.NaN;
const BOUNDS: Readonly<Record<string, number>> = { int8: 2 ** 7, int16: 2 ** 15, int32: 2 ** 31 };

/** The int that a cell has the plain form of; NaN for all others, which may still be ints. */
function plainInt(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (first >= end || end - first > MAX_FAST_DIGITS) return NO_INT;
  let value = 0;
  for (let i = first; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return NO_INT;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

const POWERS_OF_TEN = Array.from({ length: MAX_FAST_DIGITS + 1 }, (_power, i) => 10 ** i);

/**
 * The number that a cell of at most 15 digits has the plain form of (`-12.5`): a whole number and a power of ten, both
 * exact, whose quotient is rounded once. NaN for all others.
 */
function plainDouble(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (end - first > MAX_FAST_DIGITS + 1) return Number.NaN;
  let value = 0;
  let digits = 0;
  let point = -1;
  for (let i = first; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 0x2e && point < 0) {
      point = i;
      continue;
    }
    const digit = byte - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
    digits++;
  }
  if (digits === 0 || digits > MAX_FAST_DIGITS) return Number.NaN;
  if (point >= 0) value /= POWERS_OF_TEN[end - 1 - point]!;
  return negative ? -value : value;
}

/** Rows of a file's chunks in the form in which the graph stores them, with the conversions of an import by statements. */
export class ChunkEncoder {
  readonly #plan: EncodingPlan;
  readonly #encoder: RowEncoder;
  readonly #vidType: SpaceVidType;
  readonly #readers: readonly (TextReader | undefined)[];
  readonly #readRank = textReader('int64');

  constructor(plan: EncodingPlan) {
    this.#plan = plan;
    this.#encoder = new RowEncoder(plan.schema);
    const { vid } = plan;
    this.#vidType =
      vid.kind === 'int64'
        ? { vidType: 'int64', maxBytes: undefined, text: 'INT64' }
        : { vidType: 'string', maxBytes: vid.length, text: `FIXED_STRING(${vid.length})` };
    this.#readers = plan.cells.map((cell) => cell && textReader(cell.property.type));
  }

  /** `bytes` are whole records, and are changed. */
  encode(bytes: Uint8Array): EncodedChunk {
    const scanner = new CsvScanner(bytes, this.#plan.delimiter);
    const rejected: RejectedRow[] = [];
    let records = 0;
    let fault: string | undefined;
    try {
      while (scanner.next()) {
        records++;
        try {
          this.#row(scanner);
        } catch (error) {
          rejected.push({
            row: records,
            cells: cellsOf(scanner, this.#plan.null),
            reason: (error as Error).message,
          });
        }
      }
    } catch (error) {
      if (!(error instanceof CsvFault)) throw error;
      fault = error.message;
    }
    return { rows: this.#encoder.take(), rejected, records, fault };
  }

  #row(scanner: CsvScanner): void {
    const { ids, rank, cells } = this.#plan;
    const encoder = this.#encoder;
    encoder.begin();
    for (const id of ids) this.#id(scanner, id);
    let rankValue = 0n;
    if (rank) rankValue = this.#rank(scanner, rank);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      if (cell) this.#property(scanner, i, cell);
      else encoder.putDefault(i);
    }
    encoder.end(rankValue);
  }

  #rank(scanner: CsvScanner, column: FileColumn): bigint {
    const { position } = column;
    if (position < scanner.count && !this.#isNull(scanner, position)) {
      const value = plainInt(scanner.bytes, scanner.starts[position]!, scanner.ends[position]!);
      if (!Number.isNaN(value)) return BigInt(value);
    }
    return this.#readRank(rowText(this.#cell(scanner, column), column.name)) as bigint;
  }

  #id(scanner: CsvScanner, column: FileColumn): void {
    const { position } = column;
    const present = position < scanner.count && !this.#isNull(scanner, position);
    const start = scanner.starts[position]!;
    const end = scanner.ends[position]!;
    if (!present || start === end) rowText(null, column.name);
    const { maxBytes } = this.#vidType;
    if (maxBytes !== undefined) {
      if (end - start > maxBytes) fitVid(scanner.text(position), this.#vidType);
      this.#encoder.putTextId(scanner.bytes, start, end);
      return;
    }
    const value = plainInt(scanner.bytes, start, end);
    const digits = end - start - (value < 0 ? 1 : 0);
    const first = scanner.bytes[value < 0 ? start + 1 : start];
    // Zeros in front and -0 are no ids.
    if (Number.isNaN(value) || (first === 0x30 && (digits > 1 || end - start > 1))) {
      this.#encoder.putLongId(fitVid(scanner.text(position), this.#vidType) as bigint);
    } else this.#encoder.putIntId(value);
  }

  #property(scanner: CsvScanner, i: number, cell: FileColumn & { readonly property: GraphProperty }): void {
    const { position, property } = cell;
    if (position >= scanner.count) throw new RangeError(`the row has no cell for column ${cell.name}`);
    const encoder = this.#encoder;
    const { type } = encoder.properties[i]!;
    if (this.#isNull(scanner, position)) {
      encoder.putValue(i, fitValue(null, property));
      return;
    }
    const start = scanner.starts[position]!;
    const end = scanner.ends[position]!;
    switch (type.kind) {
      case 'string':
        encoder.putText(i, scanner.bytes, start, end);
        return;
      case 'int8':
      case 'int16':
      case 'int32':
      case 'int64': {
        const value = plainInt(scanner.bytes, start, end);
        const bound = BOUNDS[type.kind] ?? Number.MAX_SAFE_INTEGER;
        if (value >= -bound && value < bound) {
          encoder.putInt(i, value);
          return;
        }
        break;
      }
      case 'timestamp': {
        const value = plainInt(scanner.bytes, start, end);
        if (value <= MAX_TIMESTAMP && scanner.bytes[start] !== MINUS) {
          encoder.putInt(i, value);
          return;
        }
        break;
      }
      case 'float':
      case 'double': {
        const value = plainDouble(scanner.bytes, start, end);
        if (!Number.isNaN(value)) {
          encoder.putDouble(i, value);
          return;
        }
      }
    }
    let value: Value;
    try {
      value = this.#readers[i]!(scanner.text(position));
    } catch (error) {
      throw new RangeError(`column ${cell.name}: ${(error as Error).message}`, { cause: error });
    }
    encoder.putValue(i, fitValue(value, property));
  }

  #isNull(scanner: CsvScanner, position: number): boolean {
    const text = this.#plan.null;
    return (
      text !== undefined &&
      scanner.quoted[position] === 0 &&
      scanner.ends[position]! - scanner.starts[position]! <= text.length * 3 &&
      scanner.text(position) === text
    );
  }

  #cell(scanner: CsvScanner, { position }: FileColumn): CsvCell {
    return position >= scanner.count || this.#isNull(scanner, position) ? null : scanner.text(position);
  }
}
