import type { Db, Schema } from './schema.ts';

/** Every table with the columns of its primary key, in which rows are read. */
const TABLES: { readonly [Table in keyof Schema]: readonly (keyof Schema[Table] & string)[] } = {
  jobs: ['id'],
  tasks: ['job_id', 'position'],
  task_logs: ['job_id', 'task_key', 'sequence'],
  idempotency: ['graph_address', 'user_name', 'workflow_id', 'key'],
  children: ['pid', 'identity'],
  workflows: ['id'],
  workflow_versions: ['workflow_id', 'version'],
  revoked_tokens: ['token_id'],
  revoked_accounts: ['graph_address', 'user_name'],
  counters: ['name'],
};
const ROWS_AT_ONCE = 400;

/**
 * Copies all rows from one database to another of either kind, as they were at one moment. The column types are those
 * that mean the same to both; what PostgreSQL returns as text for a bigint, SQLite's integer columns take as a number.
 */
export async function copyRows(from: Db, to: Db): Promise<void> {
  await from
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (source) => {
      await to.transaction().execute(async (target) => {
        for (const [table, key] of Object.entries(TABLES) as [keyof Schema, readonly string[]][]) {
          await target.deleteFrom(table).execute();
          for (let offset = 0; ; offset += ROWS_AT_ONCE) {
            let query = source.selectFrom(table).selectAll();
            for (const column of key) query = query.orderBy(source.dynamic.ref(column));
            const rows = await query.limit(ROWS_AT_ONCE).offset(offset).execute();
            if (rows.length > 0)
              await target
                .insertInto(table)
                .values(rows as never)
                .execute();
            if (rows.length < ROWS_AT_ONCE) break;
          }
        }
      });
    });
}
