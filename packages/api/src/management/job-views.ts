import type { JobDetail, JobView, TaskView } from '@orrery/jobs';
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

export const TaskViewSchema = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  key: Type.String({ description: 'Component id' }),
  taskType: Type.String(),
  status: Status,
  attempt: Type.Integer(),
  reason: Type.String(),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  phrase: Type.String({ description: 'What is being done' }),
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
    runBeginTime: task.runBeginTimeMs ?? null,
    runEndTime: task.runEndTimeMs ?? null,
    dependsOn: [...dependsOn],
    result: result === undefined ? null : summaryAnswer(result.summary),
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
