import { SetValue, type Value } from '@orrery/contracts';
import { executionError } from '../bind/statement-error.ts';

/** What a row and a slot of it take on V8's heap, roughly: array header, and a boxed value. */
const ROW_BYTES = 48;
const SLOT_BYTES = 24;

/** What the operators of one statement hold at once, as they account for it. */
export class MemoryAccount {
  readonly #limitBytes: number;
  #heldBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** @throws StatementError ExecutionError beyond the limit */
  hold(bytes: number): void {
    this.#heldBytes += bytes;
    if (this.#heldBytes > this.#limitBytes) {
      throw executionError(
        `the statement needs more than ${this.#limitBytes} bytes of memory; ` +
          'narrow it, or raise graph.limits.memoryBytes',
      );
    }
  }

  /** Lists within lists count as often as they are met: they are copied and sent as trees. */
  holdRow(row: readonly Value[]): void {
    let bytes = ROW_BYTES + SLOT_BYTES * row.length;
    for (const value of row) {
      if (typeof value === 'string') bytes += value.length;
      else if (typeof value === 'object') this.holdValue(value);
    }
    this.hold(bytes);
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
  }
}
