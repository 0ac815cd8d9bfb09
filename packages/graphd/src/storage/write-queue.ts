import { statfsSync } from 'node:fs';
import type { Environment } from './environment.ts';
import { faultPoint } from './fault-point.ts';
import { StoreError } from './store.ts';
import type { StoreErrorCode } from './store.ts';

/** What a piece of work leaves: its result, what to do once it is on disk, and what to undo if it never gets there. */
export interface Written<T> {
  readonly result: T;
  readonly committed: () => void;
  readonly undo?: () => void;
}

interface Job {
  run(): void;
  /** Tells the caller; undefined = it is on disk. */
  settle(failure: { readonly error: unknown } | undefined): void;
}

/** A batch ends after this long, so that readers and other sessions get their turn. */
const BATCH_MS = 20;
/** A disk with less room is what has ended a write. */
const FULL_DISK_BYTES = 2 ** 20;
/** Writers that come together are awaited for so long, and no longer than none has come for the other time. */
const GATHER_MS = 0.4;
const QUIET_MS = 0.1;

/**
 * The only way to write. Work that comes together shares one LMDB transaction and its flush (docs/design/small-writes.md);
 * each of several pieces is a nested transaction, so a throw undoes only itself. A caller hears of success after the flush.
 */
export class WriteQueue {
  readonly #env: Environment;
  #jobs: Job[] = [];
  #scheduled = false;
  #stopped = false;
  #held = false;
  #lastBatch = 1;
  /** Jobs that were there at the last look, while others are awaited. */
  #gathered = 0;
  #gatheringSince = 0;
  #lastArrival = 0;
  #holders: ((release: () => void) => void)[] = [];
  #idle: (() => void)[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  run<T>(work: () => Written<T>): Promise<T> {
    if (this.#stopped) return Promise.reject(new StoreError('Closed', 'the store is closed'));
    return new Promise<T>((resolve, reject) => {
      let written: Written<T> | undefined;
      this.#jobs.push({
        run: () => {
          written = work();
        },
        settle: (failure) => {
          if (failure) {
            written?.undo?.();
            reject(failure.error);
          } else {
            written!.committed();
            resolve(written!.result);
          }
        },
      });
      this.#schedule();
    });
  }

  /**
   * Resolves when no write runs, and keeps those that come waiting until the function it gives is called: for another
   * process that writes to the same files. Waiting for LMDB's own lock would stop this process, reads and all.
   */
  hold(): Promise<() => void> {
    if (this.#stopped) return Promise.reject(new StoreError('Closed', 'the store is closed'));
    return new Promise((resolve) => {
      this.#holders.push(resolve);
      this.#schedule();
    });
  }

  /** Finishes what was given and takes no more. */
  stop(): Promise<void> {
    this.#stopped = true;
    if (this.#jobs.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled || this.#held) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#jobs.length > 0) {
        if (this.#awaitsOthers()) return this.#schedule();
        this.#drain();
      }
      // One batch, one hold: neither kind of writer waits for more than one of the other.
      const holder = this.#holders.shift();
      if (holder) this.#giveTo(holder);
      else if (this.#jobs.length > 0) this.#schedule();
      if (this.#jobs.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  /**
   * Whether writers that come together are still on their way: a flush takes longer than their next statements do, and
   * serves them all. A writer that is alone waits for nobody.
   */
  #awaitsOthers(): boolean {
    const count = this.#jobs.length;
    if (this.#stopped || (count === 1 && this.#lastBatch === 1)) return false;
    const now = performance.now();
    if (this.#gathered === 0) this.#gatheringSince = now;
    if (count > this.#gathered) this.#lastArrival = now;
    this.#gathered = count;
    if (now - this.#gatheringSince > GATHER_MS) return false;
    return count < this.#lastBatch || now - this.#lastArrival < QUIET_MS;
  }

  #giveTo(holder: (release: () => void) => void): void {
    this.#held = true;
    let released = false;
    holder(() => {
      if (released) return;
      released = true;
      this.#held = false;
      // This process sees what the other wrote from here on, not from its next turn.
      this.#env.root.resetReadTxn();
      if (this.#jobs.length > 0 || this.#holders.length > 0) this.#schedule();
    });
  }

  #drain(): void {
    const done: Job[] = [];
    const failed = new Map<Job, unknown>();
    const end = performance.now() + BATCH_MS;
    const { root } = this.#env;
    // Alone, a piece of work needs no transaction within the transaction: bulk loads would move all their pages twice.
    const alone = this.#jobs.length === 1;
    this.#gathered = 0;
    faultPoint('graph-before-write');
    try {
      root.transactionSync(() => {
        do {
          const job = this.#jobs.shift()!;
          done.push(job);
          try {
            if (alone) job.run();
            else root.transactionSync(() => job.run());
          } catch (error) {
            failed.set(job, isLmdbError(error) ? this.#notWritten(error) : error);
            if (alone) throw error;
          }
        } while (this.#jobs.length > 0 && performance.now() < end);
        faultPoint('graph-before-commit');
      });
      faultPoint('graph-after-commit');
    } catch (error) {
      // None that waits would fare better in a transaction that does not even begin.
      if (done.length === 0) done.push(...this.#jobs.splice(0));
      // Later work may stand on earlier work: undo in reverse order.
      for (const job of done.toReversed())
        job.settle({ error: failed.has(job) ? failed.get(job) : this.#notWritten(error) });
      return;
    }
    this.#lastBatch = done.length;
    faultPoint('graph-before-acknowledge');
    for (const job of done) job.settle(failed.has(job) ? { error: failed.get(job) } : undefined);
  }

  /** What LMDB says of a write that failed, as a reason that tells what to do. */
  #notWritten(error: unknown): StoreError {
    const said = error instanceof Error ? error.message : String(error);
    const because = (code: StoreErrorCode, text: string): StoreError => new StoreError(code, text, { cause: error });
    if (/MDB_MAP_FULL/.test(said)) return because('Full', 'the graph has reached its largest size (mapSizeBytes)');
    if (/No space left|quota/i.test(said) || this.#isDiskFull()) {
      return because('Full', 'the disk of the data folder is full; what was being written is undone');
    }
    const advice = 'what was being written is undone. Look at its disk and at the limits of the process';
    return because('NotWritten', `the data folder can't be written (${said}); ${advice}`);
  }

  /** Where a part of a write still fits, LMDB has no more to say than that there was an error. */
  #isDiskFull(): boolean {
    try {
      const { bavail, bsize } = statfsSync(this.#env.dataDir);
      return bavail * bsize < FULL_DISK_BYTES;
    } catch {
      return false;
    }
  }
}

/** LMDB's errors have its numbers and the system's; those of this program have words. */
function isLmdbError(error: unknown): boolean {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'number';
}
