import { isFinal, JOB_STATUS, OrreryError, type Account, type JobStatus } from '@orrery/contracts';
import type { ExecutorPool } from '../executors/executor-pool.ts';
import type { TaskView, TaskWait } from '../face.ts';
import type { TaskType } from '../task-type.ts';
import {
  CANCELLED,
  endTask,
  finalStatus,
  interruptDependants,
  waitOf,
  type ActiveJob,
  type ActiveTask,
  type Demand,
} from './active-job.ts';
import { FairQueue } from './fair-queue.ts';
import type { JobLedger } from './job-ledger.ts';
import type { Machine } from './machine.ts';
import { readyTasks, Shares, type ReadyTask } from './ready-tasks.ts';
import { askDemand, upstreamOf } from './task-demand.ts';
import type { RunEnd, TaskRuns } from './task-runs.ts';

/*
 * The state machine of jobs and tasks. Every arrow is one transaction; what it allows happens after COMMIT.
 *
 * A job is submitted Preparing and waits in its account's line. When one of the places (3) is free, the account whose
 * turn it is sends its next job; the job stays Preparing until its first task is claimed, and is Running from then on.
 *
 *   Preparing --claim of a task--> Running --all tasks final--> Success, or Failed if one Failed
 *   Preparing --cancel--> Interrupted
 *   Running   --cancel--> Stopping --no task runs any more--> Interrupted, whatever its tasks still did
 *
 * A task is Preparing while it waits: for the tasks it depends on, then for what its type says it needs (threads,
 * memory), then for an executor, or for its next attempt.
 *
 *   Preparing --claim: attempt + 1--> Running --result in place--> Success
 *   Running --lost (executor or connection), attempts left--> Preparing, after a pause
 *   Running --error, timeout, disk full, lost for the last time--> Failed
 *   Preparing --it can never fit, or a task that it needs Failed--> Failed, Interrupted
 *   Preparing --cancel--> Interrupted
 *   Running --cancel--> Stopping --its run has ended or was ended--> Interrupted
 *
 * A Failed task interrupts all that depends on it; independent tasks go on. Success, Failed and Interrupted are final.
 * A job that is final has no credentials any more. At a start, `resume` takes tasks found Running as lost with the
 * server, and tasks found Stopping as ended.
 *
 * This class decides, in memory, synchronously, so that decisions can't interleave. JobLedger makes them durable,
 * TaskRuns carries them out.
 */

/** A job in line. Its tasks are loaded when it gets a place, unless they are small enough to be kept. */
export interface WaitingJob {
  readonly id: number;
  readonly account: Account;
  readonly job: ActiveJob | undefined;
}

