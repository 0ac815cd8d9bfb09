import type { Value } from '@orrery/contracts';
import type { HostAddress, PlanDescription } from '@orrery/wire';
import type { SpaceId } from '../catalog/definitions.ts';
import type { Store } from '../storage/store.ts';

export type { PlanDescription, PlanNodeDescription as PlanNode } from '@orrery/wire';

/** What a statement may use up. Errors about a limit name it and the configuration key that raises it. */
export interface StatementLimits {
  /** `graph.limits.statementBytes` */
  readonly statementBytes: number;
  /** `graph.limits.rows`: rows of a result. */
  readonly rows: number;
  /** `graph.limits.memoryBytes`: what operators hold at once, as they account for it. */
  readonly memoryBytes: number;
  /** `graph.limits.timeoutMs` */
  readonly timeoutMs: number;
  /** `graph.limits.nesting`: depth of expressions and patterns. */
  readonly nesting: number;
}

/** A client's session as the engine sees it. The engine changes `space`, `variables` and `timezone`. */
export interface EngineSession {
  readonly id: bigint;
  readonly user: string;
  /** `host:port` of the client. */
  readonly clientAddress: string;
  readonly createTimeMs: number;
  space: { readonly id: SpaceId; readonly name: string } | undefined;
  /** `$a = …` of this session, as the engine keeps them. */
  readonly variables: Map<string, unknown>;
  /** Offset from UTC in seconds, and its name. */
  timezone: { readonly name: string; readonly offsetSeconds: number };
}

export interface SessionInfo {
  readonly id: bigint;
  readonly user: string;
  readonly spaceName: string;
  readonly clientAddress: string;
  readonly createTimeMs: number;
  readonly updateTimeMs: number;
  readonly timezone: EngineSession['timezone'];
}

export interface RunningQuery {
  readonly sessionId: bigint;
  readonly planId: bigint;
  readonly user: string;
  readonly text: string;
  readonly startTimeMs: number;
  /** `host:port` of this server. */
  readonly graphAddress: string;
}

/** The server as statements see it: SHOW SESSIONS, SHOW QUERIES, KILL …, SHOW HOSTS. */
export interface ServerView {
  readonly host: string;
  readonly port: number;
  /** The meta and storage services as they are announced; without them the graph's own address stands for them. */
  readonly scanServices?: { readonly meta: HostAddress; readonly storage: HostAddress } | undefined;
  readonly version: string;
  sessions(): SessionInfo[];
  queries(): RunningQuery[];
  /** Aborts it; false when there is no such query. */
  killQuery(sessionId: bigint, planId: bigint): boolean;
  /** Ends the session and what it runs; false when there is no such session. */
  killSession(sessionId: bigint): boolean;
  /** Ends the sessions of a user whose password changed or who was dropped. */
  endSessionsOf(user: string): void;
}

/** What the server gives to the engine once, at start. */
export interface EngineContext {
  readonly store: Store;
  readonly server: ServerView;
  readonly limits: StatementLimits;
  readonly clock: () => number;
}

export type EngineErrorType = 'SyntaxError' | 'SemanticError' | 'ExecutionError' | 'PermissionError';

export interface EngineError {
  /** An ErrorCode of the wire protocol (-1004 E_SYNTAX_ERROR, -1009 E_SEMANTIC_ERROR, …). */
  readonly code: number;
  readonly type: EngineErrorType;
  /** With its type in front, as NebulaGraph sends it: `SyntaxError: syntax error near …`. */
  readonly message: string;
}

export interface EngineResult {
  /** Empty, with no rows, for a statement without a result. */
  readonly columns: readonly string[];
  readonly rows: Value[][];
  /** The session's space after the statement. */
  readonly spaceName: string;
  readonly comment: string;
  /** Of EXPLAIN and PROFILE. */
  readonly plan: PlanDescription | undefined;
}

/**
 * Runs statements. It yields to the event loop every few milliseconds (setImmediate) and looks at the signal then;
 * errors of a statement are values, a throw is a defect of the engine.
 */
export interface QueryEngine {
  execute(
    session: EngineSession,
    text: string,
    params: ReadonlyMap<string, Value>,
    signal: AbortSignal,
    /**
     * Is given what ends the account of the result's memory, to be called when nobody needs its rows any more; without
     * it the account ends with the statement.
     */
    keep?: (release: () => void) => void,
  ): Promise<EngineResult | { readonly error: EngineError }>;
}

/** `src/execute` exports one of these as `createQueryEngine`. */
export type CreateQueryEngine = (context: EngineContext) => QueryEngine;
