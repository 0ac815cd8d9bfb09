import type { SessionStore } from '@orrery/jobs';
import type { PasswordWatch } from './password-watch.ts';
import type { Session } from './session-token.ts';

/** A timer's longest time; a session that lasts longer is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Ends with `dispose`. */
export interface SessionEnd {
  /** Aborted once the token has expired or is revoked. */
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * Watches over the token of a call that lasts, such as a stream of events, which authenticate saw only at its begin.
 * @param recheckMs how often the watch over the password is asked, as the calls of a token do
 */
export function watchSession(
  session: Session,
  store: SessionStore,
  watch: PasswordWatch,
  recheckMs: number,
): SessionEnd {
  const ended = new AbortController();
  const look = (): void => {
    store.isRevoked(session.tokenId, session.account, session.issuedAtMs).then(
      (isRevoked) => {
        if (isRevoked) ended.abort();
      },
      // A database that does not answer changes nothing; the next look is another try.
      () => {},
    );
  };
  let expiry: NodeJS.Timeout | undefined;
  const awaitExpiry = (): void => {
    const leftMs = session.expiresAtMs - Date.now();
    if (leftMs <= 0) ended.abort();
    else expiry = setTimeout(awaitExpiry, Math.min(leftMs, LONGEST_TIMER_MS)).unref();
  };
  awaitExpiry();
  const unlisten = store.onRevocation(look);
  const recheck = setInterval(() => void watch.see(session), recheckMs).unref();
  return {
    signal: ended.signal,
    dispose() {
      unlisten();
      clearTimeout(expiry);
      clearInterval(recheck);
    },
  };
}
