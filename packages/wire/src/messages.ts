import type { DataSet, Value } from '@orrery/contracts';

/** What a statement comes back as. Absent fields are not sent. */
export interface ExecutionResponse {
  /** {@link ErrorCode}; 0 is success. */
  readonly errorCode: number;
  /** Microseconds that the server spent. */
  readonly latencyUs: number;
  readonly data?: DataSet | undefined;
  /** The space in use after the statement. */
  readonly spaceName?: string | undefined;
  readonly errorMessage?: string | undefined;
  /** Of EXPLAIN and PROFILE. */
  readonly plan?: PlanDescription | undefined;
  readonly comment?: string | undefined;
  /** Of a handler's answer: called when it was written, or was given up. Not sent. */
  readonly written?: (() => void) | undefined;
}

/** Answer to authenticate. `sessionId` and the time zone are there exactly on success. */
export interface AuthResponse {
  readonly errorCode: number;
  readonly errorMessage?: string | undefined;
  readonly sessionId?: bigint | undefined;
  readonly timeZoneOffsetSeconds?: number | undefined;
  readonly timeZoneName?: string | undefined;
}

export interface VerifyClientVersionResponse {
  readonly errorCode: number;
  readonly errorMessage?: string | undefined;
}

export interface ProfilingStats {
  readonly rows: number;
  readonly execDurationUs: number;
  readonly totalDurationUs: number;
  readonly otherStats?: ReadonlyMap<string, string> | undefined;
}

export interface PlanNodeDescription {
  readonly name: string;
  readonly id: number;
  readonly outputVar: string;
  readonly description?: readonly { readonly key: string; readonly value: string }[] | undefined;
  readonly profiles?: readonly ProfilingStats[] | undefined;
  readonly branchInfo?: { readonly isDoBranch: boolean; readonly conditionNodeId: number } | undefined;
  /** Ids of the nodes whose output this one reads. */
  readonly dependencies?: readonly number[] | undefined;
}

export interface PlanDescription {
  readonly nodes: readonly PlanNodeDescription[];
  /** Node id -> index in `nodes`. */
  readonly nodeIndexById: ReadonlyMap<number, number>;
  /** `row`, `dot`, `dot:struct` or `tck`. */
  readonly format: string;
  readonly optimizeTimeUs: number;
}

/** Parameters of executeWithParameter, by name without `$`. */
export type Parameters = ReadonlyMap<string, Value>;
