import { randomBytes } from 'node:crypto';
import type { EngineSession, RunningQuery, SessionInfo } from './engine.ts';

export interface SessionLimits {
  /** Sessions without a statement for so long end. */
  readonly idleTimeoutMs: number;
  readonly perUserAndAddress: number;
}

/** A statement in progress. */
export interface Query extends RunningQuery {
  readonly controller: AbortController;
}

class ServerSession implements EngineSession {
  readonly id: bigint;
  readonly user: string;
  readonly clientAddress: string;
  readonly createTimeMs: number;
  space: EngineSession['space'];
  readonly variables = new Map<string, unknown>();
  timezone: EngineSession['timezone'] = { name: 'UTC', offsetSeconds: 0 };
  updateTimeMs: number;
  readonly queries = new Map<bigint, Query>();
  /** Aborted when the connection that used the session last has closed. */
  gone: AbortSignal;

  constructor(id: bigint, user: string, clientAddress: string, gone: AbortSignal, nowMs: number) {
    this.id = id;
    this.user = user;
    this.clientAddress = clientAddress;
    this.gone = gone;
    this.createTimeMs = nowMs;
    this.updateTimeMs = nowMs;
  }
}
export type { ServerSession };

/** The sessions of a server and the statements that run in them. */
export class Sessions {
  readonly #sessions = new Map<bigint, ServerSession>();
  readonly #limits: SessionLimits;
  readonly #clock: () => number;
  readonly #graphAddress: () => string;
  #lastPlanId = 0n;
  #running = 0;
  #idle: (() => void)[] = [];

  constructor(limits: SessionLimits, graphAddress: () => string, clock: () => number) {
    this.#limits = limits;
    this.#graphAddress = graphAddress;
    this.#clock = clock;
  }

  /**
   * undefined when the user has as many from the address as allowed. A session outlives its connection, as
   * NebulaGraph's do, but not at the cost of a new one: clients that were killed never sign out.
   */
  open(user: string, address: string, port: number, gone: AbortSignal): ServerSession | undefined {
    this.expire();
    const theirs = [...this.#sessions.values()].filter(
      (session) => session.user === user && session.clientAddress.startsWith(`${address}:`),
    );
    if (theirs.length >= this.#limits.perUserAndAddress) {
      const [longest] = theirs
        .filter((session) => session.gone.aborted && session.queries.size === 0)
        .toSorted((a, b) => a.updateTimeMs - b.updateTimeMs);
      if (longest === undefined) return undefined;
      this.close(longest.id);
    }
    const session = new ServerSession(this.#freeId(), user, `${address}:${port}`, gone, this.#clock());
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Ids can't be guessed: who knows one may use the session. 1 … 2^63-1. */
  #freeId(): bigint {
    for (;;) {
      const id = randomBytes(8).readBigUInt64BE() >> 1n;
      if (id !== 0n && !this.#sessions.has(id)) return id;
    }
  }

  get(id: bigint): ServerSession | undefined {
    const session = this.#sessions.get(id);
    if (session && this.#isExpired(session)) {
      this.close(id);
      return undefined;
    }
    return session;
  }

  begin(session: ServerSession, text: string, gone: AbortSignal): Query {
    session.gone = gone;
    session.updateTimeMs = this.#clock();
    const query: Query = {
      sessionId: session.id,
      planId: ++this.#lastPlanId,
      user: session.user,
      text,
      startTimeMs: session.updateTimeMs,
      graphAddress: this.#graphAddress(),
      controller: new AbortController(),
    };
    session.queries.set(query.planId, query);
    this.#running++;
    return query;
  }

  end(session: ServerSession, query: Query): void {
    session.updateTimeMs = this.#clock();
    session.queries.delete(query.planId);
    if (--this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Ends the session and what runs in it. */
  close(id: bigint): boolean {
    const session = this.#sessions.get(id);
    if (!session) return false;
    this.#sessions.delete(id);
    for (const query of session.queries.values()) query.controller.abort(new Error('the session was ended'));
    return true;
  }

  closeOf(user: string): void {
    for (const session of this.#sessions.values()) if (session.user === user) this.close(session.id);
  }

  closeAll(): void {
    for (const id of this.#sessions.keys()) this.close(id);
  }

  /** Resolves when no statement runs, in sessions that were ended either. */
  idle(): Promise<void> {
    return this.#running === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Ends the sessions that nobody used for too long. */
  expire(): void {
    for (const session of this.#sessions.values()) if (this.#isExpired(session)) this.close(session.id);
  }

  #isExpired({ queries, updateTimeMs }: ServerSession): boolean {
    return queries.size === 0 && updateTimeMs < this.#clock() - this.#limits.idleTimeoutMs;
  }

  kill(sessionId: bigint, planId: bigint): boolean {
    const query = this.#sessions.get(sessionId)?.queries.get(planId);
    query?.controller.abort(new Error('the query was killed'));
    return query !== undefined;
  }

  list(): SessionInfo[] {
    return [...this.#sessions.values()].map(
      ({ id, user, space, clientAddress, createTimeMs, updateTimeMs, timezone }) => ({
        id,
        user,
        spaceName: space?.name ?? '',
        clientAddress,
        createTimeMs,
        updateTimeMs,
        timezone,
      }),
    );
  }

  queries(): RunningQuery[] {
    return [...this.#sessions.values()].flatMap((session) =>
      [...session.queries.values()].map(({ controller: _controller, ...query }) => query),
    );
  }
}
