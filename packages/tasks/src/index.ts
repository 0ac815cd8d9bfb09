export { createTaskTypes } from './create-task-types.ts';
export type { TaskDependencies } from './dependencies.ts';
export { REJECTED_FILE } from './stores/rejected-rows.ts';
export { edgeCountOf, sizeRange } from './algorithm/graph-size.ts';
