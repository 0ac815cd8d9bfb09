/** Runs in worker threads: generates blocks of edges and writes them to the file in their order. */
import { writeSync } from 'node:fs';
import { CONTROL, CONTROL_ADDRESS } from '../runtime/control.ts';
import type { ProcedureContext } from '../runtime/worker-protocol.ts';

export const BLOCK_EDGES = 1 << 16;
/** Two ids of ten digits, a comma and a line feed. */
export const BYTES_PER_EDGE = 22;

export interface RmatPlan {
  readonly seed: bigint;
  readonly scale: number;
  readonly edgeCount: number;
  /** Cumulative probabilities as fractions of 2^32. */
  readonly limits: readonly [number, number, number];
  readonly renumber: number;
  /** int64[2]: the block whose turn it is to take its place in the file, and that place. */
  readonly turn: number;
  readonly buffers: readonly number[];
  readonly descriptor: number;
}

export function writeRmat(
  { memory, instance }: ProcedureContext,
  thread: number,
  _threads: number,
  plan: RmatPlan,
): void {
  const rmat = instance('rmat');
  const control = new Int32Array(memory.buffer, CONTROL_ADDRESS, CONTROL.BUMP_BYTES);
  const turn = new BigInt64Array(memory.buffer, plan.turn, 2);
  const blocks = Math.ceil(plan.edgeCount / BLOCK_EDGES);
  const buffer = plan.buffers[thread]!;
  for (;;) {
    const block = Atomics.add(control, CONTROL.CURSOR, 1);
    if (block >= blocks) return;
    const count = Math.min(BLOCK_EDGES, plan.edgeCount - block * BLOCK_EDGES);
    const end = rmat['writeBlock']!(
      plan.seed,
      block,
      count,
      plan.scale,
      ...plan.limits,
      plan.renumber,
      buffer,
    ) as number;
    const length = (end >>> 0) - buffer;
    for (;;) {
      if (Atomics.load(control, CONTROL.CANCEL) !== 0) return;
      const now = Atomics.load(turn, 0);
      if (now === BigInt(block)) break;
      Atomics.wait(turn, 0, now, 50);
    }
    const place = Number(Atomics.add(turn, 1, BigInt(length)));
    Atomics.add(turn, 0, 1n);
    Atomics.notify(turn, 0);
    const rows = new Uint8Array(memory.buffer, buffer, length);
    for (let written = 0; written < length;) {
      written += writeSync(plan.descriptor, rows, written, length - written, place + written);
    }
    Atomics.add(control, CONTROL.DONE, 1);
  }
}
