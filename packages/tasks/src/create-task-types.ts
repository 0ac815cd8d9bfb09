import type { TaskType } from '@orrery/jobs';
import { algorithmTask } from './algorithm/algorithm-task.ts';
import type { TaskDependencies } from './dependencies.ts';
import { queryTask } from './query/query-task.ts';

/** The task types of this build. The server asks them for resources, executors run them. */
export function createTaskTypes(dependencies: TaskDependencies): TaskType[] {
  return [queryTask(dependencies) as TaskType, algorithmTask(dependencies) as TaskType];
}
