import { JOB_STATUS } from '@orrery/contracts';
import { endProcess } from '../executors/process-identity.ts';
import { intCodec } from '../metadata/codecs.ts';
import type { Metadata } from '../metadata/open-metadata.ts';
import type { ResultFolders } from '../results/result-folders.ts';
import type { JobReads } from '../stores/job-reads.ts';
import { EPOCH, LAST_JOB_ID, raiseCounter } from '../stores/job-writes.ts';
import type { ActiveJob } from './active-job.ts';
import type { WaitingJob } from './scheduler.ts';

export interface Recovered {
  /** Jobs found Running or Stopping; their tasks are as the last server left them. */
  readonly running: readonly ActiveJob[];
  readonly waiting: readonly WaitingJob[];
  /** Largest id ever given to a job, and the latest creation time. */
  readonly lastJobId: number;
  readonly lastCreateTimeMs: number;
  /** How often a server has been started on this database, this time included. */
  readonly epoch: number;
  readonly endedChildren: number;
}

/**
 * Puts things in order after a server that may have been killed at any moment, before anything runs:
 * ends its children that survived, so that nobody writes any more; removes what they had not finished and what was
 * being deleted; removes results that were moved into place but not marked; finds the jobs that are not final.
 */
export async function recover(metadata: Metadata, reads: JobReads, folders: ResultFolders): Promise<Recovered> {
  const { db, writer } = metadata;
  const endedChildren = await endChildren(metadata);
  await folders.prepare();
  await folders.removeLeftovers();
  await removeOrphans(metadata, folders);

  const rows = await db
    .selectFrom('jobs')
    .select(['id', 'graph_address', 'user_name', 'status'])
    .where('status', 'in', [JOB_STATUS.Preparing, JOB_STATUS.Running, JOB_STATUS.Stopping])
    .orderBy('id')
    .execute();
  const running: ActiveJob[] = [];
  const waiting: WaitingJob[] = [];
  for (const row of rows) {
    if (row.status === JOB_STATUS.Preparing) {
      const account = { graphAddress: row.graph_address, user: row.user_name };
      waiting.push({ id: row.id, account, job: undefined });
      continue;
    }
    const job = (await reads.active(row.id))!;
    await removeUnmarked(job, folders);
    running.push(job);
  }

  const newest = await db
    .selectFrom('jobs')
    .select(['id', 'create_time_ms'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const counters = new Map(
    (await db.selectFrom('counters').selectAll().execute()).map((row) => [row.name, intCodec.decode(row.value)]),
  );
  const epoch = (counters.get(EPOCH) ?? 0) + 1;
  await writer.write((tx) => raiseCounter(tx, EPOCH, epoch));
  return {
    running,
    waiting,
    lastJobId: Math.max(newest?.id ?? 0, counters.get(LAST_JOB_ID) ?? 0),
    lastCreateTimeMs: newest === undefined ? 0 : intCodec.decode(newest.create_time_ms),
    epoch,
    endedChildren,
  };
}

async function endChildren({ db, writer }: Metadata): Promise<number> {
  const children = await db.selectFrom('children').selectAll().execute();
  const ended = await Promise.all(children.map((child) => endProcess(child.pid, child.identity)));
  if (children.length > 0) await writer.write((tx) => tx.deleteFrom('children').execute());
  return ended.filter(Boolean).length;
}

/** Folders without a job: deleted jobs, and results linked for jobs that were never committed. */
async function removeOrphans({ db }: Metadata, folders: ResultFolders): Promise<void> {
  const ids = await folders.jobIds();
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500);
    const rows = await db.selectFrom('jobs').select('id').where('id', 'in', some).execute();
    const known = new Set(rows.map((row) => row.id));
    for (const id of some) if (!known.has(id)) await folders.remove(folders.jobDir(id));
  }
}

/** Results in place whose task is not Success: the server ended between rename and commit. */
async function removeUnmarked(job: ActiveJob, folders: ResultFolders): Promise<void> {
  for (const key of await folders.taskKeys(job.id)) {
    if (job.tasks.get(key)?.status !== JOB_STATUS.Success) await folders.remove(folders.resultDir(job.id, key));
  }
}
