import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpClient, startServerProcess } from '../tools/testing/server-process.ts';
import { ENDLESS_QUERY } from './endless-query.ts';
import { startSampleServer, type SampleServer } from './sample-server.ts';
import { sendRequest } from './send-request.ts';

/*
 * What a job goes through from its post to its end, and a server from its start to its stop, on real parts. Long because
 * its tests share one server, whose start costs more than most of them.
 */
const STATUS = { Preparing: 0, Running: 1, Success: 2, Failed: 3, Interrupted: 4, Stopping: 5 } as const;

const endlessPageRank = {
  type: 'PageRank',
  input: { file: 'ring.csv', src: 'src', dst: 'dst' },
  params: { ITERATIONS: 1_000_000, EPS: 0 },
};
const quickQuery = (text: string, more: object = {}) => ({
  type: 'Query',
  space: 'basketballplayer',
  query: text,
  ...more,
});

interface Task {
  readonly id: string;
  readonly key: string;
  readonly status: number;
  readonly attempt: number;
  readonly reason: string;
  readonly runBeginTime: number | null;
  readonly result: { rowCount: number; statistics: Record<string, number> } | null;
}
interface Job {
  readonly id: number;
  readonly status: number;
  readonly reason: string;
  readonly sourceJobId: number | null;
  readonly tasks: readonly Task[];
}

let sample: SampleServer;
let client: HttpClient;

beforeAll(async () => {
  sample = await startSampleServer();
  client = sample.client;
  const size = 200_000;
  let ring = 'src,dst\n';
  for (let i = 0; i < size; i++) ring += `${i},${(i + 1) % size}\n${i},${(i * 7 + 3) % size}\n`;
  writeFileSync(join(sample.filesDir, 'ring.csv'), ring);
}, 120_000);
afterAll(() => sample?.close(), 60_000);

async function save(tasks: unknown, as = client): Promise<string> {
  return (await as.data<{ id: string }>('POST', '/api/v1/workflows', { name: 'lifecycle', tasks })).id;
}
async function post(workflowId: string, body: unknown = {}, as = client): Promise<number> {
  return (await as.data<{ id: number }>('POST', `/api/v1/workflows/${workflowId}/jobs`, body)).id;
}
const read = (id: number, as = client): Promise<Job> => as.data<Job>('GET', `/api/v1/jobs/${id}`);
const taskOf = (job: Job, key: string): Task => job.tasks.find((task) => task.key === key)!;

/** Asks until it holds; the test's own time limit bounds it. */
async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await sleep(30);
  }
}
const ended = (id: number, as = client): Promise<Job> =>
  until(
    () => read(id, as),
    ({ status }) => status >= STATUS.Success && status <= STATUS.Interrupted,
  );
const runs = (id: number, key: string): Promise<Job> =>
  until(
    () => read(id),
    (job) => taskOf(job, key).status === STATUS.Running,
  );

async function graphQueries(): Promise<string[]> {
  const { rows } = await client.data<{ rows: unknown[][] }>('POST', '/api/v1/graph/query', {
    statement: 'SHOW QUERIES',
  });
  return rows.map((row) => JSON.stringify(row)).filter((row) => !row.includes('SHOW QUERIES'));
}

interface ServerEvent {
  readonly id: number | undefined;
  readonly type: string;
  readonly data: { sequence: number; job?: Job; task?: Task; taskKey?: string };
}

/** Events of a job up to `end`. */
async function events(job: number, headers: Record<string, string> = {}): Promise<ServerEvent[]> {
  const response = await fetch(`${client.url}/api/v1/jobs/${job}/events`, {
    headers: { cookie: `explorer_token=${client.token}`, ...headers },
  });
  if (response.status === 204) return [];
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const found: ServerEvent[] = [];
  for (const block of (await response.text()).split('\n\n')) {
    const fields = new Map(
      block
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith(':'))
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
    );
    const id = fields.has('id') ? Number(fields.get('id')) : undefined;
    const data = fields.get('data');
    if (data !== undefined) found.push({ id, type: fields.get('event') ?? 'message', data: JSON.parse(data) });
  }
  return found;
}

