import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { JOB_STATUS, jobStatusName, type JobStatus } from '@orrery/contracts';
import { parseDefinitionText } from '@orrery/workflow';
import { importSampleGraph } from './testing/sample-graph.ts';
import { HttpClient, startServerProcess } from './testing/server-process.ts';

/**
 * `npm run demo [-- --exit] [--data DIR] [--port N] [--graph-port N]`: starts a server on the data folder, loads the
 * sample graph, creates the sample workflow, posts a job as a script of Explorer would, follows it and prints its
 * results. Leaves the server running, or with --exit stops it.
 */
const OPTIONS = {
  exit: { type: 'boolean', default: false },
  data: { type: 'string', default: 'data' },
  port: { type: 'string', default: '7002' },
  'graph-port': { type: 'string', default: '9669' },
} as const;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    say(`demo: ${(error as Error).message}\nusage: npm run demo -- [--exit] [--data DIR] [--port N] [--graph-port N]`);
    return process.exit(2);
  }
}
const values = readOptions();
const WORKFLOW_ID = '4216617528';
const WORKFLOW_FILE = join(import.meta.dirname, '../examples/neighbours-of-a-player.yaml');
const INPUT = '{"input":{"query_1":{"name":"Tim Duncan"}}}';
const FIRST_ROWS = 5;
const FINAL: readonly number[] = [JOB_STATUS.Success, JOB_STATUS.Failed, JOB_STATUS.Interrupted];

interface Job {
  readonly id: number;
  readonly status: JobStatus;
  readonly tasks: readonly { id: string; name: string; status: JobStatus; runBeginTime: string; runEndTime: string }[];
  readonly runBeginTime: number;
  readonly runEndTime: number;
}

/** Tasks have RFC 3339 times, jobs milliseconds. */
const timeMs = (time: string | number): number => (typeof time === 'number' ? time : Date.parse(time));
const seconds = (part: { runBeginTime: string | number; runEndTime: string | number }): string => {
  const ms = timeMs(part.runEndTime) - timeMs(part.runBeginTime);
  return Number.isNaN(ms) ? '–' : (ms / 1000).toFixed(2);
};

/** Saves the sample workflow under its id, as a new version only where its file has changed. */
async function saveWorkflow(client: HttpClient): Promise<void> {
  const yaml = readFileSync(WORKFLOW_FILE, 'utf8');
  const headers = { 'content-type': 'application/yaml' };
  const known = await client.call('GET', `/api/v1/workflows/${WORKFLOW_ID}`);
  const { definition } = (known.body.data ?? {}) as { definition?: unknown };
  const parsed = parseDefinitionText(yaml);
  if (parsed.ok && isDeepStrictEqual(definition, parsed.value)) return;
  const answer =
    known.body.code === 0
      ? await client.call('PUT', `/api/v1/workflows/${WORKFLOW_ID}`, yaml, headers)
      : await client.call('POST', `/api/v1/workflows?id=${WORKFLOW_ID}`, yaml, headers);
  if (answer.body.code !== 0) throw new Error(answer.body.message);
}

async function followJob(client: HttpClient, id: number): Promise<Job> {
  const shown = new Map<string, JobStatus>();
  for (;;) {
    const job = await client.data<Job>('GET', `/api-open/v1/jobs/${id}`);
    for (const task of job.tasks) {
      if (shown.get(task.name) === task.status || !FINAL.includes(task.status)) continue;
      shown.set(task.name, task.status);
      say(`  ${task.name.padEnd(22)} ${jobStatusName(task.status).padEnd(8)} ${seconds(task)} s`);
    }
    if (FINAL.includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function showResults(client: HttpClient, job: Job): Promise<void> {
  for (const task of job.tasks.filter(({ status }) => status === JOB_STATUS.Success)) {
    const path = `/api-open/v1/jobs/${job.id}/tasks/${task.name}/sample_result?limit=${FIRST_ROWS}`;
    const { items } = await client.data<{ items: string[][] }>('GET', path);
    say(`${task.name}, first ${items.length} rows:`);
    for (const row of items) say(`  ${row.join('  ')}`);
  }
}

say('demo: starting the server');
const server = await startServerProcess({
  dataDir: values.data,
  port: Number(values.port),
  graphPort: Number(values['graph-port']),
  environment: { ORRERY_FILES_FOLDERS: dirname(WORKFLOW_FILE) },
}).catch((error: Error) => {
  say(`demo: ${error.message}\ndemo: --port, --graph-port and --data choose other ports and another folder`);
  process.exit(1);
});
let succeeded = false;
try {
  say('demo: loading the sample graph basketballplayer');
  await importSampleGraph(server);
  const client = new HttpClient(server.url);
  await client.connect(server.graphHost, server.graphPort);
  await saveWorkflow(client);
  say(`demo: POST ${server.url}/api-open/v1/workflows/${WORKFLOW_ID}/jobs ${INPUT}`);
  const { id } = await client.data<{ id: number }>('POST', `/api-open/v1/workflows/${WORKFLOW_ID}/jobs`, INPUT);
  say(`demo: job ${id}`);
  const job = await followJob(client, id);
  await showResults(client, job);
  succeeded = job.status === JOB_STATUS.Success;
  if (!values.exit) {
    say(`demo: open ${server.url}/jobs/${id} to see this job (account root, password nebula); Ctrl-C ends the server`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => void server.stop().then((code) => process.exit(code ?? 0)));
    }
  }
  say(`demo: job ${id} ${jobStatusName(job.status)} in ${seconds(job)} s`);
} finally {
  if (values.exit || !succeeded) {
    await server.stop();
    process.exitCode = succeeded ? 0 : 1;
  }
}
