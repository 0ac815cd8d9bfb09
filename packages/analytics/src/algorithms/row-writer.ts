import type { ColumnData, VidColumn } from '@orrery/contracts';
import { setImmediate } from 'node:timers/promises';
import { MemoryError } from '../runtime/memory-error.ts';
import type { KernelContext } from './algorithm.ts';
import { vidsAt } from './columns.ts';

/** Rows between two looks for a cancel. */
const PIECE = 1 << 18;

/** Bytes of an id in a result column, on average. */
export function vidBytesPerRow(vids: VidColumn, vertexCount: number): number {
  return vids.type === 'int64' ? 8 : 4 + vids.bytes.length / Math.max(1, vertexCount);
}

/** Rows of `bytes` each that fit beside what is in memory. */
export function rowsThatFit({ team }: KernelContext, bytes: number): number {
  return Math.floor(Math.max(0, team.memory.limitBytes - team.memory.usedBytes) / bytes);
}

/** @throws MemoryError when that many rows do not fit; `what` names them and what to ask for instead */
export function requireRows(context: KernelContext, what: string, rows: number, bytes: number): void {
  const { memory } = context.team;
  if (rows > rowsThatFit(context, bytes))
    throw new MemoryError(what, memory.usedBytes + rows * bytes, memory.limitBytes);
}

/** A result column of vertex ids that is written piece by piece, and lets a cancel through between them. */
export class VidWriter {
  readonly #vids: VidColumn;
  readonly #signal: AbortSignal | undefined;
  readonly #values: BigInt64Array | undefined;
  readonly #offsets: Uint32Array | undefined;
  readonly #texts: Uint8Array[] = [];
  #rows = 0;

  /** rows: all that will come. */
  constructor(vids: VidColumn, rows: number, signal: AbortSignal | undefined) {
    this.#vids = vids;
    this.#signal = signal;
    if (vids.type === 'int64') this.#values = new BigInt64Array(rows);
    else this.#offsets = new Uint32Array(rows + 1);
  }

  /** @throws the signal's reason */
  async append(indexes: Uint32Array): Promise<void> {
    for (let first = 0; first < indexes.length; first += PIECE) {
      const piece = vidsAt(this.#vids, indexes.subarray(first, first + PIECE));
      if (piece.type === 'int64') this.#values!.set(piece.values, this.#rows);
      if (piece.type === 'string') {
        const base = this.#offsets![this.#rows]!;
        for (let i = 1; i < piece.offsets.length; i++) this.#offsets![this.#rows + i] = base + piece.offsets[i]!;
        this.#texts.push(piece.bytes);
      }
      this.#rows += Math.min(PIECE, indexes.length - first);
      await setImmediate();
      this.#signal?.throwIfAborted();
    }
  }

  column(): ColumnData {
    if (this.#values) return { type: 'int64', values: this.#values };
    const bytes = new Uint8Array(this.#offsets![this.#rows]!);
    let at = 0;
    for (const text of this.#texts.splice(0)) {
      bytes.set(text, at);
      at += text.length;
    }
    return { type: 'string', offsets: this.#offsets!, bytes };
  }
}
