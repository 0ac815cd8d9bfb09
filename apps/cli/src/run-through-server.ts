import { JOB_STATUS, type GraphCredentials, type JobInput, type JobStatus } from '@orrery/contracts';
import { OrreryClient } from '@orrery/sdk';
import { elapsedMs, printEndedJob } from './job-report.ts';
import { note, printJson } from './output.ts';
import { TaskProgress } from './task-progress.ts';

export interface ServerRun {
  readonly url: string;
  readonly credentials: GraphCredentials;
  /** The workflow file's text. */
  readonly definition: string;
  readonly input: JobInput;
  readonly rows: number;
  readonly keep: boolean;
  readonly json: boolean | undefined;
  readonly logs: boolean | undefined;
  readonly signal: AbortSignal;
}

/**
 * Runs a workflow file on the server that holds the data folder: as a workflow that is deleted afterwards, whose job
 * stays. The server reads input files below its own configured folders.
 */
export async function runThroughServer(run: ServerRun): Promise<JobStatus> {
  const client = new OrreryClient({ baseUrl: run.url });
  await client.connect(run.credentials);
  const workflow = await client.workflows.create(run.definition);
  const progress = new TaskProgress(run.logs);
  try {
    const { id } = await client.jobs.post(workflow.id, run.input);
    note(`job ${id} on ${run.url}, which holds this data folder and reads files below its own files.folders;`);
    note('with --data and another folder, it runs here and files are looked for beside the workflow file');
    run.signal.addEventListener('abort', () => void client.jobs.cancel(id).catch(() => {}), { once: true });
    for await (const event of client.jobs.events(id)) progress.show(event);
    progress.stop();
    const job = await client.jobs.get(id);
    if (run.json) printJson(job);
    else {
      const tasks = [];
      for (const task of job.tasks) {
        const done = task.status === JOB_STATUS.Success && run.rows > 0;
        tasks.push({
          key: task.key,
          status: task.status as JobStatus,
          reason: task.reason || undefined,
          elapsedMs: elapsedMs(task.runBeginTime, task.runEndTime),
          columns: task.result?.columns.map((column) => column.name) ?? [],
          rowCount: task.result?.rowCount ?? 0,
          firstRows: done ? await client.jobs.sample(id, task.key, run.rows) : [],
          place: run.keep ? ` in job ${id} of ${run.url}` : '',
        });
      }
      const { runBeginTime, runEndTime } = job;
      printEndedJob({ id, status: job.status as JobStatus, elapsedMs: elapsedMs(runBeginTime, runEndTime), tasks });
    }
    if (!run.keep) await client.jobs.delete(id);
    return job.status as JobStatus;
  } finally {
    progress.stop();
    await client.workflows.delete(workflow.id);
  }
}
