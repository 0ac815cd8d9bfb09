import { OrreryError } from '@orrery/contracts';
import { jsonCodec } from '../metadata/codecs.ts';
import { TaskError, type TaskType, type UpstreamResult } from '../task-type.ts';
import type { ActiveJob, ActiveTask, Demand } from './active-job.ts';

/** A task type that does not say within this time what it needs has failed. */
const BOUND_MS = 60_000;

/** Results of the tasks that a task depends on, as its type and its run see them. */
export function upstreamOf(
  job: ActiveJob,
  task: ActiveTask,
  resultDir: (jobId: number, taskKey: string) => string,
): Map<string, UpstreamResult> {
  return new Map(
    task.dependsOn.map((key) => [key, { resultDir: resultDir(job.id, key), summary: job.tasks.get(key)!.summary! }]),
  );
}

/** Asks the task's type what it needs. @throws Error with a message for the task's people */
export async function askDemand(
  type: TaskType | undefined,
  task: ActiveTask,
  upstream: ReadonlyMap<string, UpstreamResult>,
): Promise<Demand> {
  if (type === undefined) {
    throw new OrreryError('ErrInternalController', `this server has no task type "${task.taskType}"`);
  }
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new TaskError('failed', `what the task needs was not known after ${BOUND_MS / 1000} s`)),
      BOUND_MS,
    );
  });
  try {
    const spec = jsonCodec.decode(task.specText);
    const resources = await Promise.race([type.resources(spec, upstream), bound]);
    return { resources, affinityKey: type.affinityKey?.(spec, upstream) };
  } finally {
    clearTimeout(timer);
  }
}
