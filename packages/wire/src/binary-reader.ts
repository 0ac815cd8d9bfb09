import { ByteReader, MAX_METHOD_NAME_BYTES, type MessageHeader } from './byte-reader.ts';
import { int64Halves, joinedInt64 } from './chunk-writer.ts';
import { WireError } from './wire-error.ts';

/** Thrift's binary protocol, strict and non-strict. */
export class BinaryReader extends ByteReader {
  readonly encoding = 'binary' as const;

  message(): MessageHeader {
    const first = this.i32();
    if (first < 0) {
      if ((first & 0xffff0000) !== (0x80010000 | 0))
        throw new WireError('format', 'unknown version of the binary protocol');
      return { type: first & 0xff, name: this.#methodName(this.i32()), seqId: this.i32() };
    }
    return { name: this.#methodName(first), type: this.byte(), seqId: this.i32() };
  }

  #methodName(byteLength: number): string {
    if (byteLength > MAX_METHOD_NAME_BYTES) throw new WireError('format', `a method's name of ${byteLength} bytes`);
    return this.text(byteLength);
  }

  /** Type of the next field, 0 at the struct's end; its id is in `fieldId`. */
  field(_previousId: number): number {
    const type = this.byte();
    if (type !== 0) this.fieldId = this.i16();
    return type;
  }

  /** Value of a bool field. */
  bool(): boolean {
    return this.byte() !== 0;
  }

  /** A bool in a container. */
  elementBool(): boolean {
    return this.byte() !== 0;
  }

  byte(): number {
    this.need(1);
    return this.view.getInt8(this.position++);
  }

  i16(): number {
    this.need(2);
    this.position += 2;
    return this.view.getInt16(this.position - 2);
  }

  i32(): number {
    this.need(4);
    this.position += 4;
    return this.view.getInt32(this.position - 4);
  }

  i64(): bigint {
    this.i64Halves();
    return joinedInt64();
  }

  /** Reads an i64 into {@link int64Halves}. */
  i64Halves(): void {
    this.need(8);
    this.position += 8;
    int64Halves[0] = this.view.getInt32(this.position - 4);
    int64Halves[1] = this.view.getInt32(this.position - 8);
  }

  double(): number {
    this.need(8);
    this.position += 8;
    return this.view.getFloat64(this.position - 8);
  }

  float(): number {
    this.need(4);
    this.position += 4;
    return this.view.getFloat32(this.position - 4);
  }

  string(): string {
    return this.text(this.i32());
  }

  bytes(): Buffer {
    return this.slice(this.i32());
  }

  /** Length of the string that follows; {@link copy} of so many bytes is next. */
  stringBytes(): number {
    return this.checkedLength(this.i32());
  }

  /** Size of the list or set that begins; its type is in `elementType`. */
  list(): number {
    this.elementType = this.byte();
    return this.checkedSize(this.i32(), 1);
  }

  /** Size of the map that begins; its types are in `keyType` and `elementType`. */
  map(): number {
    this.keyType = this.byte();
    this.elementType = this.byte();
    return this.checkedSize(this.i32(), 2);
  }
}
