import type { ResultSummary } from '@orrery/contracts';

/** What a task asks of the machine while it runs. */
export interface TaskResources {
  readonly threads: number;
  readonly memoryBytes: number;
}

/** A committed result of an upstream task, as its dependants find it. */
export interface UpstreamResult {
  /** Folder with the files that the upstream task's run wrote into its `outputDir`. */
  readonly resultDir: string;
  readonly summary: ResultSummary;
}

/**
 * What `run` gets. `Spec` is the task's payload as it was submitted (lossless JSON).
 */
export interface TaskContext<Spec> {
  readonly jobId: number;
  readonly taskId: string;
  /** Component id: `pagerank_1`. */
  readonly taskKey: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly spec: Spec;
  /** Exists, is empty, belongs to this attempt; committed by rename after `run` returned. */
  readonly outputDir: string;
  readonly upstream: ReadonlyMap<string, UpstreamResult>;
  /** The job's decrypted credentials, as they were submitted. */
  readonly credentials: unknown;
  /** Aborted on cancel and on timeout; `run` then rejects as soon as it can (it is ended after a bound anyway). */
  readonly signal: AbortSignal;
  /** fraction: 0…1; phrase: what is being done ("iteration 3 of 10"). Throttled by the executor. */
  progress(fraction: number, phrase: string): void;
  log(level: 'info' | 'warn' | 'error', message: string): void;
}

export interface TaskOutcome {
  readonly summary: ResultSummary;
}

/** Whether another attempt may help: only `lost` (executor, graph connection) is retried. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly kind: 'lost' | 'failed';
  constructor(kind: 'lost' | 'failed', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}

/**
 * A kind of task. `resources` and `affinityKey` are asked in the server before a claim, with the summaries of the
 * upstream results; `run` is called in an executor process. A `resources` that rejects with a TaskError fails the task
 * before it starts (a task that cannot fit is refused with the figure).
 */
export interface TaskType<Spec = unknown> {
  readonly name: string;
  resources(spec: Spec, upstream: ReadonlyMap<string, UpstreamResult>): Promise<TaskResources>;
  /** Tasks with the same key prefer the same executor, because it holds their projection. */
  affinityKey?(spec: Spec, upstream: ReadonlyMap<string, UpstreamResult>): string | undefined;
  run(context: TaskContext<Spec>): Promise<TaskOutcome>;
}
