import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFinal, JOB_STATUS } from '@orrery/contracts';
import type { JobDetail, Viewer } from '@orrery/jobs';
import { OUTPUT_FILE, type TestOutput } from '../fixtures/test-task-types.ts';
import type { CrashServer } from './crash-server.ts';

const PAGE = 1000;
const PATIENCE_MS = 60_000;

/** A post: its idempotency key, and the id if it was acknowledged. */
export interface Post {
  readonly key: string;
  jobId: number | undefined;
}

/**
 * What must hold once a server has recovered and everything has ended. The jobs are those of test tasks whose
 * `spec.value` is the post's key.
 *
 * - every acknowledged job is there, under the id that was told, and ended;
 * - no post made two jobs;
 * - every task that is Success has its whole result, written by the attempt that counts; no other task has one;
 * - nothing half written and nothing half deleted is left on the disk.
 *
 * @returns violations, in words
 */
export async function violations(
  server: CrashServer,
  viewer: Viewer,
  dataDir: string,
  posts: readonly Post[],
): Promise<string[]> {
  const found: string[] = [];
  const jobs = await endedJobs(server, viewer, found);
  const byKey = new Map<string, JobDetail[]>();
  for (const job of jobs.values()) {
    const key = String(job.input);
    byKey.set(key, [...(byKey.get(key) ?? []), job]);
    checkResults(job, dataDir, found);
  }
  for (const { key, jobId } of posts) {
    const made = byKey.get(key) ?? [];
    if (made.length > 1) found.push(`post ${key} made jobs ${made.map((job) => job.id).join(', ')}`);
    if (jobId !== undefined && made[0]?.id !== jobId)
      found.push(`job ${jobId} of post ${key} was acknowledged and is gone`);
  }
  const results = join(dataDir, 'results');
  for (const name of readdirSync(results)) {
    if (name === '.attempts' || name === '.trash') {
      for (const left of readdirSync(join(results, name))) found.push(`${name}/${left} was left over`);
    } else if (!jobs.has(Number(name))) found.push(`results/${name} belongs to no job`);
  }
  return found;
}

async function endedJobs(server: CrashServer, viewer: Viewer, found: string[]): Promise<Map<number, JobDetail>> {
  const jobs = new Map<number, JobDetail>();
  for (let page = 1; ; page++) {
    const { items } = await server.call('list', viewer, { orderByCreateTime: 'asc' }, page, PAGE);
    for (const { id } of items) {
      const status = await server.call('wait', viewer, id, PATIENCE_MS);
      if (!isFinal(status)) found.push(`job ${id} did not end within ${PATIENCE_MS / 1000} s (status ${status})`);
      jobs.set(id, await server.call('get', viewer, id));
    }
    if (items.length < PAGE) return jobs;
  }
}

function checkResults(job: JobDetail, dataDir: string, found: string[]): void {
  const folder = join(dataDir, 'results', String(job.id));
  const present = new Set(entriesOf(folder));
  for (const task of job.tasks) {
    const where = `task ${task.key} of job ${job.id}`;
    if (isFinal(job.status) && !isFinal(task.status)) found.push(`${where} did not end, but its job did`);
    if (task.status !== JOB_STATUS.Success) continue;
    present.delete(task.key);
    try {
      const text = readFileSync(join(folder, task.key, OUTPUT_FILE), 'utf8');
      const output = JSON.parse(text) as TestOutput;
      if (output.value !== job.input) found.push(`${where} has another post's result`);
      if (output.attempt !== task.attempt) {
        found.push(`${where} counts attempt ${task.attempt}, but its result is attempt ${output.attempt}'s`);
      }
      const files = entriesOf(join(folder, task.key));
      if (files.length !== 1) found.push(`${where} has the files ${files.join(', ')}`);
    } catch (error) {
      found.push(`${where} is Success without a whole result: ${(error as Error).message}`);
    }
  }
  for (const key of present) found.push(`job ${job.id} has a result of ${key}, which is not Success`);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
