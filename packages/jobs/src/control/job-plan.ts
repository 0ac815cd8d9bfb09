import { randomBytes } from 'node:crypto';
import { JOB_STATUS, OrreryError, type Fault, type ResultSummary } from '@orrery/contracts';
import type { JobPlan, TaskPlan } from '../face.ts';
import { jsonCodec } from '../metadata/codecs.ts';
import type { TaskType } from '../task-type.ts';
import type { ActiveJob, ActiveTask } from './active-job.ts';

/** Also the name of the task's result folder. */
const TASK_KEY = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** @throws OrreryError ErrParam with every fault of the plan */
export function checkPlan(plan: JobPlan, taskTypes: ReadonlyMap<string, TaskType>): void {
  const faults: Fault[] = [];
  const keys = new Set<string>();
  for (const task of plan.tasks) {
    const path = `tasks.${task.key}`;
    if (!TASK_KEY.test(task.key)) faults.push({ path, message: 'is no task id (letters, digits, _, - and .)' });
    if (keys.has(task.key)) faults.push({ path, message: 'occurs twice' });
    keys.add(task.key);
    if (!taskTypes.has(task.taskType)) faults.push({ path, message: `has the unknown task type "${task.taskType}"` });
    if (!Number.isInteger(task.maxAttempts) || task.maxAttempts < 1 || task.maxAttempts > 10) {
      faults.push({ path, message: `may be tried 1 to 10 times, not ${task.maxAttempts}` });
    }
    if (!Number.isSafeInteger(task.timeoutMs) || task.timeoutMs < 1) {
      faults.push({ path, message: `has the timeout ${task.timeoutMs} ms, which is no positive integer` });
    }
  }
  for (const task of plan.tasks) {
    for (const key of task.dependsOn) {
      if (!keys.has(key)) faults.push({ path: `tasks.${task.key}`, message: `depends on "${key}", which is no task` });
    }
  }
  if (plan.tasks.length === 0) faults.push({ path: 'tasks', message: 'is empty: a job needs at least one task' });
  if (faults.length === 0) {
    const cycle = tasksOnCycles(plan.tasks);
    if (cycle.length > 0)
      faults.push({ path: 'tasks', message: `depend on each other in a circle: ${cycle.join(', ')}` });
  }
  for (const key of plan.reuseTasks ?? []) {
    if (!keys.has(key)) faults.push({ path: 'reuseTasks', message: `names "${key}", which is no task of the job` });
  }
  if ((plan.reuseTasks?.length ?? 0) > 0 && plan.sourceJobId === undefined) {
    faults.push({ path: 'sourceJobId', message: 'is missing: results are reused from some job' });
  }
  if (faults.length > 0) {
    const words = faults.map((fault) => `${fault.path} ${fault.message}`).join('; ');
    throw new OrreryError('ErrParam', words, { faults });
  }
}

/** What remains when tasks without open dependencies are taken away again and again. */
function tasksOnCycles(tasks: readonly TaskPlan[]): string[] {
  const open = new Map(tasks.map((task) => [task.key, new Set(task.dependsOn)]));
  const dependants = new Map<string, string[]>();
  for (const task of tasks)
    for (const key of task.dependsOn) dependants.set(key, [...(dependants.get(key) ?? []), task.key]);
  const free = tasks.filter((task) => task.dependsOn.length === 0).map((task) => task.key);
  for (let key; (key = free.pop()) !== undefined;) {
    open.delete(key);
    for (const dependant of dependants.get(key) ?? []) {
      const waits = open.get(dependant)!;
      waits.delete(key);
      if (waits.size === 0) free.push(dependant);
    }
  }
  return [...open.keys()];
}

export interface ReusedResult {
  readonly summary: ResultSummary;
  readonly runBeginTimeMs: number | undefined;
  readonly runEndTimeMs: number | undefined;
}

/** The job in its first state: Preparing, but for tasks whose results it takes over. */
export function jobOfPlan(
  plan: JobPlan,
  id: number,
  createTimeMs: number,
  credentials: Uint8Array,
  reused: ReadonlyMap<string, ReusedResult>,
): ActiveJob {
  const tasks = plan.tasks.map((task, position) => activeTask(task, position, plan.sourceJobId, reused.get(task.key)));
  return {
    id,
    name: `${plan.workflowName}_${secondsStamp(createTimeMs)}`,
    account: plan.account,
    workflowId: plan.workflowId,
    workflowName: plan.workflowName,
    workflowVersion: plan.workflowVersion,
    sourceJobId: plan.sourceJobId,
    createTimeMs,
    tasks: new Map(tasks.map((task) => [task.key, task])),
    credentials,
    status: JOB_STATUS.Preparing,
    reason: undefined,
    runBeginTimeMs: undefined,
    runEndTimeMs: undefined,
  };
}

function activeTask(
  plan: TaskPlan,
  position: number,
  sourceJobId: number | undefined,
  reused: ReusedResult | undefined,
): ActiveTask {
  return {
    id: randomBytes(16).toString('hex'),
    key: plan.key,
    position,
    taskType: plan.taskType,
    specText: jsonCodec.encode(plan.spec),
    dependsOn: [...new Set(plan.dependsOn)],
    maxAttempts: plan.maxAttempts,
    timeoutMs: plan.timeoutMs,
    status: reused === undefined ? JOB_STATUS.Preparing : JOB_STATUS.Success,
    attempt: 0,
    reason: undefined,
    progress: reused === undefined ? 0 : 1,
    phrase: reused === undefined ? '' : `result of job ${sourceJobId}`,
    runBeginTimeMs: reused?.runBeginTimeMs,
    runEndTimeMs: reused?.runEndTimeMs,
    summary: reused?.summary,
    resultBytes: reused?.summary.sizeBytes ?? 0,
    demand: undefined,
    heldUp: { for: 'executor' },
    notBeforeMs: 0,
    passedOver: 0,
    lastLogSequence: 0,
    pendingLines: [],
  };
}

/** `20260131235959`, in the server's time zone. */
export function secondsStamp(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    String(time.getFullYear()).padStart(4, '0') +
    two(time.getMonth() + 1) +
    two(time.getDate()) +
    two(time.getHours()) +
    two(time.getMinutes()) +
    two(time.getSeconds())
  );
}
