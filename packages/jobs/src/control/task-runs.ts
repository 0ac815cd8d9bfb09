import { JOB_STATUS, type ResultSummary } from '@orrery/contracts';
import type { ExecutorPool } from '../executors/executor-pool.ts';
import type { ExecutorProcess } from '../executors/executor-process.ts';
import type { ActivityReport, RunOutcome } from '../executors/protocol.ts';
import { faultPoint } from '../fault-point.ts';
import type { ResultFolders } from '../results/result-folders.ts';
import type { ActiveJob, ActiveTask } from './active-job.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { JobLedger } from './job-ledger.ts';
import { upstreamOf } from './task-demand.ts';

export type RunEnd = {
  /** When the run ended; its result may have been put into place since. */
  readonly atMs: number;
} & (
  | {
      readonly kind: 'success';
      readonly summary: ResultSummary;
      readonly sizeBytes: number;
      /** To be called once the task's Success is durable. */
      readonly committed: () => void;
    }
  | { readonly kind: 'failed' | 'lost'; readonly message: string }
);

export interface RunListener {
  /** The executor is free again and the resources with it; the result may still be on its way into place. */
  freed(): void;
  /** How it ended; not called for runs that a stop of the server cut off. */
  ended(end: RunEnd): void;
}

interface Run {
  readonly job: ActiveJob;
  readonly task: ActiveTask;
  readonly attempt: number;
  readonly executor: ExecutorProcess;
  readonly listener: RunListener;
  sent: boolean;
  /** Set when the run must end; what the task then is, whatever the run still reports. */
  ending: string | undefined;
  timeout: NodeJS.Timeout | undefined;
  grace: NodeJS.Timeout | undefined;
}

/** Progress and log lines reach the database at most this often per job. */
const ACTIVITY_INTERVAL_MS = 250;

export interface TaskRunsOptions {
  readonly ledger: JobLedger;
  readonly pool: ExecutorPool;
  readonly folders: ResultFolders;
  readonly vault: CredentialVault;
  /** Time that a task gets to end by itself after it was told to. */
  readonly graceMs: number;
  readonly onTrouble: (error: unknown) => void;
}

/** Carries out claims: hands tasks to executors, watches their time, puts their results into place. */
export class TaskRuns {
  readonly #options: TaskRunsOptions;
  readonly #runs = new Map<string, Run>();
  readonly #commits = new Set<Promise<void>>();
  readonly #active = new Map<ActiveTask, ActiveJob>();
  #activityTimer: NodeJS.Timeout | undefined;
  #stopping = false;
  #freed: (() => void)[] = [];

  constructor(options: TaskRunsOptions) {
    this.#options = options;
  }

  /** Runs that hold an executor. */
  get count(): number {
    return this.#runs.size;
  }

