import { isFinal, JOB_STATUS, type Account, type JobStatus, type ResultSummary } from '@orrery/contracts';
import type { JobView, LogLine, TaskView, TaskWait } from '../face.ts';
import type { TaskResources } from '../task-type.ts';

/** What a task asks of the machine, once its type was asked; valid for one wait. */
export interface Demand {
  readonly resources: TaskResources;
  readonly affinityKey: string | undefined;
}

/** A task of a job that is not final, as the controller holds it in memory. */
export interface ActiveTask {
  readonly id: string;
  readonly key: string;
  readonly position: number;
  readonly taskType: string;
  readonly specText: string;
  readonly dependsOn: readonly string[];
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  status: JobStatus;
  attempt: number;
  reason: string | undefined;
  progress: number;
  phrase: string;
  runBeginTimeMs: number | undefined;
  runEndTimeMs: number | undefined;
  summary: ResultSummary | undefined;
  resultBytes: number;
  /** Set while it waits for a place: asked anew for every attempt. */
  demand: Demand | 'asking' | undefined;
  /** What kept it from being started when a place was last looked for. */
  heldUp: TaskWait;
  /** Not before this moment: the pause before another attempt. */
  notBeforeMs: number;
  /** How often a later task was started while this one did not fit. */
  passedOver: number;
  lastLogSequence: number;
  /** Log lines that are not yet in the database. */
  pendingLines: LogLine[];
}

/** A job that is not final. Its tasks keep the plan's order. */
export interface ActiveJob {
  readonly id: number;
  readonly name: string;
  readonly account: Account;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly workflowVersion: number;
  readonly sourceJobId: number | undefined;
  readonly createTimeMs: number;
  readonly tasks: ReadonlyMap<string, ActiveTask>;
  /** Encrypted. */
  credentials: Uint8Array | undefined;
  status: JobStatus;
  reason: string | undefined;
  runBeginTimeMs: number | undefined;
  runEndTimeMs: number | undefined;
}

export function jobViewOf(job: ActiveJob): JobView {
  return {
    id: job.id,
    name: job.name,
    account: job.account,
    workflowId: job.workflowId,
    workflowName: job.workflowName,
    workflowVersion: job.workflowVersion,
    status: job.status,
    reason: job.reason,
    sourceJobId: job.sourceJobId,
    createTimeMs: job.createTimeMs,
    runBeginTimeMs: job.runBeginTimeMs,
    runEndTimeMs: job.runEndTimeMs,
    taskCount: job.tasks.size,
  };
}

export function taskViewOf(job: ActiveJob, task: ActiveTask, resultDir: string): TaskView {
  return {
    id: task.id,
    key: task.key,
    taskType: task.taskType,
    status: task.status,
    attempt: task.attempt,
    reason: task.reason,
    progress: task.progress,
    phrase: task.phrase,
    wait: waitOf(job, task),
    runBeginTimeMs: task.runBeginTimeMs,
    runEndTimeMs: task.runEndTimeMs,
    dependsOn: task.dependsOn,
    result: task.summary === undefined ? undefined : { dir: resultDir, summary: task.summary },
  };
}

/** Why the task has not begun; undefined unless it is Preparing. */
export function waitOf(job: ActiveJob, task: ActiveTask, nowMs = Date.now()): TaskWait | undefined {
  if (task.status !== JOB_STATUS.Preparing) return undefined;
  if (!isReady(job, task)) return { for: 'tasks' };
  return task.notBeforeMs > nowMs ? { for: 'retry', untilMs: task.notBeforeMs } : task.heldUp;
}

/** Waits for nothing but a place on the machine. */
export function isReady(job: ActiveJob, task: ActiveTask): boolean {
  return (
    task.status === JOB_STATUS.Preparing &&
    task.dependsOn.every((key) => job.tasks.get(key)!.status === JOB_STATUS.Success)
  );
}

/** A task that has failed or was interrupted takes everything that depends on it along. @returns those changed */
export function interruptDependants(job: ActiveJob, failed: ActiveTask, nowMs: number): ActiveTask[] {
  const changed: ActiveTask[] = [];
  const lost = new Set([failed.key]);
  // Passes until nothing changes: the plan's order need not be topological.
  for (let found = true; found;) {
    found = false;
    for (const task of job.tasks.values()) {
      if (task.status !== JOB_STATUS.Preparing || !task.dependsOn.some((key) => lost.has(key))) continue;
      lost.add(task.key);
      endTask(task, JOB_STATUS.Interrupted, `${failed.key} failed: ${failed.reason ?? 'no reason given'}`, nowMs);
      changed.push(task);
      found = true;
    }
  }
  return changed;
}

export function endTask(task: ActiveTask, status: JobStatus, reason: string | undefined, nowMs: number): void {
  task.status = status;
  task.reason = reason;
  task.runEndTimeMs = nowMs;
  task.demand = undefined;
  if (status === JOB_STATUS.Success) task.progress = 1;
}

/** The status that the job's tasks add up to once all are final. */
export function finalStatus(job: ActiveJob): { status: JobStatus; reason: string | undefined } | undefined {
  let firstFailed: ActiveTask | undefined;
  let interrupted = false;
  for (const task of job.tasks.values()) {
    if (!isFinal(task.status)) return undefined;
    if (task.status === JOB_STATUS.Interrupted) interrupted = true;
    if (task.status === JOB_STATUS.Failed && endedBefore(task, firstFailed)) firstFailed = task;
  }
  if (job.status === JOB_STATUS.Stopping) return { status: JOB_STATUS.Interrupted, reason: CANCELLED };
  if (firstFailed !== undefined) {
    return { status: JOB_STATUS.Failed, reason: `${firstFailed.key} failed: ${firstFailed.reason ?? ''}` };
  }
  return interrupted
    ? { status: JOB_STATUS.Interrupted, reason: CANCELLED }
    : { status: JOB_STATUS.Success, reason: undefined };
}

export const CANCELLED = 'the job was cancelled';

function endedBefore(task: ActiveTask, other: ActiveTask | undefined): boolean {
  return other === undefined || (task.runEndTimeMs ?? 0) < (other.runEndTimeMs ?? 0);
}
