import type { JobDetail, JobView, TaskView, TaskWait } from '@orrery/jobs';
import { Type } from 'typebox';

const OptionalTime = Type.Union([Type.Integer(), Type.Null()], { description: 'Milliseconds since 1970' });
const Status = Type.Integer({
  minimum: 0,
  maximum: 5,
  description: '0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping',
});

const jobFields = {
  id: Type.Integer(),
  name: Type.String(),
  workflowId: Type.String(),
  workflowName: Type.String(),
  workflowVersion: Type.Integer(),
  owner: Type.Object({ graphAddress: Type.String(), user: Type.String() }),
  status: Status,
  reason: Type.String({ description: 'Why it failed or was interrupted; else empty' }),
  sourceJobId: Type.Union([Type.Integer(), Type.Null()], { description: 'The job that this one reruns or resumes' }),
  taskCount: Type.Integer(),
  createTime: Type.Integer({ description: 'Milliseconds since 1970' }),
  runBeginTime: OptionalTime,
  runEndTime: OptionalTime,
};

export const ColumnSchema = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'bool, int64, double, string, date, time, datetime or json' }),
});

export const ResultSummarySchema = Type.Object({
  columns: Type.Array(ColumnSchema),
  rowCount: Type.Integer(),
  sizeBytes: Type.Integer(),
  statistics: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()])),
});

const TaskWaitSchema = Type.Object(
  {
    for: Type.Union(
      (['job', 'tasks', 'retry', 'limit', 'threads', 'memory', 'turn', 'executor'] as const).map((kind) =>
        Type.Literal(kind),
      ),
      {
        description:
          'job: a place for its job in line; tasks: those in dependsOn; retry: its next attempt; limit: fewer tasks ' +
          'running at once; threads, memory: that much of the machine; turn: tasks that have waited longer; ' +
          'executor: a process that starts for it',
      },
    ),
    untilTime: OptionalTime,
    needs: Type.Union([Type.Number(), Type.Null()], { description: 'Threads, or bytes of memory' }),
    total: Type.Union([Type.Number(), Type.Null()], {
      description: 'Threads or bytes that the machine has for tasks, or tasks that may run at once',
    }),
  },
  { description: 'Why a task that is Preparing has not begun, as of this moment' },
);

export const TaskViewSchema = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  key: Type.String({ description: 'Component id' }),
  taskType: Type.String(),
  status: Status,
  attempt: Type.Integer(),
  reason: Type.String(),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  phrase: Type.String({ description: 'What is being done' }),
  wait: Type.Union([TaskWaitSchema, Type.Null()]),
  runBeginTime: OptionalTime,
  runEndTime: OptionalTime,
  dependsOn: Type.Array(Type.String()),
  result: Type.Union([ResultSummarySchema, Type.Null()]),
});

export const JobViewSchema = Type.Object(jobFields);
export const JobDetailSchema = Type.Object({
  ...jobFields,
  input: Type.Unsafe<unknown>({ description: 'As it was posted; numbers keep their digits' }),
  tasks: Type.Array(TaskViewSchema),
});

export function jobViewAnswer(job: JobView) {
  const { id, name, workflowId, workflowName, workflowVersion, account, status, reason, sourceJobId, taskCount } = job;
  return {
    id,
    name,
    workflowId,
    workflowName,
    workflowVersion,
    owner: { graphAddress: account.graphAddress, user: account.user },
    status: status as number,
    reason: reason ?? '',
    sourceJobId: sourceJobId ?? null,
    taskCount,
    createTime: job.createTimeMs,
    runBeginTime: job.runBeginTimeMs ?? null,
    runEndTime: job.runEndTimeMs ?? null,
  };
}

/** Where results lie on the server's disk stays there. */
export function taskViewAnswer(task: TaskView) {
  const { id, key, taskType, status, attempt, reason, progress, phrase, dependsOn, result } = task;
  return {
    id,
    key,
    taskType,
    status: status as number,
    attempt,
    reason: reason ?? '',
    progress,
    phrase,
    wait: task.wait === undefined ? null : waitAnswer(task.wait),
    runBeginTime: task.runBeginTimeMs ?? null,
    runEndTime: task.runEndTimeMs ?? null,
    dependsOn: [...dependsOn],
    result: result === undefined ? null : summaryAnswer(result.summary),
  };
}

function waitAnswer(wait: TaskWait) {
  return {
    for: wait.for,
    untilTime: wait.for === 'retry' ? wait.untilMs : null,
    needs: 'needs' in wait ? wait.needs : null,
    total: 'total' in wait ? wait.total : null,
  };
}

function summaryAnswer({ columns, rowCount, sizeBytes, statistics }: NonNullable<TaskView['result']>['summary']) {
  return {
    columns: columns.map(({ name, type }) => ({ name, type: type as string })),
    rowCount,
    sizeBytes,
    statistics: { ...statistics },
  };
}

export function jobDetailAnswer(job: JobDetail) {
  return { ...jobViewAnswer(job), input: job.input, tasks: job.tasks.map(taskViewAnswer) };
}
