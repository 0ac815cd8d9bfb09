import { OrreryError } from '@orrery/contracts';
import type { FolderLock } from '../metadata/folder-lock.ts';
import type { Metadata } from '../metadata/open-metadata.ts';
import type { TaskResources, TaskType } from '../task-type.ts';

export interface ControllerLimits {
  /** Jobs that run at once; default 3. */
  readonly maxRunningJobs: number;
  /** Tasks that run at once, and so executor processes; default 10. */
  readonly maxRunningTasks: number;
  /** Jobs that may wait (`queue.maxJobs`); default 10000. */
  readonly maxWaitingJobs: number;
  /** What tasks may ask for together; default: all threads, three quarters of the memory. */
  readonly resources: TaskResources;
  /** Time that a task gets to end by itself on cancel and timeout, in ms; default 10000. */
  readonly cancelGraceMs: number;
  /** Silence after which an executor counts as hung, in ms; default 30000. */
  readonly hangTimeoutMs: number;
  /** Pause before the second attempt, doubled for each further one up to a minute, in ms; default 500. */
  readonly retryPauseMs: number;
  /** Executors kept even without work; default 1. */
  readonly warmExecutors: number;
  /** Free disk space below which tasks fail, in bytes; default 256 MiB. */
  readonly minFreeDiskBytes: number;
  /** Age at which ended jobs and their results are deleted, in ms; default 30 days; Infinity: never. */
  readonly retentionAgeMs: number;
  /** Total size of results above which the oldest ended jobs are deleted, in bytes; default Infinity. */
  readonly retentionBytes: number;
}

export type LogLevel = 'info' | 'warn' | 'error';

export interface ControllerOptions {
  /** Opened by `openMetadata`; closed by the caller, after `stop`. */
  readonly metadata: Metadata;
  /** Results go below `<dataDir>/results`. */
  readonly dataDir: string;
  /** The lock of dataDir, when the caller has it already; else it is taken and released here. */
  readonly folderLock?: FolderLock;
  /** 32 bytes that encrypt the credentials of jobs. */
  readonly key: Uint8Array;
  /** Asked for resources and affinity here; run in the executors. */
  readonly taskTypes: readonly TaskType[];
  /** Module that calls `runExecutor`. */
  readonly executorEntry: URL;
  /** Given to the executors' `taskTypes` function; anything that structured cloning can copy. */
  readonly executorInit?: unknown;
  /** Node options of the executors. */
  readonly executorExecArgv?: readonly string[];
  readonly limits?: Partial<ControllerLimits>;
  /**
   * False: jobs that an earlier server left are kept as they are, for the next server, and only those that are submitted
   * here run. For commands that work on a data folder without all the parts which those jobs may need. Default true.
   */
  readonly resumeJobs?: boolean;
  /** The metadata database was taken over by another server: this one has stopped its work and must end. */
  readonly onLost?: (reason: string) => void;
  /** For the server's log. */
  readonly log?: (level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>) => void;
}

/** @throws OrreryError ErrParam naming a limit that is out of range */
export function limitsOf(given: Partial<ControllerLimits> | undefined, machine: TaskResources): ControllerLimits {
  const limits: ControllerLimits = {
    maxRunningJobs: 3,
    maxRunningTasks: 10,
    maxWaitingJobs: 10_000,
    resources: machine,
    cancelGraceMs: 10_000,
    hangTimeoutMs: 30_000,
    retryPauseMs: 500,
    warmExecutors: 1,
    minFreeDiskBytes: 256 * 2 ** 20,
    retentionAgeMs: 30 * 24 * 60 * 60 * 1000,
    retentionBytes: Infinity,
    ...given,
  };
  const atLeast = (name: Exclude<keyof ControllerLimits, 'resources'>, minimum: number): void => {
    if (limits[name] >= minimum) return;
    throw new OrreryError('ErrParam', `${name} is ${limits[name]}, but must be at least ${minimum}`);
  };
  atLeast('maxRunningJobs', 1);
  atLeast('maxRunningTasks', 1);
  atLeast('maxWaitingJobs', 1);
  atLeast('cancelGraceMs', 0);
  atLeast('hangTimeoutMs', 100);
  atLeast('retryPauseMs', 0);
  atLeast('warmExecutors', 0);
  atLeast('minFreeDiskBytes', 0);
  atLeast('retentionAgeMs', 0);
  atLeast('retentionBytes', 0);
  return limits;
}
