import type { Account, JobStatus, ResultSummary } from '@orrery/contracts';

/** One task of a job to be submitted. `spec` is stored as lossless JSON and handed to the task type. */
export interface TaskPlan {
  /** Component id, unique in the job. */
  readonly key: string;
  /** Name of a registered TaskType. */
  readonly taskType: string;
  readonly spec: unknown;
  readonly dependsOn: readonly string[];
  /** 1…10; how often the task may be started when executors or connections are lost. */
  readonly maxAttempts: number;
  readonly timeoutMs: number;
}

export interface JobPlan {
  readonly account: Account;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly workflowVersion: number;
  readonly tasks: readonly TaskPlan[];
  /** Lossless JSON of the job's input, kept for rerun and for people. */
  readonly input: unknown;
  /** Encrypted at once with the data folder's key, removed when the job ends. */
  readonly credentials: unknown;
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  /** A rerun or resume names the job it came from; resume also the tasks whose results it takes over. */
  readonly sourceJobId?: number;
  readonly reuseTasks?: readonly string[];
}

export interface JobView {
  readonly id: number;
  readonly name: string;
  readonly account: Account;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly workflowVersion: number;
  readonly status: JobStatus;
  /** Why it failed or was interrupted, in words. */
  readonly reason: string | undefined;
  readonly sourceJobId: number | undefined;
  readonly createTimeMs: number;
  readonly runBeginTimeMs: number | undefined;
  readonly runEndTimeMs: number | undefined;
  readonly taskCount: number;
}

/** Why a task that is Preparing has not been claimed yet. */
export type TaskWait =
  /** Its job waits in line for one of the places for running jobs. */
  | { readonly for: 'job' }
  /** Results of tasks that it depends on are not there yet. */
  | { readonly for: 'tasks' }
  /** Its next attempt, after a pause. */
  | { readonly for: 'retry'; readonly untilMs: number }
  /** As many tasks run as may at once. */
  | { readonly for: 'limit'; readonly total: number }
  /** What it needs of the machine's total for tasks is not free. */
  | { readonly for: 'threads' | 'memory'; readonly needs: number; readonly total: number }
  /** Others that have waited longer come first. */
  | { readonly for: 'turn' }
  /** Its needs are being looked up, or an executor starts for it. */
  | { readonly for: 'executor' };

export interface TaskView {
  /** 32 hex digits. */
  readonly id: string;
  readonly key: string;
  readonly taskType: string;
  readonly status: JobStatus;
  readonly attempt: number;
  readonly reason: string | undefined;
  /** 0…1 */
  readonly progress: number;
  readonly phrase: string;
  /** Of this moment, not recorded; undefined unless the task is Preparing. */
  readonly wait: TaskWait | undefined;
  readonly runBeginTimeMs: number | undefined;
  readonly runEndTimeMs: number | undefined;
  readonly dependsOn: readonly string[];
  /** Present once the result is committed. */
  readonly result: { readonly dir: string; readonly summary: ResultSummary } | undefined;
}

export interface JobDetail extends JobView {
  readonly input: unknown;
  readonly tasks: readonly TaskView[];
}

/** Who asks: sees its own jobs, or all of its graph address when it is that graph's root. */
export interface Viewer extends Account {
  readonly isRoot: boolean;
}

export interface JobFilter {
  readonly workflowId?: string;
  readonly workflowVersion?: number;
  /** Substring of the job's name. */
  readonly name?: string;
  readonly status?: readonly JobStatus[];
  readonly fromCreateTimeMs?: number;
  readonly toCreateTimeMs?: number;
  readonly orderByCreateTime?: 'asc' | 'desc';
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export interface LogLine {
  readonly sequence: number;
  readonly timeMs: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** Changes of a job as they are committed; the stream ends after the job's final status. */
export type JobEvent =
  | { readonly type: 'job'; readonly sequence: number; readonly job: JobView }
  | { readonly type: 'task'; readonly sequence: number; readonly task: TaskView }
  | { readonly type: 'log'; readonly sequence: number; readonly taskKey: string; readonly line: LogLine };

/**
 * The controller as the API and the CLI see it. Every promise of a change settles after the change is durable.
 * Methods with a viewer answer ErrNotFound for what belongs to somebody else.
 */
export interface JobController {
  /** @throws ErrTooManyRequests over queue.maxJobs; ErrBadRequest for an idempotency key used with another body. */
  submit(plan: JobPlan): Promise<{ id: number; created: boolean }>;
  /**
   * The job that an earlier submit with this idempotency key made; undefined when there was none, or it was too long
   * ago. @throws ErrBadRequest for a key used with another body
   */
  submitted(plan: Pick<JobPlan, 'account' | 'workflowId' | 'idempotency'>): Promise<number | undefined>;
  get(viewer: Viewer, jobId: number): Promise<JobDetail>;
  list(viewer: Viewer, filter: JobFilter, page: number, pageSize: number): Promise<Page<JobView>>;
  /** The newest job of each of these workflows that the viewer may see; those without one are left out. */
  newest(viewer: Viewer, workflowIds: readonly string[]): Promise<ReadonlyMap<string, JobView>>;
  /** taskRef: the hex id or the component id. */
  task(viewer: Viewer, jobId: number, taskRef: string): Promise<TaskView>;
  /** @throws ErrBadRequest when the job is final. */
  cancel(viewer: Viewer, jobId: number): Promise<void>;
  /** Final jobs only; results go with it. */
  delete(viewer: Viewer, jobId: number): Promise<void>;
  logs(viewer: Viewer, jobId: number, taskRef: string, afterSequence: number, limit: number): Promise<LogLine[]>;
  /** Starts with the present state, or after `afterSequence` where those events are still known. */
  events(
    viewer: Viewer,
    jobId: number,
    afterSequence: number | undefined,
    signal: AbortSignal,
  ): AsyncIterable<JobEvent>;
  /** The job's status once final, or the present one after timeoutMs. */
  wait(viewer: Viewer, jobId: number, timeoutMs: number): Promise<JobStatus>;
}
