import { getHeapStatistics } from 'node:v8';
import { SetValue, type Value } from '@orrery/contracts';
import { executionError } from '../bind/statement-error.ts';

/** What a row and a slot of it take on V8's heap, roughly: array header, and a boxed value. */
const ROW_BYTES = 48;
const SLOT_BYTES = 24;

/** The rest is for what is not accounted for, and for the collector to work in. */
const SHARE_OF_HEAP = 0.6;

/** What all statements of a server hold at once: each within its limit, many together could still take its heap. */
export class MemoryPool {
  readonly limitBytes: number;
  heldBytes = 0;

  constructor(limitBytes = getHeapStatistics().heap_size_limit * SHARE_OF_HEAP) {
    this.limitBytes = limitBytes;
  }
}

/** What the statements of one text hold at once, as their operators account for it. Must be closed. */
export class MemoryAccount implements Disposable {
  readonly #limitBytes: number;
  readonly #pool: MemoryPool;
  #heldBytes = 0;

  constructor(limitBytes: number, pool: MemoryPool) {
    this.#limitBytes = limitBytes;
    this.#pool = pool;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** @throws StatementError ExecutionError beyond the limit */
  hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#pool.heldBytes += bytes;
    if (this.#heldBytes > this.#limitBytes) {
      throw executionError(
        `the statement needs more than ${this.#limitBytes} bytes of memory; ` +
          'narrow it, or raise graph.limits.memoryBytes',
      );
    }
    if (this.#pool.heldBytes > this.#pool.limitBytes) {
      throw executionError(
        `the statements that run need more than ${Math.round(this.#pool.limitBytes)} bytes of memory together; narrow ` +
          'this one, try again when others have ended, or give the server more with NODE_OPTIONS=--max-old-space-size',
      );
    }
  }

  /** For what can be done without: holds a quarter of what there is at most, and says whether it did. */
  tryHold(bytes: number): boolean {
    const isRoom =
      4 * (this.#heldBytes + bytes) <= this.#limitBytes && 2 * this.#pool.heldBytes <= this.#pool.limitBytes;
    if (isRoom) this.hold(bytes);
    return isRoom;
  }

  /** Lists within lists count as often as they are met: they are copied and sent as trees. Returns what it holds. */
  holdRow(row: readonly Value[]): number {
    const before = this.#heldBytes;
    let bytes = ROW_BYTES + SLOT_BYTES * row.length;
    for (const value of row) {
      if (typeof value === 'string') bytes += value.length;
      else if (typeof value === 'object') this.holdValue(value);
    }
    this.hold(bytes);
    return this.#heldBytes - before;
  }

  /** What a value takes besides its slot. */
  holdValue(value: Value): void {
    if (typeof value === 'string') this.hold(value.length);
    else if (Array.isArray(value)) this.holdRow(value);
    else if (value instanceof SetValue) this.holdRow(value.items);
    else if (value instanceof Map) {
      for (const [key, item] of value as ReadonlyMap<string, Value>) {
        this.hold(SLOT_BYTES + key.length);
        this.holdValue(item);
      }
    }
  }

  release(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#pool.heldBytes -= bytes;
  }

  [Symbol.dispose](): void {
    this.release(this.#heldBytes);
  }
}
