import { OrreryError } from '@orrery/contracts';

interface Failures {
  count: number;
  lastMs: number;
  /** Attempts whose outcome is not known yet. */
  pending: number;
}

/** One attempt to log in; exactly one of its methods is to be called. */
export interface LoginAttempt {
  succeeded(): void;
  failed(): void;
  /** Nobody looked at the password: neither a success nor a failure. */
  abandoned(): void;
}

interface Rule {
  /** Failures that cost nothing. */
  readonly free: number;
  readonly keyOf: (address: string, account: string) => string;
}

/**
 * Guessing at one account from one address is slowed early; one address trying many accounts, or many addresses one
 * account, later, because honest users share addresses and an account must not be locked out by strangers' noise.
 */
const RULES: readonly Rule[] = [
  { free: 5, keyOf: (address, account) => `both ${address} ${account}` },
  { free: 30, keyOf: (address) => `address ${address}` },
  { free: 60, keyOf: (_address, account) => `account ${account}` },
];

const FORGOTTEN_AFTER_MS = 15 * 60_000;
const LONGEST_DELAY_MS = 5 * 60_000;
const REMEMBERED = 20_000;

/**
 * Slows failed logins down: after some free failures each further one doubles the wait, from 1 s to 5 minutes. So many
 * attempts at once that they could be more than the free ones wait for each other's outcome: right passwords sent
 * together all pass, guesses sent together do not.
 */
export class LoginThrottle {
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;
  /** Resolved, and replaced, when an attempt ends. */
  #ended = Promise.withResolvers<void>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws ErrTooManyRequests with the seconds to wait */
  async attempt(address: string, account: string): Promise<LoginAttempt> {
    const keys = RULES.map((rule) => rule.keyOf(address, account));
    for (;;) {
      this.#refuse(keys);
      if (keys.every((key, index) => this.#mayBegin(key, RULES[index]!.free))) break;
      await this.#ended.promise;
    }
    for (const key of keys) this.#entry(key).pending++;
    return {
      succeeded: () => this.#end(keys, 'succeeded'),
      failed: () => this.#end(keys, 'failed'),
      abandoned: () => this.#end(keys, 'abandoned'),
    };
  }

  #refuse(keys: readonly string[]): void {
    const now = this.#now();
    let waitMs = 0;
    for (const [index, key] of keys.entries()) {
      const failures = this.#failures.get(key);
      if (failures === undefined) continue;
      if (now - failures.lastMs > FORGOTTEN_AFTER_MS) failures.count = 0;
      waitMs = Math.max(waitMs, delayMs(failures, RULES[index]!.free) - (now - failures.lastMs));
    }
    if (waitMs <= 0) return;
    const seconds = Math.ceil(waitMs / 1000);
    throw new OrreryError('ErrTooManyRequests', `too many failed logins; try again in ${seconds} s`, {
      retryAfterSeconds: seconds,
    });
  }

  #mayBegin(key: string, free: number): boolean {
    const { count, pending } = this.#failures.get(key) ?? { count: 0, pending: 0 };
    return pending === 0 || count + pending < free;
  }

  #entry(key: string): Failures {
    const failures = this.#failures.get(key) ?? { count: 0, lastMs: this.#now(), pending: 0 };
    this.#failures.delete(key);
    if (this.#failures.size >= REMEMBERED) this.#forgetOldest();
    this.#failures.set(key, failures);
    return failures;
  }

  #forgetOldest(): void {
    for (const [key, { pending }] of this.#failures) {
      if (pending > 0) continue;
      this.#failures.delete(key);
      return;
    }
  }

  /** A right password ends the guessing at this account from this address; the wider counts stay as they were. */
  #end(keys: readonly string[], outcome: keyof LoginAttempt): void {
    for (const [index, key] of keys.entries()) {
      const failures = this.#failures.get(key)!;
      failures.pending--;
      if (outcome === 'failed') {
        failures.count++;
        failures.lastMs = this.#now();
      } else if (outcome === 'succeeded' && index === 0) failures.count = 0;
      if (failures.count === 0 && failures.pending === 0) this.#failures.delete(key);
    }
    this.#ended.resolve();
    this.#ended = Promise.withResolvers<void>();
  }
}

function delayMs({ count }: Failures, free: number): number {
  return count < free ? 0 : Math.min(LONGEST_DELAY_MS, 1000 * 2 ** Math.min(20, count - free));
}
