/**
 * The part of Thrift's compact protocol that Parquet's metadata needs
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). i64 are numbers: sizes and
 * counts of one file stay below 2^53.
 */
const TYPE = { true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 } as const;

const encoder = new TextEncoder();

export class CompactWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private end = 0;
  private lastField = 0;
  private readonly outer: number[] = [];

  i16(field: number, value: number): this {
    return this.header(field, TYPE.i16).zigzag(value);
  }

  i32(field: number, value: number): this {
    return this.header(field, TYPE.i32).zigzag(value);
  }

  i64(field: number, value: number): this {
    return this.header(field, TYPE.i64).zigzag(value);
  }

  bool(field: number, value: boolean): this {
    return this.header(field, value ? TYPE.true : TYPE.false);
  }

  binary(field: number, value: string | Uint8Array): this {
    return this.header(field, TYPE.binary).blob(value);
  }

  struct(field: number, body: (writer: this) => void): this {
    return this.header(field, TYPE.struct).structItem(body);
  }

  structs<T>(field: number, items: readonly T[], body: (writer: this, item: T) => void): this {
    this.header(field, TYPE.list).listHeader(TYPE.struct, items.length);
    for (const item of items) this.structItem(() => body(this, item));
    return this;
  }

  i32s(field: number, items: readonly number[]): this {
    this.header(field, TYPE.list).listHeader(TYPE.i32, items.length);
    for (const item of items) this.zigzag(item);
    return this;
  }

  strings(field: number, items: readonly string[]): this {
    this.header(field, TYPE.list).listHeader(TYPE.binary, items.length);
    for (const item of items) this.blob(item);
    return this;
  }

  /** Ends the outermost struct. */
  finish(): Uint8Array {
    this.byte(0);
    return this.bytes.subarray(0, this.end);
  }

  private structItem(body: (writer: this) => void): this {
    this.outer.push(this.lastField);
    this.lastField = 0;
    body(this);
    this.byte(0);
    this.lastField = this.outer.pop()!;
    return this;
  }

  private header(field: number, type: number): this {
    const delta = field - this.lastField;
    this.lastField = field;
    return delta > 0 && delta <= 15 ? this.byte((delta << 4) | type) : this.byte(type).zigzag(field);
  }

  private listHeader(type: number, size: number): this {
    return size < 15 ? this.byte((size << 4) | type) : this.byte(0xf0 | type).varint(size);
  }

  private blob(value: string | Uint8Array): this {
    const bytes = typeof value === 'string' ? encoder.encode(value) : value;
    this.varint(bytes.length).reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
    return this;
  }

  private zigzag(value: number): this {
    return this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  private varint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.byte(rest);
  }

  private byte(value: number): this {
    this.reserve(1);
    this.view.setUint8(this.end++, value);
    return this;
  }

  private reserve(count: number): void {
    if (this.end + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.end + count));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

export type CompactStruct = ReadonlyMap<number, CompactValue>;
export type CompactValue = number | boolean | Uint8Array | CompactStruct | readonly CompactValue[];

const MAX_DEPTH = 32;

/** Reads the struct at `start`. @throws RangeError on bytes that are no such struct. */
export function readCompactStruct(bytes: Uint8Array, start = 0): { struct: CompactStruct; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;

  function varint(): number {
    let number = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = view.getUint8(at++);
      number += (byte & 0x7f) * scale;
      if (byte < 0x80) return number;
      if (scale > 2 ** 60) throw new RangeError('varint of more than 64 bits');
    }
  }

  function zigzag(): number {
    const folded = varint();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  function value(type: number, depth: number): CompactValue {
    if (depth > MAX_DEPTH) throw new RangeError('metadata nested too deeply');
    switch (type) {
      case TYPE.true:
        return true;
      case TYPE.false:
        return false;
      case TYPE.byte:
        return view.getInt8(at++);
      case TYPE.i16:
      case TYPE.i32:
      case TYPE.i64:
        return zigzag();
      case TYPE.double:
        at += 8;
        return view.getFloat64(at - 8, true);
      case TYPE.binary: {
        const length = varint();
        if (at + length > bytes.length) throw new RangeError('a text reaches beyond the end');
        at += length;
        return bytes.subarray(at - length, at);
      }
      case TYPE.list: {
        const header = view.getUint8(at++);
        const size = header >> 4 === 15 ? varint() : header >> 4;
        if (size > bytes.length) throw new RangeError('a list reaches beyond the end');
        const items: CompactValue[] = [];
        for (let i = 0; i < size; i++) items.push(value(header & 0x0f, depth + 1));
        return items;
      }
      case TYPE.struct:
        return struct(depth + 1);
      default:
        throw new RangeError(`unknown type ${type}`);
    }
  }

  function struct(depth: number): CompactStruct {
    const fields = new Map<number, CompactValue>();
    for (let field = 0; ;) {
      const header = view.getUint8(at++);
      if (header === 0) return fields;
      field = header >> 4 === 0 ? zigzag() : field + (header >> 4);
      fields.set(field, value(header & 0x0f, depth));
    }
  }

  return { struct: struct(0), end: at };
}
