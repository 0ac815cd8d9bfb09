import type { Fault } from './errors.ts';
import type { Range } from './algorithm-descriptor.ts';
import type { Account, GraphCredentials } from './job-status.ts';
import type { VidType } from './columns.ts';
import type { DataSet, EdgeValue, VertexId, VertexValue } from './values.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/**
 * What the API needs of the engines, without knowing them: the composition root implements these over the connection
 * to a graph, the analytics runtime and the configuration. Every method throws OrreryError for what a caller did
 * wrong or may not do, with a message for that caller; anything else that it throws is answered as ErrInternalServer.
 */

/** The account behind credentials that a graph accepted. */
export interface AuthenticatedAccount extends Account {
  /** Root of that graph sees the workflows and jobs of all its accounts. */
  readonly isRoot: boolean;
}

export interface GraphQuery {
  readonly statement: string;
  /** Space that the statement runs in, where it names none itself. */
  readonly space?: string;
  /** Rows beyond this are left out and `truncated` is set. */
  readonly maxRows: number;
  readonly timeoutMs: number;
}

export interface GraphQueryOutcome {
  readonly table: DataSet;
  readonly truncated: boolean;
  /** As the graph measured it. */
  readonly latencyUs: number;
}

export interface GraphProperty {
  readonly name: string;
  /** As the graph prints it: `string`, `int64`, `fixed_string(32)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Default as nGQL text. */
  readonly default?: string;
  readonly comment?: string;
}

/** A tag or an edge type. */
export interface GraphSchemaType {
  readonly name: string;
  readonly properties: readonly GraphProperty[];
}

export interface GraphIndex {
  readonly name: string;
  readonly on: 'tag' | 'edge';
  readonly schemaName: string;
  readonly properties: readonly string[];
}

export interface GraphSpaceSchema {
  readonly space: string;
  readonly vidType: VidType;
  /** As the graph prints it: `FIXED_STRING(32)`, `INT64`. */
  readonly vidTypeText: string;
  readonly tags: readonly GraphSchemaType[];
  readonly edges: readonly GraphSchemaType[];
  readonly indexes: readonly GraphIndex[];
}

export interface NeighbourhoodRequest {
  readonly space: string;
  /** Where to start, in the space's vid type; at least one. */
  readonly vids: readonly VertexId[];
  /** Edge types; all when unset. */
  readonly edges?: readonly string[];
  readonly direction: 'out' | 'in' | 'both';
  /** Only the edges from one of `vids` to another: one step, whatever direction and steps say. */
  readonly between?: boolean;
  /** 1…5 */
  readonly steps: number;
  /** Edges beyond this are left out and `truncated` is set. */
  readonly limit: number;
  readonly timeoutMs: number;
}

/** A part of a graph: every end of an edge is among the vertices. */
export interface Neighbourhood {
  readonly vertices: readonly VertexValue[];
  readonly edges: readonly EdgeValue[];
  readonly truncated: boolean;
}

export interface ConfiguredGraph {
  /** `host:port` as the configuration spells it. */
  readonly address: string;
  /** This server's own. */
  readonly isEmbedded: boolean;
}

/** The graphs that accounts may connect to. */
export interface GraphGateway {
  /** Whether the configuration names this address; asked before anything is sent there. */
  isAllowed(address: string, port: number): boolean;
  /** The graphs that may be connected to, the embedded one first. */
  graphs(): readonly ConfiguredGraph[];
  /**
   * Logs in at the graph over its protocol. The answer's graphAddress is canonical: two spellings of one graph give
   * one account. @throws ErrSession when the graph refuses the account; GraphUnreachableError when it is not
   * reached; ErrForbidden when the address is not allowed
   */
  authenticate(credentials: GraphCredentials, signal?: AbortSignal): Promise<AuthenticatedAccount>;
  /**
   * False when the graph refuses the password now, by a login of its own; true also when the graph is not reached.
   * With it the API revokes the tokens of passwords that were changed without it.
   */
  stillAccepts?(credentials: GraphCredentials): Promise<boolean>;
  /** Runs one statement, that the caller has checked to be a reading one. Aborting kills it at the graph. */
  query(credentials: GraphCredentials, query: GraphQuery, signal?: AbortSignal): Promise<GraphQueryOutcome>;
  spaces(credentials: GraphCredentials, signal?: AbortSignal): Promise<readonly string[]>;
  /** @throws ErrNotFound for a space that the account cannot see */
  schema(credentials: GraphCredentials, space: string, signal?: AbortSignal): Promise<GraphSpaceSchema>;
  neighbourhood(
    credentials: GraphCredentials,
    request: NeighbourhoodRequest,
    signal?: AbortSignal,
  ): Promise<Neighbourhood>;
  /** @throws ErrBadRequest when the graph refuses the new password */
  changePassword(credentials: GraphCredentials, newPassword: string, signal?: AbortSignal): Promise<void>;
}

