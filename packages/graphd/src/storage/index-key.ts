import { DateTimeValue, DateValue, GeographyValue, NullValue, TimeValue } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import type { PropertyType } from '../catalog/definitions.ts';
import { RowScratch } from './row-scratch.ts';
import { encodeVariable } from './variable-value.ts';

/**
 * Values as bytes whose order (memcmp) is the values' order. Each value starts with a byte: 1 = a value follows,
 * 2 = NULL (so NULL comes last), and no encoding is the prefix of another, so that fields can follow one another.
 *
 * ints: big-endian with the sign bit flipped. float, double: the IEEE bits, sign flipped for positive, all bits for
 * negative; -0.0 is stored as 0.0 and NaN comes after Infinity. Strings: UTF-8 cut to the field's length, 0x00 written
 * as 00 ff, ended by 00 00. Dates and times: their parts from the most significant on, big-endian.
 */
export class IndexKeyWriter {
  bytes = Buffer.alloc(512);
  length = 0;
  readonly #scratch = new RowScratch();

  reset(): this {
    this.length = 0;
    return this;
  }

  value(type: PropertyType, value: Value, fieldLength: number | undefined): this {
    if (value === null || value === undefined || value instanceof NullValue) {
      this.#byte(2);
      return this;
    }
    this.#byte(1);
    switch (type.kind) {
      case 'bool':
        this.#byte(value === true ? 1 : 0);
        break;
      case 'int8':
      case 'int16':
      case 'int32':
      case 'int64':
      case 'timestamp':
        this.#int64(value as bigint);
        break;
      case 'float':
        this.#double(Math.fround(Number(value as number)));
        break;
      case 'double':
        this.#double(Number(value as number));
        break;
      case 'string':
      case 'fixed_string':
        this.#text(value as string, fieldLength ?? (type.kind === 'fixed_string' ? type.length : 256));
        break;
      case 'date':
        this.#date(value as DateValue);
        break;
      case 'time':
        this.#time(value as TimeValue);
        break;
      case 'datetime':
        this.#date(value as DateTimeValue);
        this.#time(value as DateTimeValue);
        break;
      case 'geography':
        this.#geography(type, value as GeographyValue);
        break;
      default:
        throw new TypeError(`${type.kind} can't be indexed`);
    }
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#ensure(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  uint32(value: number): this {
    this.#ensure(4);
    this.length = this.bytes.writeUInt32BE(value, this.length);
    return this;
  }

  rank(rank: bigint): this {
    this.#int64(rank);
    return this;
  }

  /** A copy of what was written. */
  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  #byte(value: number): void {
    this.#ensure(1);
    this.bytes[this.length++] = value;
  }

  #int64(value: bigint): void {
    this.#ensure(8);
    this.bytes.writeBigInt64BE(value, this.length);
    this.bytes[this.length]! ^= 0x80;
    this.length += 8;
  }

  #double(value: number): void {
    this.#ensure(8);
    const at = this.length;
    this.bytes.writeDoubleBE(value === 0 ? 0 : value, at);
    if (this.bytes[at]! & 0x80 && !Number.isNaN(value)) for (let i = at; i < at + 8; i++) this.bytes[i]! ^= 0xff;
    else this.bytes[at]! |= 0x80;
    this.length += 8;
  }

  #text(text: string, limit: number): void {
    // Cutting the text first bounds the work; a character is at least a byte.
    const utf8 = Buffer.from(text.length > limit ? text.slice(0, limit) : text);
    const end = Math.min(limit, utf8.length);
    this.#ensure(2 * end + 2);
    for (let i = 0; i < end; i++) {
      const byte = utf8[i]!;
      this.bytes[this.length++] = byte;
      if (byte === 0) this.bytes[this.length++] = 0xff;
    }
    this.bytes[this.length++] = 0;
    this.bytes[this.length++] = 0;
  }

  #date(value: { year: number; month: number; day: number }): void {
    this.#ensure(4);
    this.length = this.bytes.writeUInt16BE(value.year + 0x8000, this.length);
    this.bytes[this.length++] = value.month;
    this.bytes[this.length++] = value.day;
  }

  #time(value: { hour: number; minute: number; second: number; microsecond: number }): void {
    this.#ensure(7);
    this.bytes[this.length++] = value.hour;
    this.bytes[this.length++] = value.minute;
    this.bytes[this.length++] = value.second;
    this.length = this.bytes.writeUInt32BE(value.microsecond, this.length);
  }

  /** Equality only: the start of the stored bytes, so that equal shapes are found together. */
  #geography(type: PropertyType, value: GeographyValue): void {
    const end = encodeVariable(type, value, this.#scratch, 0);
    const kept = Math.min(end, 48);
    this.#ensure(2 * kept + 2);
    for (let i = 0; i < kept; i++) {
      const byte = this.#scratch.bytes[i]!;
      this.bytes[this.length++] = byte;
      if (byte === 0) this.bytes[this.length++] = 0xff;
    }
    this.bytes[this.length++] = 0;
    this.bytes[this.length++] = 0;
  }

  #ensure(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = Buffer.alloc(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** True for the types that an index can be made on. */
export function isIndexable(type: PropertyType): boolean {
  return type.kind !== 'duration' && type.kind !== 'list' && type.kind !== 'set';
}
