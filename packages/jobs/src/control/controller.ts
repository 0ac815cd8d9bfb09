// Long because every method of JobController is here, each a few lines that delegate; state is with the parts.
import { isFinal, JOB_STATUS, OrreryError, type JobStatus, type ResultSummary } from '@orrery/contracts';
import { join } from 'node:path';
import { ExecutorPool } from '../executors/executor-pool.ts';
import type {
  JobController,
  JobDetail,
  JobEvent,
  JobFilter,
  JobPlan,
  JobView,
  LogLine,
  Page,
  TaskView,
  Viewer,
} from '../face.ts';
import { jsonCodec, intCodec, timeCodec } from '../metadata/codecs.ts';
import { lockFolder, type FolderLock } from '../metadata/folder-lock.ts';
import { databaseError, type Metadata } from '../metadata/open-metadata.ts';
import { ResultFolders } from '../results/result-folders.ts';
import { JobReads } from '../stores/job-reads.ts';
import { deleteJobRows, findIdempotent, insertIdempotent, insertJob } from '../stores/job-writes.ts';
import type { TaskType } from '../task-type.ts';
import type { ActiveJob } from './active-job.ts';
import { backUp } from './backup.ts';
import { limitsOf, type ControllerLimits, type ControllerOptions } from './controller-options.ts';
import { CredentialVault } from './credential-vault.ts';
import { DiskGuard } from './disk-guard.ts';
import { EventHub } from './event-hub.ts';
import { followJob, waitForJob } from './follow-job.ts';
import { checkPlan, jobOfPlan, type ReusedResult } from './job-plan.ts';
import { JobLedger } from './job-ledger.ts';
import { Machine, machineTotals } from './machine.ts';
import { recover } from './recovery.ts';
import { Retention } from './retention.ts';
import { Scheduler } from './scheduler.ts';
import { TaskRuns } from './task-runs.ts';

/** Text of specs that waiting jobs may keep in memory; those beyond are read again when their turn comes. */
const KEPT_TEXT = 64 * 2 ** 20;
const HEARTBEATS_PER_HANG = 10;
const LONGEST_RETRY_PAUSE_MS = 60_000;
const RETENTION_INTERVAL_MS = 10 * 60_000;
const EXECUTOR_END_MS = 2000;

export interface ControllerStatistics {
  readonly waitingJobs: number;
  readonly runningJobs: number;
  readonly runningTasks: number;
  readonly executors: { readonly idle: number; readonly busy: number; readonly starting: number };
  readonly threads: { readonly used: number; readonly total: number };
  readonly memoryBytes: { readonly used: number; readonly total: number };
}

/** A controller that runs; made by `createController`. */
export class Controller implements JobController {
  readonly #metadata: Metadata;
  readonly #limits: ControllerLimits;
  readonly #taskTypes: ReadonlyMap<string, TaskType>;
  readonly #folders: ResultFolders;
  readonly #reads: JobReads;
  readonly #vault: CredentialVault;
  readonly #hub: EventHub;
  readonly #ledger: JobLedger;
  readonly #machine: Machine;
  readonly #pool: ExecutorPool;
  readonly #runs: TaskRuns;
  readonly #scheduler: Scheduler;
  readonly #disk: DiskGuard;
  readonly #retention: Retention;
  readonly #ownLock: FolderLock | undefined;
  readonly #onTrouble: (error: unknown) => void;
  #lastJobId: number;
  #lastCreateTimeMs: number;
  #submitting = 0;
  #keptText = 0;
  /** Mean time between ends of jobs, for Retry-After. */
  #meanEndIntervalMs = 1000;
  #lastEndMs = Date.now();
  #stopping: Promise<void> | undefined;
  /** Files of deleted jobs stay until a backup that may need them is done. */
  #backup: Promise<void> = Promise.resolve();

  /** @internal Use `createController`. */
  static async start(options: ControllerOptions): Promise<Controller> {
    const ownLock = options.folderLock === undefined ? lockFolder(options.dataDir) : undefined;
    try {
      return await Controller.#start(options, ownLock);
    } catch (error) {
      ownLock?.release();
      throw error;
    }
  }

