import type { GraphCredentials, Value } from '@orrery/contracts';
import { ErrorCode, WireError, type PlanDescription, type WireClient } from '@orrery/wire';
import { NebulaError, statementError } from '../nebula-error.ts';
import { quoteName } from '../statement-text.ts';
import { addressOf } from './account.ts';
import { connect, type ConnectOptions } from './connect.ts';

export interface ExecuteOptions {
  /** Parameters of the statement, by name without `$`. */
  readonly params?: ReadonlyMap<string, Value> | undefined;
  /** Aborting rejects at once; the statement is then also killed at the graph. */
  readonly signal?: AbortSignal | undefined;
  /** The same after so long; none by default. */
  readonly timeoutMs?: number | undefined;
}

/** What a statement answered. A statement without a result has no columns. */
export interface StatementResult {
  readonly columns: readonly string[];
  readonly rows: Value[][];
  /** As the graph measured it. */
  readonly latencyUs: number;
  /** The space in use afterwards. */
  readonly spaceName: string | undefined;
  readonly planDescription: PlanDescription | undefined;
  readonly comment: string | undefined;
}

/** Told of a statement that was given up while it may still run at the graph. */
export type AbandonListener = (session: NebulaSession, statement: string) => void;

/**
 * A session of an account on a connection of its own. Statements run one after the other. After a timeout, an abort
 * or a lost connection the session is dead; a statement is never sent twice.
 */
export class NebulaSession {
  readonly account: GraphCredentials;
  /** The graph's id of the session, as SHOW SESSIONS lists it. */
  readonly id: bigint;
  readonly timeZoneOffsetSeconds: number;
  readonly #client: WireClient;
  readonly #onAbandon: AbandonListener | undefined;
  #space: string | undefined;
  #spaceIsKnown = true;
  #ended = false;

  private constructor(
    account: GraphCredentials,
    client: WireClient,
    id: bigint,
    timeZoneOffsetSeconds: number,
    onAbandon: AbandonListener | undefined,
  ) {
    this.account = account;
    this.id = id;
    this.timeZoneOffsetSeconds = timeZoneOffsetSeconds;
    this.#client = client;
    this.#onAbandon = onAbandon;
  }

  /** Connects and logs in. @throws NebulaError refused, unreachable, aborted, protocol */
  static async open(
    account: GraphCredentials,
    options: ConnectOptions,
    onAbandon?: AbandonListener,
  ): Promise<NebulaSession> {
    const { client, sessionId, timeZoneOffsetSeconds } = await connect(account, options);
    return new NebulaSession(account, client, sessionId, timeZoneOffsetSeconds, onAbandon);
  }

  /** True until the connection has ended or the graph has disowned the session. */
  get alive(): boolean {
    return !this.#ended && !this.#client.closed;
  }

  /** The space in use, as far as it is known; undefined for none. */
  get space(): string | undefined {
    return this.#space;
  }

  /** False when statements of this session may have changed the space unseen. */
  get spaceIsKnown(): boolean {
    return this.#spaceIsKnown;
  }

  /**
   * Runs a statement.
   * @throws NebulaError statement or permission, with the graph's code and text; session, lost, timeout, aborted, protocol
   */
  async execute(statement: string, options: ExecuteOptions = {}): Promise<StatementResult> {
    const { params, signal, timeoutMs } = options;
    if (this.#ended) throw new NebulaError('session', 'the session has ended', { statement });
    let response;
    try {
      response = await this.#client.execute(this.id, statement, params, { signal, timeoutMs });
    } catch (error) {
      throw this.#connectionError(error, statement, timeoutMs);
    }
    this.#trackSpace(statement, response.spaceName);
    if (response.errorCode !== ErrorCode.E_SUCCEEDED) {
      const error = statementError(response.errorCode, response.errorMessage, statement);
      if (error.kind === 'session') this.#end();
      // The session's space may have been dropped; another of its name needs a new USE.
      if (/space/i.test(error.message) && !/^\s*use\b/i.test(statement)) this.#spaceIsKnown = false;
      throw error;
    }
    return {
      columns: response.data?.columns ?? [],
      rows: response.data?.rows ?? [],
      latencyUs: response.latencyUs,
      spaceName: response.spaceName || undefined,
      planDescription: response.plan,
      comment: response.comment || undefined,
    };
  }

  /** Uses a space. @throws NebulaError statement when there is none of that name, permission when it is not the account's */
  async use(space: string, options: ExecuteOptions = {}): Promise<void> {
    await this.execute(`USE ${quoteName(space)}`, options);
    this.#space = space;
    this.#spaceIsKnown = true;
  }

  /** Round trip through the graph. False when the session can't be used any more. */
  async ping(timeoutMs = 5_000): Promise<boolean> {
    try {
      await this.execute('YIELD 1', { timeoutMs });
      return true;
    } catch {
      return false;
    }
  }

  /** Logs out and closes the connection. */
  async close(): Promise<void> {
    if (this.alive) await this.#client.signout(this.id).catch(() => {});
    this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #end(): void {
    this.#ended = true;
    this.#client.close();
  }

  #trackSpace(statement: string, spaceName: string | undefined): void {
    if (spaceName !== undefined) {
      this.#space = spaceName || undefined;
      this.#spaceIsKnown = true;
    } else if (/\buse\b/i.test(statement)) {
      this.#spaceIsKnown = false;
    }
  }

  #connectionError(error: unknown, statement: string, timeoutMs: number | undefined): unknown {
    if (!(error instanceof WireError)) return error;
    const at = addressOf(this.account);
    const options = { statement, cause: error };
    switch (error.kind) {
      case 'aborted':
        if (this.#client.closed) this.#onAbandon?.(this, statement);
        return new NebulaError('aborted', 'the statement was given up', options);
      case 'timeout':
        this.#onAbandon?.(this, statement);
        return new NebulaError('timeout', `the graph at ${at} did not answer within ${timeoutMs} ms`, options);
      case 'application':
      case 'format':
        return new NebulaError('protocol', `the graph at ${at} sent a broken answer: ${error.message}`, options);
      default: {
        const message = `the connection to the graph at ${at} was lost; whether the statement took effect is not known`;
        return new NebulaError('lost', message, options);
      }
    }
  }
}
