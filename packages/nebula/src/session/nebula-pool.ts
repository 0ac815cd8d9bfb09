import type { GraphCredentials } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { accountKey, addressOf } from './account.ts';
import { killStatements } from './kill-statements.ts';
import { NebulaSession, type ExecuteOptions, type StatementResult } from './nebula-session.ts';

export interface NebulaPoolOptions {
  /** Sessions of one account that are kept open while nobody uses them. Default 8. */
  readonly maxIdlePerAccount?: number;
  /** How long an unused session is kept. Default 1 minute. */
  readonly idleMs?: number;
  /** Sessions of one account at once; further callers wait for one. Default 64. */
  readonly maxPerAccount?: number;
  /** For connecting and for logging in each. Default 5 seconds. */
  readonly connectTimeoutMs?: number;
  /** How long killing an abandoned statement may take. Default 10 seconds. */
  readonly killBoundMs?: number;
}

export interface AcquireOptions {
  /** Space that the session is to be in; without it, one that is in none. */
  readonly space?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For connecting, waiting for a session, and USE together. */
  readonly timeoutMs?: number | undefined;
}

export interface PoolExecuteOptions extends ExecuteOptions {
  readonly space?: string | undefined;
}

interface Idle {
  readonly session: NebulaSession;
  readonly sinceMs: number;
}

interface AccountSessions {
  readonly idle: Idle[];
  inUse: number;
  readonly waiting: (() => void)[];
}

/** A session on loan; give it back with `release` (or `await using`). */
export class PooledSession {
  readonly session: NebulaSession;
  readonly #giveBack: (session: NebulaSession) => void;
  #released = false;
  constructor(session: NebulaSession, giveBack: (session: NebulaSession) => void) {
    this.session = session;
    this.#giveBack = giveBack;
  }

  /** Gives the session back; a dead one is dropped. Further calls do nothing. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#giveBack(this.session);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * Sessions by account, reused: a login costs several round trips and, at the graph, a session. What a session that is
 * given back left behind can't be seen by the next borrower but for its space, which is set right on the way out
 * (session variables do not outlive a statement).
 */
export class NebulaPool {
  readonly #maxIdlePerAccount: number;
  readonly #idleMs: number;
  readonly #maxPerAccount: number;
  readonly #connectTimeoutMs: number;
  readonly #killBoundMs: number;
  readonly #accounts = new Map<string, AccountSessions>();
  readonly #kills = new Set<Promise<unknown>>();
  #sweeper: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: NebulaPoolOptions = {}) {
    this.#maxIdlePerAccount = options.maxIdlePerAccount ?? 8;
    this.#idleMs = options.idleMs ?? 60_000;
    this.#maxPerAccount = options.maxPerAccount ?? 64;
    this.#connectTimeoutMs = options.connectTimeoutMs ?? 5_000;
    this.#killBoundMs = options.killBoundMs ?? 10_000;
  }

