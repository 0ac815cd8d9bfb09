import { closeSync, openSync, writeSync } from 'node:fs';
import { OrreryError } from '@orrery/contracts';
import { CONTROL_ADDRESS } from '../runtime/control.ts';
import { SharedMemory } from '../runtime/shared-memory.ts';
import { withTeam } from '../runtime/team.ts';
import { workerPool } from '../runtime/worker-pool.ts';
import { BLOCK_EDGES, BYTES_PER_EDGE, type RmatPlan } from './rmat-worker.ts';

export interface RmatOptions {
  /** 2^scale vertices; 1…30. */
  readonly scale: number;
  /** Edges per vertex. */
  readonly edgeFactor: number;
  /** Any 64-bit integer. */
  readonly seed: number | bigint;
  /** Probabilities of the quadrants; 0.57, 0.19, 0.19 by default, as in Graph500 and GAP. d is the rest. */
  readonly a?: number;
  readonly b?: number;
  readonly c?: number;
  /** 1 by default; does not change the result. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** fraction: 0…1 */
  readonly progress?: (fraction: number, phrase: string) => void;
}

export interface RmatReport {
  readonly vertexCount: number;
  readonly edgeCount: number;
  readonly sizeBytes: number;
}

/**
 * Writes an R-MAT graph as a CSV edge list (`src,dst`, LF) to `path`, replacing a file. Vertices are 0 … 2^scale-1,
 * renumbered at random; those without an edge do not appear. Parallel edges and self-loops occur. The bytes depend
 * on scale, edgeFactor, seed and probabilities only.
 * @throws OrreryError ErrParam; the file system's errors
 */
export async function generateRmat(options: RmatOptions, path: string): Promise<RmatReport> {
  const { scale, edgeFactor, a = 0.57, b = 0.19, c = 0.19, threads = 1 } = options;
  if (!Number.isInteger(scale) || scale < 1 || scale > 30) {
    throw new OrreryError('ErrParam', `scale must be an integer of 1 to 30 (2^scale vertices), but is ${scale}`);
  }
  if (!(edgeFactor > 0) || !Number.isInteger(edgeFactor * 2 ** scale) || edgeFactor * 2 ** scale > 2 ** 32 - 2) {
    throw new OrreryError(
      'ErrParam',
      `edgeFactor ${edgeFactor} with scale ${scale} gives no count of edges between 1 and 2^32 - 2`,
    );
  }
  if (![a, b, c].every((p) => p >= 0) || !(a + b + c <= 1)) {
    throw new OrreryError(
      'ErrParam',
      `a, b and c must be probabilities of at most 1 together, but are ${a}, ${b} and ${c}`,
    );
  }
  const vertexCount = 2 ** scale;
  const edgeCount = edgeFactor * vertexCount;
  const memory = new SharedMemory(2 ** 32);
  const header = Buffer.from('src,dst\n');
  const descriptor = openSync(path, 'w');
  try {
    writeSync(descriptor, header, 0, header.length, 0);
    const renumber = memory.allocate(vertexCount * 4, 'the permutation');
    const turn = memory.allocate(64, 'the order of blocks');
    memory.i64(turn, 2).set([0n, BigInt(header.length)]);
    const buffers = Array.from({ length: threads }, () => memory.allocate(BLOCK_EDGES * BYTES_PER_EDGE, 'rows'));
    const plan: RmatPlan = {
      seed: BigInt.asIntN(64, BigInt(options.seed)),
      scale,
      edgeCount,
      limits: [fraction(a), fraction(a + b), fraction(a + b + c)],
      renumber,
      turn,
      buffers,
      descriptor,
    };
    const blocks = Math.ceil(edgeCount / BLOCK_EDGES);
    await withTeam(memory, threads, options.signal, async (team) => {
      await team.runOne('rmat', 'permutation', [CONTROL_ADDRESS, plan.seed, vertexCount, renumber]);
      await team.runProcedure(new URL('./rmat-worker.ts', import.meta.url), 'writeRmat', ['rmat'], [plan], {
        onDone: (done) =>
          options.progress?.(done / blocks, `${Math.min(done * BLOCK_EDGES, edgeCount)} of ${edgeCount} edges`),
      });
    });
    return { vertexCount, edgeCount, sizeBytes: Number(memory.i64(turn, 2)[1]) };
  } finally {
    closeSync(descriptor);
    workerPool.release(memory);
  }
}

/** A probability as a fraction of 2^32. */
function fraction(probability: number): number {
  return Math.min(0xffff_ffff, Math.round(probability * 2 ** 32));
}