describe('cancel', () => {
  it('ends a running query at the graph too, by Stopping', { timeout: 60_000 }, async () => {
    const id = await post(
      await save({ query_1: quickQuery(ENDLESS_QUERY), query_2: quickQuery('YIELD 1 AS x', { after: ['query_1'] }) }),
    );
    const seen = events(id);
    await runs(id, 'query_1');
    await until(graphQueries, (queries) => queries.some((text) => text.includes('follow*1..40')));
    expect(await client.data('PUT', `/api-open/v1/jobs/${id}/cancel`)).toEqual({ success: true });
    const job = await ended(id);
    expect(job.status).toBe(STATUS.Interrupted);
    expect(taskOf(job, 'query_1')).toMatchObject({
      status: STATUS.Interrupted,
      reason: expect.stringMatching(/cancel/i),
    });
    expect(taskOf(job, 'query_2')).toMatchObject({ status: STATUS.Interrupted, attempt: 0 });
    const statuses = (await seen).flatMap(({ type, data }) => (type === 'job' ? [data.job!.status] : []));
    const changes = statuses.filter((status, i) => status !== statuses[i - 1]);
    expect(changes.slice(-3)).toEqual([STATUS.Running, STATUS.Stopping, STATUS.Interrupted]);
    await until(graphQueries, (queries) => queries.length === 0);
    const again = await client.call('PUT', `/api-open/v1/jobs/${id}/cancel`);
    expect(again.body.code).toBe(40004000);
  });

  it('ends a running algorithm, and its executor takes the next task', { timeout: 60_000 }, async () => {
    const id = await post(await save({ pagerank_1: endlessPageRank }));
    await until(
      () => client.data<{ tasks: { progress: number; status: number }[] }>('GET', `/api/v1/jobs/${id}`),
      ({ tasks }) => tasks[0]!.status === STATUS.Running && tasks[0]!.progress > 0,
    );
    await client.data('PUT', `/api-open/v1/jobs/${id}/cancel`);
    expect(await ended(id)).toMatchObject({ status: STATUS.Interrupted });
    const next = await post(await save({ pagerank_1: { ...endlessPageRank, params: { ITERATIONS: 2 } } }));
    expect(await ended(next)).toMatchObject({ status: STATUS.Success });
  });
});

describe('failure, rerun, resume', () => {
  const TASKS = {
    query_1: quickQuery('GO FROM "player100" OVER follow YIELD src(edge) AS src, dst(edge) AS dst'),
    query_2: quickQuery(
      'FETCH PROP ON ${tag} "player100" YIELD id(vertex) AS src, id(vertex) AS dst'.replace('${tag}', 'absent'),
    ),
    pagerank_1: { type: 'PageRank', input: { from: 'query_2', src: 'src', dst: 'dst' } },
    query_3: quickQuery('YIELD 1 AS x', { after: ['pagerank_1'] }),
    connectedcomponent_1: { type: 'ConnectedComponent', input: { from: 'query_1', src: 'src', dst: 'dst' } },
  };

  it(
    'interrupts what depends on it, lets the rest finish, and resume keeps the rest',
    { timeout: 60_000 },
    async () => {
      const workflowId = await save(TASKS);
      const first = await ended(await post(workflowId));
      expect(first).toMatchObject({ status: STATUS.Failed, reason: expect.stringContaining('query_2') });
      expect(taskOf(first, 'query_2')).toMatchObject({
        status: STATUS.Failed,
        attempt: 1,
        reason: expect.stringContaining('absent'),
      });
      expect(taskOf(first, 'pagerank_1')).toMatchObject({
        status: STATUS.Interrupted,
        reason: expect.stringContaining('query_2'),
      });
      expect(taskOf(first, 'query_3')).toMatchObject({ status: STATUS.Interrupted, attempt: 0 });
      expect(taskOf(first, 'connectedcomponent_1')).toMatchObject({ status: STATUS.Success });

      const fixed = {
        ...TASKS,
        query_2: quickQuery('GO FROM "player101" OVER follow YIELD src(edge) AS src, dst(edge) AS dst'),
      };
      await client.data('PUT', `/api/v1/workflows/${workflowId}`, { name: 'lifecycle', tasks: fixed });
      const again = await client.data<{ id: number }>('POST', `/api/v1/jobs/${first.id}/rerun`);
      expect(await ended(again.id)).toMatchObject({ status: STATUS.Failed, sourceJobId: first.id });

      const { id } = await client.data<{ id: number }>('POST', `/api/v1/jobs/${first.id}/resume`, {
        version: 'newest',
      });
      const resumed = await ended(id);
      expect(resumed).toMatchObject({ status: STATUS.Success, sourceJobId: first.id });
      for (const key of ['query_1', 'connectedcomponent_1']) {
        expect(taskOf(resumed, key), key).toMatchObject({ status: STATUS.Success, attempt: 0 });
        const rows = (job: number) =>
          client.data(
            'GET',
            `/api/v1/jobs/${job}/tasks/${key}/result?sort=[{"column":"${key === 'query_1' ? 'dst' : 'VID'}"}]`,
          );
        expect(await rows(resumed.id)).toEqual(await rows(first.id));
      }
      for (const key of ['query_2', 'pagerank_1', 'query_3']) {
        expect(taskOf(resumed, key), key).toMatchObject({ status: STATUS.Success, attempt: 1 });
      }
      // What a job took over stays when the job that made it is deleted.
      await client.data('DELETE', `/api/v1/jobs/${first.id}`);
      const kept = await client.data<{ total: number }>('GET', `/api/v1/jobs/${id}/tasks/query_1/result`);
      expect(kept.total).toBeGreaterThan(0);
    },
  );
});

