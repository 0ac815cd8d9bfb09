import type { Expression } from './expression.ts';
import type { Span } from './span.ts';

export type ServiceRole = 'graph' | 'meta' | 'storage' | 'agent' | 'storage_listener';

/** What SHOW lists without needing anything else. */
export type ShowSubject =
  | 'spaces'
  | 'tags'
  | 'edges'
  | 'users'
  | 'snapshots'
  | 'charset'
  | 'collation'
  | 'zones'
  | 'stats'
  | 'tagIndexStatus'
  | 'edgeIndexStatus'
  | 'fulltextIndexStatus'
  | 'fulltextIndexes'
  | 'listener'
  | 'metaLeader'
  | 'textSearchClients'
  | 'jobs';

export type ShowStatement =
  | (Span & { readonly kind: 'show'; readonly subject: ShowSubject })
  | (Span & { readonly kind: 'showHosts'; readonly role: ServiceRole | undefined })
  | (Span & { readonly kind: 'showParts'; readonly parts: readonly bigint[] })
  /** `SHOW TAG INDEXES [BY name]` */
  | (Span & { readonly kind: 'showTagIndexes' | 'showEdgeIndexes'; readonly by: string | undefined })
  | (Span & { readonly kind: 'showRoles'; readonly space: string })
  | (Span & { readonly kind: 'showConfigs'; readonly module: 'graph' | 'meta' | 'storage' | undefined })
  | (Span & {
      readonly kind: 'showCreate';
      readonly subject: 'space' | 'tag' | 'edge' | 'tagIndex' | 'edgeIndex';
      readonly name: string;
    })
  | (Span & { readonly kind: 'showSessions'; readonly local: boolean })
  | (Span & { readonly kind: 'showSession'; readonly session: bigint })
  | (Span & { readonly kind: 'showQueries'; readonly local: boolean })
  | (Span & { readonly kind: 'showJob'; readonly job: bigint });

/** `KILL QUERY (SESSION = …, PLAN = …)` */
export interface KillQueryStatement extends Span {
  readonly kind: 'killQuery';
  readonly session: Expression | undefined;
  readonly plan: Expression;
}

/** `KILL SESSION | SESSIONS id` or `KILL SESSIONS $-.SessionId`. */
export interface KillSessionStatement extends Span {
  readonly kind: 'killSession';
  readonly session: Expression;
}

/** `SUBMIT JOB STATS`, `… COMPACT`, `… FLUSH`, `… BALANCE LEADER`, with the arguments behind it. */
export interface SubmitJobStatement extends Span {
  readonly kind: 'submitJob';
  readonly job:
    | 'compact'
    | 'flush'
    | 'stats'
    | 'ingest'
    | 'downloadHdfs'
    | 'balanceLeader'
    | 'balanceData'
    | 'balanceInZone'
    | 'balanceAcrossZone';
  readonly arguments: readonly string[];
}

export interface StopJobStatement extends Span {
  readonly kind: 'stopJob';
  readonly job: bigint;
}

/** `RECOVER JOB [ids]`; none means all. */
export interface RecoverJobStatement extends Span {
  readonly kind: 'recoverJob';
  readonly jobs: readonly bigint[];
}

export interface HostAddress extends Span {
  readonly kind: 'host';
  readonly host: string;
  readonly port: number;
}

/** `ADD HOSTS … [INTO [NEW] ZONE z]`, `DROP HOSTS …`, `… LISTENER …`, zones: managing a cluster. */
export type ClusterStatement =
  | (Span & {
      readonly kind: 'addHosts';
      readonly hosts: readonly HostAddress[];
      readonly zone: string | undefined;
      readonly newZone: boolean;
    })
  | (Span & { readonly kind: 'dropHosts'; readonly hosts: readonly HostAddress[] })
  | (Span & { readonly kind: 'mergeZone'; readonly zones: readonly string[]; readonly into: string })
  | (Span & { readonly kind: 'dropZone'; readonly zone: string })
  | (Span & {
      readonly kind: 'divideZone';
      readonly zone: string;
      readonly parts: readonly { readonly zone: string; readonly hosts: readonly HostAddress[] }[];
    })
  | (Span & { readonly kind: 'renameZone'; readonly zone: string; readonly to: string })
  | (Span & { readonly kind: 'describeZone'; readonly zone: string })
  | (Span & { readonly kind: 'addListener'; readonly listener: string; readonly hosts: readonly HostAddress[] })
  | (Span & { readonly kind: 'removeListener'; readonly listener: string })
  | (Span & { readonly kind: 'createSnapshot' })
  | (Span & { readonly kind: 'dropSnapshot'; readonly names: readonly string[] })
  | (Span & { readonly kind: 'signInTextService'; readonly clients: readonly TextServiceClient[] })
  | (Span & { readonly kind: 'signOutTextService' });

export interface TextServiceClient {
  readonly host: HostAddress;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** `GET CONFIGS [module:]name`, `UPDATE CONFIGS [module:]name = value` */
export type ConfigStatement =
  | (Span & {
      readonly kind: 'getConfig';
      readonly module: 'graph' | 'meta' | 'storage' | undefined;
      readonly name: string;
    })
  | (Span & {
      readonly kind: 'updateConfig';
      readonly module: 'graph' | 'meta' | 'storage' | undefined;
      readonly name: string;
      readonly value: Expression;
    });

export type AdminStatement =
  | ShowStatement
  | KillQueryStatement
  | KillSessionStatement
  | SubmitJobStatement
  | StopJobStatement
  | RecoverJobStatement
  | ClusterStatement
  | ConfigStatement;
