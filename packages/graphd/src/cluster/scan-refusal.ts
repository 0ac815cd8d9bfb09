import { ErrorCode } from '@orrery/wire';
import { StatementError } from '../bind/statement-error.ts';

/** What can't be answered, with the code of the wire protocol that says why. */
export class ScanRefusal extends Error {
  readonly errorCode: number;

  constructor(errorCode: number, message: string) {
    super(message);
    this.name = 'ScanRefusal';
    this.errorCode = errorCode;
  }
}

/** The code for what ended a call. @throws the error itself when it is a defect */
export function codeOf(error: unknown): number {
  if (error instanceof ScanRefusal) return error.errorCode;
  // The client has gone, or the server stops.
  if (error instanceof StatementError) return ErrorCode.E_RPC_FAILURE;
  throw error;
}
