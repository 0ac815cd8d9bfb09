import { Worker } from 'node:worker_threads';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { kernelModule } from './kernel-modules.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { Call, Message, Reply } from './worker-protocol.ts';

/** Above this, a released memory is collected at once instead of when the engine pleases. */
const COLLECT_ABOVE_BYTES = 32 * 1024 * 1024;

/** A thread of the pool. Idle ones do not keep the process alive. */
export class PoolWorker {
  readonly #worker: Worker;
  readonly #memoryIds = new Set<number>();
  readonly #kernels = new Set<string>();
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  #lastCall = 0;
  /** Set once the thread has ended, with the reason. */
  ended: Error | undefined;

  constructor() {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'analytics' });
    this.#worker.unref();
    this.#worker.on('message', (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) this.#worker.unref();
      if ('error' in reply) waiting?.reject(reply.error);
      else waiting?.resolve(reply.value);
    });
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) =>
      this.#end(new Error(`a worker thread of analytics ended with exit code ${code}`)),
    );
  }

  send(memory: SharedMemory, kernels: readonly string[]): void {
    if (!this.#memoryIds.has(memory.id)) {
      this.#memoryIds.add(memory.id);
      this.#post({ type: 'memory', memoryId: memory.id, memory: memory.wasm });
    }
    for (const name of kernels) {
      if (this.#kernels.has(name)) continue;
      this.#kernels.add(name);
      this.#post({ type: 'kernel', name, module: kernelModule(name) });
    }
  }

  call(memory: SharedMemory, target: Call['target'], values: readonly unknown[]): Promise<unknown> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.#lastCall;
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'call', id, memoryId: memory.id, target, arguments: values });
    });
  }

  release(memoryId: number, collect: boolean): void {
    if (this.ended || !this.#memoryIds.delete(memoryId)) return;
    this.#post({ type: 'release', memoryId, collect });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #post(message: Message): void {
    this.#worker.postMessage(message);
  }

  #end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.ended);
    this.#waiting.clear();
  }
}

/** The process' workers: made when first needed, reused by every later run. */
class WorkerPool {
  readonly #idle: PoolWorker[] = [];
  readonly #all = new Set<PoolWorker>();

  lease(count: number): PoolWorker[] {
    const workers: PoolWorker[] = [];
    while (workers.length < count) {
      const worker = this.#idle.pop() ?? new PoolWorker();
      if (worker.ended) {
        this.#all.delete(worker);
        continue;
      }
      this.#all.add(worker);
      workers.push(worker);
    }
    return workers;
  }

  giveBack(workers: readonly PoolWorker[]): void {
    for (const worker of workers) {
      if (worker.ended) this.#all.delete(worker);
      else this.#idle.push(worker);
    }
  }

  release(memory: SharedMemory): void {
    const collect = memory.wasm.buffer.byteLength > COLLECT_ABOVE_BYTES;
    for (const worker of this.#all) worker.release(memory.id, collect);
    if (collect) {
      setFlagsFromString('--expose-gc');
      setImmediate(() => (runInNewContext('gc') as () => void)()).unref();
    }
  }

  async close(): Promise<void> {
    this.#idle.length = 0;
    const workers = [...this.#all];
    this.#all.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

export const workerPool = new WorkerPool();
