import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { JOB_STATUS, jobStatusName, type JobInput, type JobStatus } from '@orrery/contracts';
import type { Job, OrreryClient } from '@orrery/sdk';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { userPath } from '../embedded-options.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { jobInput } from '../job-input.ts';
import { elapsedText, note, print, printJson, textTable } from '../output.ts';
import { addServerOptions, signIn, type ServerOptions } from '../server-options.ts';
import { TaskProgress } from '../task-progress.ts';
import { waitText } from '../task-wait.ts';

interface FollowOptions extends ServerOptions {
  readonly input?: JobInput;
  readonly follow?: boolean;
  readonly idempotencyKey?: string;
}

const STATUS_NAMES = Object.keys(JOB_STATUS) as (keyof typeof JOB_STATUS)[];

function jobId(text: string): number {
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a job’s id is a whole number.');
}

function statuses(text: string): JobStatus[] {
  return text.split(',').map((name) => {
    const known = STATUS_NAMES.find((candidate) => candidate.toLowerCase() === name.trim().toLowerCase());
    if (known === undefined) throw new InvalidArgumentError(`it is one or more of ${STATUS_NAMES.join(', ')}.`);
    return JOB_STATUS[known];
  });
}

const statusText = (status: number): string => jobStatusName(status as JobStatus);
const timeText = (ms: number | null | undefined): string => (ms ? new Date(ms).toISOString() : '');

function took(part: { readonly runBeginTime?: unknown; readonly runEndTime?: unknown }): string {
  const at = (time: unknown): number => (typeof time === 'string' ? Date.parse(time) : Number(time ?? Number.NaN));
  const ms = at(part.runEndTime) - at(part.runBeginTime);
  return Number.isNaN(ms) ? '' : elapsedText(ms);
}

/** Prints a job, of waiting tasks what they wait for; the exit code says whether it succeeded. */
function report(job: Job, json: boolean | undefined): void {
  if (json) printJson(job);
  else {
    print(`job ${job.id} ${statusText(job.status)} ${took(job)}${job.reason ? `: ${job.reason}` : ''}`);
    print(
      textTable(
        ['task', 'status', 'time', 'rows', 'reason'],
        job.tasks.map((task) => [
          task.key,
          statusText(task.status),
          took(task),
          task.result ? String(task.result.rowCount) : '',
          task.reason || waitText(task, Date.now()),
        ]),
      ),
    );
  }
  if (job.status === JOB_STATUS.Failed || job.status === JOB_STATUS.Interrupted) process.exitCode = EXIT.failed;
}

async function follow(client: OrreryClient, id: number, json: boolean | undefined): Promise<void> {
  const progress = new TaskProgress();
  process.once('SIGINT', () => {
    progress.stop();
    note(`job ${id} goes on; \`orrery job wait ${id}\` follows it again, \`orrery job cancel ${id}\` ends it`);
    process.exit(EXIT.interrupted);
  });
  try {
    for await (const event of client.jobs.events(id)) {
      progress.show(event);
    }
  } finally {
    progress.stop();
  }
  report(await client.jobs.get(id), json);
}

async function begun(client: OrreryClient, posted: { id: number }, options: FollowOptions): Promise<void> {
  if (options.follow) return follow(client, posted.id, options.json);
  if (options.json) printJson(posted);
  else print(String(posted.id));
}

