import type { Account } from '@orrery/contracts';
import type { JobPlan, TaskPlan, Viewer } from '@orrery/jobs';
import type { TestSpec } from './fixtures/test-task-types.ts';

export const ACCOUNT: Account = { graphAddress: '127.0.0.1:9669', user: 'ada' };
export const VIEWER: Viewer = { ...ACCOUNT, isRoot: false };
export type TestTask = Omit<Partial<TaskPlan>, 'spec'> & { readonly spec?: TestSpec };

/** A plan of test tasks by key; `['a', 'b']` in `dependsOn` and so on are the tasks' own. */
export function planOf(tasks: Readonly<Record<string, TestTask>>, more: Partial<JobPlan> = {}): JobPlan {
  return {
    account: ACCOUNT,
    workflowId: '4216617528',
    workflowName: 'workflow_q745a',
    workflowVersion: 1,
    input: {},
    credentials: { password: 'secret' },
    tasks: Object.entries(tasks).map(([key, task]) => ({
      key,
      taskType: 'test',
      dependsOn: [],
      maxAttempts: 3,
      timeoutMs: 60_000,
      ...task,
      spec: task.spec ?? {},
    })),
    ...more,
  };
}
