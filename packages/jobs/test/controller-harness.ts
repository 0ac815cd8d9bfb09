import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { JobStatus } from '@orrery/contracts';
import {
  createController,
  type Controller,
  type ControllerOptions,
  type JobDetail,
  type JobPlan,
  type Metadata,
  type MetadataLocation,
  type TaskView,
} from '@orrery/jobs';
import type { TestDatabases } from './databases.ts';
import { planOf, VIEWER, type TestTask } from './plans.ts';

import { processesWith } from './processes.ts';

export { ACCOUNT, planOf, VIEWER } from './plans.ts';
import { OUTPUT_FILE, testTaskTypes, type TestOutput } from './fixtures/test-task-types.ts';

export const EXECUTOR_ENTRY = new URL('./fixtures/executor.ts', import.meta.url);
/** Ends a test's wait for something that never comes with a readable status, not with vitest's timeout. */
const PATIENCE_MS = 25_000;

export interface Server {
  readonly controller: Controller;
  readonly metadata: Metadata;
  readonly dataDir: string;
  readonly location: MetadataLocation;
  /** Lines of the server's log. */
  readonly log: string[];
  /** Stops the controller and closes the database, for another start on the same folder. */
  stop(drainMs?: number): Promise<void>;
}

/** Controllers of a test file, with a data folder each; after every test no executor may be left. */
export class ControllerHarness {
  readonly #databases: TestDatabases;
  readonly #mark = `orrery-test-${randomUUID()}`;
  readonly #servers = new Set<Server>();
  readonly #folders: string[] = [];

  constructor(databases: TestDatabases) {
    this.#databases = databases;
    afterEach(async () => {
      for (const server of this.#servers) await server.stop(0);
      const left = this.executorPids();
      for (const pid of left) process.kill(pid, 'SIGKILL');
      for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
      expect(left, 'executors left over by the test').toEqual([]);
    });
  }

  /** Options of Node that mark the executors of this file. */
  get execArgv(): string[] {
    return [`--title=${this.#mark}`];
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-jobs-'));
    this.#folders.push(folder);
    return folder;
  }

  async start(
    limits: ControllerOptions['limits'] = {},
    options: Partial<ControllerOptions> & { location?: MetadataLocation; dataDir?: string } = {},
  ): Promise<Server> {
    const { location = await this.#databases.fresh(), dataDir = this.folder(), ...rest } = options;
    const metadata = await this.#databases.open(location);
    const log: string[] = [];
    const controller = await createController({
      metadata,
      dataDir,
      key: Buffer.alloc(32, 7),
      taskTypes: testTaskTypes,
      executorEntry: EXECUTOR_ENTRY,
      executorExecArgv: this.execArgv,
      limits: { warmExecutors: 0, retryPauseMs: 10, cancelGraceMs: 500, minFreeDiskBytes: 0, ...limits },
      log: (_level, message) => log.push(message),
      ...rest,
    });
    const server: Server = {
      controller,
      metadata,
      dataDir,
      location,
      log,
      stop: async (drainMs = 0) => {
        if (!this.#servers.delete(server)) return;
        await controller.stop(drainMs);
        await metadata.close();
      },
    };
    this.#servers.add(server);
    return server;
  }

  /** Executors of this file that live. */
  executorPids(): number[] {
    return processesWith(this.#mark);
  }
}

export async function submit(
  server: Server,
  tasks: Readonly<Record<string, TestTask>>,
  more: Partial<JobPlan> = {},
): Promise<number> {
  return (await server.controller.submit(planOf(tasks, more))).id;
}

/** Waits until the job is final and returns it. */
export async function finish(server: Server, jobId: number, viewer = VIEWER): Promise<JobDetail> {
  await server.controller.wait(viewer, jobId, PATIENCE_MS);
  return server.controller.get(viewer, jobId);
}

export async function run(
  server: Server,
  tasks: Readonly<Record<string, TestTask>>,
  more: Partial<JobPlan> = {},
): Promise<JobDetail> {
  return finish(server, await submit(server, tasks, more));
}

export function taskOf(job: JobDetail, key: string): TaskView {
  return job.tasks.find((task) => task.key === key)!;
}

export function statuses(job: JobDetail): Record<string, JobStatus> {
  return Object.fromEntries(job.tasks.map((task) => [task.key, task.status]));
}

/** What the task's run wrote. */
export function outputOf(task: TaskView): TestOutput {
  return JSON.parse(readFileSync(join(task.result!.dir, OUTPUT_FILE), 'utf8')) as TestOutput;
}

/** Resolves when the condition holds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Resolves when the task is Running. */
export function running(server: Server, jobId: number, key: string): Promise<void> {
  return until(
    `${key} of job ${jobId} runs`,
    async () => (await server.controller.task(VIEWER, jobId, key)).status === 1,
  );
}
