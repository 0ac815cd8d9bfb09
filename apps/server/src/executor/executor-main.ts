import { runExecutor } from '@orrery/jobs';
import { createTasks, type ExecutorInit, type Tasks } from './executor-init.ts';

/** Entry of an executor process: started by the controller, ends with its channel. */
let tasks: Tasks | undefined;

await runExecutor({
  taskTypes: async (init) => {
    tasks = createTasks(init as ExecutorInit);
    return tasks.types;
  },
  close: async () => tasks?.close(),
});
