import { CONTROL, CONTROL_ADDRESS } from './control.ts';
import { READABLE_BYTES } from './shared-memory.ts';

const PAGE = 65_536;

/** What threads of a run take while the host cannot allocate for them: addresses that only grow. */
export interface BumpRegion {
  readonly address: number;
  readonly limitBytes: number;
}

function words(memory: WebAssembly.Memory): BigInt64Array {
  return new BigInt64Array(memory.buffer, CONTROL_ADDRESS + CONTROL.BUMP_BYTES * 4, 2);
}

export function openBump(memory: WebAssembly.Memory, region: BumpRegion): void {
  const [next, limit] = [0, 1];
  Atomics.store(words(memory), next, BigInt(region.address));
  Atomics.store(words(memory), limit, BigInt(region.limitBytes));
}

/** First address that no thread has taken. */
export function bumpEnd(memory: WebAssembly.Memory): number {
  return Number(Atomics.load(words(memory), 0));
}

/**
 * Takes bytes, aligned to 64, growing the memory where needed. Answers undefined when the limit is passed; from any
 * thread.
 */
export function takeBytes(memory: WebAssembly.Memory, bytes: number): number | undefined {
  const size = Math.max(64, Math.ceil(bytes / 64) * 64);
  const address = Number(Atomics.add(words(memory), 0, BigInt(size)));
  const end = address + size + READABLE_BYTES;
  if (end > Number(Atomics.load(words(memory), 1))) return undefined;
  while (memory.buffer.byteLength < end) {
    try {
      memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE));
    } catch {
      if (memory.buffer.byteLength < end) return undefined;
    }
  }
  return address;
}
