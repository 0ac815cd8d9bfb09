import type { ActiveJob, ActiveTask } from './active-job.ts';
import { jobViewOf, taskViewOf } from './active-job.ts';
import type { EventHub, JobChange } from './event-hub.ts';
import type { GroupCommit } from '../metadata/group-commit.ts';
import { jobStateOf, LateWriteError, taskSnapshotOf, writeSnapshot, type JobSnapshot } from '../stores/job-writes.ts';

interface Entry {
  readonly job: ActiveJob;
  jobChanged: boolean;
  readonly tasks: Set<ActiveTask>;
  /** Of which only something changed that is not recorded. */
  readonly announced: Set<ActiveTask>;
  effects: (() => void)[];
  writing: boolean;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Carries the changes that the scheduler makes in memory into the database, in order: at most one write per job is
 * under way, and the next one takes up everything that changed meanwhile. What a change allows (handing a task to its
 * executor, telling a client, giving the job's place to another) is its effect and happens after COMMIT.
 *
 * While the database fails, writes are tried again and effects wait; nothing that happened is given up.
 */
export class JobLedger {
  readonly #writer: GroupCommit;
  readonly #hub: EventHub;
  readonly #resultDir: (jobId: number, taskKey: string) => string;
  readonly #onTrouble: (error: unknown) => void;
  readonly #entries = new Map<number, Entry>();
  #abandoned = false;
  #idle: (() => void)[] = [];

  constructor(
    writer: GroupCommit,
    hub: EventHub,
    resultDir: (jobId: number, taskKey: string) => string,
    onTrouble: (error: unknown) => void,
  ) {
    this.#writer = writer;
    this.#hub = hub;
    this.#resultDir = resultDir;
    this.#onTrouble = onTrouble;
  }

  /** Notes that these tasks (and the job itself) changed; the effect runs once that is durable. */
  record(job: ActiveJob, tasks: Iterable<ActiveTask>, jobChanged: boolean, effect?: () => void): void {
    let entry = this.#entries.get(job.id);
    if (entry === undefined) {
      entry = { job, jobChanged: false, tasks: new Set(), announced: new Set(), effects: [], writing: false };
      this.#entries.set(job.id, entry);
    }
    for (const task of tasks) entry.tasks.add(task);
    entry.jobChanged ||= jobChanged;
    if (effect !== undefined) entry.effects.push(effect);
    if (entry.writing) return;
    entry.writing = true;
    const started = entry;
    queueMicrotask(() => void this.#write(started));
  }

  /**
   * Tells those who follow the job that something of these tasks changed that is not recorded (why they wait). Behind
   * what is being written, so that nothing is told before it is durable.
   */
  announce(job: ActiveJob, tasks: Iterable<ActiveTask>): void {
    const entry = this.#entries.get(job.id);
    if (entry === undefined)
      this.#hub.publish(
        job.id,
        [...tasks].map((task) => this.#changeOf(job, task)),
      );
    else for (const task of tasks) entry.announced.add(task);
  }

  /** Resolves when everything recorded for the job so far is durable. */
  settled(job: ActiveJob): Promise<void> {
    if (!this.#entries.has(job.id)) return Promise.resolve();
    return new Promise((resolve) => this.record(job, [], false, resolve));
  }

  /** Resolves when everything recorded is durable, or the ledger was abandoned. */
  idle(): Promise<void> {
    if (this.#entries.size === 0 || this.#abandoned) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Gives up trying again: the rest is recovery's. */
  abandon(): void {
    this.#abandoned = true;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #write(entry: Entry): Promise<void> {
    while (entry.jobChanged || entry.tasks.size > 0 || entry.announced.size > 0 || entry.effects.length > 0) {
      const { snapshot, changes } = this.#snapshotOf(entry);
      const effects = entry.effects.splice(0);
      if (snapshot !== undefined && !(await this.#durably(snapshot))) return;
      this.#hub.publish(entry.job.id, changes);
      for (const effect of effects) {
        try {
          effect();
        } catch (error) {
          this.#onTrouble(error);
        }
      }
    }
    entry.writing = false;
    this.#entries.delete(entry.job.id);
    if (this.#entries.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #snapshotOf(entry: Entry): { snapshot: JobSnapshot | undefined; changes: JobChange[] } {
    const { job } = entry;
    const changes: JobChange[] = [];
    const tasks = [...entry.tasks].map((task) => {
      const snapshot = taskSnapshotOf(task);
      for (const line of snapshot.lines) changes.push({ type: 'log', taskKey: task.key, line });
      changes.push(this.#changeOf(job, task));
      entry.announced.delete(task);
      return snapshot;
    });
    for (const task of entry.announced) changes.push(this.#changeOf(job, task));
    if (entry.jobChanged) changes.push({ type: 'job', job: jobViewOf(job) });
    const isEmpty = tasks.length === 0 && !entry.jobChanged;
    const snapshot = { jobId: job.id, job: entry.jobChanged ? jobStateOf(job) : undefined, tasks };
    entry.tasks.clear();
    entry.announced.clear();
    entry.jobChanged = false;
    return { snapshot: isEmpty ? undefined : snapshot, changes };
  }

  #changeOf(job: ActiveJob, task: ActiveTask): JobChange {
    return { type: 'task', task: taskViewOf(job, task, this.#resultDir(job.id, task.key)) };
  }

  /** @returns false when the ledger was abandoned before it succeeded */
  async #durably(snapshot: JobSnapshot): Promise<boolean> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      if (this.#abandoned) return false;
      try {
        await this.#writer.write((tx) => writeSnapshot(tx, snapshot));
        return true;
      } catch (error) {
        this.#onTrouble(error);
        if (error instanceof LateWriteError) return true;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }
}