  /** Records the claim (made in memory by the caller) and hands the task over once it is durable. */
  start(job: ActiveJob, task: ActiveTask, jobChanged: boolean, executor: ExecutorProcess, listener: RunListener): void {
    const run: Run = {
      job,
      task,
      attempt: task.attempt,
      executor,
      listener,
      sent: false,
      ending: undefined,
      timeout: undefined,
      grace: undefined,
    };
    this.#runs.set(task.id, run);
    faultPoint('before-claim');
    this.#options.ledger.record(job, [task], jobChanged, () => {
      faultPoint('after-claim');
      this.#send(run);
    });
  }

  /** Ends the task's run, if it has one: asks first, kills the process after the grace. */
  end(task: ActiveTask, message: string): void {
    const run = this.#runs.get(task.id);
    if (run !== undefined) this.#end(run, message);
  }

  endAll(message: string): void {
    for (const run of this.#runs.values()) this.#end(run, message);
  }

  /** Resolves when no run is left and all results are in place, or after the bound; runs left are then cut off. */
  async drain(boundMs: number): Promise<void> {
    const bound = new Promise<void>((resolve) => setTimeout(resolve, boundMs).unref());
    const none = new Promise<void>((resolve) => {
      if (this.#runs.size === 0) resolve();
      else this.#freed.push(resolve);
    });
    await Promise.race([none, bound]);
    this.#stopping = true;
    for (const run of this.#runs.values()) {
      clearTimeout(run.timeout);
      clearTimeout(run.grace);
    }
    await Promise.all(this.#commits);
    this.#flushActivity();
  }

  #send(run: Run): void {
    const { job, task, executor } = run;
    if (run.ending !== undefined || this.#stopping) {
      this.#options.pool.giveBack(executor);
      this.#outcome(run, { kind: 'failed', message: run.ending ?? '' });
      return;
    }
    let credentialsText: string;
    try {
      credentialsText = job.credentials === undefined ? 'null' : this.#options.vault.open(job.id, job.credentials);
    } catch {
      this.#options.pool.giveBack(executor);
      const message =
        "the job's credentials can't be decrypted: the data folder's key was replaced. Run the job again.";
      this.#outcome(run, { kind: 'failed', message });
      return;
    }
    run.sent = true;
    const limitMs = Math.min(task.timeoutMs, 2_147_483_647);
    run.timeout = setTimeout(() => this.#end(run, `it timed out after ${inWords(task.timeoutMs)}`), limitMs);
    const resultDir = (jobId: number, key: string): string => this.#options.folders.resultDir(jobId, key);
    executor.run(
      {
        type: 'run',
        jobId: job.id,
        taskId: task.id,
        taskKey: task.key,
        taskType: task.taskType,
        attempt: run.attempt,
        specText: task.specText,
        credentialsText,
        outputDir: this.#options.folders.attemptDir(task.id, run.attempt),
        upstream: [...upstreamOf(job, task, resultDir)],
      },
      {
        activity: (report) => this.#activity(run, report),
        outcome: (outcome) => this.#outcome(run, outcome),
      },
    );
  }

  #end(run: Run, message: string): void {
    if (run.ending !== undefined) return;
    run.ending = message;
    if (!run.sent) return;
    run.executor.cancel(message);
    run.grace = setTimeout(() => run.executor.kill(message), this.#options.graceMs);
  }

  #outcome(run: Run, outcome: RunOutcome): void {
    clearTimeout(run.timeout);
    clearTimeout(run.grace);
    // What a stop of the server cut off is recovery's.
    if (this.#stopping) return;
    const atMs = Date.now();
    this.#runs.delete(run.task.id);
    this.#active.delete(run.task);
    if (outcome.kind === 'success' && run.ending === undefined) {
      const commit = this.#commit(run, outcome, atMs).finally(() => this.#commits.delete(commit));
      this.#commits.add(commit);
    } else {
      this.#discard(this.#options.folders.attemptDir(run.task.id, run.attempt));
      const ending = run.ending ?? (outcome.kind === 'success' ? '' : outcome.message);
      const kind = run.ending === undefined && outcome.kind === 'lost' ? 'lost' : 'failed';
      run.listener.ended({ kind, message: ending, atMs });
    }
    run.listener.freed();
    if (this.#runs.size === 0) for (const resolve of this.#freed.splice(0)) resolve();
  }

  async #commit(run: Run, outcome: RunOutcome & { kind: 'success' }, atMs: number): Promise<void> {
    const { job, task, attempt, listener } = run;
    const { folders } = this.#options;
    try {
      await folders.commit(task.id, attempt, job.id, task.key);
    } catch (error) {
      this.#discard(folders.attemptDir(task.id, attempt));
      listener.ended({ kind: 'failed', message: storeFailure(error as Error & { code?: string }), atMs });
      return;
    }
    if (run.ending !== undefined || task.status !== JOB_STATUS.Running) {
      // Cancelled meanwhile: the result goes before the task is final, so that no final task has a stray one.
      await folders.remove(folders.resultDir(job.id, task.key)).catch(this.#options.onTrouble);
      listener.ended({ kind: 'failed', message: run.ending ?? '', atMs });
      return;
    }
    faultPoint('before-result-commit');
    listener.ended({
      kind: 'success',
      summary: outcome.summary,
      sizeBytes: outcome.sizeBytes,
      atMs,
      committed: () => faultPoint('after-result-commit'),
    });
  }

  #discard(folder: string): void {
    this.#options.folders.remove(folder).catch(this.#options.onTrouble);
  }

  #activity(run: Run, report: ActivityReport): void {
    const { task } = run;
    if (report.progress !== undefined) {
      task.progress = report.progress.fraction;
      task.phrase = report.progress.phrase;
    }
    for (const line of report.lines) task.pendingLines.push({ ...line, sequence: ++task.lastLogSequence });
    this.#active.set(task, run.job);
    this.#activityTimer ??= setTimeout(() => this.#flushActivity(), ACTIVITY_INTERVAL_MS);
  }

  #flushActivity(): void {
    clearTimeout(this.#activityTimer);
    this.#activityTimer = undefined;
    for (const [task, job] of this.#active) this.#options.ledger.record(job, [task], false);
    this.#active.clear();
  }
}

function storeFailure(error: Error & { code?: string }): string {
  const advice = error.code === 'ENOSPC' ? 'the disk is full. Delete old jobs or give it a larger disk' : error.message;
  return `its result could not be stored: ${advice}`;
}

function inWords(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
