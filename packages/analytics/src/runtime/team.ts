import { setImmediate } from 'node:timers/promises';
import { CONTROL, CONTROL_ADDRESS } from './control.ts';
import type { SharedMemory } from './shared-memory.ts';
import { workerPool, type PoolWorker } from './worker-pool.ts';
import type { Call } from './worker-protocol.ts';

const PROGRESS_INTERVAL_MS = 100;
/** Items of the calling thread's own work between two turns of its event loop: some milliseconds. */
const TURN_ITEMS = 1 << 16;

export interface TeamRunOptions {
  /** Called every 100 ms while the run lasts, with what the kernel reported by reportDone. */
  readonly onDone?: (done: number) => void;
}

/** Threads that work on one memory together. */
export class Team {
  readonly memory: SharedMemory;
  readonly threads: number;
  readonly signal: AbortSignal | undefined;
  readonly workers: readonly PoolWorker[];
  #sinceTurn = 0;

  constructor(memory: SharedMemory, workers: readonly PoolWorker[], signal: AbortSignal | undefined) {
    this.memory = memory;
    this.workers = workers;
    this.threads = workers.length;
    this.signal = signal;
  }

  /**
   * Calls `kernel.name(thread, threads, control, ...values)` on every thread at once and answers what each returned.
   * @throws the signal's reason after a cancel, within a block's time; Error when a thread crashed
   */
  async run(
    kernel: string,
    name: string,
    values: readonly (number | bigint)[],
    options?: TeamRunOptions,
  ): Promise<number[]> {
    for (const worker of this.workers) worker.send(this.memory, [kernel]);
    return (await this.#together({ kernel, name }, values, options)) as number[];
  }

  /**
   * For loops of the calling thread, after so many items: lets its event loop turn now and then, for a cancel to be heard.
   * @throws the signal's reason
   */
  async turn(items: number): Promise<void> {
    this.#sinceTurn += items;
    if (this.#sinceTurn < TURN_ITEMS) return;
    this.#sinceTurn = 0;
    await setImmediate();
    this.signal?.throwIfAborted();
  }

  /** Calls `body(first, stop)` for items 0 … count-1, piece by piece, with a {@link turn} after each. */
  async inPieces(count: number, body: (first: number, stop: number) => void): Promise<void> {
    for (let first = 0; first < count; first += TURN_ITEMS) {
      const stop = Math.min(first + TURN_ITEMS, count);
      body(first, stop);
      await this.turn(stop - first);
    }
  }

  /** Calls a procedure of a TypeScript module on every thread: `(context, thread, threads, ...values)`. */
  async runProcedure<T>(
    moduleUrl: URL,
    name: string,
    kernels: readonly string[],
    values: readonly unknown[],
    options?: TeamRunOptions,
  ): Promise<T[]> {
    for (const worker of this.workers) worker.send(this.memory, kernels);
    return (await this.#together({ module: moduleUrl.href, name }, values, options)) as T[];
  }

  /** Calls `kernel.name(...values)` on the first thread alone. */
  async runOne(
    kernel: string,
    name: string,
    values: readonly (number | bigint)[],
    options?: TeamRunOptions,
  ): Promise<number> {
    const worker = this.workers[0]!;
    worker.send(this.memory, [kernel]);
    const target = { kernel, name };
    const answers = await this.#guarded(target, options, (guard) => [guard(worker.call(this.memory, target, values))]);
    return answers[0] as number;
  }

  /** Calls a procedure on one thread: `(context, thread, threads, ...values)`. */
  async runProcedureOn<T>(
    thread: number,
    moduleUrl: URL,
    name: string,
    kernels: readonly string[],
    values: readonly unknown[],
  ): Promise<T> {
    const worker = this.workers[thread]!;
    worker.send(this.memory, kernels);
    const target = { module: moduleUrl.href, name };
    try {
      return (await worker.call(this.memory, target, [thread, this.threads, ...values])) as T;
    } catch (error) {
      throw crashError(error, target);
    }
  }

  #together(target: Call['target'], values: readonly unknown[], options?: TeamRunOptions): Promise<unknown[]> {
    const address = 'kernel' in target ? [CONTROL_ADDRESS] : [];
    return this.#guarded(target, options, (guard) =>
      this.workers.map((worker, thread) =>
        guard(worker.call(this.memory, target, [thread, this.threads, ...address, ...values])),
      ),
    );
  }

  /** Passes a cancel on, reports progress, and frees those who wait for a thread that crashed. */
  async #guarded(
    target: Call['target'],
    options: TeamRunOptions = {},
    start: (guard: (answer: Promise<unknown>) => Promise<unknown>) => Promise<unknown>[],
  ): Promise<unknown[]> {
    this.signal?.throwIfAborted();
    const control = this.memory.control();
    control.fill(0, 0, CONTROL.BUMP_BYTES);
    const cancel = (): void => void Atomics.store(control, CONTROL.CANCEL, 1);
    this.signal?.addEventListener('abort', cancel, { once: true });
    const timer = options.onDone
      ? setInterval(() => options.onDone!(Atomics.load(control, CONTROL.DONE)), PROGRESS_INTERVAL_MS)
      : undefined;
    let crash: { readonly error: unknown } | undefined;
    const guard = (answer: Promise<unknown>): Promise<unknown> =>
      answer.catch((error: unknown) => {
        crash ??= { error };
        Atomics.store(control, CONTROL.CANCEL, 1);
        Atomics.store(control, CONTROL.ABORT, 1);
        Atomics.notify(control, CONTROL.GENERATION);
      });
    try {
      const answers = await Promise.all(start(guard));
      if (crash) throw crashError(crash.error, target);
      this.signal?.throwIfAborted();
      return answers;
    } finally {
      clearInterval(timer);
      this.signal?.removeEventListener('abort', cancel);
    }
  }
}

function crashError(cause: unknown, target: Call['target']): Error {
  const where = 'kernel' in target ? `${target.kernel}.${target.name}` : target.name;
  return new Error(`${where} crashed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

/** Runs `body` with a team of `threads` workers and gives them back afterwards. */
export async function withTeam<T>(
  memory: SharedMemory,
  threads: number,
  signal: AbortSignal | undefined,
  body: (team: Team) => Promise<T>,
): Promise<T> {
  const workers = workerPool.lease(Math.max(1, Math.floor(threads)));
  try {
    return await body(new Team(memory, workers, signal));
  } finally {
    workerPool.giveBack(workers);
  }
}
