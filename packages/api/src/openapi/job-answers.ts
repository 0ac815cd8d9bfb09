import { Type, type Static } from 'typebox';
import type { JobDetail, JobView, TaskView } from '@orrery/jobs';

const Milliseconds = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description });
const DateTime = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });

const jobFields = {
  id: Type.Integer({ examples: [107] }),
  name: Type.String({ examples: ['workflow_q745a_20220715092236'] }),
  workflowId: Type.String({ examples: ['4216617528'] }),
  workflowName: Type.String({ examples: ['workflow_q745a'] }),
  status: Type.Integer({
    minimum: 0,
    maximum: 5,
    description: '0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping',
  }),
};
const jobTimes = {
  runBeginTime: Milliseconds('Milliseconds since 1970; null before the first task has started'),
  runEndTime: Milliseconds('Milliseconds since 1970; null before the end'),
  createTime: Type.Integer({ description: 'Milliseconds since 1970' }),
};

export const JobItemSchema = Type.Object({ ...jobFields, ...jobTimes });
export type JobItem = Static<typeof JobItemSchema>;

export const JobTaskSchema = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  name: Type.String({ description: 'Component id', examples: ['query_1'] }),
  runBeginTime: DateTime('RFC 3339 with offset; null before the start'),
  runEndTime: DateTime('RFC 3339 with offset; null before the end'),
  status: jobFields.status,
});

export const JobSchema = Type.Object({ ...jobFields, tasks: Type.Array(JobTaskSchema), ...jobTimes });

/** An item of a job list, fields in the order of the public API. */
export function jobItem(job: JobView): JobItem {
  return { ...jobHead(job), ...times(job) };
}

/** A job with its tasks, fields in the order of the public API. */
export function jobAnswer(job: JobDetail): Static<typeof JobSchema> {
  return { ...jobHead(job), tasks: job.tasks.map(taskItem), ...times(job) };
}

function jobHead({ id, name, workflowId, workflowName, status }: JobView) {
  return { id, name, workflowId, workflowName, status: status as number };
}

function times(job: JobView) {
  return {
    runBeginTime: job.runBeginTimeMs ?? null,
    runEndTime: job.runEndTimeMs ?? null,
    createTime: job.createTimeMs,
  };
}

function taskItem({ id, key, runBeginTimeMs, runEndTimeMs, status }: TaskView): Static<typeof JobTaskSchema> {
  return {
    id,
    name: key,
    runBeginTime: runBeginTimeMs === undefined ? null : rfc3339(runBeginTimeMs),
    runEndTime: runEndTimeMs === undefined ? null : rfc3339(runEndTimeMs),
    status,
  };
}

/** Local time with its offset, as Explorer prints it: `2022-07-15T17:22:36.214+08:00`. */
export function rfc3339(timeMs: number): string {
  const offsetMinutes = -new Date(timeMs).getTimezoneOffset();
  const local = new Date(timeMs + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offsetMinutes);
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
