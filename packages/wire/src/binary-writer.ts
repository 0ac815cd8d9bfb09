import { ChunkWriter, int64Halves, SHORT_STRING, splitInt64 } from './chunk-writer.ts';

/** Thrift's binary protocol: fixed-size big-endian numbers. */
export class BinaryWriter extends ChunkWriter {
  readonly encoding = 'binary' as const;

  message(name: string, type: number, seqId: number): void {
    this.#int(0x80010000 | type | 0);
    this.string(name);
    this.#int(seqId);
  }

  /** Begins a field. `previousId` is the id of the struct's field before it (0 for none), which compact needs. */
  field(type: number, id: number, _previousId: number): void {
    this.ensure(3);
    this.buffer[this.position] = type;
    this.view.setInt16(this.position + 1, id);
    this.position += 3;
  }

  boolField(value: boolean, id: number, previousId: number): void {
    this.field(2, id, previousId);
    this.byte(value ? 1 : 0);
  }

  /** Ends a struct. */
  stop(): void {
    this.ensure(1);
    this.buffer[this.position++] = 0;
  }

  byte(value: number): void {
    this.ensure(1);
    this.buffer[this.position++] = value;
  }

  i16(value: number): void {
    this.ensure(2);
    this.view.setInt16(this.position, value);
    this.position += 2;
  }

  i32(value: number): void {
    this.#int(value);
  }

  i64(value: bigint): void {
    this.ensure(8);
    splitInt64(value);
    this.view.setInt32(this.position, int64Halves[1]!);
    this.view.setInt32(this.position + 4, int64Halves[0]!);
    this.position += 8;
  }

  double(value: number): void {
    this.ensure(8);
    this.view.setFloat64(this.position, value);
    this.position += 8;
  }

  string(value: string): void {
    const length = value.length;
    if (length <= SHORT_STRING) {
      this.ensure(4 + 3 * length);
      const { buffer } = this;
      const start = this.position + 4;
      let i = 0;
      for (; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code > 127) break;
        buffer[start + i] = code;
      }
      const byteLength = i === length ? length : buffer.write(value, start, 'utf8');
      this.view.setInt32(this.position, byteLength);
      this.position = start + byteLength;
      return;
    }
    const byteLength = Buffer.byteLength(value);
    this.ensure(4 + byteLength);
    this.view.setInt32(this.position, byteLength);
    this.buffer.write(value, this.position + 4, byteLength, 'utf8');
    this.position += 4 + byteLength;
  }

  bytes(chunks: readonly Uint8Array[], byteLength: number): void {
    this.#int(byteLength);
    for (const chunk of chunks) this.raw(chunk);
  }

  /** Begins a list or set. */
  list(elementType: number, size: number): void {
    this.ensure(5);
    this.buffer[this.position] = elementType;
    this.view.setInt32(this.position + 1, size);
    this.position += 5;
  }

  map(keyType: number, valueType: number, size: number): void {
    this.ensure(6);
    this.buffer[this.position] = keyType;
    this.buffer[this.position + 1] = valueType;
    this.view.setInt32(this.position + 2, size);
    this.position += 6;
  }

  #int(value: number): void {
    this.ensure(4);
    this.view.setInt32(this.position, value);
    this.position += 4;
  }
}
