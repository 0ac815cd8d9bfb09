import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataSet, DateTimeValue } from '@orrery/contracts';
import { NebulaPool } from '@orrery/nebula';
import { writeDataSet } from '@orrery/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSampleServer, type SampleServer } from './sample-server.ts';

/* The time of an edge from every kind of input to the degrees of DegreeWithTime, through a real server and its executors. */

const FIRST = Date.UTC(2023, 0, 1);
const DAY = 86_400_000;

interface Call {
  readonly src: string;
  readonly dst: string;
  /** Whole seconds, since that is all a timestamp holds. */
  readonly timeMs: number;
}
/** Calls between a dozen people over a year, some of them repeated and some to oneself. */
const calls: readonly Call[] = Array.from({ length: 200 }, (_, i) => ({
  src: `p${(i * 7) % 12}`,
  dst: `p${(i * i + 3) % 11}`,
  timeMs: FIRST + ((i * 7919) % 365) * DAY + ((i * 104_729) % 86_400) * 1000,
}));
const text = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
const sortedTimes = calls.map(({ timeMs }) => timeMs).toSorted((a, b) => a - b);
/** Both ends are times of calls. */
const [BEGIN, END] = [sortedTimes[50]!, sortedTimes[150]!];
const RANGE = { BEGIN_TIME: text(BEGIN), END_TIME: text(END) };

/** VID, BOTH_DEGREE, OUT_DEGREE, IN_DEGREE of everybody, in the order of their ids. */
function degrees(from: number, to: number, timeOf: (call: Call) => number = ({ timeMs }) => timeMs): string[][] {
  const people = [...new Set(calls.flatMap(({ src, dst }) => [src, dst]))].toSorted();
  const inRange = calls.filter((call) => timeOf(call) >= from && timeOf(call) <= to && call.src !== call.dst);
  return people.map((id) => {
    const out = new Set(inRange.filter(({ src }) => src === id).map(({ dst }) => dst)).size;
    const into = new Set(inRange.filter(({ dst }) => dst === id).map(({ src }) => src)).size;
    return [id, String(out + into), String(out), String(into)];
  });
}
const dayOf = ({ timeMs }: Call): number => Math.floor(timeMs / DAY) * DAY;

interface Job {
  readonly status: number;
  readonly tasks: readonly {
    readonly id: string;
    readonly key: string;
    readonly status: number;
    readonly reason: string;
  }[];
}

let sample: SampleServer;

beforeAll(async () => {
  sample = await startSampleServer();
  const { filesDir, server } = sample;
  const lines = calls.map(({ src, dst, timeMs }) => `${src},${dst},${text(timeMs)},${timeMs}`);
  const csv = `src,dst,at,ms\n${lines.join('\n')}\n`;
  writeFileSync(join(filesDir, 'calls.csv'), csv);
  writeFileSync(join(filesDir, 'calls.csv.gz'), gzipSync(csv));
  writeFileSync(join(filesDir, 'bad.csv'), `${csv}p1,p2,yesterday,1\n`);
  writeFileSync(join(filesDir, 'gap.csv'), `${csv}p1,p2,,1\n`);
  const moment = (ms: number): DateTimeValue => {
    const date = new Date(ms);
    return new DateTimeValue(
      date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(),
      date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), 0,
    ); // prettier-ignore
  };
  await writeDataSet(
    filesDir,
    new DataSet(
      ['src', 'dst', 'at'],
      calls.map(({ src, dst, timeMs }) => [src, dst, moment(timeMs)]),
    ),
  );

  const pool = new NebulaPool();
  const account = { address: server.graphHost, port: server.graphPort, user: 'root', password: 'nebula' };
  const execute = (statement: string, space?: string) =>
    pool.execute(account, statement, space === undefined ? {} : { space });
  await execute('CREATE SPACE calls (partition_num=1, replica_factor=1, vid_type=FIXED_STRING(16))');
  await execute('CREATE EDGE call(at datetime, ts timestamp, ms int64, day date)', 'calls');
  await execute('CREATE EDGE gap(at datetime NULL)', 'calls');
  const values = calls.map(({ src, dst, timeMs }) => {
    const at = text(timeMs).replace(' ', 'T');
    return `"${src}"->"${dst}"@${timeMs}:(datetime("${at}"), ${timeMs / 1000}, ${timeMs}, date("${at.slice(0, 10)}"))`;
  });
  await execute(`INSERT EDGE call(at, ts, ms, day) VALUES ${values.join(', ')}`, 'calls');
  await execute('INSERT EDGE gap(at) VALUES "p1"->"p2":(datetime("2023-05-05T00:00:00")), "p2"->"p3":(NULL)', 'calls');
  await pool.close();
}, 120_000);
afterAll(() => sample?.close(), 60_000);

