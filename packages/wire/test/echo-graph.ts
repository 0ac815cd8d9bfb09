import { DataSet, type Value } from '@orrery/contracts';
import { ErrorCode, type CallContext, type ConnectionInfo, type GraphServiceHandler } from '../src/index.ts';
import { everyKind } from './arbitrary-value.ts';

/**
 * A small graph service for tests of the protocol: accounts, sessions, and statements that answer with what they were
 * given. `VALUES` every kind of value; `ECHO` its parameters; `ROWS n` n rows of three columns; `SLEEP ms`; `FAIL`,
 * `THROW`, `DEEP`; anything else is a syntax error.
 */
export class EchoGraph implements GraphServiceHandler {
  readonly sessions = new Set<bigint>();
  readonly statements: string[] = [];
  readonly closed: number[] = [];
  readonly interrupted: string[] = [];
  #lastSession = 0n;

  authenticate(username: string, password: string): ReturnType<GraphServiceHandler['authenticate']> {
    if (username !== 'root' || password !== 'nebula') {
      return { errorCode: ErrorCode.E_BAD_USERNAME_PASSWORD, errorMessage: 'Bad username/password' };
    }
    this.sessions.add(++this.#lastSession);
    return {
      errorCode: ErrorCode.E_SUCCEEDED,
      sessionId: this.#lastSession,
      timeZoneOffsetSeconds: 0,
      timeZoneName: 'UTC',
    };
  }

  async execute(
    sessionId: bigint,
    statement: string,
    parameters: ReadonlyMap<string, Value>,
    call: CallContext,
  ): Promise<{ errorCode: number; latencyUs: number; data?: DataSet; errorMessage?: string; spaceName?: string }> {
    this.statements.push(statement);
    if (!this.sessions.has(sessionId)) {
      return { errorCode: ErrorCode.E_SESSION_INVALID, latencyUs: 1, errorMessage: 'Session not existed!' };
    }
    const [verb, argument] = statement.split(' ');
    switch (verb) {
      case 'VALUES':
        return this.#table([...everyKind.keys()], [[...everyKind.values()]]);
      case 'ECHO':
        return this.#table([...parameters.keys()], [[...parameters.values()]]);
      case 'ROWS':
        return this.#table(
          ['id', 'age', 'share'],
          Array.from({ length: Number(argument) }, (_, i) => [`player${i}`, BigInt(i), i / 2]),
        );
      case 'SLEEP':
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Number(argument));
          call.connection.signal.addEventListener('abort', () => {
            this.interrupted.push(statement);
            clearTimeout(timer);
            resolve();
          });
        });
        return this.#table(['slept'], [[BigInt(argument!)]]);
      case 'DEEP': {
        let nested: Value = 1n;
        for (let i = 0; i < 1000; i++) nested = [nested];
        return this.#table(['deep'], [[nested]]);
      }
      case 'THROW':
        throw new Error('a secret of the server');
      default:
        return {
          errorCode: ErrorCode.E_SYNTAX_ERROR,
          latencyUs: 2,
          errorMessage: `SyntaxError: syntax error near \`${statement}'`,
        };
    }
  }

  signout(sessionId: bigint): void {
    this.sessions.delete(sessionId);
  }

  connectionClosed(connection: ConnectionInfo): void {
    this.closed.push(connection.id);
  }

  #table(
    columns: string[],
    rows: Value[][],
  ): { errorCode: number; latencyUs: number; data: DataSet; spaceName: string } {
    return { errorCode: 0, latencyUs: 42, data: new DataSet(columns, rows), spaceName: 'echo' };
  }
}
