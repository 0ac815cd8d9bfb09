import { JOB_STATUS } from '@orrery/contracts';
import { boolCodec, intCodec } from '../metadata/codecs.ts';
import type { Metadata } from '../metadata/open-metadata.ts';

const FINAL = [JOB_STATUS.Success, JOB_STATUS.Failed, JOB_STATUS.Interrupted];
const BATCH = 100;

export interface RetentionOptions {
  readonly ageMs: number;
  readonly totalBytes: number;
  readonly intervalMs: number;
  /** Deletes an ended job, rows and files. */
  readonly deleteJob: (jobId: number) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Deletes ended jobs by age, then the oldest ones until the results of all take no more than the total; and rows that
 * have expired. Jobs that wait or run are never touched.
 */
export class Retention {
  readonly #metadata: Metadata;
  readonly #options: RetentionOptions;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #stopped = false;
  /** Counted by the database at the start, then kept up to date. */
  #bytes = 0;

  constructor(metadata: Metadata, options: RetentionOptions) {
    this.#metadata = metadata;
    this.#options = options;
    this.#timer = setInterval(() => void this.run(), options.intervalMs);
  }

  async start(): Promise<void> {
    const { bytes } = await this.#metadata.db
      .selectFrom('jobs')
      .select((select) => select.fn.sum('result_bytes').as('bytes'))
      .where('status', 'in', FINAL)
      .executeTakeFirstOrThrow();
    this.#bytes = intCodec.decode(bytes);
  }

  jobEnded(resultBytes: number): void {
    this.#bytes += resultBytes;
    if (this.#bytes > this.#options.totalBytes) void this.run();
  }

  jobDeleted(resultBytes: number): void {
    this.#bytes -= resultBytes;
  }

  /** One pass; a call during a pass waits for that one. */
  run(): Promise<void> {
    this.#running ??= this.#pass()
      .catch(this.#options.onTrouble)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #pass(): Promise<void> {
    const nowMs = Date.now();
    await this.#deleteExpiredRows(nowMs);
    if (Number.isFinite(this.#options.ageMs)) await this.#deleteOldest(nowMs - this.#options.ageMs, () => true);
    await this.#deleteOldest(Infinity, () => this.#bytes > this.#options.totalBytes);
  }

  /** Deletes the jobs that ended first, as long as they ended before that moment and the condition holds. */
  async #deleteOldest(beforeMs: number, condition: () => boolean): Promise<void> {
    while (!this.#stopped && condition()) {
      const rows = await this.#metadata.db
        .selectFrom('jobs')
        .select('id')
        .where('status', 'in', FINAL)
        .where('run_end_ms', '<', Math.min(beforeMs, Number.MAX_SAFE_INTEGER))
        .orderBy('run_end_ms')
        .limit(BATCH)
        .execute();
      for (const { id } of rows) {
        if (this.#stopped || !condition()) return;
        await this.#options.deleteJob(id);
      }
      if (rows.length < BATCH) return;
    }
  }

  async #deleteExpiredRows(nowMs: number): Promise<void> {
    await this.#metadata.writer.write(async (tx) => {
      await tx.deleteFrom('idempotency').where('expires_ms', '<', nowMs).execute();
      await tx.deleteFrom('revoked_tokens').where('expires_ms', '<', nowMs).execute();
      const unused = await tx
        .selectFrom('workflows')
        .select('id')
        .where('deleted', '=', boolCodec.encode(true))
        .where((where) =>
          where.not(
            where.exists(where.selectFrom('jobs').select('jobs.id').whereRef('jobs.workflow_id', '=', 'workflows.id')),
          ),
        )
        .limit(BATCH)
        .execute();
      if (unused.length === 0) return;
      const ids = unused.map((row) => row.id);
      await tx.deleteFrom('workflow_versions').where('workflow_id', 'in', ids).execute();
      await tx.deleteFrom('workflows').where('id', 'in', ids).execute();
    });
  }
}
