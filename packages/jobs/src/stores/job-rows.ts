import type { Insertable, Selectable } from 'kysely';
import type { JobStatus, ResultSummary } from '@orrery/contracts';
import type { ActiveJob, ActiveTask } from '../control/active-job.ts';
import type { JobView, LogLine, TaskView } from '../face.ts';
import { bytesCodec, fold, intCodec, jsonCodec, textCodec, timeCodec } from '../metadata/codecs.ts';
import type { JobsTable, TaskLogsTable, TasksTable } from '../metadata/schema.ts';

/** Between rows and what the rest of the package holds: the only place that knows both. */

export type JobRow = Selectable<JobsTable>;
export type TaskRow = Selectable<TasksTable>;

export const JOB_VIEW_COLUMNS = [
  'id',
  'name',
  'graph_address',
  'user_name',
  'workflow_id',
  'workflow_name',
  'workflow_version',
  'status',
  'reason',
  'source_job_id',
  'create_time_ms',
  'run_begin_ms',
  'run_end_ms',
  'task_count',
] as const satisfies readonly (keyof JobRow)[];

export function jobViewFromRow(row: Pick<JobRow, (typeof JOB_VIEW_COLUMNS)[number]>): JobView {
  return {
    id: row.id,
    name: row.name,
    account: { graphAddress: row.graph_address, user: row.user_name },
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    workflowVersion: row.workflow_version,
    status: row.status as JobStatus,
    reason: row.reason ?? undefined,
    sourceJobId: row.source_job_id ?? undefined,
    createTimeMs: intCodec.decode(row.create_time_ms),
    runBeginTimeMs: timeCodec.decode(row.run_begin_ms),
    runEndTimeMs: timeCodec.decode(row.run_end_ms),
    taskCount: row.task_count,
  };
}

export const TASK_VIEW_COLUMNS = [
  'job_id',
  'key',
  'id',
  'task_type',
  'depends_on',
  'status',
  'attempt',
  'reason',
  'progress',
  'phrase',
  'run_begin_ms',
  'run_end_ms',
  'summary',
] as const satisfies readonly (keyof TaskRow)[];

export function taskViewFromRow(
  row: Pick<TaskRow, (typeof TASK_VIEW_COLUMNS)[number]>,
  resultDir: (jobId: number, taskKey: string) => string,
): TaskView {
  return {
    id: row.id,
    key: row.key,
    taskType: row.task_type,
    status: row.status as JobStatus,
    attempt: row.attempt,
    reason: row.reason ?? undefined,
    progress: row.progress,
    phrase: row.phrase,
    wait: undefined,
    runBeginTimeMs: timeCodec.decode(row.run_begin_ms),
    runEndTimeMs: timeCodec.decode(row.run_end_ms),
    dependsOn: JSON.parse(row.depends_on) as string[],
    result:
      row.summary === null
        ? undefined
        : { dir: resultDir(row.job_id, row.key), summary: JSON.parse(row.summary) as ResultSummary },
  };
}

export function activeTaskFromRow(row: TaskRow, lastLogSequence: number): ActiveTask {
  const summary = row.summary === null ? undefined : (JSON.parse(row.summary) as ResultSummary);
  return {
    id: row.id,
    key: row.key,
    position: row.position,
    taskType: row.task_type,
    specText: row.spec,
    dependsOn: JSON.parse(row.depends_on) as string[],
    maxAttempts: row.max_attempts,
    timeoutMs: intCodec.decode(row.timeout_ms),
    status: row.status as JobStatus,
    attempt: row.attempt,
    reason: row.reason ?? undefined,
    progress: row.progress,
    phrase: row.phrase,
    runBeginTimeMs: timeCodec.decode(row.run_begin_ms),
    runEndTimeMs: timeCodec.decode(row.run_end_ms),
    summary,
    resultBytes: summary?.sizeBytes ?? 0,
    demand: undefined,
    heldUp: { for: 'executor' },
    notBeforeMs: 0,
    passedOver: 0,
    lastLogSequence,
    pendingLines: [],
  };
}

export function activeJobFromRow(row: JobRow, tasks: readonly ActiveTask[]): ActiveJob {
  const { taskCount: _, ...view } = jobViewFromRow(row);
  return {
    ...view,
    credentials: row.credentials === null ? undefined : bytesCodec.decode(row.credentials),
    tasks: new Map(tasks.map((task) => [task.key, task])),
  };
}

export function jobRowOf(job: ActiveJob, inputText: string, resultBytes: number): Insertable<JobsTable> {
  return {
    id: job.id,
    name: textCodec.encode(job.name),
    name_folded: fold(textCodec.encode(job.name)),
    graph_address: textCodec.encode(job.account.graphAddress),
    user_name: textCodec.encode(job.account.user),
    workflow_id: textCodec.encode(job.workflowId),
    workflow_name: textCodec.encode(job.workflowName),
    workflow_version: job.workflowVersion,
    status: job.status,
    reason: textCodec.encodeOptional(job.reason),
    source_job_id: job.sourceJobId ?? null,
    create_time_ms: intCodec.encode(job.createTimeMs),
    run_begin_ms: timeCodec.encode(job.runBeginTimeMs),
    run_end_ms: timeCodec.encode(job.runEndTimeMs),
    task_count: job.tasks.size,
    input: inputText,
    credentials: job.credentials === undefined ? null : bytesCodec.encode(job.credentials),
    result_bytes: intCodec.encode(resultBytes),
  };
}

export function taskRowOf(jobId: number, task: ActiveTask): Insertable<TasksTable> {
  return {
    job_id: jobId,
    position: task.position,
    key: task.key,
    id: task.id,
    task_type: task.taskType,
    spec: task.specText,
    depends_on: jsonCodec.encode(task.dependsOn),
    max_attempts: task.maxAttempts,
    timeout_ms: intCodec.encode(task.timeoutMs),
    ...taskStateOf(task),
  };
}

/** The columns of a task that change. */
export function taskStateOf(task: ActiveTask) {
  return {
    status: task.status,
    attempt: task.attempt,
    reason: textCodec.encodeOptional(task.reason),
    progress: task.progress,
    phrase: textCodec.encode(task.phrase),
    run_begin_ms: timeCodec.encode(task.runBeginTimeMs),
    run_end_ms: timeCodec.encode(task.runEndTimeMs),
    summary: task.summary === undefined ? null : jsonCodec.encode(task.summary),
  };
}

export function logRowOf(jobId: number, taskKey: string, line: LogLine): Insertable<TaskLogsTable> {
  return {
    job_id: jobId,
    task_key: taskKey,
    sequence: line.sequence,
    time_ms: intCodec.encode(line.timeMs),
    level: line.level,
    message: textCodec.encode(line.message),
  };
}

export function logLineFromRow(row: Selectable<TaskLogsTable>): LogLine {
  return {
    sequence: row.sequence,
    timeMs: intCodec.decode(row.time_ms),
    level: row.level as LogLine['level'],
    message: row.message,
  };
}
