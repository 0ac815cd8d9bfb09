import type { GraphGateway } from '@orrery/contracts';
import type { SessionStore } from '@orrery/jobs';
import type { Session } from './session-token.ts';

/** Tokens whose last check is remembered. */
const REMEMBERED = 10_000;

/**
 * A password may change at the graph without this server (a console, an administrator of a cluster). The graph is
 * asked by the calls of a token, at most once in an interval, and a token whose password it refuses is revoked: it
 * outlives the change by one interval at most. A graph that does not answer changes nothing.
 */
export class PasswordWatch {
  readonly #gateway: GraphGateway;
  readonly #store: SessionStore;
  readonly #intervalMs: number;
  readonly #checkedAtMs = new Map<string, number>();

  constructor(gateway: GraphGateway, store: SessionStore, intervalMs: number) {
    this.#gateway = gateway;
    this.#store = store;
    this.#intervalMs = intervalMs;
  }

  /** Never rejects. Settles when a check that was due is done. */
  async see({ tokenId, issuedAtMs, expiresAtMs, credentials }: Session, nowMs = Date.now()): Promise<void> {
    if (this.#gateway.stillAccepts === undefined) return;
    if (nowMs - (this.#checkedAtMs.get(tokenId) ?? issuedAtMs) < this.#intervalMs) return;
    this.#checkedAtMs.delete(tokenId);
    if (this.#checkedAtMs.size >= REMEMBERED) this.#checkedAtMs.delete(this.#checkedAtMs.keys().next().value!);
    this.#checkedAtMs.set(tokenId, nowMs);
    try {
      if (!(await this.#gateway.stillAccepts(credentials))) await this.#store.revokeToken(tokenId, expiresAtMs);
    } catch {
      // Asked again in an interval.
    }
  }
}
