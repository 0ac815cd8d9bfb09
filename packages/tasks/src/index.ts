export { createTaskTypes } from './create-task-types.ts';
export type { TaskDependencies } from './dependencies.ts';
export { edgeCountOf, sizeRange } from './algorithm/graph-size.ts';
