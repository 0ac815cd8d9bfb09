import type { PendingRows } from './pending-rows.ts';

const WINDOW_ROWS = 4096;

/**
 * Goes through pending rows in the order of their entries. Their columns are gathered some thousand rows at a time, one
 * column after the other: a row's fields are far apart in memory, and the processor waits for many rows' at once only where
 * the loop does nothing else.
 */
export class RowWindow {
  /** The row at hand, once `next` was true. `position` is its place in the pending rows. */
  position = 0;
  vertex = 0;
  other = 0;
  rank = 0n;
  /** Its bytes are `bytes[start … end)`. */
  bytes = new Uint8Array(WINDOW_ROWS * 64);
  start = 0;
  end = 0;
  readonly #columns: ReturnType<PendingRows['columns']>;
  readonly #source: Uint8Array;
  readonly #order: Uint32Array;
  readonly #vertices = new Uint32Array(WINDOW_ROWS);
  readonly #others = new Uint32Array(WINDOW_ROWS);
  readonly #starts = new Float64Array(WINDOW_ROWS);
  readonly #ends = new Uint32Array(WINDOW_ROWS);
  #next = 0;
  #windowStart = 0;
  #windowEnd = 0;

  constructor(rows: PendingRows, order: Uint32Array, side: 'out' | 'in') {
    this.#columns = rows.columns(side);
    this.#source = rows.bytes;
    this.#order = order;
  }

  /** Goes to the next row; false after the last. */
  next(): boolean {
    if (this.#next === this.#order.length) return false;
    if (this.#next === this.#windowEnd) this.#gather();
    const k = this.#next - this.#windowStart;
    const { ranks } = this.#columns;
    this.position = this.#order[this.#next++]!;
    this.vertex = this.#vertices[k]!;
    this.other = this.#others[k]!;
    this.rank = ranks === undefined ? 0n : ranks[this.position]!;
    this.start = k === 0 ? 0 : this.#ends[k - 1]!;
    this.end = this.#ends[k]!;
    return true;
  }

  #gather(): void {
    const { majors, minors, ends, rowBytes } = this.#columns;
    const order = this.#order;
    const from = this.#next;
    const n = Math.min(WINDOW_ROWS, order.length - from);
    const [vertices, others, starts, windowEnds] = [this.#vertices, this.#others, this.#starts, this.#ends];
    for (let k = 0; k < n; k++) vertices[k] = majors[order[from + k]!]!;
    for (let k = 0; k < n; k++) others[k] = minors[order[from + k]!]!;
    let end = 0;
    for (let k = 0; k < n; k++) {
      const i = order[from + k]!;
      const start = rowBytes >= 0 ? rowBytes * i : i === 0 ? 0 : ends[i - 1]!;
      starts[k] = start;
      end += rowBytes >= 0 ? rowBytes : ends[i]! - start;
      windowEnds[k] = end;
    }
    if (end > this.bytes.length) this.bytes = new Uint8Array(end * 2);
    const { bytes } = this;
    const source = this.#source;
    for (let k = 0, at = 0; k < n; k++) {
      const to = windowEnds[k]!;
      for (let j = starts[k]!; at < to; at++, j++) bytes[at] = source[j]!;
    }
    this.#windowStart = from;
    this.#windowEnd = from + n;
  }
}
