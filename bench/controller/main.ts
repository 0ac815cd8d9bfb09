import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HttpClient, startServerProcess } from '../../tools/testing/server-process.ts';
import { importSampleGraph } from '../../tools/testing/sample-graph.ts';
import { flushedInsertMs } from './flushed-insert.ts';
import { quantile } from '../quantile.ts';

/**
 * `npm run bench -- controller [--rate 200] [--seconds 30] [--latency-jobs 200]`: on a warm server with every write
 * durable,
 *  1. from a POST's arrival to the start of the job's first task, one job at a time;
 *  2. posts at a fixed rate, each a workflow of one FETCH on the sample graph: failures, p50 and p99 of the answer, and
 *     how long after the last post all jobs had ended.
 * The peer is one durable SQLite insert on the same disk in the same run: the least any durable controller can take.
 */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '30' },
    'latency-jobs': { type: 'string', default: '200' },
  },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const latencyJobs = Number(values['latency-jobs']);

interface Job {
  readonly status: number;
  readonly createTime: number;
  readonly tasks: readonly { readonly runBeginTime: string }[];
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;

const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-controller-'));
const server = await startServerProcess({ dataDir: join(folder, 'data') });
let failed = false;
try {
  const client = new HttpClient(server.url);
  await importSampleGraph(server);
  await client.connect(server.graphHost, server.graphPort);
  const { id: workflowId } = await client.data<{ id: string }>('POST', '/api/v1/workflows', {
    name: 'fetch',
    tasks: {
      query_1: {
        type: 'Query',
        space: 'basketballplayer',
        query: 'FETCH PROP ON player ${id} YIELD properties(vertex).name AS name',
        params: { id: 'player100' },
      },
    },
  });
  const jobsPath = `/api-open/v1/workflows/${workflowId}/jobs`;
  const post = async (): Promise<number> => (await client.data<{ id: number }>('POST', jobsPath)).id;
  const getJob = (id: number): Promise<Job> => client.data<Job>('GET', `/api-open/v1/jobs/${id}`);
  const ended = async (id: number): Promise<Job> => {
    for (;;) {
      const job = await getJob(id);
      if (job.status >= 2 && job.status <= 4) return job;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  for (let i = 0; i < 30; i++) await ended(await post());
  const insert = flushedInsertMs(join(folder, 'peer.sqlite'), 200);

  const latencies: number[] = [];
  for (let i = 0; i < latencyJobs; i++) {
    const startTimeMs = performance.timeOrigin + performance.now();
    const job = await ended(await post());
    latencies.push(Math.max(0, Date.parse(job.tasks[0]!.runBeginTime) - startTimeMs));
  }
  latencies.sort((a, b) => a - b);
  const mean = latencies.reduce((sum, value) => sum + value, 0) / latencies.length;
  process.stdout.write(
    `POST to first task started, ${latencyJobs} jobs one at a time: mean ${ms(mean)}, p50 ${ms(quantile(latencies, 0.5))}, ` +
      `p99 ${ms(quantile(latencies, 0.99))} (bar: mean at most 10 ms)\n` +
      `one durable SQLite insert on this disk: ${ms(insert)}; ratio ${(mean / insert).toFixed(1)}\n`,
  );

  const answers: number[] = [];
  const ids: number[] = [];
  let failures = 0;
  const pending: Promise<void>[] = [];
  const begin = performance.now();
  for (let i = 0; i < rate * seconds; i++) {
    const due = begin + (i * 1000) / rate;
    const waitMs = due - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const sent = performance.now();
    pending.push(
      post().then(
        (id) => {
          ids.push(id);
          answers.push(performance.now() - sent);
        },
        (error: Error) => {
          failures++;
          if (failures <= 3) process.stdout.write(`failed post: ${error.message}\n`);
        },
      ),
    );
  }
  await Promise.all(pending);
  const lastPost = performance.now();
  answers.sort((a, b) => a - b);
  process.stdout.write(
    `${rate} posts/s for ${seconds} s: ${answers.length} answered, ${failures} failed, ` +
      `p50 ${ms(quantile(answers, 0.5))}, p99 ${ms(quantile(answers, 0.99))}, ` +
      `rate held ${((answers.length / (lastPost - begin)) * 1000).toFixed(0)}/s\n`,
  );
  const filter = (status: number[]): string => encodeURIComponent(JSON.stringify({ status }));
  const total = async (status: number[]): Promise<number> =>
    (await client.data<{ total: number }>('GET', `${jobsPath}?pageSize=1&filter=${filter(status)}`)).total;
  let open = await total([0, 1, 5]);
  while (open > 0 && performance.now() - lastPost < 300_000) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    open = await total([0, 1, 5]);
  }
  const endedAfter = (performance.now() - lastPost) / 1000;
  const successes = await total([2]);
  const expected = 30 + latencyJobs + ids.length;
  process.stdout.write(
    `all ended ${endedAfter.toFixed(1)} s after the last post (bar: at most 120 s); ` +
      `${successes} of ${expected} jobs Success, ${open} still open\n`,
  );
  failed = failures > 0 || successes !== expected || mean > 10 || endedAfter > 120;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(failed ? 'controller: a bar is not met\n' : 'controller: every bar is met\n');
process.exit(failed ? 1 : 0);
