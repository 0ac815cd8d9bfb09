import { availableParallelism } from 'node:os';
import { ExecutorProcess, type ExecutorSettings } from './executor-process.ts';

/** Starts that may fail in a row before waiting tasks are told. */
const START_TRIALS = 3;
const START_PAUSE_MS = 2000;
/** What an executor takes without any projection; more than this is counted as held by it. */
const BASE_BYTES = 256 * 2 ** 20;

export interface PoolListener {
  /** An executor became idle, or one is gone and may be replaced. */
  changed(): void;
  /** Executors don't start; tasks that wait for one fail with this message. */
  cannotStart(message: string): void;
  /** Durably notes a child before it gets any work. */
  record(pid: number, identity: string): Promise<void>;
  forget(pid: number, identity: string): void;
}

/** The executors: started on demand up to `maximum`, kept warm, one task at a time each. */
export class ExecutorPool {
  readonly #settings: ExecutorSettings;
  readonly #maximum: number;
  readonly #listener: PoolListener;
  readonly #executors = new Set<ExecutorProcess>();
  #failedStarts = 0;
  #pausedUntilMs = 0;
  #stopped = false;
  #warm = 0;

  constructor(settings: ExecutorSettings, maximum: number, listener: PoolListener) {
    this.#settings = settings;
    this.#maximum = maximum;
    this.#listener = listener;
  }

  /** An idle executor, now busy: the one that holds the key, else one that holds nothing, else the longest idle. */
  take(affinityKey: string | undefined): ExecutorProcess | undefined {
    let best: ExecutorProcess | undefined;
    let bestRank = Infinity;
    for (const executor of this.#executors) {
      if (executor.state !== 'idle') continue;
      const matches = affinityKey !== undefined && executor.heldKey === affinityKey;
      const rank = matches ? -1 : executor.heldKey === undefined ? 0 : executor.idleSinceMs;
      if (rank < bestRank) [best, bestRank] = [executor, rank];
    }
    if (best === undefined) return undefined;
    best.state = 'busy';
    // A task without a key neither uses nor replaces what the process holds.
    if (affinityKey !== undefined) best.heldKey = affinityKey;
    return best;
  }

  /** Gives back an executor whose task was never handed over. */
  giveBack(executor: ExecutorProcess): void {
    if (executor.state === 'busy') executor.state = 'idle';
  }

  /** Keeps at least so many executors, whether there is work or not. */
  keepWarm(count: number): void {
    this.#warm = Math.min(count, this.#maximum);
    this.demand(this.#warm - this.#count('busy'));
  }

  /** Starts executors until `count` are idle or starting, as far as the limits allow. */
  demand(count: number): void {
    if (this.#stopped || Date.now() < this.#pausedUntilMs) return;
    let available = this.#count('idle') + this.#count('starting');
    while (available < count && this.#executors.size < this.#maximum) {
      if (this.#count('starting') >= Math.max(2, availableParallelism())) return;
      if (!this.#start()) return;
      available++;
    }
  }

  /** Bytes that executors without a task hold beyond a bare process. */
  heldBytes(): number {
    let bytes = 0;
    for (const executor of this.#executors) {
      if (executor.state === 'idle' || executor.state === 'ending')
        bytes += Math.max(0, executor.rssBytes - BASE_BYTES);
    }
    return bytes;
  }

  /**
   * Ends the longest idle executor that holds much memory and not the given key.
   * @returns whether memory will become free, by this one or by one that is ending already
   */
  evict(exceptKey: string | undefined): boolean {
    let oldest: ExecutorProcess | undefined;
    for (const executor of this.#executors) {
      if (executor.state === 'ending' && executor.rssBytes > BASE_BYTES) return true;
      if (executor.state !== 'idle' || executor.rssBytes <= BASE_BYTES) continue;
      if (exceptKey !== undefined && executor.heldKey === exceptKey) continue;
      if (oldest === undefined || executor.idleSinceMs < oldest.idleSinceMs) oldest = executor;
    }
    oldest?.kill('its memory was needed');
    return oldest !== undefined;
  }

  counts(): { idle: number; busy: number; starting: number } {
    return { idle: this.#count('idle'), busy: this.#count('busy'), starting: this.#count('starting') };
  }

  /** Ends all executors; when it resolves none is left. */
  async stop(boundMs: number): Promise<void> {
    this.#stopped = true;
    await Promise.all(
      [...this.#executors].map(async (executor) => {
        if (executor.state === 'idle') await executor.end(boundMs);
        else executor.kill('the server stopped');
        await executor.exited;
      }),
    );
  }

  #count(state: ExecutorProcess['state']): number {
    let count = 0;
    for (const executor of this.#executors) if (executor.state === state) count++;
    return count;
  }

  #start(): boolean {
    let executor: ExecutorProcess;
    try {
      executor = new ExecutorProcess(this.#settings, {
        idle: () => {
          this.#failedStarts = 0;
          this.#listener.changed();
          this.keepWarm(this.#warm);
        },
        exit: (ended) => this.#exited(ended),
      });
    } catch (error) {
      this.#startFailed((error as Error).message);
      return false;
    }
    this.#executors.add(executor);
    this.#listener.record(executor.pid, executor.identity).then(
      () => executor.initialise(),
      () => executor.kill('it could not be recorded'),
    );
    return true;
  }

  #exited(executor: ExecutorProcess): void {
    const wasStarting = executor.idleSinceMs === 0;
    this.#executors.delete(executor);
    this.#listener.forget(executor.pid, executor.identity);
    if (this.#stopped) return;
    if (wasStarting) this.#startFailed(executor.endReason);
    else this.#listener.changed();
    this.keepWarm(this.#warm);
  }

  #startFailed(reason: string): void {
    if (++this.#failedStarts < START_TRIALS) {
      setImmediate(() => this.#listener.changed());
      return;
    }
    this.#failedStarts = 0;
    this.#pausedUntilMs = Date.now() + START_PAUSE_MS;
    setTimeout(() => this.#listener.changed(), START_PAUSE_MS + 1).unref();
    this.#listener.cannotStart(`executor processes do not start: ${reason}`);
  }
}
