import { isFinal, JOB_STATUS, OrreryError } from '@orrery/contracts';
import type { ActiveJob, ActiveTask } from '../control/active-job.ts';
import type { JobPlan, LogLine } from '../face.ts';
import { intCodec, textCodec, timeCodec } from '../metadata/codecs.ts';
import type { Tx } from '../metadata/schema.ts';
import { jobRowOf, logRowOf, taskRowOf, taskStateOf } from './job-rows.ts';

/** Both databases bound the number of parameters of a statement; rows are inserted in portions. */
const ROWS_PER_INSERT = 400;
const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000;

/** Inserts a job with its tasks. */
export async function insertJob(tx: Tx, job: ActiveJob, inputText: string, resultBytes: number): Promise<void> {
  await tx
    .insertInto('jobs')
    .values(jobRowOf(job, inputText, resultBytes))
    .execute();
  const rows = [...job.tasks.values()].map((task) => taskRowOf(job.id, task));
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    await tx
      .insertInto('tasks')
      .values(rows.slice(i, i + ROWS_PER_INSERT))
      .execute();
  }
}

/**
 * The job that an earlier call with this key made, if any.
 * @throws OrreryError ErrBadRequest when the key was used with another body
 */
export async function findIdempotent(
  tx: Pick<Tx, 'selectFrom'>,
  plan: Pick<JobPlan, 'account' | 'workflowId' | 'idempotency'>,
  nowMs: number,
): Promise<number | undefined> {
  const { idempotency, account } = plan;
  if (idempotency === undefined) return undefined;
  const row = await tx
    .selectFrom('idempotency')
    .select(['body_hash', 'job_id', 'expires_ms'])
    .where('graph_address', '=', textCodec.encode(account.graphAddress))
    .where('user_name', '=', textCodec.encode(account.user))
    .where('workflow_id', '=', textCodec.encode(plan.workflowId))
    .where('key', '=', textCodec.encode(idempotency.key))
    .executeTakeFirst();
  if (row === undefined || intCodec.decode(row.expires_ms) <= nowMs) return undefined;
  if (row.body_hash !== idempotency.bodyHash) {
    throw new OrreryError(
      'ErrBadRequest',
      `Idempotency-Key ${JSON.stringify(idempotency.key)} was used for job ${row.job_id} with another body; ` +
        'use a new key for a new job.',
    );
  }
  return row.job_id;
}

export async function insertIdempotent(tx: Tx, plan: JobPlan, jobId: number, nowMs: number): Promise<void> {
  const { idempotency, account } = plan;
  if (idempotency === undefined) return;
  const values = { body_hash: idempotency.bodyHash, job_id: jobId, expires_ms: nowMs + IDEMPOTENCY_MS };
  await tx
    .insertInto('idempotency')
    .values({
      graph_address: textCodec.encode(account.graphAddress),
      user_name: textCodec.encode(account.user),
      workflow_id: textCodec.encode(plan.workflowId),
      key: textCodec.encode(idempotency.key),
      ...values,
    })
    .onConflict((c) => c.columns(['graph_address', 'user_name', 'workflow_id', 'key']).doUpdateSet(values))
    .execute();
}

/** The state of a job and of some of its tasks at one moment, to be written as a whole. */
export interface JobSnapshot {
  readonly jobId: number;
  readonly job: ReturnType<typeof jobStateOf> | undefined;
  readonly tasks: readonly TaskSnapshot[];
}

export interface TaskSnapshot {
  readonly key: string;
  readonly position: number;
  readonly state: ReturnType<typeof taskStateOf>;
  readonly lines: readonly LogLine[];
}

export function jobStateOf(job: ActiveJob) {
  let resultBytes = 0;
  for (const task of job.tasks.values()) resultBytes += task.resultBytes;
  return {
    status: job.status,
    reason: textCodec.encodeOptional(job.reason),
    run_begin_ms: timeCodec.encode(job.runBeginTimeMs),
    run_end_ms: timeCodec.encode(job.runEndTimeMs),
    ...(isFinal(job.status) ? { credentials: null, result_bytes: intCodec.encode(resultBytes) } : {}),
  };
}

