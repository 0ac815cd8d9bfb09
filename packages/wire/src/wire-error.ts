/**
 * | kind        | means                                                                                     |
 * | ----------- | ----------------------------------------------------------------------------------------- |
 * | unreachable | no connection could be made (refused, no route, unknown host)                             |
 * | timeout     | no connection or answer within the given time; whether the statement ran is not known     |
 * | closed      | the connection ended before the answer; whether the statement ran is not known            |
 * | aborted     | the caller's signal; the connection is closed, whether the statement ran is not known     |
 * | format      | bytes that are not the protocol, or beyond its limits                                     |
 * | application | the server answered with a TApplicationException                                          |
 */
export type WireErrorKind = 'unreachable' | 'timeout' | 'closed' | 'aborted' | 'format' | 'application';

/** A failure of the connection or the protocol; a statement's own failure is an error code in its response. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly kind: WireErrorKind;
  constructor(kind: WireErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}