export interface SchedulerOptions {
  readonly maxRunningJobs: number;
  readonly maxRunningTasks: number;
  readonly taskTypes: ReadonlyMap<string, TaskType>;
  readonly machine: Machine;
  readonly ledger: JobLedger;
  readonly pool: ExecutorPool;
  readonly runs: TaskRuns;
  readonly resultDir: (jobId: number, taskKey: string) => string;
  readonly load: (jobId: number) => Promise<ActiveJob | undefined>;
  /** Why no task may start, if the disk is full. */
  readonly diskRefusal: () => string | undefined;
  readonly retryPauseMs: (attempt: number) => number;
  readonly onJobEnded: (job: ActiveJob) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** How often later tasks may overtake one that does not fit before they wait for it. */
const MAX_PASSED_OVER = 32;
const LOAD_PAUSE_MS = 500;

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue = new FairQueue<WaitingJob>();
  /** Jobs in memory, in the order in which they got their places. */
  readonly #active = new Map<number, ActiveJob>();
  readonly #loading = new Map<number, Promise<ActiveJob | undefined>>();
  readonly #places = new Set<number>();
  readonly #shares = new Shares();
  #pumping = false;
  #draining = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  get waitingCount(): number {
    return this.#queue.size;
  }

  get runningCount(): number {
    return this.#places.size;
  }

  knows(jobId: number): boolean {
    return this.#queue.get(jobId) !== undefined || this.#active.has(jobId) || this.#loading.has(jobId);
  }

  /** Why a task of a job has not begun; undefined unless it is Preparing. */
  waitOf(jobId: number, { key, status }: Pick<TaskView, 'key' | 'status'>): TaskWait | undefined {
    if (status !== JOB_STATUS.Preparing) return undefined;
    const job = this.#active.get(jobId);
    const task = job?.tasks.get(key);
    return job === undefined || task === undefined ? { for: 'job' } : waitOf(job, task);
  }

  /** Puts a committed job in line. */
  enqueue(waiting: WaitingJob): void {
    this.#queue.push(waiting);
    this.pump();
  }

  /** Takes up a job that an earlier server left Running or Stopping. It has its place already. */
  resume(job: ActiveJob): void {
    this.#places.add(job.id);
    this.#active.set(job.id, job);
    const nowMs = Date.now();
    const changed: ActiveTask[] = [];
    for (const task of job.tasks.values()) {
      if (task.status === JOB_STATUS.Stopping) {
        endTask(task, JOB_STATUS.Interrupted, CANCELLED, nowMs);
        changed.push(task);
      } else if (task.status === JOB_STATUS.Running) {
        this.#lose(job, task, 'the server stopped while it ran', nowMs);
        changed.push(task);
      }
    }
    this.#settle(job, changed, nowMs);
  }

  /** No task is claimed any more. */
  drain(): void {
    this.#draining = true;
  }

  /** Looks for what can start now. Cheap to call too often. */
  pump(): void {
    if (this.#pumping || this.#draining) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      if (this.#draining) return;
      this.#admitJobs();
      this.#startTasks();
    });
  }

  /** Settles when the cancellation is durable. @throws OrreryError ErrBadRequest when the job is final */
  async cancel(jobId: number): Promise<void> {
    const waiting = this.#queue.remove(jobId);
    let job = this.#active.get(jobId) ?? waiting?.job ?? (await this.#loading.get(jobId));
    if (job === undefined && waiting !== undefined) {
      job = await this.#load(jobId);
    }
    if (job === undefined || isFinal(job.status)) {
      throw new OrreryError('ErrBadRequest', `job ${jobId} has ended; only a job that waits or runs can be cancelled`);
    }
    if (job.status !== JOB_STATUS.Stopping) this.#cancelNow(job);
    await this.#options.ledger.settled(job);
  }

  /** Fails every task that only waits for an executor. */
  failWaitingForExecutor(message: string): void {
    const nowMs = Date.now();
    for (const { job, task } of readyTasks(this.#active.values(), nowMs)) {
      if (typeof task.demand === 'object') this.#end(job, task, JOB_STATUS.Failed, message, nowMs);
    }
  }

  #admitJobs(): void {
    while (this.#places.size < this.#options.maxRunningJobs) {
      const waiting = this.#queue.shift();
      if (waiting === undefined) return;
      this.#places.add(waiting.id);
      if (waiting.job !== undefined) this.#activate(waiting.job);
      else {
        void this.#load(waiting.id).then((job) => {
          if (job === undefined || isFinal(job.status)) this.#places.delete(waiting.id);
          else this.#activate(job);
          this.pump();
        });
      }
    }
  }

  #activate(job: ActiveJob): void {
    this.#active.set(job.id, job);
    // Nothing may be left to do: a resumed job all of whose results were taken over.
    this.#settle(job, [], Date.now());
  }

  /** Reads a job from the database, trying until it answers; several callers get the same object. */
  #load(jobId: number): Promise<ActiveJob | undefined> {
    let loading = this.#loading.get(jobId);
    if (loading === undefined) {
      loading = this.#loadPatiently(jobId).finally(() => this.#loading.delete(jobId));
      this.#loading.set(jobId, loading);
    }
    return loading;
  }

  async #loadPatiently(jobId: number): Promise<ActiveJob | undefined> {
    for (;;) {
      try {
        return await this.#options.load(jobId);
      } catch (error) {
        this.#options.onTrouble(error);
        if (this.#draining) return undefined;
        await new Promise((resolve) => setTimeout(resolve, LOAD_PAUSE_MS));
      }
    }
  }

  #startTasks(): void {
    const nowMs = Date.now();
    const ready = readyTasks(this.#active.values(), nowMs);
    const known = ready.map(({ task }) => task.heldUp);
    const left = [...ready];
    const heldUp = this.#startSome(left, nowMs);
    for (const { task } of left) task.heldUp = heldUp;
    for (const [index, { job, task }] of ready.entries()) {
      // An executor comes soon: its task is told of when it has begun.
      if (task.status !== JOB_STATUS.Preparing || task.heldUp.for === 'executor') continue;
      if (!isSameWait(task.heldUp, known[index]!)) this.#options.ledger.announce(job, [task]);
    }
  }

  /** Takes candidates and starts those that there is room for. @returns why the ones that are left were not looked at */
  #startSome(candidates: ReadyTask[], nowMs: number): TaskWait {
    const { runs, pool, maxRunningTasks } = this.#options;
    const passed: ActiveTask[] = [];
    for (let next; runs.count < maxRunningTasks && (next = this.#shares.takeNext(candidates)) !== undefined;) {
      const { job, task } = next;
      // It may have been ended by a failure that this loop found.
      if (task.status !== JOB_STATUS.Preparing) continue;
      const refusal = this.#options.diskRefusal();
      if (refusal !== undefined) {
        this.#end(job, task, JOB_STATUS.Failed, refusal, nowMs);
        continue;
      }
      if (task.demand === undefined) this.#ask(next);
      task.heldUp = { for: 'executor' };
      if (task.demand === 'asking' || task.demand === undefined) continue;
      const shortage = this.#shortage(task.demand);
      if (shortage !== undefined) {
        task.heldUp = shortage;
        passed.push(task);
        if (task.passedOver >= MAX_PASSED_OVER) return { for: 'turn' };
        continue;
      }
      const executor = pool.take(task.demand.affinityKey);
      if (executor === undefined) {
        pool.demand(Math.min(maxRunningTasks - runs.count, candidates.length + 1));
        return task.heldUp;
      }
      for (const overtaken of passed) overtaken.passedOver++;
      this.#claim(next, task.demand, executor, nowMs);
    }
    return { for: 'limit', total: maxRunningTasks };
  }

  /** What there is too little of for the demand now, if anything. */
  #shortage({ resources, affinityKey }: Demand): TaskWait | undefined {
    const { machine, pool } = this.#options;
    const fit = machine.fits(resources, pool.heldBytes());
    if (fit === 'no-threads') return { for: 'threads', needs: resources.threads, total: machine.totals.threads };
    // The executor that is evicted calls pump again when it has ended.
    if (fit === 'yes' || (fit === 'after-eviction' && !pool.evict(affinityKey))) return undefined;
    return { for: 'memory', needs: resources.memoryBytes, total: machine.totals.memoryBytes };
  }

  #ask({ job, task }: ReadyTask): void {
    task.demand = 'asking';
    const upstream = upstreamOf(job, task, this.#options.resultDir);
    askDemand(this.#options.taskTypes.get(task.taskType), task, upstream).then(
      (demand) => {
        if (task.demand !== 'asking') return;
        const refusal = this.#options.machine.refusal(demand.resources);
        if (refusal === undefined) task.demand = demand;
        else this.#end(job, task, JOB_STATUS.Failed, refusal, Date.now());
        this.pump();
      },
      (error: unknown) => {
        if (task.demand !== 'asking') return;
        this.#end(job, task, JOB_STATUS.Failed, (error as Error).message, Date.now());
        this.pump();
      },
    );
  }

  #claim({ job, task }: ReadyTask, demand: Demand, executor: Parameters<TaskRuns['start']>[3], nowMs: number): void {
    const isFirst = job.status === JOB_STATUS.Preparing;
    if (isFirst) {
      job.status = JOB_STATUS.Running;
      job.runBeginTimeMs = nowMs;
    }
    task.status = JOB_STATUS.Running;
    task.attempt++;
    task.runBeginTimeMs = nowMs;
    task.runEndTimeMs = undefined;
    task.reason = undefined;
    task.progress = 0;
    task.phrase = '';
    task.demand = undefined;
    task.passedOver = 0;
    this.#options.machine.reserve(demand.resources);
    this.#shares.add(job, 1);
    this.#options.runs.start(job, task, isFirst, executor, {
      freed: () => {
        this.#options.machine.release(demand.resources);
        this.#shares.add(job, -1);
        this.pump();
      },
      ended: (end) => this.#runEnded(job, task, end),
    });
  }

  #runEnded(job: ActiveJob, task: ActiveTask, end: RunEnd): void {
    const nowMs = end.atMs;
    if (task.status === JOB_STATUS.Stopping) {
      endTask(task, JOB_STATUS.Interrupted, CANCELLED, nowMs);
      this.#settle(job, [task], nowMs);
    } else if (end.kind === 'success') {
      task.summary = end.summary;
      task.resultBytes = end.sizeBytes;
      this.#end(job, task, JOB_STATUS.Success, undefined, nowMs, end.committed);
    } else if (end.kind === 'failed') {
      this.#end(job, task, JOB_STATUS.Failed, end.message, nowMs);
    } else {
      this.#lose(job, task, end.message, nowMs);
      this.#settle(job, [task], nowMs);
    }
  }

  /** Another attempt after a pause, if one is left. */
  #lose(job: ActiveJob, task: ActiveTask, message: string, nowMs: number): void {
    if (task.attempt >= task.maxAttempts) {
      const count = task.maxAttempts === 1 ? '' : ` (attempt ${task.attempt} of ${task.maxAttempts})`;
      endTask(task, JOB_STATUS.Failed, `${message}${count}`, nowMs);
      return;
    }
    const pauseMs = this.#options.retryPauseMs(task.attempt);
    task.status = JOB_STATUS.Preparing;
    task.demand = undefined;
    task.runEndTimeMs = nowMs;
    task.progress = 0;
    task.phrase = 'waiting for another attempt';
    task.notBeforeMs = nowMs + pauseMs;
    task.pendingLines.push({
      sequence: ++task.lastLogSequence,
      timeMs: nowMs,
      level: 'warn',
      message: `attempt ${task.attempt} of ${task.maxAttempts} was lost: ${message}`,
    });
    setTimeout(() => this.pump(), pauseMs + 1).unref();
  }

  #end(
    job: ActiveJob,
    task: ActiveTask,
    status: JobStatus,
    reason: string | undefined,
    nowMs: number,
    effect?: () => void,
  ): void {
    endTask(task, status, reason, nowMs);
    this.#settle(job, [task], nowMs, effect);
  }

  /** Draws the consequences of tasks that changed for their dependants and their job, and records it all. */
  #settle(job: ActiveJob, changed: ActiveTask[], nowMs: number, effect?: () => void): void {
    const all = [...changed];
    for (const task of changed) {
      if (task.status === JOB_STATUS.Failed) all.push(...interruptDependants(job, task, nowMs));
    }
    const final = finalStatus(job);
    if (final !== undefined) {
      job.status = final.status;
      job.reason = final.reason;
      job.runBeginTimeMs ??= nowMs;
      job.runEndTimeMs = nowMs;
      job.credentials = undefined;
    }
    if (all.length === 0 && final === undefined) return;
    this.#options.ledger.record(job, all, final !== undefined, () => {
      effect?.();
      if (final !== undefined) this.#leave(job);
    });
    // What follows is decided at once and written after this, so that the next claim shares the transaction. Nothing
    // is handed to an executor before its own claim is durable.
    if (final !== undefined) this.#places.delete(job.id);
    this.pump();
  }

  #leave(job: ActiveJob): void {
    this.#active.delete(job.id);
    this.#options.onJobEnded(job);
  }

  #cancelNow(job: ActiveJob): void {
    const nowMs = Date.now();
    this.#active.set(job.id, job);
    const changed: ActiveTask[] = [];
    for (const task of job.tasks.values()) {
      if (task.status === JOB_STATUS.Preparing) endTask(task, JOB_STATUS.Interrupted, CANCELLED, nowMs);
      else if (task.status === JOB_STATUS.Running) task.status = JOB_STATUS.Stopping;
      else continue;
      changed.push(task);
    }
    if (job.status === JOB_STATUS.Running) job.status = JOB_STATUS.Stopping;
    job.reason = CANCELLED;
    const stopping = changed.filter((task) => task.status === JOB_STATUS.Stopping);
    if (stopping.length === 0) {
      this.#settle(job, changed, nowMs);
      return;
    }
    this.#options.ledger.record(job, changed, true);
    for (const task of stopping) this.#options.runs.end(task, CANCELLED);
  }
}

function isSameWait(one: TaskWait, other: TaskWait): boolean {
  return one.for === other.for && ('needs' in one ? one.needs : 0) === ('needs' in other ? other.needs : 0);
}
