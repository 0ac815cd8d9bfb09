import { CONTROL_ADDRESS, CONTROL_BYTES } from './control.ts';
import { MemoryError, WASM_LIMIT_BYTES } from './memory-error.ts';

const PAGE = 65_536;
const ALIGNMENT = 64;
/** Bytes after a block that kernels may read, so that a vector may pass its end: they are there, and arbitrary. */
export const READABLE_BYTES = 16;
let lastId = 0;

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/**
 * One shared WebAssembly memory and the layout of what is in it. Kernels allocate nothing: every array they see was
 * allocated here. Fresh and freed blocks alike hold arbitrary bytes.
 */
export class SharedMemory {
  readonly id = ++lastId;
  readonly wasm: WebAssembly.Memory;
  readonly limitBytes: number;
  /** Sorted by address, never adjacent. */
  readonly #free: Block[] = [];
  readonly #taken = new Map<number, number>();
  #end = CONTROL_ADDRESS + CONTROL_BYTES;
  #usedBytes = 0;

  /** limitBytes: what the user allows; beyond 4 GiB it is 4 GiB. */
  constructor(limitBytes: number) {
    this.limitBytes = Math.max(PAGE, Math.min(limitBytes, WASM_LIMIT_BYTES));
    this.wasm = new WebAssembly.Memory({ initial: 1, maximum: Math.ceil(this.limitBytes / PAGE), shared: true });
  }

  /** Bytes of the blocks in use. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** First address after everything in use or free: what the memory has grown to. */
  get endAddress(): number {
    return this.#end;
  }

  /** The address of a block, aligned to 64 bytes. `what` names it in the error. @throws MemoryError */
  allocate(bytes: number, what: string): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let best = -1;
    this.#free.forEach((block, i) => {
      if (block.bytes >= size && (best < 0 || block.bytes < this.#free[best]!.bytes)) best = i;
    });
    let address: number;
    if (best >= 0) {
      const block = this.#free[best]!;
      address = block.address;
      if (block.bytes === size) this.#free.splice(best, 1);
      else this.#free[best] = { address: address + size, bytes: block.bytes - size };
    } else {
      const last = this.#free.at(-1);
      const isAtEnd = last !== undefined && last.address + last.bytes === this.#end;
      address = isAtEnd ? last.address : this.#end;
      this.#growTo(address + size, what);
      if (isAtEnd) this.#free.pop();
      this.#end = address + size;
    }
    this.#taken.set(address, size);
    this.#usedBytes += size;
    return address;
  }

  /** Several blocks, or none of them. @throws MemoryError */
  allocateAll(sizes: readonly number[], what: string): number[] {
    const addresses: number[] = [];
    try {
      for (const bytes of sizes) addresses.push(this.allocate(bytes, what));
      return addresses;
    } catch (error) {
      for (const address of addresses) this.free(address);
      throw error;
    }
  }

  free(address: number): void {
    const bytes = this.#taken.get(address);
    if (bytes === undefined) throw new Error(`no block of memory starts at ${address}`);
    this.#taken.delete(address);
    this.#usedBytes -= bytes;
    this.#release(address, bytes);
  }

  /**
   * Reserves everything behind the present end for threads that take memory by themselves (see bump.ts), without
   * growing the memory yet. `settle` ends it.
   */
  openTail(): { readonly address: number; settle(endAddress: number): number } {
    const last = this.#free.at(-1);
    const address =
      last !== undefined && last.address + last.bytes === this.#end ? this.#free.pop()!.address : this.#end;
    return {
      address,
      settle: (endAddress) => {
        const bytes = Math.ceil((endAddress - address) / ALIGNMENT) * ALIGNMENT;
        this.#end = address + bytes;
        this.#taken.set(address, bytes);
        this.#usedBytes += bytes;
        return address;
      },
    };
  }

  u8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.wasm.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.wasm.buffer, address, length);
  }

  u32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.wasm.buffer, address, length);
  }

  i64(address: number, length: number): BigInt64Array {
    return new BigInt64Array(this.wasm.buffer, address, length);
  }

  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.wasm.buffer, address, length);
  }

  control(): Int32Array {
    return this.i32(CONTROL_ADDRESS, CONTROL_BYTES / 4);
  }

  #growTo(endAddress: number, what: string): void {
    const needed = endAddress + READABLE_BYTES;
    if (needed > this.limitBytes) throw new MemoryError(what, needed, this.limitBytes);
    const missing = needed - this.wasm.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.wasm.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      throw new MemoryError(
        `${what} (the operating system gave no more memory: ${String(cause)})`,
        needed,
        this.limitBytes,
      );
    }
  }

  #release(address: number, bytes: number): void {
    let i = this.#free.findIndex((block) => block.address > address);
    if (i < 0) i = this.#free.length;
    this.#free.splice(i, 0, { address, bytes });
    this.#merge(i);
    if (i > 0) this.#merge(i - 1);
  }

  #merge(i: number): void {
    const here = this.#free[i];
    const next = this.#free[i + 1];
    if (here && next && here.address + here.bytes === next.address) {
      this.#free.splice(i, 2, { address: here.address, bytes: here.bytes + next.bytes });
    }
  }
}
