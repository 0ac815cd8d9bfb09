import type { Kysely, Transaction } from 'kysely';
import type { BoolCode, BytesCode, JsonCode, TimeMs } from './codecs.ts';

/**
 * The metadata database's tables as Kysely sees them. Every column has one of a few storage types that SQLite and
 * PostgreSQL share; the codecs translate them to and from what the rest of the package uses.
 */
export interface JobsTable {
  id: number;
  name: string;
  /** `name` in lower case, for searching without the databases' differing collations. */
  name_folded: string;
  graph_address: string;
  user_name: string;
  workflow_id: string;
  workflow_name: string;
  workflow_version: number;
  status: number;
  reason: string | null;
  source_job_id: number | null;
  create_time_ms: TimeMs;
  run_begin_ms: TimeMs | null;
  run_end_ms: TimeMs | null;
  task_count: number;
  input: JsonCode;
  /** Encrypted; NULL as soon as the job is final. */
  credentials: BytesCode | null;
  /** Bytes that the committed results take. */
  result_bytes: number;
}

export interface TasksTable {
  job_id: number;
  /** Order in the plan. */
  position: number;
  key: string;
  id: string;
  task_type: string;
  spec: JsonCode;
  depends_on: JsonCode;
  max_attempts: number;
  timeout_ms: number;
  status: number;
  attempt: number;
  reason: string | null;
  progress: number;
  phrase: string;
  run_begin_ms: TimeMs | null;
  run_end_ms: TimeMs | null;
  /** ResultSummary; its presence means that the result folder is committed. */
  summary: JsonCode | null;
}

export interface TaskLogsTable {
  job_id: number;
  task_key: string;
  sequence: number;
  time_ms: TimeMs;
  level: string;
  message: string;
}

export interface IdempotencyTable {
  graph_address: string;
  user_name: string;
  workflow_id: string;
  key: string;
  body_hash: string;
  job_id: number;
  expires_ms: TimeMs;
}

/** Processes that this server started, so that a successor can end the ones that survived it. */
export interface ChildrenTable {
  pid: number;
  /** Boot id and start time of the process: a recycled pid differs in them. */
  identity: string;
  recorded_ms: TimeMs;
}

export interface WorkflowsTable {
  id: string;
  name: string;
  name_folded: string;
  graph_address: string;
  user_name: string;
  version: number;
  create_time_ms: TimeMs;
  update_time_ms: TimeMs;
  /** Deleted workflows keep their versions for the jobs that ran them. */
  deleted: BoolCode;
}

export interface WorkflowVersionsTable {
  workflow_id: string;
  version: number;
  create_time_ms: TimeMs;
  comment: string | null;
  definition: JsonCode;
}

export interface RevokedTokensTable {
  token_id: string;
  expires_ms: TimeMs;
}

export interface RevokedAccountsTable {
  graph_address: string;
  user_name: string;
  before_ms: TimeMs;
}

/** Counters that outlive the rows they were taken from. */
export interface CountersTable {
  name: string;
  value: number;
}

export interface Schema {
  jobs: JobsTable;
  tasks: TasksTable;
  task_logs: TaskLogsTable;
  idempotency: IdempotencyTable;
  children: ChildrenTable;
  workflows: WorkflowsTable;
  workflow_versions: WorkflowVersionsTable;
  revoked_tokens: RevokedTokensTable;
  revoked_accounts: RevokedAccountsTable;
  counters: CountersTable;
}

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;