/** `orrery job …`: jobs of a server. */
export function registerJob(program: Command): void {
  const job = program.command('job').description('jobs of a server');
  const begins = (command: Command): Command =>
    addServerOptions(command)
      .option('--input <json>', 'parameters: {"query_1":{"name":"Tim Duncan"}}', jobInput)
      .option('--follow', 'show its progress and wait for its end')
      .option('--idempotency-key <text>', 'the same key and input give the same job for 24 hours');
  const keyOf = ({ idempotencyKey }: FollowOptions) => (idempotencyKey === undefined ? {} : { idempotencyKey });
  const inputOf = ({ input }: FollowOptions) => (input === undefined ? {} : { input });

  begins(job.command('post').description('run a workflow').argument('<workflow_id>')).action(
    async (workflowId: string, options: FollowOptions) => {
      const client = await signIn(options);
      await begun(client, await client.jobs.post(workflowId, options.input ?? {}, keyOf(options)), options);
    },
  );
  begins(job.command('rerun').description('run the same again').argument('<job_id>', 'job', jobId)).action(
    async (id: number, options: FollowOptions) => {
      const client = await signIn(options);
      await begun(client, await client.jobs.rerun(id, inputOf(options), keyOf(options)), options);
    },
  );
  begins(job.command('resume').description('run again what did not succeed').argument('<job_id>', 'job', jobId)).action(
    async (id: number, options: FollowOptions) => {
      const client = await signIn(options);
      await begun(client, await client.jobs.resume(id, inputOf(options), keyOf(options)), options);
    },
  );

  addServerOptions(job.command('list').description('list, newest first'))
    .option('--workflow <id>', 'of one workflow')
    .option('--status <names>', 'one or more, separated by commas', statuses)
    .option('--name <text>', 'part of the name')
    .option('--page <n>', 'page, from 1', Number, 1)
    .option('--page-size <n>', 'jobs per page', Number, 20)
    .action(
      async (
        options: ServerOptions & {
          workflow?: string;
          status?: JobStatus[];
          name?: string;
          page: number;
          pageSize: number;
        },
      ) => {
        const { workflow, status, name, page, pageSize } = options;
        const list = await (
          await signIn(options)
        ).jobs.list({
          page,
          pageSize,
          ...(workflow === undefined ? {} : { workflowId: workflow }),
          ...(name === undefined ? {} : { name }),
          ...(status === undefined ? {} : { status: status.map(String) }),
        });
        if (options.json) return printJson(list);
        print(
          textTable(
            ['id', 'name', 'status', 'created', 'time'],
            list.items.map((item) => [
              String(item.id),
              item.name,
              statusText(item.status),
              timeText(item.createTime),
              took(item),
            ]),
          ),
        );
        note(`${list.items.length} of ${list.total}`);
      },
    );

  addServerOptions(job.command('get').argument('<job_id>', 'job', jobId)).action(
    async (id: number, options: ServerOptions) => report(await (await signIn(options)).jobs.get(id), options.json),
  );
  addServerOptions(job.command('wait').description('follow it to its end').argument('<job_id>', 'job', jobId)).action(
    async (id: number, options: ServerOptions) => follow(await signIn(options), id, options.json),
  );
  addServerOptions(job.command('cancel').argument('<job_id>', 'job', jobId)).action(
    async (id: number, options: ServerOptions) => {
      const answer = await (await signIn(options)).jobs.cancel(id);
      if (options.json) printJson(answer);
    },
  );
  addServerOptions(job.command('delete').description('with its results').argument('<job_id>', 'job', jobId)).action(
    async (id: number, options: ServerOptions) => {
      const answer = await (await signIn(options)).jobs.delete(id);
      if (options.json) printJson(answer);
    },
  );
  addServerOptions(job.command('logs').argument('<job_id>', 'job', jobId).argument('<task>', 'component id')).action(
    async (id: number, task: string, options: ServerOptions) => {
      const lines = await (await signIn(options)).jobs.logs(id, task);
      if (options.json) return printJson(lines);
      for (const line of lines) print(`${timeText(line.time)} ${line.level} ${line.message}`);
    },
  );

  addServerOptions(
    job.command('result').description('rows of a task’s result').argument('<job_id>', 'job', jobId).argument('<task>'),
  )
    .option('--limit <n>', 'rows to print', Number, 20)
    .option('--offset <n>', 'rows to skip', Number, 0)
    .option('--sort <column>', 'order by a column; a - in front for descending')
    .addOption(new Option('--format <format>', 'write the whole result as a file').choices(['csv', 'parquet']))
    .option('--output <file>', 'that file; without it, standard output')
    .action(
      async (
        id: number,
        task: string,
        options: ServerOptions & {
          limit: number;
          offset: number;
          sort?: string;
          format?: 'csv' | 'parquet';
          output?: string;
        },
      ) => {
        const client = await signIn(options);
        const { limit, offset, format, output } = options;
        const descending = options.sort?.startsWith('-') ?? false;
        const sort =
          options.sort === undefined ? {} : { sort: [{ column: options.sort.replace(/^-/, ''), descending }] };
        if (format !== undefined) {
          if (format === 'parquet' && output === undefined && process.stdout.isTTY) {
            throw new CommandError('Parquet is binary; name a file with --output');
          }
          const stream = Readable.fromWeb(
            (await client.jobs.download(id, task, { format, ...sort })) as NodeReadableStream<Uint8Array>,
          );
          return pipeline(stream, output === undefined ? process.stdout : createWriteStream(userPath(output)));
        }
        const page = await client.jobs.result(id, task, { limit, offset, ...sort });
        if (options.json) return printJson(page);
        print(
          textTable(
            page.columns.map((column) => column.name),
            page.rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
          ),
        );
        note(`${page.rows.length} of ${page.total} rows`);
      },
    );
}
