import { PostgresAdapter, sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { OrreryError } from '@orrery/contracts';
import type { Db } from './schema.ts';

/**
 * Versions of the schema, in order. A landed migration is never edited: add another. Column types are those that mean
 * the same to SQLite and PostgreSQL; `integer primary key` is SQLite's rowid and so costs no second index.
 */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001_jobs_and_workflows': { up: createJobsAndWorkflows },
};

async function createJobsAndWorkflows(db: Kysely<unknown>): Promise<void> {
  const bytes = db.getExecutor().adapter instanceof PostgresAdapter ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable('jobs')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('graph_address', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('workflow_id', 'text', (c) => c.notNull())
    .addColumn('workflow_name', 'text', (c) => c.notNull())
    .addColumn('workflow_version', 'integer', (c) => c.notNull())
    .addColumn('status', 'integer', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('source_job_id', 'integer')
    .addColumn('create_time_ms', 'bigint', (c) => c.notNull())
    .addColumn('run_begin_ms', 'bigint')
    .addColumn('run_end_ms', 'bigint')
    .addColumn('task_count', 'integer', (c) => c.notNull())
    .addColumn('input', 'text', (c) => c.notNull())
    .addColumn('credentials', bytes)
    .addColumn('result_bytes', 'bigint', (c) => c.notNull())
    .execute();
  // Lists: by account, by graph (its root), by workflow, each in the order of ids.
  await sql`create index jobs_account on jobs (graph_address, user_name, id)`.execute(db);
  await sql`create index jobs_graph on jobs (graph_address, id)`.execute(db);
  await sql`create index jobs_workflow on jobs (workflow_id, id)`.execute(db);
  // Recovery and retention look at one end of the table each, never at all of it.
  await sql`create index jobs_unfinished on jobs (id) where status in (0, 1, 5)`.execute(db);
  await sql`create index jobs_ended on jobs (run_end_ms) where status in (2, 3, 4)`.execute(db);
  await db.schema
    .createTable('tasks')
    .addColumn('job_id', 'integer', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('task_type', 'text', (c) => c.notNull())
    .addColumn('spec', 'text', (c) => c.notNull())
    .addColumn('depends_on', 'text', (c) => c.notNull())
    .addColumn('max_attempts', 'integer', (c) => c.notNull())
    .addColumn('timeout_ms', 'bigint', (c) => c.notNull())
    .addColumn('status', 'integer', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('progress', 'double precision', (c) => c.notNull())
    .addColumn('phrase', 'text', (c) => c.notNull())
    .addColumn('run_begin_ms', 'bigint')
    .addColumn('run_end_ms', 'bigint')
    .addColumn('summary', 'text')
    .addPrimaryKeyConstraint('tasks_primary', ['job_id', 'position'])
    .addUniqueConstraint('tasks_key', ['job_id', 'key'])
    .execute();
  await db.schema
    .createTable('task_logs')
    .addColumn('job_id', 'integer', (c) => c.notNull())
    .addColumn('task_key', 'text', (c) => c.notNull())
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('time_ms', 'bigint', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('task_logs_primary', ['job_id', 'task_key', 'sequence'])
    .execute();
  await db.schema
    .createTable('idempotency')
    .addColumn('graph_address', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('workflow_id', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('body_hash', 'text', (c) => c.notNull())
    .addColumn('job_id', 'integer', (c) => c.notNull())
    .addColumn('expires_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_primary', ['graph_address', 'user_name', 'workflow_id', 'key'])
    .execute();
  await sql`create index idempotency_expires on idempotency (expires_ms)`.execute(db);
  await db.schema
    .createTable('children')
    .addColumn('pid', 'integer', (c) => c.notNull())
    .addColumn('identity', 'text', (c) => c.notNull())
    .addColumn('recorded_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('children_primary', ['pid', 'identity'])
    .execute();
  await db.schema
    .createTable('workflows')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('graph_address', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('create_time_ms', 'bigint', (c) => c.notNull())
    .addColumn('update_time_ms', 'bigint', (c) => c.notNull())
    .addColumn('deleted', 'integer', (c) => c.notNull())
    .execute();
  await sql`create index workflows_account on workflows (graph_address, user_name, create_time_ms)`.execute(db);
  await db.schema
    .createTable('workflow_versions')
    .addColumn('workflow_id', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('create_time_ms', 'bigint', (c) => c.notNull())
    .addColumn('comment', 'text')
    .addColumn('definition', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('workflow_versions_primary', ['workflow_id', 'version'])
    .execute();
  await db.schema
    .createTable('revoked_tokens')
    .addColumn('token_id', 'text', (c) => c.primaryKey())
    .addColumn('expires_ms', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('revoked_accounts')
    .addColumn('graph_address', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('before_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('revoked_accounts_primary', ['graph_address', 'user_name'])
    .execute();
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'bigint', (c) => c.notNull())
    .execute();
}

/**
 * Brings the database to this build's schema.
 * @throws OrreryError ErrInternalDatabase when a newer build wrote it, before anything is changed.
 */
export async function migrate(db: Db, where: string): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.some((table) => table.name === 'kysely_migration')) {
    const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    const unknown = done.rows.map((row) => row.name).filter((name) => !(name in MIGRATIONS));
    if (unknown.length > 0) {
      throw new OrreryError(
        'ErrInternalDatabase',
        `${where} has schema version "${unknown.join('", "')}", which this version of Orrery does not know: ` +
          'it was written by a newer one. Start that version, or restore a backup made by this one.',
      );
    }
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new OrreryError('ErrInternalDatabase', `the schema of ${where} could not be brought up to date: ${error}`, {
      cause: error,
    });
  }
}
