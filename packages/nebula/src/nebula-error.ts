import { ErrorCode, errorCodeName } from '@orrery/wire';

/**
 * | kind        | means                                                                                | ran?    |
 * | ----------- | ------------------------------------------------------------------------------------ | ------- |
 * | refused     | the graph does not know the account or its password                                  | no      |
 * | unreachable | no connection to the address, or the graph opens no session                          | no      |
 * | session     | the graph ended the session (restart, KILL SESSION, timeout)                         | no      |
 * | permission  | the account may not do that                                                          | no      |
 * | statement   | the statement failed: syntax, semantics, execution; `code` and `message` are the graph's | perhaps in part |
 * | timeout     | no answer in time                                                                    | unknown |
 * | lost        | the connection ended before the answer                                               | unknown |
 * | aborted     | the caller's signal                                                                  | unknown |
 * | protocol    | what answers there does not speak NebulaGraph's protocol, or sends broken messages   | unknown |
 */
export type NebulaErrorKind =
  'refused' | 'unreachable' | 'session' | 'permission' | 'statement' | 'timeout' | 'lost' | 'aborted' | 'protocol';

export interface NebulaErrorOptions {
  /** NebulaGraph's error code, where the graph answered with one. */
  readonly code?: number;
  readonly statement?: string;
  readonly cause?: unknown;
}

/** Why a graph did not do what it was asked. */
export class NebulaError extends Error {
  override readonly name = 'NebulaError';
  readonly kind: NebulaErrorKind;
  readonly code: number | undefined;
  readonly statement: string | undefined;

  constructor(kind: NebulaErrorKind, message: string, options: NebulaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = options.code;
    this.statement = options.statement;
  }

  /** `E_SYNTAX_ERROR`; undefined where the graph gave no code. */
  get codeName(): string | undefined {
    return this.code === undefined ? undefined : (errorCodeName(this.code) ?? `error ${this.code}`);
  }

  /** The connection failed, not the request: another attempt may succeed. Whether the statement ran is told by `kind`. */
  get isConnectionFailure(): boolean {
    return this.kind === 'unreachable' || this.kind === 'session' || this.kind === 'lost' || this.kind === 'timeout';
  }
}

/** The error for a response whose code is not success. */
export function statementError(code: number, message: string | undefined, statement: string): NebulaError {
  const text = message || errorCodeName(code) || `error ${code}`;
  const options = { code, statement };
  switch (code) {
    case ErrorCode.E_SESSION_INVALID:
    case ErrorCode.E_SESSION_TIMEOUT:
      return new NebulaError('session', `the graph ended the session: ${text}`, options);
    case ErrorCode.E_BAD_PERMISSION:
      return new NebulaError('permission', text, options);
    default:
      return new NebulaError('statement', text, options);
  }
}
