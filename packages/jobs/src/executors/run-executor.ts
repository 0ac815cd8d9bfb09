import { mkdir, writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { parseLossless } from '@orrery/contracts';
import { faultPoint } from '../fault-point.ts';
import { TaskError, type TaskContext, type TaskOutcome, type TaskType } from '../task-type.ts';
import { flushFolder } from './flush-folder.ts';
import { TaskActivity } from './task-activity.ts';
import type { FromExecutor, OutcomeReport, RunOutcome, RunRequest, ToExecutor } from './protocol.ts';

export interface ExecutorOptions {
  /** The task types, or how to make them from the controller's `executorInit`. */
  readonly taskTypes: readonly TaskType[] | ((init: unknown) => Promise<readonly TaskType[]>);
  /** Awaited before the process ends in an orderly way. */
  readonly close?: () => Promise<void>;
}

interface CurrentRun {
  readonly request: RunRequest;
  readonly abort: AbortController;
  readonly activity: TaskActivity;
}

/**
 * Turns this process into an executor: call it once, from the module that the controller's `executorEntry` names.
 * Resolves when the process may take tasks. It ends when the server says so or is gone, even while a task keeps the
 * event loop busy.
 * @throws Error when the process was not started by a controller.
 */
export async function runExecutor(options: ExecutorOptions): Promise<void> {
  if (process.send === undefined) {
    throw new Error('this file is an executor: the Orrery server starts it; start the server instead');
  }
  const lifeline = new Worker(new URL('./lifeline.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  lifeline.unref();
  // Ctrl-C reaches the whole process group: the server drains, its executors must not die under it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // The kernel then ends an executor rather than the server when memory runs out. Absent outside Linux.
  await writeFile('/proc/self/oom_score_adj', '500').catch(() => {});

  let types: ReadonlyMap<string, TaskType> | undefined;
  let current: CurrentRun | undefined;

  const finish = (run: CurrentRun, outcome: RunOutcome, retiring = false): void => {
    if (current !== run) return;
    current = undefined;
    run.activity.close();
    const { taskId, attempt } = run.request;
    send({ type: 'outcome', taskId, attempt, outcome, retiring } satisfies OutcomeReport);
  };
  // An error outside the promise of `run` (a timer, an event): the task has failed, the process is in doubt.
  const stray = (error: unknown): void => {
    const message = `an error outside the task's own flow: ${messageOf(error)}`;
    if (current === undefined) process.stderr.write(`${message}\n`);
    else finish(current, { kind: 'failed', message }, true);
    setTimeout(() => process.exit(1), 100);
  };
  process.on('uncaughtException', stray);
  process.on('unhandledRejection', stray);

  process.on('message', (message: ToExecutor) => {
    switch (message.type) {
      case 'init':
        void initialise(options, message.init).then(
          (made) => {
            types = made;
            setInterval(() => send({ type: 'heartbeat', rssBytes: process.memoryUsage.rss() }), message.heartbeatMs);
            send({ type: 'ready' });
          },
          (error: unknown) => {
            process.stderr.write(`the executor's task types could not be set up: ${messageOf(error)}\n`);
            process.exit(1);
          },
        );
        return;
      case 'run': {
        const run: CurrentRun = {
          request: message,
          abort: new AbortController(),
          activity: new TaskActivity(message.taskId, message.attempt, send),
        };
        current = run;
        void execute(types!, run).then((outcome) => finish(run, outcome));
        return;
      }
      case 'cancel':
        if (current?.request.taskId === message.taskId && current.request.attempt === message.attempt) {
          current.abort.abort(new TaskError('failed', message.reason));
        }
        return;
      case 'end':
        void Promise.resolve(options.close?.())
          .catch((error: unknown) => process.stderr.write(`closing failed: ${messageOf(error)}\n`))
          .then(() => process.exit(0));
    }
  });
}

async function initialise(options: ExecutorOptions, init: unknown): Promise<ReadonlyMap<string, TaskType>> {
  const made = typeof options.taskTypes === 'function' ? await options.taskTypes(init) : options.taskTypes;
  return new Map(made.map((type) => [type.name, type]));
}

async function execute(types: ReadonlyMap<string, TaskType>, run: CurrentRun): Promise<RunOutcome> {
  const { request, activity } = run;
  try {
    const type = types.get(request.taskType);
    if (type === undefined) {
      throw new TaskError(
        'failed',
        `this executor has no task type "${request.taskType}"; has the server been updated?`,
      );
    }
    await mkdir(request.outputDir, { recursive: true });
    const context: TaskContext<unknown> = {
      jobId: request.jobId,
      taskId: request.taskId,
      taskKey: request.taskKey,
      attempt: request.attempt,
      spec: parseLossless(request.specText),
      outputDir: request.outputDir,
      upstream: new Map(request.upstream),
      credentials: parseLossless(request.credentialsText),
      signal: run.abort.signal,
      progress: (fraction, phrase) => activity.progress(fraction, phrase),
      log: (level, message) => activity.log(level, message),
    };
    const outcome: TaskOutcome = await type.run(context);
    faultPoint('executor-before-flush');
    const sizeBytes = await flushFolder(request.outputDir);
    faultPoint('executor-after-flush');
    return { kind: 'success', summary: plainSummary(outcome), sizeBytes };
  } catch (error) {
    const lost = error instanceof TaskError && error.kind === 'lost';
    return { kind: lost ? 'lost' : 'failed', message: messageOf(error) };
  }
}

/** Numbers that JSON can't hold (Infinity, NaN) become text, so that a summary reads back as it was. */
function plainSummary(outcome: TaskOutcome): TaskOutcome['summary'] {
  const { columns, rowCount, sizeBytes, statistics } = outcome.summary;
  const plain = Object.entries(statistics).map(([name, value]) => [
    name,
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  ]);
  return { columns, rowCount, sizeBytes, statistics: Object.fromEntries(plain) as typeof statistics };
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.length > 4000 ? `${message.slice(0, 4000)}…` : message;
}

function send(message: FromExecutor): void {
  // False return values are mere backpressure; a closed channel ends the process by 'disconnect'.
  if (process.connected) process.send!(message, undefined, undefined, () => {});
}
