import { DataSet } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import type { AuthResponse, CallContext, ExecutionResponse, GraphServiceHandler, Parameters } from '@orrery/wire';
import type { Store } from '../storage/store.ts';
import type { QueryEngine, StatementLimits } from './engine.ts';
import { LoginThrottle } from './login-throttle.ts';
import type { Logger } from './logger.ts';
import type { Sessions } from './sessions.ts';

/** NebulaGraph's service over a store and an engine: sessions, limits, and errors as its clients expect them. */
export class GraphService implements GraphServiceHandler {
  readonly #store: Store;
  readonly #engine: QueryEngine;
  readonly #sessions: Sessions;
  readonly #limits: StatementLimits;
  readonly #logger: Logger;
  readonly #throttle = new LoginThrottle();
  #stopping = false;

  constructor(store: Store, engine: QueryEngine, sessions: Sessions, limits: StatementLimits, logger: Logger) {
    this.#store = store;
    this.#engine = engine;
    this.#sessions = sessions;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** No statement is taken any more; those that run go on. */
  stop(): void {
    this.#stopping = true;
  }

  async authenticate(user: string, password: string, { connection }: CallContext): Promise<AuthResponse> {
    const passed = await this.#throttle.attempt(connection.remoteAddress, user, () =>
      this.#store.catalog.verifyPassword(user, password),
    );
    if (passed === undefined) {
      return refused(`too many failed logins of ${user} from ${connection.remoteAddress}; try again in a minute`);
    }
    if (!passed) {
      this.#logger.warn({ user, address: connection.remoteAddress }, 'login refused');
      return refused('Invalid user name or password');
    }
    const session = this.#sessions.open(user, connection.remoteAddress, connection.remotePort, connection.signal);
    if (!session) {
      return {
        errorCode: ErrorCode.E_TOO_MANY_CONNECTIONS,
        errorMessage:
          `${user} has too many sessions from ${connection.remoteAddress}; ` +
          'sign out of some, close their connections, or wait until they expire',
      };
    }
    return {
      errorCode: ErrorCode.E_SUCCEEDED,
      sessionId: session.id,
      timeZoneName: session.timezone.name,
      timeZoneOffsetSeconds: session.timezone.offsetSeconds,
    };
  }

  async execute(
    sessionId: bigint,
    statement: string,
    parameters: Parameters,
    { connection }: CallContext,
  ): Promise<ExecutionResponse> {
    const start = performance.now();
    const latencyUs = (): number => Math.round((performance.now() - start) * 1000);
    const session = this.#sessions.get(sessionId);
    if (!session) {
      return {
        errorCode: ErrorCode.E_SESSION_INVALID,
        errorMessage: `Session ${sessionId} does not exist; it may have expired or been signed out`,
        latencyUs: latencyUs(),
      };
    }
    const failure = (errorCode: number, errorMessage: string): ExecutionResponse => ({
      errorCode,
      errorMessage,
      latencyUs: latencyUs(),
      spaceName: session.space?.name ?? '',
    });
    if (this.#stopping) return failure(ErrorCode.E_EXECUTION_ERROR, 'ExecutionError: the server is stopping');
    const bytes = Buffer.byteLength(statement);
    if (bytes > this.#limits.statementBytes) {
      return failure(
        ErrorCode.E_SYNTAX_ERROR,
        `SyntaxError: the statement has ${bytes} bytes, more than the ${this.#limits.statementBytes} of ` +
          'graph.limits.statementBytes; send it in parts, or raise the limit',
      );
    }
    const query = this.#sessions.begin(session, statement, connection.signal);
    const gone = (): void => query.controller.abort(new Error('the client closed its connection'));
    if (connection.signal.aborted) gone();
    connection.signal.addEventListener('abort', gone, { once: true });
    try {
      let written: (() => void) | undefined;
      const result = await this.#engine.execute(session, statement, parameters, query.controller.signal, (release) => {
        written = release;
      });
      if ('error' in result) return failure(result.error.code, result.error.message);
      if (result.rows.length > this.#limits.rows) {
        written?.();
        return failure(
          ErrorCode.E_EXECUTION_ERROR,
          `ExecutionError: the result has ${result.rows.length} rows, more than the ${this.#limits.rows} of ` +
            'graph.limits.rows; add a LIMIT, or raise the limit',
        );
      }
      const hasData = result.columns.length > 0;
      return {
        errorCode: ErrorCode.E_SUCCEEDED,
        latencyUs: latencyUs(),
        spaceName: result.spaceName,
        ...(hasData && { data: new DataSet(result.columns, result.rows) }),
        ...(result.plan && { plan: result.plan }),
        ...(result.comment !== '' && { comment: result.comment }),
        ...(written && { written }),
      };
    } catch (error) {
      this.#logger.error({ err: error, user: session.user, planId: query.planId.toString() }, 'a statement failed');
      return failure(
        ErrorCode.E_EXECUTION_ERROR,
        `ExecutionError: internal error in plan ${query.planId}; the log of the server has the details`,
      );
    } finally {
      connection.signal.removeEventListener('abort', gone);
      this.#sessions.end(session, query);
    }
  }

  signout(sessionId: bigint): void {
    this.#sessions.close(sessionId);
  }
}

function refused(errorMessage: string): AuthResponse {
  return { errorCode: ErrorCode.E_BAD_USERNAME_PASSWORD, errorMessage };
}
