import { JOB_STATUS, jobStatusName, type JobStatus } from '@orrery/contracts';
import { elapsedText, print, textTable } from './output.ts';

/** An ended job as `orrery run` shows it, whether it ran here or on a server. */
export interface EndedJob {
  readonly id: number;
  readonly status: JobStatus;
  readonly elapsedMs: number | undefined;
  readonly tasks: readonly EndedTask[];
}

export interface EndedTask {
  readonly key: string;
  readonly status: JobStatus;
  readonly reason: string | undefined;
  readonly elapsedMs: number | undefined;
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly firstRows: readonly (readonly string[])[];
  /** Where the result is kept, as text for a person. */
  readonly place: string;
}

export function elapsedMs(begin: number | null | undefined, end: number | null | undefined): number | undefined {
  return begin == null || end == null ? undefined : end - begin;
}

/** Each task with its first rows, then the job's own line. */
export function printEndedJob(job: EndedJob): void {
  for (const task of job.tasks) {
    const reason = task.reason ? `: ${task.reason}` : '';
    const time = task.elapsedMs === undefined ? '' : ` in ${elapsedText(task.elapsedMs)}`;
    print(`${task.key}: ${jobStatusName(task.status)}${time}${reason}`);
    if (task.status !== JOB_STATUS.Success) continue;
    if (task.firstRows.length > 0) print(textTable(task.columns, task.firstRows));
    print(`${task.rowCount} rows${task.place}\n`);
  }
  print(`job ${job.id} ${jobStatusName(job.status)} in ${elapsedText(job.elapsedMs)}`);
}
