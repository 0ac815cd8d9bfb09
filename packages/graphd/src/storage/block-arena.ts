import { Block } from './block.ts';

/** What a block takes at most, unless a single row is larger. */
const PAGE_BYTES = 4096;

/**
 * The blocks that a scan looks at, one after the other in memory that the next ones overwrite: for scans that copy out of
 * them what they want.
 */
export class BlockArena {
  /** Those since the last `clear`. */
  readonly blocks: Block[] = [];
  #bytes: Uint8Array;
  #view: DataView;
  #end = 0;
  /** The first bytes of the memory that values come in. */
  #source: Uint8Array = new Uint8Array(0);

  /** `blocks`: how many to make room for. */
  constructor(blocks: number) {
    this.#bytes = new Uint8Array((blocks + 1) * PAGE_BYTES);
    this.#view = new DataView(this.#bytes.buffer);
  }

  clear(): void {
    this.blocks.length = 0;
    this.#end = 0;
  }

  /** Copies the block of so many bytes at the start of `bytes`. */
  add(bytes: Uint8Array, size: number): void {
    if (this.#end + Math.max(size, PAGE_BYTES) > this.#bytes.length) this.#grow(size);
    const start = this.#end;
    this.#bytes.set(size <= PAGE_BYTES ? this.#pageOf(bytes, size) : bytes.subarray(0, size), start);
    this.blocks.push(new Block(this.#bytes, this.#view, start));
    this.#end = start + Math.ceil(size / 8) * 8;
  }

  /** A view for each block would cost as much as copying a page always. */
  #pageOf(bytes: Uint8Array, size: number): Uint8Array {
    const { buffer, byteOffset } = bytes;
    if (buffer.byteLength - byteOffset < PAGE_BYTES) return new Uint8Array(buffer, byteOffset, size);
    if (this.#source.buffer !== buffer || this.#source.byteOffset !== byteOffset) {
      this.#source = new Uint8Array(buffer, byteOffset, PAGE_BYTES);
    }
    return this.#source;
  }

  /** Blocks that are there keep the memory that they are in. */
  #grow(size: number): void {
    this.#bytes = new Uint8Array(Math.max(2 * this.#bytes.length, size + PAGE_BYTES));
    this.#view = new DataView(this.#bytes.buffer);
    this.#end = 0;
  }
}
