/** Failures after which an address's logins to an account are slowed down. */
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5000;
const FORGET_MS = 15 * 60_000;
/** Logins that wait for one address and account; further ones are refused. */
const MAX_WAITING = 64;
const MAX_ENTRIES = 10_000;

interface Entry {
  failures: number;
  lastMs: number;
  waiting: number;
  /** Checks whose outcome is not known yet. */
  running: number;
  /** Resolved, and replaced, when a check ends. */
  ended: PromiseWithResolvers<void>;
  /** Settles when the login before has been answered. */
  turn: Promise<void>;
}

/**
 * Slows down guessing: logins of one address to one account come one after the other, and wait longer after every
 * failure. A success forgets the failures.
 */
export class LoginThrottle {
  readonly #entries = new Map<string, Entry>();
  readonly #sleep: (ms: number) => Promise<void>;

  constructor(sleep: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms))) {
    this.#sleep = sleep;
  }

  /** Runs the check when it may; undefined when too many wait already. */
  async attempt(address: string, user: string, check: () => Promise<boolean>): Promise<boolean | undefined> {
    const key = `${address}\n${user}`;
    const entry = this.#entry(key);
    while (entry.failures < FREE_FAILURES) {
      // Each of those under way may be a failure: guesses sent together are no more free than one after the other.
      if (entry.failures + entry.running < FREE_FAILURES) return this.#run(key, entry, check);
      await entry.ended.promise;
    }
    if (entry.waiting >= MAX_WAITING) return undefined;
    entry.waiting++;
    const result = entry.turn.then(async () => {
      const over = entry.failures - FREE_FAILURES;
      if (over >= 0) await this.#sleep(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** over));
      return this.#run(key, entry, check);
    });
    entry.turn = result.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await result;
    } finally {
      entry.waiting--;
    }
  }

  async #run(key: string, entry: Entry, check: () => Promise<boolean>): Promise<boolean> {
    entry.running++;
    try {
      const passed = await check();
      if (passed) {
        entry.failures = 0;
        if (entry.waiting <= 1 && entry.running === 1) this.#entries.delete(key);
      } else {
        entry.failures++;
        entry.lastMs = Date.now();
      }
      return passed;
    } finally {
      entry.running--;
      entry.ended.resolve();
      entry.ended = Promise.withResolvers();
    }
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (entry && entry.waiting === 0 && entry.running === 0 && Date.now() - entry.lastMs > FORGET_MS)
      entry.failures = 0;
    if (!entry) {
      if (this.#entries.size >= MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value!);
      entry = {
        failures: 0,
        lastMs: Date.now(),
        waiting: 0,
        running: 0,
        ended: Promise.withResolvers(),
        turn: Promise.resolve(),
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }
}
