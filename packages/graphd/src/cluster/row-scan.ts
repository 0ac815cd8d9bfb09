import type { Value } from '@orrery/contracts';
import type { ScanCursor } from '@orrery/wire';
import type { Part, PartScan } from '../storage/store.ts';

/** Rows of one answer of the storage service: their columns, and how they are read out of the parts. */
export interface RowScan {
  readonly columns: readonly string[];
  /** Begins with a part, or goes on at a cursor. @throws ScanRefusal on a cursor of something else */
  open(part: Part, cursor: ScanCursor): PartRows;
  /** The cursor that begins a part. */
  begin(part: Part): Uint8Array;
}

/** The rows of a part, after an `advance`. */
export interface PartRows extends PartScan {
  row(): Value[];
  /** Where a later answer begins with what is at hand, or with what then follows its place. */
  cursor(): Uint8Array;
}

/** A scan that can't be answered, with the code of the wire protocol that says why. */
export class ScanRefusal extends Error {
  readonly errorCode: number;

  constructor(errorCode: number, message: string) {
    super(message);
    this.name = 'ScanRefusal';
    this.errorCode = errorCode;
  }
}