describe('posting', () => {
  it('with an Idempotency-Key makes one job of the same body, and refuses another', async () => {
    const workflowId = await save({ query_1: quickQuery('YIELD ${x} AS x', { params: { x: null } }) });
    const path = `/api-open/v1/workflows/${workflowId}/jobs`;
    const send = (x: number) => client.call('POST', path, { input: { query_1: { x } } }, { 'idempotency-key': 'k-1' });
    const answers = await Promise.all([send(1), send(1), send(1)]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]!.body.code).toBe(0);
    expect((await send(2)).body).toMatchObject({ code: 40004000, message: expect.stringContaining('Idempotency-Key') });
    const { total } = await client.data<{ total: number }>('GET', path);
    expect(total).toBe(1);
  });

  it('with wait answers at the end, or with the state at the timeout', async () => {
    const quick = await save({ query_1: quickQuery('YIELD 1 AS x') });
    expect(await client.data('POST', `/api-open/v1/workflows/${quick}/jobs?wait=30s`)).toEqual({
      id: expect.any(Number),
      status: STATUS.Success,
    });
    const slow = await save({ query_1: quickQuery(ENDLESS_QUERY) });
    const { id, status } = await client.data<{ id: number; status: number }>(
      'POST',
      `/api-open/v1/workflows/${slow}/jobs?wait=300ms`,
    );
    expect([STATUS.Preparing, STATUS.Running]).toContain(status);
    await client.data('PUT', `/api-open/v1/jobs/${id}/cancel`);
    await ended(id);
    expect(Object.keys(await client.data<object>('POST', `/api-open/v1/workflows/${quick}/jobs`))).toEqual(['id']);
  });
});

