import type { SpaceId } from '../catalog/definitions.ts';
import type { EngineContext } from '../server/engine.ts';

export interface Job {
  readonly id: bigint;
  readonly spaceId: SpaceId;
  /** `STATS`, `REBUILD_TAG_INDEX`, … */
  readonly command: string;
  /** What it worked on; empty for the whole space. */
  readonly subject: string;
  status: 'RUNNING' | 'FINISHED' | 'FAILED';
  readonly startMs: number;
  stopMs: number | undefined;
}

/** The last jobs of a server. A job runs within its statement, so it is over when its id is known. */
export class JobLog {
  readonly #jobs: Job[] = [];
  #last = 0n;

  async run(
    spaceId: SpaceId,
    command: string,
    subject: string,
    clock: () => number,
    work: () => Promise<unknown>,
  ): Promise<bigint> {
    const job: Job = {
      id: ++this.#last,
      spaceId,
      command,
      subject,
      status: 'RUNNING',
      startMs: clock(),
      stopMs: undefined,
    };
    this.#jobs.unshift(job);
    this.#jobs.length = Math.min(this.#jobs.length, KEPT_JOBS);
    try {
      await work();
      job.status = 'FINISHED';
    } catch (error) {
      job.status = 'FAILED';
      throw error;
    } finally {
      job.stopMs = clock();
    }
    return job.id;
  }

  /** Newest first. */
  of(spaceId: SpaceId): readonly Job[] {
    return this.#jobs.filter((job) => job.spaceId === spaceId);
  }
}

const KEPT_JOBS = 1000;
const logs = new WeakMap<EngineContext, JobLog>();

/** The log of a server. */
export function jobLog(engine: EngineContext): JobLog {
  let log = logs.get(engine);
  if (!log) {
    log = new JobLog();
    logs.set(engine, log);
  }
  return log;
}
