import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EncodedChunk, EncodingPlan } from './chunk-encoder.ts';

const ENTRY = new URL('./encode-worker.ts', import.meta.url);
/** Chunks of a MiB, and the rows made of them, for a worker to go on with while the main thread is busy writing. */
const CHUNKS_PER_WORKER = 64;

interface Waiting {
  resolve(chunk: EncodedChunk): void;
  reject(error: Error): void;
}

/** Threads that encode the chunks of one file; the main thread is left one processor for what it does with them. */
export class EncodingPool {
  readonly #workers: readonly { readonly worker: Worker; readonly waiting: Waiting[] }[];
  #next = 0;

  constructor(plan: EncodingPlan) {
    const count = Math.max(1, availableParallelism() - 1);
    this.#workers = Array.from({ length: count }, () => {
      const worker = new Worker(ENTRY, { workerData: plan });
      const waiting: Waiting[] = [];
      const fail = (error: Error): void => {
        for (const { reject } of waiting.splice(0)) reject(error);
      };
      worker.on('message', (chunk: EncodedChunk) => waiting.shift()!.resolve(chunk));
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`a thread of the import ended with code ${code}`)));
      return { worker, waiting };
    });
  }

  /** Chunks that may wait at once. */
  get capacity(): number {
    return this.#workers.length * CHUNKS_PER_WORKER;
  }

  /** Takes the bytes away from the caller. */
  encode(bytes: Uint8Array<ArrayBuffer>): Promise<EncodedChunk> {
    const { worker, waiting } = this.#workers[this.#next++ % this.#workers.length]!;
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(bytes, [bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }
}
