import { ChunkWriter, int64Halves, SHORT_STRING, splitInt64 } from './chunk-writer.ts';

/** Compact's type id by Thrift's. A bool in a container is 1; as a field its type is its value. */
const COMPACT_TYPE = new Uint8Array(20);
for (const [thrift, compact] of [
  [2, 1],
  [3, 3],
  [4, 7],
  [6, 4],
  [8, 5],
  [10, 6],
  [11, 8],
  [12, 12],
  [13, 11],
  [14, 10],
  [15, 9],
  [19, 13],
] as const) {
  COMPACT_TYPE[thrift] = compact;
}

/** Thrift's compact protocol: zigzag varints; doubles little-endian in version 1, big-endian in version 2. */
export class CompactWriter extends ChunkWriter {
  readonly encoding: 'compact1' | 'compact2';
  readonly #littleEndianDoubles: boolean;

  constructor(version: 1 | 2) {
    super();
    this.encoding = version === 1 ? 'compact1' : 'compact2';
    this.#littleEndianDoubles = version === 1;
  }

  message(name: string, type: number, seqId: number): void {
    this.byte(0x82);
    this.byte((type << 5) | (this.#littleEndianDoubles ? 1 : 2));
    this.#varint(seqId);
    this.string(name);
  }

  /** Begins a field. `previousId` is the id of the struct's field before it, 0 for none. */
  field(type: number, id: number, previousId: number): void {
    this.#fieldHeader(COMPACT_TYPE[type]!, id, previousId);
  }

  boolField(value: boolean, id: number, previousId: number): void {
    this.#fieldHeader(value ? 1 : 2, id, previousId);
  }

  #fieldHeader(compactType: number, id: number, previousId: number): void {
    this.ensure(4);
    const delta = id - previousId;
    if (delta > 0 && delta <= 15) {
      this.buffer[this.position++] = (delta << 4) | compactType;
    } else {
      this.buffer[this.position++] = compactType;
      this.i16(id);
    }
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
    this.#varint((value << 1) ^ (value >> 31));
  }

  i32(value: number): void {
    this.#varint((value << 1) ^ (value >> 31));
  }

  i64(value: bigint): void {
    splitInt64(value);
    const low = int64Halves[0]!;
    const high = int64Halves[1]!;
    const sign = high >> 31;
    let restLow = (low << 1) ^ sign;
    let restHigh = ((high << 1) | (low >>> 31)) ^ sign;
    this.ensure(10);
    const { buffer } = this;
    let at = this.position;
    while (restHigh !== 0) {
      buffer[at++] = (restLow & 0x7f) | 0x80;
      restLow = (restLow >>> 7) | (restHigh << 25);
      restHigh >>>= 7;
    }
    while (restLow >>> 0 > 0x7f) {
      buffer[at++] = (restLow & 0x7f) | 0x80;
      restLow >>>= 7;
    }
    buffer[at++] = restLow;
    this.position = at;
  }

  double(value: number): void {
    this.ensure(8);
    this.view.setFloat64(this.position, value, this.#littleEndianDoubles);
    this.position += 8;
  }

  string(value: string): void {
    const length = value.length;
    if (length <= SHORT_STRING) {
      this.ensure(1 + 3 * length);
      const { buffer } = this;
      const start = this.position + 1;
      let i = 0;
      for (; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code > 127) break;
        buffer[start + i] = code;
      }
      const byteLength = i === length ? length : buffer.write(value, start, 'utf8');
      buffer[start - 1] = byteLength;
      this.position = start + byteLength;
      return;
    }
    const byteLength = Buffer.byteLength(value);
    this.#varint(byteLength);
    this.ensure(byteLength);
    this.buffer.write(value, this.position, byteLength, 'utf8');
    this.position += byteLength;
  }

  bytes(chunks: readonly Uint8Array[], byteLength: number): void {
    this.#varint(byteLength);
    for (const chunk of chunks) this.raw(chunk);
  }

  /** Begins a list or set. */
  list(elementType: number, size: number): void {
    const type = COMPACT_TYPE[elementType]!;
    if (size <= 14) {
      this.byte((size << 4) | type);
    } else {
      this.byte(0xf0 | type);
      this.#varint(size);
    }
  }

  map(keyType: number, valueType: number, size: number): void {
    if (size === 0) {
      this.byte(0);
      return;
    }
    this.#varint(size);
    this.byte((COMPACT_TYPE[keyType]! << 4) | COMPACT_TYPE[valueType]!);
  }

  #varint(value: number): void {
    this.ensure(5);
    const { buffer } = this;
    let at = this.position;
    let rest = value >>> 0;
    while (rest > 0x7f) {
      buffer[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[at++] = rest;
    this.position = at;
  }
}