  static async #start(options: ControllerOptions, ownLock: FolderLock | undefined): Promise<Controller> {
    const folders = new ResultFolders(join(options.dataDir, 'results'));
    const reads = new JobReads(options.metadata.db, (jobId, key) => folders.resultDir(jobId, key));
    const recovered = await recover(options.metadata, reads, folders);
    const controller = new Controller(options, ownLock, folders, reads, recovered);
    options.log?.('info', 'controller started', {
      resumedJobs: recovered.running.length,
      waitingJobs: recovered.waiting.length,
      endedChildren: recovered.endedChildren,
    });
    await controller.#disk.check();
    await controller.#retention.start();
    if (options.resumeJobs ?? true) {
      for (const job of recovered.running) controller.#scheduler.resume(job);
      // Whoever reads now sees what recovery decided, not what the last server left.
      await Promise.all(recovered.running.map((job) => controller.#ledger.settled(job)));
      for (const waiting of recovered.waiting) controller.#scheduler.enqueue(waiting);
    }
    controller.#pool.keepWarm(controller.#limits.warmExecutors);
    void controller.#retention.run();
    void options.metadata.lost.then((reason) => {
      options.log?.('error', reason);
      controller.#ledger.abandon();
      void controller.stop(0);
      options.onLost?.(reason);
    });
    return controller;
  }

  private constructor(
    options: ControllerOptions,
    ownLock: FolderLock | undefined,
    folders: ResultFolders,
    reads: JobReads,
    recovered: Awaited<ReturnType<typeof recover>>,
  ) {
    const { metadata } = options;
    const limits = limitsOf(options.limits, machineTotals());
    this.#metadata = metadata;
    this.#limits = limits;
    this.#ownLock = ownLock;
    this.#folders = folders;
    this.#reads = reads;
    this.#lastJobId = recovered.lastJobId;
    this.#lastCreateTimeMs = recovered.lastCreateTimeMs;
    this.#taskTypes = new Map(options.taskTypes.map((type) => [type.name, type]));
    this.#vault = new CredentialVault(options.key);
    this.#hub = new EventHub(recovered.epoch);
    this.#machine = new Machine(limits.resources);
    const log = options.log ?? (() => {});
    this.#onTrouble = (error) => {
      log('error', (error as Error).message, { error });
    };
    const resultDir = (jobId: number, key: string): string => folders.resultDir(jobId, key);
    this.#ledger = new JobLedger(metadata.writer, this.#hub, resultDir, this.#onTrouble);
    this.#pool = new ExecutorPool(
      {
        entry: options.executorEntry,
        init: options.executorInit,
        execArgv: options.executorExecArgv ?? [],
        heartbeatMs: Math.ceil(limits.hangTimeoutMs / HEARTBEATS_PER_HANG),
        missedHeartbeats: HEARTBEATS_PER_HANG,
        onOutput: (pid, line) => log('info', line, { executor: pid }),
      },
      limits.maxRunningTasks,
      {
        changed: () => this.#scheduler.pump(),
        cannotStart: (message) => {
          log('error', message);
          this.#scheduler.failWaitingForExecutor(message);
        },
        record: (pid, identity) => this.recordChild(pid, identity),
        forget: (pid, identity) => void this.forgetChild(pid, identity).catch(this.#onTrouble),
      },
    );
    this.#runs = new TaskRuns({
      ledger: this.#ledger,
      pool: this.#pool,
      folders,
      vault: this.#vault,
      graceMs: limits.cancelGraceMs,
      onTrouble: this.#onTrouble,
    });
    const onDiskFull = (message: string): void => {
      log('error', message);
      this.#runs.endAll(message);
    };
    this.#disk = new DiskGuard(options.dataDir, limits.minFreeDiskBytes, onDiskFull, this.#onTrouble);
    metadata.writer.onDiskFull(() => this.#disk.giveReserve());
    this.#scheduler = new Scheduler({
      maxRunningJobs: limits.maxRunningJobs,
      maxRunningTasks: limits.maxRunningTasks,
      taskTypes: this.#taskTypes,
      machine: this.#machine,
      ledger: this.#ledger,
      pool: this.#pool,
      runs: this.#runs,
      resultDir,
      load: (jobId) => reads.active(jobId),
      diskRefusal: () => this.#disk.refusal,
      retryPauseMs: (attempt) => Math.min(LONGEST_RETRY_PAUSE_MS, limits.retryPauseMs * 2 ** (attempt - 1)),
      onJobEnded: (job) => this.#jobEnded(job),
      onTrouble: this.#onTrouble,
    });
    this.#retention = new Retention(metadata, {
      ageMs: limits.retentionAgeMs,
      totalBytes: limits.retentionBytes,
      intervalMs: RETENTION_INTERVAL_MS,
      deleteJob: (jobId) => this.#delete(jobId),
      onTrouble: this.#onTrouble,
    });
  }

  async submit(plan: JobPlan): Promise<{ id: number; created: boolean }> {
    this.#refuseWhenStopping();
    checkPlan(plan, this.#taskTypes);
    const nowMs = Math.max(Date.now(), this.#lastCreateTimeMs);
    const known = await this.submitted(plan);
    if (known !== undefined) return { id: known, created: false };
    this.#refuseWhenFull();
    this.#submitting++;
    try {
      return await this.#submit(plan, nowMs);
    } finally {
      this.#submitting--;
    }
  }

  async submitted(plan: Pick<JobPlan, 'account' | 'workflowId' | 'idempotency'>): Promise<number | undefined> {
    if (plan.idempotency === undefined) return undefined;
    return findIdempotent(this.#metadata.db, plan, Math.max(Date.now(), this.#lastCreateTimeMs)).catch(refuse);
  }

  async #submit(plan: JobPlan, nowMs: number): Promise<{ id: number; created: boolean }> {
    const reused = await this.#reusable(plan).catch(refuse);
    // Ids and times rise together, in the order in which jobs are written.
    this.#lastCreateTimeMs = Math.max(nowMs, this.#lastCreateTimeMs);
    const id = ++this.#lastJobId;
    const job = jobOfPlan(plan, id, this.#lastCreateTimeMs, this.#vault.seal(id, plan.credentials), reused);
    const inputText = jsonCodec.encode(plan.input);
    let reusedBytes = 0;
    for (const task of job.tasks.values()) reusedBytes += task.resultBytes;
    const known = await this.#linkReused(plan, id, reused)
      .then(() =>
        this.#metadata.writer.write(async (tx) => {
          const earlier = await findIdempotent(tx, plan, nowMs);
          if (earlier !== undefined) return earlier;
          await insertJob(tx, job, inputText, reusedBytes);
          await insertIdempotent(tx, plan, id, nowMs);
          return undefined;
        }),
      )
      .catch(async (error: unknown) => {
        if (reused.size > 0) await this.#folders.remove(this.#folders.jobDir(id)).catch(this.#onTrouble);
        // The commit's answer may be what was lost: the job is then there and has to run.
        if (!(error instanceof OrreryError)) void this.#adopt(job);
        return refuse(error);
      });
    if (known !== undefined) {
      if (reused.size > 0) await this.#folders.remove(this.#folders.jobDir(id));
      return { id: known, created: false };
    }
    this.#enqueue(job);
    return { id, created: true };
  }

  async get(viewer: Viewer, jobId: number): Promise<JobDetail> {
    const job = await this.#reads.detail(viewer, jobId).catch(refuse);
    return { ...job, tasks: job.tasks.map((task) => this.#withWait(jobId, task)) };
  }

  list(viewer: Viewer, filter: JobFilter, page: number, pageSize: number): Promise<Page<JobView>> {
    return this.#reads.list(viewer, filter, page, pageSize).catch(refuse);
  }

  newest(viewer: Viewer, workflowIds: readonly string[]): Promise<ReadonlyMap<string, JobView>> {
    return this.#reads.newest(viewer, workflowIds).catch(refuse);
  }

  async task(viewer: Viewer, jobId: number, taskRef: string): Promise<TaskView> {
    return this.#withWait(jobId, await this.#reads.task(viewer, jobId, taskRef).catch(refuse));
  }

  async cancel(viewer: Viewer, jobId: number): Promise<void> {
    this.#refuseWhenStopping();
    await this.#reads.view(viewer, jobId).catch(refuse);
    await this.#scheduler.cancel(jobId);
  }

  async delete(viewer: Viewer, jobId: number): Promise<void> {
    const job = await this.#reads.view(viewer, jobId).catch(refuse);
    if (!isFinal(job.status)) {
      throw new OrreryError('ErrBadRequest', `job ${jobId} has not ended; cancel it first, then delete it`);
    }
    await this.#delete(jobId).catch(refuse);
  }

  async logs(viewer: Viewer, jobId: number, taskRef: string, afterSequence: number, limit: number): Promise<LogLine[]> {
    const task = await this.task(viewer, jobId, taskRef);
    return this.#reads.logs(jobId, task.key, afterSequence, limit).catch(refuse);
  }

  events(
    viewer: Viewer,
    jobId: number,
    afterSequence: number | undefined,
    signal: AbortSignal,
  ): AsyncIterable<JobEvent> {
    return followJob(this.#hub, () => this.get(viewer, jobId), jobId, afterSequence, signal);
  }

  wait(viewer: Viewer, jobId: number, timeoutMs: number): Promise<JobStatus> {
    return waitForJob(
      this.#hub,
      async () => (await this.#reads.view(viewer, jobId).catch(refuse)).status,
      jobId,
      timeoutMs,
    );
  }

  /** Figures for metrics and for people; of this moment. */
  statistics(): ControllerStatistics {
    const used = this.#machine.used();
    const { totals } = this.#machine;
    return {
      waitingJobs: this.#scheduler.waitingCount,
      runningJobs: this.#scheduler.runningCount,
      runningTasks: this.#runs.count,
      executors: this.#pool.counts(),
      threads: { used: used.threads, total: totals.threads },
      memoryBytes: { used: used.memoryBytes, total: totals.memoryBytes },
    };
  }

  /**
   * Writes a consistent copy of the metadata and of the results of ended jobs into a folder that is empty or does not
   * exist, while jobs go on. Jobs that have not ended are in the copy as Interrupted. See `restoreBackup`.
   * @throws OrreryError ErrBadRequest when the folder is not empty
   */
  async backup(targetDir: string): Promise<void> {
    const previous = this.#backup;
    const done = Promise.withResolvers<void>();
    this.#backup = done.promise;
    try {
      await previous;
      await backUp(this.#metadata, this.#folders, targetDir);
    } finally {
      done.resolve();
    }
  }

  /** Deletes what is past its time or beyond the total now, not at the next interval. */
  applyRetention(): Promise<void> {
    return this.#retention.run();
  }

  /** Durably notes a child process, so that the next start ends it should it survive this server. */
  async recordChild(pid: number, identity: string): Promise<void> {
    const row = { pid, identity, recorded_ms: Date.now() };
    await this.#metadata.writer.write((tx) =>
      tx
        .insertInto('children')
        .values(row)
        .onConflict((c) => c.doNothing())
        .execute(),
    );
  }

  async forgetChild(pid: number, identity: string): Promise<void> {
    await this.#metadata.writer.write((tx) =>
      tx.deleteFrom('children').where('pid', '=', pid).where('identity', '=', identity).execute(),
    );
  }

  /**
   * Takes no more jobs, lets running tasks finish for at most `drainMs`, then ends the executors; tasks cut off run
   * again at the next start. When it resolves there is no child and no write any more.
   */
  stop(drainMs = 10_000): Promise<void> {
    this.#stopping ??= this.#stop(drainMs);
    return this.#stopping;
  }

  async #stop(drainMs: number): Promise<void> {
    this.#scheduler.drain();
    await this.#retention.stop();
    await this.#runs.drain(drainMs);
    await this.#pool.stop(EXECUTOR_END_MS);
    const written = this.#ledger.idle();
    const timer = setTimeout(() => this.#ledger.abandon(), Math.max(drainMs, 1000));
    await written;
    clearTimeout(timer);
    await this.#metadata.writer.idle();
    await this.#backup;
    this.#disk.close();
    this.#ownLock?.release();
  }

  /** What is recorded, with what is known of this moment. */
  #withWait(jobId: number, task: TaskView): TaskView {
    return { ...task, wait: this.#scheduler.waitOf(jobId, task) };
  }

  /** Summaries of the results to take over. @throws OrreryError when one of them is not there */
  async #reusable(plan: JobPlan): Promise<Map<string, ReusedResult>> {
    const reused = new Map<string, ReusedResult>();
    if (plan.sourceJobId === undefined || plan.reuseTasks === undefined || plan.reuseTasks.length === 0) return reused;
    const rows = await this.#metadata.db
      .selectFrom('tasks')
      .innerJoin('jobs', 'jobs.id', 'tasks.job_id')
      .select(['tasks.key', 'tasks.summary', 'tasks.run_begin_ms', 'tasks.run_end_ms'])
      .where('tasks.job_id', '=', plan.sourceJobId)
      .where('jobs.graph_address', '=', plan.account.graphAddress)
      .where('tasks.status', '=', JOB_STATUS.Success)
      .execute();
    for (const row of rows) {
      if (!plan.reuseTasks.includes(row.key) || row.summary === null) continue;
      reused.set(row.key, {
        summary: JSON.parse(row.summary) as ResultSummary,
        runBeginTimeMs: timeCodec.decode(row.run_begin_ms),
        runEndTimeMs: timeCodec.decode(row.run_end_ms),
      });
    }
    for (const key of plan.reuseTasks) if (!reused.has(key)) throw noResult(plan.sourceJobId, key);
    return reused;
  }

  async #linkReused(plan: JobPlan, id: number, reused: ReadonlyMap<string, ReusedResult>): Promise<void> {
    for (const key of reused.keys()) {
      try {
        await this.#folders.reuse(plan.sourceJobId!, id, key);
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') throw noResult(plan.sourceJobId!, key);
        throw error;
      }
    }
  }

  #enqueue(job: ActiveJob): void {
    const text = textOf(job);
    const kept = this.#keptText + text <= KEPT_TEXT;
    if (kept) this.#keptText += text;
    this.#scheduler.enqueue({ id: job.id, account: job.account, job: kept ? job : undefined });
  }

  /** After a failed write: finds out, once the database answers again, whether the job was committed after all. */
  async #adopt(job: ActiveJob): Promise<void> {
    while (this.#stopping === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 1000).unref());
      try {
        const found = await this.#reads.active(job.id);
        if (found !== undefined && !this.#scheduler.knows(job.id)) {
          this.#scheduler.enqueue({ id: job.id, account: job.account, job: undefined });
        }
        return;
      } catch (error) {
        this.#onTrouble(error);
      }
    }
  }

  async #delete(jobId: number): Promise<void> {
    const bytes = await this.#metadata.writer.write(async (tx) => {
      const row = await tx
        .selectFrom('jobs')
        .select('result_bytes')
        .where('id', '=', jobId)
        .where('status', 'in', [JOB_STATUS.Success, JOB_STATUS.Failed, JOB_STATUS.Interrupted])
        .executeTakeFirst();
      if (row !== undefined) await deleteJobRows(tx, jobId);
      return row && intCodec.decode(row.result_bytes);
    });
    if (bytes === undefined) return;
    this.#retention.jobDeleted(bytes);
    await this.#backup;
    await this.#folders.remove(this.#folders.jobDir(jobId));
  }

  #jobEnded(job: ActiveJob): void {
    let bytes = 0;
    for (const task of job.tasks.values()) bytes += task.resultBytes;
    this.#retention.jobEnded(bytes);
    this.#keptText = Math.max(0, this.#keptText - textOf(job));
    const nowMs = Date.now();
    this.#meanEndIntervalMs += (nowMs - this.#lastEndMs - this.#meanEndIntervalMs) / 8;
    this.#lastEndMs = nowMs;
  }

  #refuseWhenStopping(): void {
    if (this.#stopping !== undefined) {
      throw new OrreryError('ErrInternalController', 'the server is stopping; try again in a moment');
    }
  }

  #refuseWhenFull(): void {
    const waiting = this.#scheduler.waitingCount + this.#submitting;
    if (waiting < this.#limits.maxWaitingJobs) return;
    throw new OrreryError(
      'ErrTooManyRequests',
      `${waiting} jobs are waiting, and queue.maxJobs is ${this.#limits.maxWaitingJobs}. Try again when some have ended.`,
      { retryAfterSeconds: Math.min(60, Math.max(1, Math.ceil(this.#meanEndIntervalMs / 1000))) },
    );
  }
}

function noResult(jobId: number, key: string): OrreryError {
  return new OrreryError('ErrBadRequest', `job ${jobId} has no result of ${key} to take over; run that task again`);
}

function textOf(job: ActiveJob): number {
  let length = 0;
  for (const task of job.tasks.values()) length += task.specText.length + 500;
  return length;
}

function refuse(error: unknown): never {
  throw databaseError(error);
}
