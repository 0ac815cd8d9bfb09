import { ByteReader, MAX_METHOD_NAME_BYTES, type MessageHeader } from './byte-reader.ts';
import { int64Halves, joinedInt64 } from './chunk-writer.ts';
import { WireError } from './wire-error.ts';

/** Thrift's type id by compact's; 255 where there is none. */
const THRIFT_TYPE = Uint8Array.of(0, 2, 2, 3, 6, 8, 10, 4, 11, 15, 14, 13, 12, 19, 255, 255);

/** Thrift's compact protocol, versions 1 and 2. */
export class CompactReader extends ByteReader {
  #version: 1 | 2 = 2;
  #bool = false;

  get encoding(): 'compact1' | 'compact2' {
    return this.#version === 1 ? 'compact1' : 'compact2';
  }

  message(): MessageHeader {
    if (this.#unsigned() !== 0x82) throw new WireError('format', 'no message of the compact protocol');
    const versionAndType = this.#unsigned();
    const version = versionAndType & 0x1f;
    if (version !== 1 && version !== 2)
      throw new WireError('format', `unknown version ${version} of the compact protocol`);
    this.#version = version;
    const seqId = this.#varint() | 0;
    const byteLength = this.#varint();
    if (byteLength > MAX_METHOD_NAME_BYTES) throw new WireError('format', `a method's name of ${byteLength} bytes`);
    return { name: this.text(byteLength), type: versionAndType >> 5, seqId };
  }

  /** Type of the next field, 0 at the struct's end; its id is in `fieldId`. */
  field(previousId: number): number {
    const header = this.#unsigned();
    const compactType = header & 0x0f;
    if (compactType === 0) return 0;
    const delta = header >> 4;
    this.fieldId = delta === 0 ? this.i16() : previousId + delta;
    this.#bool = compactType === 1;
    return this.#thriftType(compactType);
  }

  #thriftType(compactType: number): number {
    const type = THRIFT_TYPE[compactType & 0x0f]!;
    if (type === 255) throw new WireError('format', `unknown type ${compactType} of the compact protocol`);
    return type;
  }

  /** Value of a bool field, which was in its header. */
  bool(): boolean {
    return this.#bool;
  }

  /** A bool in a container. */
  elementBool(): boolean {
    return this.#unsigned() === 1;
  }

  byte(): number {
    this.need(1);
    return this.view.getInt8(this.position++);
  }

  i16(): number {
    return this.i32();
  }

  i32(): number {
    const zigzag = this.#varint();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  i64(): bigint {
    this.i64Halves();
    return joinedInt64();
  }

  /** Reads an i64 into {@link int64Halves}. */
  i64Halves(): void {
    const { buffer } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      this.need(1);
      const byte = buffer[this.position++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 64) high |= bits << (shift - 32);
      else throw new WireError('format', 'a varint of more than 64 bits');
      if (byte < 0x80) break;
    }
    const sign = -(low & 1);
    int64Halves[0] = ((low >>> 1) | (high << 31)) ^ sign;
    int64Halves[1] = (high >>> 1) ^ sign;
  }

  double(): number {
    this.need(8);
    this.position += 8;
    return this.view.getFloat64(this.position - 8, this.#version === 1);
  }

  float(): number {
    this.need(4);
    this.position += 4;
    return this.view.getFloat32(this.position - 4);
  }

  string(): string {
    return this.text(this.#varint());
  }

  bytes(): Buffer {
    return this.slice(this.#varint());
  }

  /** Length of the string that follows; {@link copy} of so many bytes is next. */
  stringBytes(): number {
    return this.checkedLength(this.#varint());
  }

  /** Size of the list or set that begins; its type is in `elementType`. */
  list(): number {
    const header = this.#unsigned();
    this.elementType = this.#thriftType(header);
    return this.checkedSize(header >> 4 === 15 ? this.#varint() : header >> 4, 1);
  }

  /** Size of the map that begins; its types are in `keyType` and `elementType`. */
  map(): number {
    const size = this.#varint();
    if (size === 0) return 0;
    const types = this.#unsigned();
    this.keyType = this.#thriftType(types >> 4);
    this.elementType = this.#thriftType(types);
    return this.checkedSize(size, 2);
  }

  #unsigned(): number {
    this.need(1);
    return this.buffer[this.position++]!;
  }

  /** An unsigned varint of at most 32 bits. Longer ones, as sign extension makes them, lose their upper bits. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      this.need(1);
      const byte = this.buffer[this.position++]!;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new WireError('format', 'a varint of more than 64 bits');
  }
}
