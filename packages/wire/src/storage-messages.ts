import type { DataSet } from '@orrery/contracts';
import type { HostAddress } from './meta-messages.ts';

/** The columns wanted of one tag or edge type; without any, what is stored of it. */
export interface ScanColumns {
  /** Of the tag or edge type. */
  readonly schemaId: number;
  /** Properties, and `_vid` of a vertex or `_src`, `_type`, `_rank`, `_dst` of an edge. */
  readonly properties: readonly string[];
}

/** Where a part is gone on with: a cursor that an answer gave, or undefined to begin. Only its giver can read it. */
export type ScanCursor = Uint8Array | undefined;

/** Arguments of scanVertex and scanEdge. */
export interface ScanRequest {
  readonly spaceId: number;
  /** The parts to read, which count from 1. */
  readonly parts: ReadonlyMap<number, ScanCursor>;
  readonly columns: readonly ScanColumns[];
  /** Rows of the answer at most, over all of its parts; clients without a limit send 2^63 - 1. */
  readonly limit: bigint;
  readonly startTime?: bigint | undefined;
  readonly endTime?: bigint | undefined;
  /** An expression in NebulaGraph's own serialization. */
  readonly filter?: Uint8Array | undefined;
  readonly onlyLatestVersion: boolean;
  readonly readFromFollower: boolean;
}

/** A part that the answer does not have, and why. */
export interface PartFailure {
  readonly errorCode: number;
  readonly partId: number;
  /** With E_LEADER_CHANGED: who has it now, if that is known. */
  readonly leader?: HostAddress | undefined;
}

export interface ScanAnswer<Table = DataSet> {
  /** Empty on success. */
  readonly failedParts: readonly PartFailure[];
  readonly latencyUs: number;
  readonly data?: Table | undefined;
  /** For each part read: the cursor of what follows, undefined at its end. */
  readonly cursors: ReadonlyMap<number, ScanCursor>;
}
