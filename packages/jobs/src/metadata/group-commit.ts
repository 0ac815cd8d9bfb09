import { faultPoint } from '../fault-point.ts';
import { isDiskFull } from './disk-full.ts';
import type { Db, Tx } from './schema.ts';

/** Statements of one change. May run more than once (each time on a fresh transaction): no effects but on `tx`. */
export type Change<T> = (tx: Tx) => Promise<T>;

interface Waiting {
  readonly change: Change<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes changes in the order in which they came, all that are waiting together in one transaction: under load a
 * commit (and its flush) is shared by many changes, alone a change waits for nobody. A promise settles after COMMIT.
 *
 * When any change of a batch throws, the batch is rolled back and each of its changes runs again in a transaction of
 * its own, so that nobody fails for somebody else's fault. Savepoints around every change would cost two statements
 * each for a case that hardly ever happens.
 */
export class GroupCommit {
  readonly #db: Db;
  /** Changes in one transaction; bounds how long reads wait. */
  readonly #maxBatch: number;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #makeRoom: () => Promise<boolean> = () => Promise.resolve(false);
  #idle: (() => void)[] = [];

  constructor(db: Db, maxBatch = 256) {
    this.#db = db;
    this.#maxBatch = maxBatch;
  }

  /** What is tried when the disk is full, before anybody is told; says whether it made room. */
  onDiskFull(makeRoom: () => Promise<boolean>): void {
    this.#makeRoom = makeRoom;
  }

  write<T>(change: Change<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ change, resolve: resolve as (value: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void> {
    if (!this.#scheduled) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After the I/O callbacks of this turn of the event loop, so that their changes share the transaction.
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#maxBatch);
      try {
        const results = await this.#commitWithRoom(batch);
        for (const [i, waiting] of batch.entries()) waiting.resolve(results[i]);
      } catch (error) {
        if (batch.length === 1) batch[0]!.reject(error);
        else await this.#commitEach(batch);
      }
    }
    this.#scheduled = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #commitWithRoom(batch: readonly Waiting[]): Promise<unknown[]> {
    try {
      return await this.#commit(batch);
    } catch (error) {
      if (!isDiskFull(error) || !(await this.#makeRoom())) throw error;
      return this.#commit(batch);
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<unknown[]> {
    const results = await this.#db.transaction().execute(async (tx) => {
      const values: unknown[] = [];
      for (const { change } of batch) values.push(await change(tx));
      faultPoint('before-commit');
      return values;
    });
    faultPoint('after-commit');
    return results;
  }

  async #commitEach(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) {
      try {
        const [result] = await this.#commit([waiting]);
        waiting.resolve(result);
      } catch (error) {
        waiting.reject(error);
      }
    }
  }
}