describe('events', () => {
  it('come in order, end, and go on after the last one known', { timeout: 60_000 }, async () => {
    const id = await post(
      await save({
        query_1: quickQuery('GO FROM "player100" OVER follow YIELD src(edge) AS src, dst(edge) AS dst'),
        pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' } },
      }),
    );
    const all = await events(id);
    expect(all.at(-1)!.type).toBe('end');
    const told = all.slice(0, -1);
    expect(told[0]!.type).toBe('job');
    const sequences = told.map(({ data }) => data.sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    const lastJob = told.findLast(({ type }) => type === 'job')!;
    expect(lastJob.data.job!.status).toBe(STATUS.Success);
    for (const key of ['query_1', 'pagerank_1']) {
      const statuses = told.flatMap(({ data }) => (data.task?.key === key ? [data.task.status] : []));
      expect(statuses, key).toEqual(statuses.toSorted((a, b) => a - b));
      expect(statuses.at(-1), key).toBe(STATUS.Success);
    }
    const middle = sequences[Math.floor(sequences.length / 2)]!;
    const rest = await events(id, { 'last-event-id': String(middle) });
    expect(rest.at(-1)!.type).toBe('end');
    expect(rest.slice(0, -1).every(({ data }) => data.sequence > middle) || rest[0]!.type === 'job').toBe(true);
    const last = sequences.at(-1)!;
    expect(await events(id, { 'last-event-id': String(last) })).toEqual([]);
  });
});

describe('results', () => {
  it('are paged, sorted, filtered and downloaded whole', { timeout: 60_000 }, async () => {
    const workflowId = await save({
      query_1: quickQuery('MATCH (v:player) RETURN id(v) AS id, v.player.age AS age, v.player.name AS name'),
    });
    const { id } = await client.data<{ id: number }>('POST', `/api/v1/workflows/${workflowId}/jobs?wait=30s`);
    const base = `/api/v1/jobs/${id}/tasks/query_1/result`;
    const select = (parts: Record<string, unknown>): string =>
      new URLSearchParams(
        Object.entries(parts).map(([k, v]): [string, string] => [k, typeof v === 'string' ? v : JSON.stringify(v)]),
      ).toString();
    interface Page {
      rows: (string | null)[][];
      total: number;
      columns: { name: string; type: string }[];
    }
    const page = (parts: Record<string, unknown>) => client.data<Page>('GET', `${base}?${select(parts)}`);
    const players = readFileSync(join(import.meta.dirname, '../examples/basketballplayer/player.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const sort = [{ column: 'age', descending: true }, { column: 'id' }];
    const expected = players
      .map(([vid, name, age]) => [vid!, String(Number(age)), name!])
      .sort((a, b) => Number(b[1]) - Number(a[1]) || (a[0]! < b[0]! ? -1 : 1));
    const whole = await page({ sort, limit: 1000 });
    expect(whole.columns).toEqual([
      { name: 'id', type: 'string' },
      { name: 'age', type: 'int64' },
      { name: 'name', type: 'string' },
    ]);
    expect(whole.rows.map(([vid]) => vid)).toEqual(expected.map(([vid]) => vid));
    expect((await page({ sort, limit: 7, offset: 7 })).rows).toEqual(whole.rows.slice(7, 14));
    const old = await page({ sort, filters: [{ column: 'age', operator: 'ge', value: '40' }] });
    expect(old.total).toBe(expected.filter(([, age]) => Number(age) >= 40).length);
    expect(old.rows.every(([, age]) => Number(age) >= 40)).toBe(true);

    const download = async (format: string): Promise<Buffer> => {
      const response = await fetch(`${client.url}${base}/download?${select({ format, sort })}`, {
        headers: { cookie: `explorer_token=${client.token}` },
      });
      expect(response.headers.get('content-disposition')).toContain(`job_${id}_query_1.${format}`);
      return Buffer.from(await response.arrayBuffer());
    };
    const csv = (await download('csv')).toString().split('\r\n');
    expect(csv[0]).toBe('id,age,name');
    expect(csv.slice(1, -1)).toHaveLength(expected.length);
    expect(csv[1]!.startsWith(`${expected[0]![0]},${expected[0]![1]},`)).toBe(true);
    // A Parquet download is input for the next workflow as it is.
    const parquet = await download('parquet');
    expect(parquet.subarray(0, 4).toString()).toBe('PAR1');
    writeFileSync(join(sample.filesDir, 'players.parquet'), parquet);
    const next = await ended(
      await post(
        await save({
          connectedcomponent_1: {
            type: 'ConnectedComponent',
            input: { file: 'players.parquet', src: 'id', dst: 'name' },
          },
        }),
      ),
    );
    expect(taskOf(next, 'connectedcomponent_1')).toMatchObject({ status: STATUS.Success });
  });

  it('are written back to the graph, refused rows kept and counted', { timeout: 60_000 }, async () => {
    const prepared = await ended(
      await post(
        await save({
          query_1: quickQuery('CREATE TAG IF NOT EXISTS ranked(score double); YIELD 1 AS x', { retry: 'never' }),
        }),
      ),
    );
    expect(prepared.status).toBe(STATUS.Success);
    const longId = 'x'.repeat(40);
    const id = await post(
      await save({
        query_1: quickQuery(`UNWIND ["player100", "player101", "${longId}"] AS vid RETURN vid AS vid, 0.5 AS score`, {
          result: { store: 'nebula', space: 'basketballplayer', tag: 'ranked', property: 'score', mode: 'insert' },
        }),
        query_2: quickQuery('FETCH PROP ON ranked "player100", "player101" YIELD ranked.score AS score', {
          after: ['query_1'],
        }),
      }),
    );
    const job = await ended(id);
    expect(job).toMatchObject({ status: STATUS.Success });
    expect(taskOf(job, 'query_1').result!.statistics).toMatchObject({ writtenRows: 2, rejectedRows: 1 });
    const { rows } = await client.data<{ rows: unknown[] }>('GET', `/api/v1/jobs/${id}/tasks/query_2/result`);
    expect(rows).toEqual([[0.5], [0.5]]);
    const kept = readFileSync(join(sample.dataDir, 'results', String(id), 'query_1', 'rejected.csv'), 'utf8');
    expect(kept).toContain(longId);
    const file = await fetch(`${sample.server.url}/api/v1/jobs/${id}/tasks/query_1/result/rejected`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(file.headers.get('content-disposition')).toContain(`job_${id}_query_1_rejected.csv`);
    expect(await file.text()).toBe(kept);
    const none = await client.call('GET', `/api/v1/jobs/${id}/tasks/query_2/result/rejected`);
    expect(none.body).toMatchObject({ code: 40404000, message: expect.stringContaining('refused no row of the task') });
    const refused = await ended(
      await post(
        await save({
          query_1: quickQuery(`YIELD "${longId}" AS vid, 0.5 AS score`, {
            result: { store: 'nebula', space: 'basketballplayer', tag: 'ranked', property: 'score', mode: 'insert' },
          }),
        }),
      ),
    );
    expect(refused.status).toBe(STATUS.Failed);
    expect(taskOf(refused, 'query_1').reason).toMatch(/took none of the 1 rows for ranked\.score: .*longer than/);
  });
});

/** Direct children of a process that run an executor, with the CPU time they used so far, in clock ticks. */
function executors(parent: number): { pid: number; ticks: number }[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const isExecutor = readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes('executor-main');
      if (Number(fields[1]) !== parent || !isExecutor) return [];
      return [{ pid: Number(entry), ticks: Number(fields[11]) + Number(fields[12]) }];
    } catch {
      return [];
    }
  });
}

describe.runIf(process.platform === 'linux')('an executor that is killed', () => {
  it('costs its task one attempt, and nobody else', { timeout: 90_000 }, async () => {
    const id = await post(
      await save({
        query_1: quickQuery('YIELD 1 AS x'),
        pagerank_1: { ...endlessPageRank, after: ['query_1'] },
        query_2: quickQuery('YIELD 2 AS x', { after: ['query_1'] }),
      }),
    );
    await until(
      () => read(id),
      (job) => taskOf(job, 'query_2').status === STATUS.Success && taskOf(job, 'pagerank_1').status === STATUS.Running,
    );
    await until(
      () => client.data<{ tasks: { key: string; progress: number }[] }>('GET', `/api/v1/jobs/${id}`),
      ({ tasks }) => tasks.find(({ key }) => key === 'pagerank_1')!.progress > 0,
    );
    const before = new Map(executors(sample.server.child.pid!).map(({ pid, ticks }) => [pid, ticks]));
    await sleep(500);
    const used = executors(sample.server.child.pid!).map(({ pid, ticks }) => ({
      pid,
      ticks: ticks - (before.get(pid) ?? ticks),
    }));
    const busiest = used.toSorted((a, b) => b.ticks - a.ticks)[0]!;
    process.kill(busiest.pid, 'SIGKILL');
    const retried = await until(
      () => read(id),
      (job) => taskOf(job, 'pagerank_1').attempt === 2 && taskOf(job, 'pagerank_1').status === STATUS.Running,
    );
    expect(taskOf(retried, 'query_1')).toMatchObject({ status: STATUS.Success, attempt: 1 });
    expect(taskOf(retried, 'query_2')).toMatchObject({ status: STATUS.Success, attempt: 1 });
    const { items } = await client.data<{ items: { message: string }[] }>(
      'GET',
      `/api/v1/jobs/${id}/tasks/pagerank_1/logs`,
    );
    expect(items.map(({ message }) => message).join('\n')).toMatch(/SIGKILL/);
    await client.data('PUT', `/api-open/v1/jobs/${id}/cancel`);
    expect(await ended(id)).toMatchObject({ status: STATUS.Interrupted });
  });
});

describe('accounts', () => {
  it('see their own workflows and jobs, root sees all', { timeout: 60_000 }, async () => {
    const made = await ended(
      await post(
        await save({
          query_1: quickQuery(
            ['ada', 'bob']
              .map(
                (user) =>
                  `CREATE USER ${user} WITH PASSWORD "${user}-secret"; GRANT ROLE GUEST ON basketballplayer TO ${user}; `,
              )
              .join('') + 'YIELD 1 AS x',
            { retry: 'never' },
          ),
        }),
      ),
    );
    expect(made).toMatchObject({ status: STATUS.Success });
    const signedIn = async (user: string): Promise<HttpClient> => {
      const account = new HttpClient(client.url);
      await account.connect(sample.server.graphHost, sample.server.graphPort, user, `${user}-secret`);
      return account;
    };
    const [ada, bob] = [await signedIn('ada'), await signedIn('bob')];
    const workflowId = await save(
      { query_1: quickQuery('FETCH PROP ON player "player100" YIELD player.name AS name') },
      ada,
    );
    const job = await ended(await post(workflowId, {}, ada), ada);
    expect(job).toMatchObject({ status: STATUS.Success });
    for (const [method, path] of [
      ['GET', `/api/v1/workflows/${workflowId}`],
      ['POST', `/api-open/v1/workflows/${workflowId}/jobs`],
      ['GET', `/api-open/v1/workflows/${workflowId}/jobs`],
      ['DELETE', `/api/v1/workflows/${workflowId}`],
      ['GET', `/api-open/v1/jobs/${job.id}`],
      ['PUT', `/api-open/v1/jobs/${job.id}/cancel`],
      ['GET', `/api-open/v1/jobs/${job.id}/tasks/query_1/sample_result`],
      ['GET', `/api-open/v1/jobs/${job.id}/tasks/${job.tasks[0]!.id}/sample_result`],
      ['GET', `/api/v1/jobs/${job.id}/tasks/query_1/result`],
      ['GET', `/api/v1/jobs/${job.id}/events`],
      ['POST', `/api/v1/jobs/${job.id}/rerun`],
      ['DELETE', `/api/v1/jobs/${job.id}`],
    ] as const) {
      expect((await bob.call(method, path)).body.code, `${method} ${path}`).toBe(40404000);
    }
    const totals = async (account: HttpClient): Promise<number[]> => [
      (await account.data<{ total: number }>('GET', '/api-open/v1/jobs')).total,
      (await account.data<{ total: number }>('GET', '/api/v1/workflows')).total,
    ];
    expect(await totals(bob)).toEqual([0, 0]);
    expect(await totals(ada)).toEqual([1, 1]);
    expect((await read(job.id)).id).toBe(job.id);
    expect((await ada.call('GET', '/api/v1/settings')).body.code).toBe(40304000);
    // Rights at the graph stay the graph's: a GUEST may not write.
    const writing = await ended(
      await post(
        await save(
          { query_1: quickQuery('INSERT VERTEX player(name, age) VALUES "hacked":("x", 1); YIELD 1 AS x') },
          bob,
        ),
        {},
        bob,
      ),
      bob,
    );
    expect(writing).toMatchObject({ status: STATUS.Failed });
    expect(writing.tasks[0]!.reason).toMatch(/permission/i);
  });
});

describe('a server', () => {
  const refusal = (options: Parameters<typeof startServerProcess>[0]): Promise<string> =>
    startServerProcess(options).then(
      async (server) => {
        await server.stop();
        return 'it started';
      },
      (error: Error) => error.message,
    );

  it('refuses to start open to the network with the default password', { timeout: 60_000 }, async () => {
    const dataDir = join(sample.folder, 'open');
    const open = { dataDir, args: ['--host', '0.0.0.0'] };
    expect(await refusal(open)).toMatch(/0\.0\.0\.0.*default password/s);
    const guarded = await startServerProcess({
      dataDir: join(sample.folder, 'guarded'),
      args: ['--host', '0.0.0.0'],
      environment: { ORRERY_GRAPH_ROOT_PASSWORD: 'not the default' },
    });
    expect(await guarded.stop()).toBe(0);
  });

  it('refuses a data folder that another one holds, naming it', async () => {
    expect(await refusal({ dataDir: sample.dataDir })).toContain(String(sample.server.child.pid));
  });

  it('refuses an unknown key of the configuration by its name', async () => {
    const config = join(sample.folder, 'bad.yaml');
    writeFileSync(config, 'server:\n  prot: 7002\n');
    const message = await refusal({ dataDir: join(sample.folder, 'unused'), args: ['--config', config] });
    expect(message).toMatch(/server\.prot/);
    expect(message).not.toMatch(/\n\s+at /);
  });
});

describe('the end', () => {
  it('backup while it runs, a clean stop, and a restored copy that has everything', { timeout: 120_000 }, async () => {
    const orrery = (...args: string[]) =>
      promisify(execFile)(process.execPath, [join(import.meta.dirname, '../apps/cli/bin/orrery.mjs'), ...args]);
    const workflowId = await save({ query_1: quickQuery('MATCH (v:player) RETURN count(*) AS n') });
    const job = await ended(await post(workflowId));
    const open = await post(await save({ query_1: quickQuery(ENDLESS_QUERY) }));
    await runs(open, 'query_1');
    const backup = join(sample.folder, 'backup');
    await orrery('backup', backup, '--data', sample.dataDir);
    await client.data('PUT', `/api-open/v1/jobs/${open}/cancel`);
    await ended(open);
    const children = executors(sample.server.child.pid!).map(({ pid }) => pid);
    expect(children.length).toBeGreaterThan(0);
    expect(await sample.server.stop()).toBe(0);
    for (const pid of children) expect(() => process.kill(pid, 0), `executor ${pid}`).toThrow();
    await expect(sendRequest(client.url, 'GET', '/api/v1/health')).rejects.toThrow();

    const dataDir = join(sample.folder, 'restored');
    await orrery('restore', backup, '--data', dataDir);
    rmSync(sample.dataDir, { recursive: true });
    const server = await startServerProcess({ dataDir });
    try {
      const restored = new HttpClient(server.url);
      await restored.connect(server.graphHost, server.graphPort);
      expect(await restored.data('GET', '/api/v1/graph/spaces')).toEqual({ items: ['basketballplayer'] });
      const workflow = await restored.call('GET', `/api/v1/workflows/${workflowId}`);
      expect(workflow.body).toMatchObject({ code: 0, data: { id: workflowId } });
      expect(await read(job.id, restored)).toMatchObject({ status: STATUS.Success });
      const result = await restored.data<{ rows: unknown[] }>('GET', `/api/v1/jobs/${job.id}/tasks/query_1/result`);
      const players = await ended(await post(workflowId, {}, restored), restored);
      const now = await restored.data<{ rows: unknown[] }>('GET', `/api/v1/jobs/${players.id}/tasks/query_1/result`);
      expect(now.rows).toEqual(result.rows);
      expect(result.rows[0]).not.toEqual(['0']);
    } finally {
      expect(await server.stop()).toBe(0);
    }
  });
});
