import { jobStatusName, OrreryError } from '@orrery/contracts';
import type { JobController, TaskView, Viewer } from '@orrery/jobs';

/**
 * A task with its committed result. @throws ErrNotFound for no such job or task, ErrBadRequest while it has no result
 */
export async function taskWithResult(
  controller: JobController,
  viewer: Viewer,
  jobId: number,
  taskRef: string,
): Promise<TaskView & { readonly result: NonNullable<TaskView['result']> }> {
  const task = await controller.task(viewer, jobId, taskRef);
  if (task.result !== undefined) return { ...task, result: task.result };
  const why = task.reason === undefined ? '' : ` (${task.reason})`;
  throw new OrreryError(
    'ErrBadRequest',
    `the task ${task.key} has no result: it is ${jobStatusName(task.status)}${why}`,
  );
}