  /** Sessions that are open and unused, over all accounts. */
  get idleCount(): number {
    let count = 0;
    for (const { idle } of this.#accounts.values()) count += idle.filter(({ session }) => session.alive).length;
    return count;
  }

  /**
   * Lends a session. @throws NebulaError refused, unreachable, aborted, protocol; statement or permission when the space
   * can't be used; timeout when it took too long
   */
  async acquire(account: GraphCredentials, options: AcquireOptions = {}): Promise<PooledSession> {
    if (options.timeoutMs === undefined) return this.#acquire(account, options.space, options.signal, undefined);
    const limit = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
    try {
      return await this.#acquire(account, options.space, signal, options.timeoutMs);
    } catch (error) {
      if (!(error instanceof NebulaError) || error.kind !== 'aborted' || options.signal?.aborted) throw error;
      const message = `no session at ${addressOf(account)} within ${options.timeoutMs} ms`;
      throw new NebulaError('timeout', message, { cause: error });
    }
  }

  async #acquire(
    account: GraphCredentials,
    space: string | undefined,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
  ): Promise<PooledSession> {
    if (this.#closed) throw new NebulaError('unreachable', 'the pool of sessions is closed');
    const key = accountKey(account);
    const sessions = this.#sessionsOf(key);
    await this.#turn(sessions, account, signal);
    try {
      for (;;) {
        const reused = takeIdle(sessions.idle, space);
        const session = reused ?? (await this.#open(account, signal, timeoutMs));
        try {
          if (space !== undefined && (session.space !== space || !session.spaceIsKnown)) {
            await session.use(space, { signal });
          }
          return new PooledSession(session, (given) => this.#giveBack(key, sessions, given));
        } catch (error) {
          const again = reused && error instanceof NebulaError && (error.kind === 'session' || error.kind === 'lost');
          if (session.alive) this.#keep(sessions, session);
          if (!again) throw error;
        }
      }
    } catch (error) {
      this.#leave(key, sessions);
      throw error;
    }
  }

  /**
   * Runs one statement on a session of the account. It is run again, once, only where the graph has refused it without
   * running anything: because it had ended the session since it was last used, or the session's space was dropped and
   * made anew.
   * @throws NebulaError
   */
  async execute(
    account: GraphCredentials,
    statement: string,
    options: PoolExecuteOptions = {},
  ): Promise<StatementResult> {
    const { space, signal, timeoutMs, params } = options;
    const startMs = performance.now();
    for (let attempt = 1; ; attempt++) {
      const loan = await this.acquire(account, { space, signal, timeoutMs });
      try {
        const left =
          timeoutMs === undefined ? undefined : Math.max(1, Math.ceil(timeoutMs - (performance.now() - startMs)));
        return await loan.session.execute(statement, { params, signal, timeoutMs: left });
      } catch (error) {
        if (!(error instanceof NebulaError) || attempt > 1) throw error;
        if (error.kind === 'session') this.#dropIdle(accountKey(account));
        else if (space === undefined || !lostItsSpace(error)) throw error;
      } finally {
        loan.release();
      }
    }
  }

  /** Whether the graph lets the account in and answers. @throws NebulaError why not */
  async ping(account: GraphCredentials, timeoutMs = 5_000): Promise<void> {
    await this.execute(account, 'YIELD 1', { timeoutMs });
  }

  /** Logs out of all unused sessions, and waits for the kills of abandoned statements. Sessions on loan end when given back. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    const ending: Promise<void>[] = [];
    for (const sessions of this.#accounts.values()) {
      for (const { session } of sessions.idle.splice(0)) ending.push(session.close());
    }
    await Promise.all([...ending, ...this.#kills]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #sessionsOf(key: string): AccountSessions {
    let sessions = this.#accounts.get(key);
    if (!sessions) this.#accounts.set(key, (sessions = { idle: [], inUse: 0, waiting: [] }));
    return sessions;
  }

  /** Waits until the account may use another session, and counts it. */
  async #turn(sessions: AccountSessions, account: GraphCredentials, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted)
      throw new NebulaError('aborted', `waiting for a session at ${addressOf(account)} was given up`);
    if (sessions.inUse < this.#maxPerAccount) {
      sessions.inUse++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const stop = (): void => {
        sessions.waiting.splice(sessions.waiting.indexOf(go), 1);
        reject(new NebulaError('aborted', `waiting for a session at ${addressOf(account)} was given up`));
      };
      sessions.waiting.push(go);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Passes the place on to who waits longest, or counts it free. */
  #leave(key: string, sessions: AccountSessions): void {
    const next = sessions.waiting.shift();
    if (next) {
      next();
      return;
    }
    sessions.inUse--;
    if (sessions.inUse === 0 && sessions.idle.length === 0) this.#accounts.delete(key);
  }

  async #open(
    account: GraphCredentials,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
  ): Promise<NebulaSession> {
    const connectTimeoutMs = Math.min(this.#connectTimeoutMs, timeoutMs ?? Infinity);
    return NebulaSession.open(account, { connectTimeoutMs, signal }, (session) => {
      const kill = killStatements(session.account, session.id, this.#killBoundMs);
      this.#kills.add(kill);
      void kill.finally(() => this.#kills.delete(kill));
    });
  }

  #giveBack(key: string, sessions: AccountSessions, session: NebulaSession): void {
    if (session.alive) this.#keep(sessions, session);
    this.#leave(key, sessions);
  }

  #keep(sessions: AccountSessions, session: NebulaSession): void {
    if (this.#closed || sessions.idle.length >= this.#maxIdlePerAccount) {
      void session.close();
      return;
    }
    sessions.idle.push({ session, sinceMs: performance.now() });
    this.#sweeper ??= setInterval(() => this.#sweep(), Math.max(100, this.#idleMs / 2)).unref();
  }

  #dropIdle(key: string): void {
    for (const { session } of this.#accounts.get(key)?.idle.splice(0) ?? []) void session.close();
  }

  #sweep(): void {
    const before = performance.now() - this.#idleMs;
    for (const [key, sessions] of this.#accounts) {
      while (sessions.idle[0] && (sessions.idle[0].sinceMs < before || !sessions.idle[0].session.alive)) {
        void sessions.idle.shift()!.session.close();
      }
      if (sessions.inUse === 0 && sessions.idle.length === 0) this.#accounts.delete(key);
    }
    if (this.#accounts.values().every(({ idle }) => idle.length === 0)) {
      clearInterval(this.#sweeper);
      this.#sweeper = undefined;
    }
  }
}

/** Statements are validated as a whole before any of them runs, and this is what validation says without a space. */
function lostItsSpace(error: NebulaError): boolean {
  return error.code === ErrorCode.E_SEMANTIC_ERROR && /space was not chosen/i.test(error.message);
}

/**
 * The session that was used last and is in the space already; else, when one is wanted, any; a session that once used
 * a space can't leave it for none.
 */
function takeIdle(idle: Idle[], space: string | undefined): NebulaSession | undefined {
  for (let i = idle.length - 1; i >= 0; i--) if (!idle[i]!.session.alive) idle.splice(i, 1);
  let index = idle.findLastIndex(({ session }) => session.spaceIsKnown && session.space === space);
  if (index < 0 && space !== undefined) index = idle.length - 1;
  return index < 0 ? undefined : idle.splice(index, 1)[0]!.session;
}
