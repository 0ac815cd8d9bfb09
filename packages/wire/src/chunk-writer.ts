const FIRST_CHUNK = 512;
const LARGEST_CHUNK = 1 << 20;

/**
 * Bytes on their way out, in chunks that are never copied: a full chunk is put aside and a larger one begun. The chunks
 * belong to whoever takes them.
 */
export class ChunkWriter {
  protected buffer: Buffer;
  protected view: DataView;
  protected position = 0;
  readonly #full: Buffer[] = [];
  #fullBytes = 0;

  constructor() {
    this.buffer = Buffer.allocUnsafe(FIRST_CHUNK);
    this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset, FIRST_CHUNK);
  }

  get byteLength(): number {
    return this.#fullBytes + this.position;
  }

  /** Makes room for `count` contiguous bytes. */
  protected ensure(count: number): void {
    if (this.position + count > this.buffer.length) this.#grow(count);
  }

  #grow(count: number): void {
    if (this.position > 0) {
      this.#full.push(this.buffer.subarray(0, this.position));
      this.#fullBytes += this.position;
    }
    const size = Math.max(count, Math.min(LARGEST_CHUNK, Math.max(this.byteLength * 2, 4096)));
    this.buffer = Buffer.allocUnsafeSlow(size);
    this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset, size);
    this.position = 0;
  }

  /** Appends bytes as they are; large ones without copying, so they must not change afterwards. */
  raw(bytes: Uint8Array): void {
    if (bytes.length <= this.buffer.length - this.position) {
      this.buffer.set(bytes, this.position);
      this.position += bytes.length;
      return;
    }
    if (this.position > 0) {
      this.#full.push(this.buffer.subarray(0, this.position));
      this.#fullBytes += this.position;
      this.buffer = this.buffer.subarray(this.position);
      this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset, this.buffer.length);
      this.position = 0;
    }
    this.#full.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#fullBytes += bytes.length;
  }

  /** All that was written, in order; the first chunk holds at least the first 512 bytes, if there are so many. */
  finish(): Buffer[] {
    if (this.position > 0) this.#full.push(this.buffer.subarray(0, this.position));
    return this.#full;
  }
}

const int64Bits = new BigInt64Array(1);
/** The halves of the last bigint given to {@link splitInt64}: [low, high] on every platform that Node runs on. */
export const int64Halves = new Int32Array(int64Bits.buffer);

/** Puts the two's complement halves of a 64-bit int into {@link int64Halves}, without allocating. */
export function splitInt64(value: bigint): void {
  int64Bits[0] = value;
}

/** The int of {@link int64Halves}. */
export function joinedInt64(): bigint {
  return int64Bits[0]!;
}

/** Up to this length a loop over ASCII is faster than the call into native code, and 3 bytes each fit a one-byte varint. */
export const SHORT_STRING = 42;
