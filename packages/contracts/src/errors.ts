/**
 * The catalogue of errors that a caller of the API can see. The HTTP status is the first three digits of the code
 * (500 for 900…). docs/errors.md lists the same table; a test holds the two together.
 */
export const ERROR_CATALOGUE = {
  ErrBadRequest: { code: 40004000, when: 'malformed body, or the call is not possible in this state' },
  ErrParam: { code: 40004001, when: 'a parameter of the wrong type, out of range, or unknown' },
  ErrUnauthorized: { code: 40104000, when: 'no token, or a malformed Authorization' },
  ErrSession: { code: 40104001, when: 'expired or revoked token; the graph refused the account or was not reached' },
  ErrForbidden: { code: 40304000, when: 'the account may not do this, or the graph address is not allowed' },
  ErrNotFound: { code: 40404000, when: 'no such workflow, job, task or route, or it belongs to somebody else' },
  ErrTooManyRequests: { code: 42904000, when: 'too many jobs waiting, or too many failed logins' },
  ErrInternalServer: { code: 50004000, when: 'anything unforeseen' },
  ErrInternalDatabase: { code: 50004001, when: 'the metadata database failed' },
  ErrInternalController: { code: 50004002, when: 'the job could not be scheduled' },
  ErrInternalLicense: { code: 50004003, when: 'reserved, never sent' },
  ErrUnknown: { code: 90004000, when: 'unknown' },
} as const;

export type ErrorName = keyof typeof ERROR_CATALOGUE;

/** What a fault's words are made of; plain JSON. Nested phrases have a code and arguments of their own. */
export type FaultArgument = string | number | readonly string[] | FaultPhrase | readonly FaultPhrase[] | undefined;

/** Something said by its code and arguments, for each language to put into words. */
export interface FaultPhrase {
  readonly code: string;
  readonly args: Readonly<Record<string, FaultArgument>>;
}

/** One fault of an input, with the path of its field (`tasks.query_1.params.name`). */
export interface Fault extends Partial<FaultPhrase> {
  readonly path: string;
  /** In English; other languages make theirs of `code` and `args`, where the fault has them. */
  readonly message: string;
}

export interface OrreryErrorOptions {
  readonly cause?: unknown;
  /** Every fault found, where the input was checked as a whole. */
  readonly faults?: readonly Fault[];
  /** Seconds after which the caller may try again (sent as Retry-After). */
  readonly retryAfterSeconds?: number;
}

/** An error meant for a user: what is wrong, where, and what to do next, in words. */
export class OrreryError extends Error {
  override readonly name: ErrorName;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(name: ErrorName, message: string, options: OrreryErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get code(): number {
    return ERROR_CATALOGUE[this.name].code;
  }

  get httpStatus(): number {
    const status = Math.floor(this.code / 100_000);
    return status >= 900 ? 500 : status;
  }
}

/** A graph did not answer a login: nothing is known of the account and its password. */
export class GraphUnreachableError extends OrreryError {
  constructor(message: string, options: OrreryErrorOptions = {}) {
    super('ErrSession', message, options);
  }
}
