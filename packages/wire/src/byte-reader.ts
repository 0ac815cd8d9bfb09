import { WireError } from './wire-error.ts';

/** Up to this length a loop is faster than the call into native code. */
const SHORT_COPY = 32;

/** Bytes on their way in. Reading past the end is an error, never a short value. */
export class ByteReader {
  protected readonly buffer: Buffer;
  protected readonly view: DataView;
  protected readonly end: number;
  protected position = 0;
  /** Id of the field whose header was read last. */
  fieldId = 0;
  /** Types of the container whose header was read last. */
  elementType = 0;
  keyType = 0;
  #elementBudget: number;

  /** @param elementBudget how many container elements may be read in all, against small frames that unfold into many objects */
  constructor(buffer: Buffer, elementBudget = 1 << 28) {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    this.end = buffer.length;
    this.#elementBudget = elementBudget;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  protected need(count: number): void {
    if (count > this.end - this.position) {
      throw new WireError('format', `the message ends ${count - (this.end - this.position)} bytes too early`);
    }
  }

  /** Takes a container's size, which can't exceed the bytes that are left: every element takes at least one. */
  protected checkedSize(size: number, bytesPerElement: number): number {
    if (size < 0 || size * bytesPerElement > this.remaining) {
      throw new WireError('format', `a container announces ${size} elements, more than the message has bytes for`);
    }
    this.#elementBudget -= size;
    if (this.#elementBudget < 0) throw new WireError('format', 'the message holds more values than the limit');
    return size;
  }

  protected checkedLength(byteLength: number): number {
    if (byteLength < 0) throw new WireError('format', `a string announces ${byteLength} bytes`);
    this.need(byteLength);
    return byteLength;
  }

  /** Takes bytes that {@link checkedLength} has found to be there. */
  copy(into: Uint8Array, at: number, byteLength: number): void {
    const { buffer, position } = this;
    if (byteLength > SHORT_COPY) buffer.copy(into, at, position, position + byteLength);
    else for (let i = 0; i < byteLength; i++) into[at + i] = buffer[position + i]!;
    this.position += byteLength;
  }

  protected text(byteLength: number): string {
    this.checkedLength(byteLength);
    const start = this.position;
    this.position += byteLength;
    return byteLength === 0 ? '' : this.buffer.toString('utf8', start, start + byteLength);
  }

  protected slice(byteLength: number): Buffer {
    this.checkedLength(byteLength);
    this.position += byteLength;
    return this.buffer.subarray(this.position - byteLength, this.position);
  }
}

export interface MessageHeader {
  readonly name: string;
  readonly type: number;
  readonly seqId: number;
}

/** The longest method name that is looked at. */
export const MAX_METHOD_NAME_BYTES = 256;