/** What a task is expected to need before it runs. */
export interface TaskEstimate {
  /** Component id. */
  readonly task: string;
  readonly vertexCount: number;
  readonly edgeCount: number;
  /** The input's size is not known before it is there: the figures are those of a graph of a usual size, for scale. */
  readonly isAssumed: boolean;
  readonly memoryBytes: number;
  readonly fits: boolean;
  /** How long it runs, roughly: reading, building and the kernel; undefined for an algorithm that has no figures. */
  readonly seconds: Range | undefined;
  /** Where the figures come from, in words. */
  readonly basis: string;
  /** The same for other languages: the result of a task that has not ended, a file's length, a space with or without counts. */
  readonly basisCode: 'upstream' | 'file' | 'space' | 'unknownSpace';
  /** When it does not fit: what would make it fit. */
  readonly advice: string | undefined;
}

export interface Estimator {
  /** One estimate for each algorithm task of a validated definition, in its order. */
  estimate(
    credentials: GraphCredentials,
    definition: WorkflowDefinition,
    input: unknown,
    signal?: AbortSignal,
  ): Promise<readonly TaskEstimate[]>;
}

/** How a file of edges is read, as far as its columns hang on it. */
export interface InputFileFormat {
  readonly file: string;
  /** CSV only; default true. Without a header columns are called "0", "1", … */
  readonly header?: boolean;
  /** CSV only; default `,`. */
  readonly delimiter?: string;
}

/** The files below the configured folders that workflows may read. */
export interface InputFiles {
  /** Paths as a workflow names them, in order; `isComplete` is false where there are more than it looked at. */
  list(): Promise<{ readonly files: readonly string[]; readonly isComplete: boolean }>;
  /** Names of a file's columns, by its header or schema. @throws OrreryError ErrForbidden, ErrNotFound, ErrParam */
  columns(format: InputFileFormat): Promise<readonly string[]>;
}

/** One key of the configuration as it is in force. Secrets come as `***`. */
export interface Setting {
  readonly path: string;
  readonly environmentVariable: string;
  readonly value: string | number | boolean | readonly string[];
  readonly default: string | number | boolean | readonly string[];
  readonly source: 'default' | 'file' | 'environment' | 'command line';
  readonly help: string;
}

/** Outcome of one check of the running installation (`the data folder can be written`). */
export interface SettingCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, and what to do when it is not ok. */
  readonly message: string;
  /** Key of the configuration that it is about. */
  readonly setting?: string;
}

export interface Settings {
  list(): readonly Setting[];
  /** Tries out what the configuration names: folders, addresses, memory, disk, and the caller's account at its graph. */
  check(caller: GraphCredentials, signal?: AbortSignal): Promise<readonly SettingCheck[]>;
  /** Faults of a configuration file's text, without applying it. */
  validate(text: string): readonly Fault[];
}

export interface ComponentHealth {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly version: string;
  readonly startTimeMs: number;
  readonly components: readonly ComponentHealth[];
}

export interface Health {
  /** Cheap enough to be asked every second. */
  report(): Promise<HealthReport>;
}

/** Further metrics beside the API's own, in Prometheus' text format. */
export interface MetricsSource {
  text(): Promise<string>;
}
