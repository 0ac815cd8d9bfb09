import type { Job, JobEvent, JobItem, JobTask, LogLine } from '@orrery/sdk';
import { isFinal, type JobStatus } from '@orrery/contracts';

/** What is known of a job that is followed. Immutable; every change gives a new one. */
export interface JobState {
  readonly job: JobItem | undefined;
  /** By component id, in the order in which the server lists them. */
  readonly tasks: ReadonlyMap<string, JobTask>;
  /** By component id, in the order of their sequence, without doubles; the newest {@link MAX_LINES}. */
  readonly logs: ReadonlyMap<string, TaskLog>;
  /** Of the last event; 0 before the first. */
  readonly sequence: number;
}

export interface TaskLog {
  readonly lines: readonly LogLine[];
  /** Lines that were let go of, so that a task that logs without end does not fill the page. */
  readonly dropped: number;
}

/** Lines of one task that a page keeps. */
export const MAX_LINES = 20_000;

export const EMPTY_JOB_STATE: JobState = { job: undefined, tasks: new Map(), logs: new Map(), sequence: 0 };

/** The state that a read of the whole job gives. Events that came meanwhile and are newer win. */
export function withJob(state: JobState, { tasks, input: _, ...job }: Job): JobState {
  const known = new Map(tasks.map((task) => [task.key, newerTask(state.tasks.get(task.key), task)]));
  return { ...state, job: newerJob(state.job, job), tasks: known };
}

/**
 * The state after some events. A stream that begins again sends the present state or what was missed, so that the
 * same task may come twice; the later one holds, and log lines that are known stay single.
 */
export function withEvents(state: JobState, events: readonly JobEvent[]): JobState {
  let { job, sequence } = state;
  let tasks: Map<string, JobTask> | undefined;
  const lines = new Map<string, LogLine[]>();
  for (const event of events) {
    sequence = Math.max(sequence, event.sequence);
    if (event.type === 'job') job = event.job;
    else if (event.type === 'task') (tasks ??= new Map(state.tasks)).set(event.task.key, event.task);
    else {
      const own = lines.get(event.taskKey);
      if (own === undefined) lines.set(event.taskKey, [event.line]);
      else own.push(event.line);
    }
  }
  let next: JobState = { ...state, job, sequence, tasks: tasks ?? state.tasks };
  for (const [key, added] of lines) next = withLines(next, key, added);
  return next;
}

/** The state with more log lines of a task, from events or read in pages: merged by sequence, doubles left out. */
export function withLines(state: JobState, key: string, added: readonly LogLine[]): JobState {
  if (added.length === 0) return state;
  const log = state.logs.get(key) ?? { lines: [], dropped: 0 };
  const lines = mergeLines(log.lines, added);
  const surplus = Math.max(0, lines.length - MAX_LINES);
  const kept = { lines: surplus > 0 ? lines.slice(surplus) : lines, dropped: log.dropped + surplus };
  return { ...state, logs: new Map(state.logs).set(key, kept) };
}

function mergeLines(known: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  const last = known.at(-1)?.sequence ?? -1;
  if (added.every((line, i) => line.sequence > (i === 0 ? last : added[i - 1]!.sequence))) return [...known, ...added];
  const bySequence = new Map([...known, ...added].map((line) => [line.sequence, line]));
  return [...bySequence.values()].toSorted((a, b) => a.sequence - b.sequence);
}

/** Where a job has ended nothing that is older can be newer; else what came as an event is newer than a read. */
function newerJob(known: JobItem | undefined, read: JobItem): JobItem {
  return known !== undefined && isFinal(known.status as JobStatus) ? known : read;
}

function newerTask(known: JobTask | undefined, read: JobTask): JobTask {
  if (known === undefined || known.attempt < read.attempt) return read;
  if (known.attempt > read.attempt) return known;
  return isFinal(known.status as JobStatus) || known.progress > read.progress ? known : read;
}

export interface JobCounts {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

export function jobCounts(state: JobState): JobCounts {
  const statuses = [...state.tasks.values()].map((task) => task.status as JobStatus);
  return {
    done: statuses.filter(isFinal).length,
    total: statuses.length,
    failed: statuses.filter((status) => status === 3).length,
  };
}