async function run(tasks: unknown): Promise<Job & { readonly jobId: number }> {
  const { client } = sample;
  const { id } = await client.data<{ id: string }>('POST', '/api/v1/workflows', { name: 'calls', tasks });
  const jobId = (await client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs`, {})).id;
  for (;;) {
    const job = await client.data<Job>('GET', `/api/v1/jobs/${jobId}`);
    if (job.status >= 2 && job.status <= 4) return { ...job, jobId };
    await sleep(50);
  }
}

async function rowsOf({ jobId, tasks }: Awaited<ReturnType<typeof run>>, key: string): Promise<string[][]> {
  const task = tasks.find((candidate) => candidate.key === key)!;
  expect(task.reason, key).toBe('');
  const path = `/api-open/v1/jobs/${jobId}/tasks/${task.id}/sample_result?limit=1000`;
  const { items } = await sample.client.data<{ items: string[][] }>('GET', path);
  return items.toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

const over = (input: object, params: object = RANGE): object => ({ type: 'DegreeWithTime', input, params });

describe('DegreeWithTime', () => {
  it(
    'gives one answer from a space, a CSV, a Parquet file and an upstream table, whatever the type of the time',
    { timeout: 120_000 },
    async () => {
      const space = { space: 'calls', edges: ['call'] };
      const ends = { src: 'src', dst: 'dst' };
      const tasks = {
      calls: {
        type: 'Query',
        space: 'calls',
        query: 'MATCH ()-[e:call]->() RETURN src(e) AS src, dst(e) AS dst, e.at AS at, e.ms AS ms, e.day AS day',
      },
      range: { type: 'Query', space: 'calls', query: `YIELD datetime("${RANGE.BEGIN_TIME.replace(' ', 'T')}") AS begin, ${END} AS end` },
      space_datetime: over({ ...space, time: 'at' }),
      space_timestamp: over({ ...space, time: 'ts' }),
      space_int: over({ ...space, time: 'ms' }),
      space_rank: over({ ...space, time: '_rank' }),
      csv_text: over({ file: 'calls.csv', ...ends, time: 'at' }),
      csv_int: over({ file: 'calls.csv', ...ends, time: 'ms' }),
      csv_packed: over({ file: 'calls.csv.gz', ...ends, time: 'at' }),
      parquet: over({ file: 'table.parquet', ...ends, time: 'at' }),
      upstream_datetime: over({ from: 'calls', ...ends, time: 'at' }),
      upstream_int: over({ from: 'calls', ...ends, time: 'ms' }),
      range_from_upstream: over({ ...space, time: 'at' }, {
        BEGIN_TIME: { from: 'range', column: 'begin', row: 0 },
        END_TIME: { from: 'range', column: 'end', row: 0 },
      }),
    }; // prettier-ignore
      const job = await run({
        ...tasks,
        space_date: over({ ...space, time: 'day' }),
        upstream_date: over({ from: 'calls', ...ends, time: 'day' }),
        all_of_it: over({ ...space, time: 'at' }, { BEGIN_TIME: '2023-01-01', END_TIME: '2023-12-31 23:59:59.999' }),
      });
      const expected = degrees(BEGIN, END);
      // the range tells something: neither nothing nor everything
      expect(expected).not.toEqual(degrees(FIRST, FIRST + 365 * DAY));
      expect(expected.some(([, both]) => both !== '0')).toBe(true);
      for (const key of Object.keys(tasks).slice(2)) expect([key, await rowsOf(job, key)]).toEqual([key, expected]);
      const byDay = degrees(BEGIN, END, dayOf);
      for (const key of ['space_date', 'upstream_date']) expect([key, await rowsOf(job, key)]).toEqual([key, byDay]);
      expect(await rowsOf(job, 'all_of_it')).toEqual(degrees(FIRST, FIRST + 365 * DAY));
    },
  );

  it('fails with the edge or the row that has no time, or text that is none', { timeout: 60_000 }, async () => {
    const ends = { src: 'src', dst: 'dst', time: 'at' };
    const { tasks } = await run({
      space_null: over({ space: 'calls', edges: ['gap'], time: 'at' }),
      csv_text: over({ file: 'bad.csv', ...ends }),
      csv_empty: over({ file: 'gap.csv', ...ends }),
      type: over({ file: 'calls.csv', src: 'src', dst: 'dst', time: 'src' }),
      backwards: over({ file: 'calls.csv', ...ends }, { BEGIN_TIME: RANGE.END_TIME, END_TIME: RANGE.BEGIN_TIME }),
    });
    const reasons = Object.fromEntries(tasks.map(({ key, reason }) => [key, reason]));
    expect(reasons['space_null']).toContain(
      'edge "p2"->"p3" of type gap: its time at is NULL; every edge needs a time',
    );
    expect(reasons['csv_text']).toContain('bad.csv, row at line 202: column 3 has "yesterday", which is no time');
    expect(reasons['csv_empty']).toContain('gap.csv, row at line 202: column 3 is empty, but every edge needs a time');
    expect(reasons['type']).toContain('calls.csv, row at line 2: column 1 has "p0", which is no time');
    expect(reasons['backwards']).toMatch(/BEGIN_TIME .* is after END_TIME/);
  });

  it('is not saved without a time, a range, or with one that is none', async () => {
    const space = { space: 'calls', edges: ['call'] };
    const tasks = { a: over(space), b: over({ ...space, time: 'at' }, { BEGIN_TIME: '2023-02-30' }) };
    const answer = await sample.client.call('POST', '/api/v1/workflows', { name: 'calls', tasks });
    const message = JSON.stringify(answer.body);
    expect(answer.status).toBe(400);
    expect(message).toContain('DegreeWithTime needs the property with the time of each edge');
    expect(message).toContain('BEGIN_TIME must be a datetime such as 2024-12-31 23:59:59.999 (UTC)');
    expect(message).toContain('2023-02-30');
    expect(message).toContain('tasks.b.params.END_TIME');
  });
});
