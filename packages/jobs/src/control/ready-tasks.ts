import { JOB_STATUS } from '@orrery/contracts';
import { isReady, type ActiveJob, type ActiveTask } from './active-job.ts';

export interface ReadyTask {
  readonly job: ActiveJob;
  readonly task: ActiveTask;
}

/** All tasks that wait for nothing but a place, in the order of jobs and plans. */
export function readyTasks(jobs: Iterable<ActiveJob>, nowMs: number): ReadyTask[] {
  const ready: ReadyTask[] = [];
  for (const job of jobs) {
    if (job.status !== JOB_STATUS.Preparing && job.status !== JOB_STATUS.Running) continue;
    for (const task of job.tasks.values()) {
      if (task.notBeforeMs <= nowMs && isReady(job, task)) ready.push({ job, task });
    }
  }
  return ready;
}

/** Running tasks per account and per job: what turns are decided by. */
export class Shares {
  readonly #byAccount = new Map<string, number>();
  readonly #byJob = new Map<number, number>();

  add(job: ActiveJob, change: 1 | -1): void {
    const account = accountKey(job);
    this.#byAccount.set(account, (this.#byAccount.get(account) ?? 0) + change);
    const ofJob = (this.#byJob.get(job.id) ?? 0) + change;
    if (ofJob === 0) this.#byJob.delete(job.id);
    else this.#byJob.set(job.id, ofJob);
    if (this.#byAccount.get(account) === 0) this.#byAccount.delete(account);
  }

  /**
   * Takes the candidate whose account, then whose job, has the fewest tasks running; among equals the first. So a job
   * of five hundred independent tasks leaves a turn to everybody else's.
   */
  takeNext(candidates: ReadyTask[]): ReadyTask | undefined {
    let best = -1;
    let bestAccount = Infinity;
    let bestJob = Infinity;
    for (const [i, { job }] of candidates.entries()) {
      const ofAccount = this.#byAccount.get(accountKey(job)) ?? 0;
      const ofJob = this.#byJob.get(job.id) ?? 0;
      if (ofAccount < bestAccount || (ofAccount === bestAccount && ofJob < bestJob)) {
        [best, bestAccount, bestJob] = [i, ofAccount, ofJob];
      }
    }
    return best < 0 ? undefined : candidates.splice(best, 1)[0];
  }
}

function accountKey(job: ActiveJob): string {
  return `${job.account.graphAddress}\n${job.account.user}`;
}
