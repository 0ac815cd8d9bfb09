import { OrreryError } from '@orrery/contracts';

interface Failures {
  count: number;
  lastMs: number;
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

/** Slows failed logins down: after some free failures each further one doubles the wait, from 1 s to 5 minutes. */
export class LoginThrottle {
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Counts an attempt as failed until `succeeded` says otherwise, so that guesses sent at once do not all pass.
   * @throws ErrTooManyRequests with the seconds to wait
   */
  attempt(address: string, account: string): { succeeded(): void } {
    const now = this.#now();
    const keys = RULES.map((rule) => rule.keyOf(address, account));
    let waitMs = 0;
    for (const [index, key] of keys.entries()) {
      const failures = this.#failures.get(key);
      if (failures !== undefined && now - failures.lastMs > FORGOTTEN_AFTER_MS) this.#failures.delete(key);
      else if (failures !== undefined)
        waitMs = Math.max(waitMs, delayMs(failures, RULES[index]!.free) - (now - failures.lastMs));
    }
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new OrreryError('ErrTooManyRequests', `too many failed logins; try again in ${seconds} s`, {
        retryAfterSeconds: seconds,
      });
    }
    for (const key of keys) this.#count(key, now);
    return { succeeded: () => this.#forgive(keys) };
  }

  #count(key: string, now: number): void {
    const failures = this.#failures.get(key) ?? { count: 0, lastMs: now };
    failures.count++;
    failures.lastMs = now;
    this.#failures.delete(key);
    if (this.#failures.size >= REMEMBERED) this.#failures.delete(this.#failures.keys().next().value!);
    this.#failures.set(key, failures);
  }

  /** A right password ends the guessing at this account from this address; the wider counts lose this attempt only. */
  #forgive(keys: readonly string[]): void {
    for (const [index, key] of keys.entries()) {
      const failures = this.#failures.get(key);
      if (failures === undefined) continue;
      failures.count--;
      if (index === 0 || failures.count <= 0) this.#failures.delete(key);
    }
  }
}

function delayMs({ count }: Failures, free: number): number {
  return count < free ? 0 : Math.min(LONGEST_DELAY_MS, 1000 * 2 ** Math.min(20, count - free));
}
