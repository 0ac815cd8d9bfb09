import { parseLossless, stringifyLossless, type LosslessJson } from '@orrery/contracts';

/**
 * One codec per column type. SQLite refuses booleans, Dates and objects, PostgreSQL returns bigint and COUNT as
 * strings and bytea as Buffers: the codecs accept what either driver returns and produce what both drivers take.
 */
export type BoolCode = 0 | 1;
export type TimeMs = number;
export type JsonCode = string;
export type BytesCode = Uint8Array;

const MAX_SEARCH = 1000;

export const boolCodec = {
  encode: (value: boolean): BoolCode => (value ? 1 : 0),
  decode: (stored: unknown): boolean => intCodec.decode(stored) !== 0,
};

/** Integers up to 2^53, COUNT and SUM included. */
export const intCodec = {
  encode(value: number): number {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer that the database can keep`);
    return value;
  },
  decode(stored: unknown): number {
    const value = stored === null ? 0 : Number(stored);
    if (!Number.isSafeInteger(value)) {
      throw new RangeError(`the database holds ${String(stored)} where an integer below 2^53 belongs`);
    }
    return value;
  },
};

/** Text that people or tasks wrote. PostgreSQL's text can't hold NUL, so neither database gets it. */
export const textCodec = {
  encode: (value: string): string => (value.includes('\0') ? value.replaceAll('\0', '\u{FFFD}') : value),
  encodeOptional: (value: string | undefined): string | null => (value === undefined ? null : textCodec.encode(value)),
};

/** A number to compare a 32-bit column with; PostgreSQL refuses larger ones, which match nothing or everything. */
export function boundedInt32(value: number): number {
  return Math.trunc(Math.min(2_147_483_647, Math.max(-2_147_483_648, Number.isNaN(value) ? 0 : value)));
}

/** The same for a 64-bit column and an OFFSET. */
export function boundedInteger(value: number): number {
  const bound = Number.MAX_SAFE_INTEGER;
  return Math.trunc(Math.min(bound, Math.max(-bound, Number.isNaN(value) ? 0 : value)));
}

/** Milliseconds since 1970, UTC; undefined is NULL. */
export const timeCodec = {
  encode: (value: number | undefined): number | null => (value === undefined ? null : intCodec.encode(value)),
  decode: (stored: unknown): number | undefined => (stored === null ? undefined : intCodec.decode(stored)),
};

/** Lossless JSON text: 9007199254740993 and 1.0 come back as such. Undefined, as a whole document, is null. */
export const jsonCodec = {
  encode: (value: unknown): JsonCode => stringifyLossless(value === undefined ? null : value),
  decode: (stored: string): LosslessJson => parseLossless(stored),
};

/** Bytes; both drivers take and return Buffers. */
export const bytesCodec = {
  encode: (value: Uint8Array): Buffer => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  decode: (stored: Uint8Array): Buffer => Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength),
};

/**
 * Pattern for `LIKE ... ESCAPE '\'` over a folded column that finds `text` anywhere. Folding is JavaScript's on both
 * sides, because the databases fold differently.
 */
export function containsPattern(text: string): string {
  // Longer than any name, and within what SQLite takes as a pattern.
  if (text.length > MAX_SEARCH) return 'a name that nothing has, because names are shorter than what was searched for';
  return `%${fold(textCodec.encode(text)).replaceAll(/[\\%_]/g, '\\$&')}%`;
}

export function fold(text: string): string {
  return text.toLowerCase();
}
