import { OrreryError, type Fault } from '@orrery/contracts';

/** Most faults that a message lists; the rest is counted. */
const LISTED = 10;

/** Faults of one input as one sentence: `page must be an int …, not "x"; pageSize …`. */
export function faultsSentence(faults: readonly Fault[]): string {
  const listed = faults.slice(0, LISTED).map(({ path, message }) => (path === '' ? message : `${path} ${message}`));
  if (faults.length > LISTED) listed.push(`and ${faults.length - LISTED} more`);
  return listed.join('; ');
}

/** The error of an input that was checked as a whole. */
export function parameterError(faults: readonly Fault[]): OrreryError {
  return new OrreryError('ErrParam', faultsSentence(faults), { faults });
}

/**
 * What a validator hands to Fastify, which writes `code` and `statusCode` on it: a wrapper around the error that is
 * meant.
 */
export class RequestFault extends Error {
  readonly meant: OrreryError;
  constructor(meant: OrreryError) {
    super(meant.message);
    this.meant = meant;
  }
}
