import { WireError } from './wire-error.ts';

const BIG_FRAME = 0x42494746;

/** Merging equals with equals copies every byte a logarithmic number of times, and keeps a drip of tiny chunks small. */
function worthMerging(last: Buffer, next: Buffer): boolean {
  return last.length < 65_536 && last.length <= 2 * next.length;
}

/**
 * Cuts a stream of bytes into frames by their length prefix (4 bytes; 12 with fbthrift's marker of big frames).
 * Announced bytes are not allocated before they have arrived.
 */
export class FrameSplitter {
  readonly #maxFrameBytes: number;
  #chunks: Buffer[] = [];
  #byteLength = 0;
  /** Length of the frame that is being collected; undefined while its prefix is. */
  #frameBytes: number | undefined;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Bytes that have arrived and are not yet taken. */
  get byteLength(): number {
    return this.#byteLength;
  }

  push(chunk: Buffer): void {
    this.#byteLength += chunk.length;
    let merged = chunk;
    for (let last = this.#chunks.at(-1); last && worthMerging(last, merged); last = this.#chunks.at(-1)) {
      this.#chunks.pop();
      merged = Buffer.concat([last, merged]);
    }
    this.#chunks.push(merged);
  }

  /** Up to `count` bytes from the front, left in place. */
  peek(count: number): Buffer {
    const first = this.#chunks[0];
    if (first && first.length >= count) return first.subarray(0, count);
    return Buffer.concat(this.#chunks, Math.min(count, this.#byteLength));
  }

  /** Everything that has arrived and is not yet taken. */
  drain(): Buffer {
    return this.#take(this.#byteLength);
  }

  /**
   * The next frame without its prefix; undefined until all of it has arrived.
   * @throws WireError (format) on a length beyond the limit, before the frame arrives
   */
  next(): Buffer | undefined {
    if (this.#frameBytes === undefined) {
      if (this.#byteLength < 4) return undefined;
      let frameBytes = this.peek(4).readUInt32BE(0);
      let prefixBytes = 4;
      if (frameBytes === BIG_FRAME) {
        if (this.#byteLength < 12) return undefined;
        frameBytes = Number(this.peek(12).readBigUInt64BE(4));
        prefixBytes = 12;
      }
      if (frameBytes > this.#maxFrameBytes) {
        throw new WireError('format', `a frame of ${frameBytes} bytes, more than the limit of ${this.#maxFrameBytes}`);
      }
      this.#take(prefixBytes);
      this.#frameBytes = frameBytes;
    }
    if (this.#byteLength < this.#frameBytes) return undefined;
    const frame = this.#take(this.#frameBytes);
    this.#frameBytes = undefined;
    return frame;
  }

  #take(count: number): Buffer {
    const first = this.#chunks[0];
    this.#byteLength -= count;
    if (first && first.length > count) {
      this.#chunks[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    if (first && first.length === count) {
      this.#chunks.shift();
      return first;
    }
    const all = this.#chunks.length === 1 ? first! : Buffer.concat(this.#chunks);
    this.#chunks = all.length > count ? [all.subarray(count)] : [];
    return all.subarray(0, count);
  }
}