/** Takes the task's pending log lines along: they are the snapshot's to write from now on. */
export function taskSnapshotOf(task: ActiveTask): TaskSnapshot {
  const lines = task.pendingLines;
  task.pendingLines = [];
  return { key: task.key, position: task.position, state: taskStateOf(task), lines };
}

/** A guard did not hold. Trying again can't help. */
export class LateWriteError extends Error {}

/**
 * Writes a snapshot. The guard of every task is the last word against stragglers: a task that is final stays as it
 * is, an attempt never goes back, and a result counts only for the attempt that is current and Running.
 * @throws LateWriteError when a guard does not hold, which is a fault of this program
 */
export async function writeSnapshot(tx: Tx, snapshot: JobSnapshot): Promise<void> {
  const { jobId } = snapshot;
  for (const { key, position, state, lines } of snapshot.tasks) {
    let update = tx.updateTable('tasks').set(state).where('job_id', '=', jobId).where('position', '=', position);
    update =
      state.status === JOB_STATUS.Success
        ? update.where('status', '=', JOB_STATUS.Running).where('attempt', '=', state.attempt)
        : update.where('status', 'in', UNFINISHED).where('attempt', '<=', state.attempt);
    const { numUpdatedRows } = await update.executeTakeFirst();
    if (numUpdatedRows !== 1n) await expectWritten(tx, jobId, position, state);
    await insertLines(tx, jobId, key, lines);
  }
  if (snapshot.job === undefined) return;
  const { numUpdatedRows } = await tx
    .updateTable('jobs')
    .set(snapshot.job)
    .where('id', '=', jobId)
    .where('status', 'in', UNFINISHED)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) {
    const row = await tx.selectFrom('jobs').select('status').where('id', '=', jobId).executeTakeFirst();
    if (row?.status !== snapshot.job.status)
      throw new LateWriteError(`job ${jobId} was final already (status ${row?.status})`);
  }
}

const UNFINISHED = [JOB_STATUS.Preparing, JOB_STATUS.Running, JOB_STATUS.Stopping];

/** A commit whose answer was lost is tried again and then finds its own rows. */
async function expectWritten(tx: Tx, jobId: number, position: number, state: TaskSnapshot['state']): Promise<void> {
  const row = await tx
    .selectFrom('tasks')
    .select(['status', 'attempt'])
    .where('job_id', '=', jobId)
    .where('position', '=', position)
    .executeTakeFirst();
  if (row?.status === state.status && row.attempt === state.attempt) return;
  throw new LateWriteError(
    `task ${position} of job ${jobId} is at status ${row?.status}, attempt ${row?.attempt}: ` +
      `status ${state.status} of attempt ${state.attempt} came too late`,
  );
}

async function insertLines(tx: Tx, jobId: number, taskKey: string, lines: readonly LogLine[]): Promise<void> {
  for (let i = 0; i < lines.length; i += ROWS_PER_INSERT) {
    const rows = lines.slice(i, i + ROWS_PER_INSERT).map((line) => logRowOf(jobId, taskKey, line));
    await tx
      .insertInto('task_logs')
      .values(rows)
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/** Removes a job and all that belongs to it. */
export async function deleteJobRows(tx: Tx, jobId: number): Promise<void> {
  // Ids are never used twice: a folder that outlived its job must not become another job's.
  await raiseCounter(tx, LAST_JOB_ID, jobId);
  await tx.deleteFrom('task_logs').where('job_id', '=', jobId).execute();
  await tx.deleteFrom('tasks').where('job_id', '=', jobId).execute();
  await tx.deleteFrom('jobs').where('id', '=', jobId).execute();
}

export const LAST_JOB_ID = 'last_job_id';
export const EPOCH = 'epoch';

/** Sets the counter to at least `value`. */
export async function raiseCounter(tx: Tx, name: string, value: number): Promise<void> {
  await tx
    .insertInto('counters')
    .values({ name, value })
    .onConflict((c) => c.column('name').doUpdateSet({ value }).where('counters.value', '<', value))
    .execute();
}
