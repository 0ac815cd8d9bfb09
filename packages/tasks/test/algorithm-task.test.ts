import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeAnalytics } from '@orrery/analytics';
import { DataSet, utf8Column } from '@orrery/contracts';
import type { AlgorithmInput, EdgeScan, EdgeScanRequest } from '@orrery/contracts';
import type { TaskType } from '@orrery/jobs';
import { createTableWriter } from '@orrery/tables';
import { afterAll, describe, expect, it } from 'vitest';
import type { AlgorithmSpec } from '@orrery/workflow';
import { createTaskTypes } from '../src/index.ts';
import type { TaskDependencies } from '../src/index.ts';
import { runTask, tempFolder, testDependencies, upstreamResult } from './task-harness.ts';

const folder = tempFolder();
const inputs = join(folder, 'inputs');
mkdirSync(inputs);
afterAll(() => closeAnalytics());

function algorithm(overrides: Partial<TaskDependencies> = {}): TaskType<AlgorithmSpec> {
  const types = createTaskTypes(testDependencies({ inputFolders: [inputs], ...overrides }));
  return types.find(({ name }) => name === 'algorithm') as TaskType<AlgorithmSpec>;
}

function spec(name: string, input: AlgorithmInput, params: AlgorithmSpec['params'] = {}): AlgorithmSpec {
  return { algorithm: name, input, params, execution: { engine: 'local' }, result: { store: 'local' } };
}

/** PageRank in its plainest form: 1-d + d·Σ rank/degree, ITERATIONS times from 1. */
function pageRankOracle(edges: readonly (readonly [string, string])[], iterations: number): Map<string, number> {
  const ids = [...new Set(edges.flat())];
  let rank = new Map(ids.map((id) => [id, 1]));
  for (let i = 0; i < iterations; i++) {
    const sums = new Map(ids.map((id) => [id, 0]));
    for (const [src, dst] of edges) {
      const degree = edges.filter(([from]) => from === src).length;
      sums.set(dst, sums.get(dst)! + rank.get(src)! / degree);
    }
    rank = new Map(ids.map((id) => [id, 0.15 + 0.85 * sums.get(id)!]));
  }
  return rank;
}

const EDGES = [
  ['a', 'b'],
  ['b', 'c'],
  ['c', 'a'],
  ['a', 'c'],
  ['d', 'c'],
] as const;

describe('an algorithm over an upstream result', () => {
  it('gives the ranks of its edges, by the ids as they were', async () => {
    const query = await upstreamResult(
      folder,
      new DataSet(
        ['src', 'dst'],
        EDGES.map((edge) => [...edge]),
      ),
    );
    const run = await runTask(
      folder,
      algorithm(),
      spec(
        'PageRank',
        { from: 'query_1', src: 'src', dst: 'dst' },
        { ITERATIONS: { value: 7 }, EPS: { value: '0.0' } },
      ),
      { upstream: new Map([['query_1', query]]) },
    );
    const expected = pageRankOracle(EDGES, 7);
    expect(run.summary.columns).toEqual([
      { name: 'VID', type: 'string' },
      { name: 'VALUE', type: 'double' },
    ]);
    expect(run.summary.statistics).toMatchObject({ vertexCount: 4, edgeCount: 5 });
    expect(run.rows).toHaveLength(4);
    for (const [vid, value] of run.rows) expect(value).toBeCloseTo(expected.get(vid as string)!, 9);
    expect(readdirSync(run.outputDir)).toEqual(['table.parquet']);
    const fractions = run.progress.map(({ fraction }) => fraction);
    expect(fractions.toSorted((a, b) => a - b)).toEqual(fractions);
    expect(fractions.at(-1)).toBeLessThanOrEqual(1);
    expect(run.progress.map(({ phrase }) => phrase)).toEqual(
      expect.arrayContaining(['reading edges', 'writing 4 rows']),
    );
    expect(run.logs.some((line) => /stages in ms: read .*kernel .*write/.test(line))).toBe(true);
  });

  it('takes parameters from upstream, int64 exactly', async () => {
    const big = 9007199254740993n;
    const edges = await upstreamResult(
      folder,
      new DataSet(
        ['s', 'd'],
        [
          [big, 1n],
          [1n, 2n],
          [big - 1n, 2n],
        ],
      ),
    );
    const roots = await upstreamResult(
      folder,
      new DataSet(
        ['root', 'none'],
        [
          [7n, null],
          [big, null],
        ],
      ),
    );
    const upstream = new Map([
      ['query_1', edges],
      ['query_2', roots],
    ]);
    const input = { from: 'query_1', src: 's', dst: 'd' };
    const sssp = (params: AlgorithmSpec['params']) =>
      runTask(folder, algorithm(), spec('SSSP', input, params), { upstream });
    const run = await sssp({ ROOT: { from: 'query_2', column: 'root', row: 1 } });
    expect(new Map(run.rows as [bigint, number][]).get(big)).toBe(0);
    expect(new Map(run.rows as [bigint, number][]).get(2n)).toBe(2);
    await expect(sssp({ ROOT: { from: 'query_2', column: 'root', row: 2 } })).rejects.toMatchObject({
      name: 'TaskError',
      kind: 'failed',
      message: 'parameter ROOT: query_2.root has no row 2: query_2 gave only 2 rows, 0 to 1',
    });
    await expect(sssp({ ROOT: { from: 'query_2', column: 'root' } })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('ROOT must be a vertex id'),
    });
    await expect(sssp({ ROOT: { from: 'query_2', column: 'rot', row: 0 } })).rejects.toThrow(
      'parameter ROOT: query_2.rot: there is no column "rot"; did you mean root?',
    );
    await expect(sssp({ ROOT: { value: 5 } })).rejects.toMatchObject({ name: 'TaskError', kind: 'failed' });
  });

  it('refuses columns that are no ids, naming them', async () => {
    const query = await upstreamResult(
      folder,
      new DataSet(
        ['src', 'dst', 'x'],
        [
          ['a', 'b', 0.5],
          [null, 'c', 1.5],
        ],
      ),
    );
    const upstream = new Map([['query_1', query]]);
    const run = (src: string, dst: string) =>
      runTask(folder, algorithm(), spec('PageRank', { from: 'query_1', src, dst }), { upstream });
    await expect(run('src', 'x')).rejects.toMatchObject({
      kind: 'failed',
      message: 'dst column "x" is double, not int64 or string',
    });
    await expect(run('src', 'dst')).rejects.toMatchObject({
      kind: 'failed',
      message: 'column "src", row 1: a vertex id is missing (null)',
    });
    await expect(run('from', 'dst')).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('the columns are src, dst, x'),
    });
  });

  it('leaves an empty table for no edges', async () => {
    const query = await upstreamResult(folder, new DataSet(['src', 'dst'], []));
    const run = await runTask(folder, algorithm(), spec('PageRank', { from: 'query_1', src: 'src', dst: 'dst' }), {
      upstream: new Map([['query_1', query]]),
    });
    expect(run.summary).toMatchObject({ rowCount: 0, statistics: { vertexCount: 0, edgeCount: 0 } });
  });
});

describe('an algorithm over a file', () => {
  it('reads CSV and Parquet to the same result', async () => {
    writeFileSync(join(inputs, 'edges.csv'), `from;to\n${EDGES.map((edge) => edge.join(';')).join('\n')}\n`);
    const parquet = join(folder, 'parquet');
    mkdirSync(parquet);
    const writer = await createTableWriter(parquet, [
      { name: 'from', type: 'string' },
      { name: 'to', type: 'string' },
    ]);
    await writer.append([0, 1].map((end) => utf8Column(EDGES.map((edge) => edge[end]!))));
    await writer.close();
    const type = algorithm({ inputFolders: [inputs, parquet] });
    const csv = await runTask(
      folder,
      type,
      spec('PageRank', { file: 'edges.csv', src: 'from', dst: 'to', delimiter: ';' }),
    );
    const other = await runTask(folder, type, spec('PageRank', { file: 'table.parquet', src: 'from', dst: 'to' }));
    expect(csv.rows).toHaveLength(4);
    expect(other.rows).toEqual(csv.rows);
  });

  it('stays below the configured folders', async () => {
    writeFileSync(join(folder, 'secret.csv'), 'src,dst\n1,2\n');
    symlinkSync(join(folder, 'secret.csv'), join(inputs, 'link.csv'));
    for (const file of ['../secret.csv', join(folder, 'secret.csv'), 'link.csv']) {
      const type = algorithm();
      const wanted = spec('PageRank', { file, src: 'src', dst: 'dst' });
      await expect(runTask(folder, type, wanted), file).rejects.toMatchObject({ name: 'TaskError', kind: 'failed' });
      await expect(type.resources(wanted, new Map()), file).rejects.toMatchObject({
        name: 'TaskError',
        kind: 'failed',
      });
    }
  });

  it('names the row and the value of what it cannot read', async () => {
    writeFileSync(join(inputs, 'bad.csv'), 'src,dst,w\n1,2,0.5\n2,3,heavy\n');
    const input = { file: 'bad.csv', src: 'src', dst: 'dst', weight: 'w' };
    await expect(runTask(folder, algorithm(), spec('SSSP', input, { ROOT: { value: '1' } }))).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('heavy'),
    });
  });
});

/** Of the first edge, by property; each further one is a millisecond later. No double holds them all. */
const TIMES: Readonly<Record<string, bigint>> = { at: 2n ** 53n, seen: 0n };

/** A space that counts how often it is read: weights are 2. */
function countedSpace(edges: readonly (readonly [bigint, bigint])[]) {
  const requests: EdgeScanRequest[] = [];
  const openSpaceScan: TaskDependencies['openSpaceScan'] = async (_credentials, request): Promise<EdgeScan> => {
    requests.push(request);
    return {
      vidType: 'int64',
      edgeCount: edges.length,
      async *batches() {
        yield {
          count: edges.length,
          src: { type: 'int64', values: BigInt64Array.from(edges, ([src]) => src) },
          dst: { type: 'int64', values: BigInt64Array.from(edges, ([, dst]) => dst) },
          ...(request.weight === undefined ? {} : { weight: new Float64Array(edges.length).fill(2) }),
          ...(request.time === undefined
            ? {}
            : { timeMs: BigInt64Array.from(edges, (_, i) => TIMES[request.time!]! + BigInt(i)) }),
        };
      },
      close: async () => {},
    };
  };
  return { requests, openSpaceScan };
}

const CREDENTIALS = { address: '127.0.0.1', port: 9669, user: 'root', password: 'nebula' };

describe('a projection', () => {
  const input = { space: 'social', edges: ['follow'], weight: 'degree' };
  const root = { ROOT: { value: 1 } };

  it('is built once for the tasks of a job on one input, and anew for another job, edge type or weight', async () => {
    const { requests, openSpaceScan } = countedSpace([
      [1n, 2n],
      [2n, 3n],
    ]);
    const type = algorithm({ openSpaceScan });
    const run = (name: string, jobId: number, over: AlgorithmInput = input, params: AlgorithmSpec['params'] = {}) =>
      runTask(folder, type, spec(name, over, params), { jobId, credentials: CREDENTIALS });
    const weighted = await run('SSSP', 1, input, root);
    expect(weighted.rows).toEqual([
      [1n, 0],
      [2n, 2],
      [3n, 4],
    ]);
    expect(weighted.logs).toContain('info: projection of 3 vertices and 2 edges: built');
    // The weighted projection serves an algorithm that reads no weights.
    const reused = await run('PageRank', 1);
    expect(reused.logs).toContain('info: projection of 3 vertices and 2 edges: kept');
    expect(requests).toEqual([{ space: 'social', edges: ['follow'], weight: 'degree' }]);
    await run('PageRank', 2);
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual({ space: 'social', edges: ['follow'] });
    expect((await run('SSSP', 2, input, root)).rows).toEqual(weighted.rows);
    const unweighted = await run('SSSP', 1, { space: 'social', edges: ['follow'] }, root);
    expect(unweighted.rows).toEqual([
      [1n, 0],
      [2n, 1],
      [3n, 2],
    ]);
    await run('PageRank', 1, { space: 'social', edges: ['like'] });
    expect(requests).toHaveLength(5);
  });

  it('with times serves neither weights nor the times of another property, and the reverse', async () => {
    const { requests, openSpaceScan } = countedSpace([
      [1n, 2n],
      [2n, 3n],
    ]);
    // A known size, so that no projection has to make room for an unknown one.
    const spaceSize = () => Promise.resolve({ vertexCount: 3, edgeCount: 2 });
    const type = algorithm({ openSpaceScan, spaceSize });
    // One property as weight and as time.
    const at = { space: 'social', edges: ['follow'], weight: 'at', time: 'at' };
    const range = (from: bigint, to: bigint) => ({
      BEGIN_TIME: { value: from },
      END_TIME: { value: to },
      TYPE: { value: 'out' },
    });
    const run = async (name: string, input: AlgorithmInput, params: AlgorithmSpec['params']) => {
      const { rows, logs } = await runTask(folder, type, spec(name, input, params), {
        jobId: 1,
        credentials: CREDENTIALS,
      });
      return [rows, /edges: (.*)$/.exec(logs.find((line) => line.includes('projection of'))!)![1]];
    };
    const distances = [[1n, 0], [2n, 2], [3n, 4]]; // prettier-ignore
    expect(await run('SSSP', at, root)).toEqual([distances, 'built']);
    const second = [[1n, 0n], [2n, 1n], [3n, 0n]]; // prettier-ignore
    expect(await run('DegreeWithTime', at, range(2n ** 53n + 1n, 2n ** 53n + 1n))).toEqual([second, 'built']);
    expect(await run('DegreeWithTime', at, range(2n ** 53n + 1n, 2n ** 53n + 9n))).toEqual([second, 'kept']);
    expect(await run('DegreeWithTime', { ...at, time: 'seen' }, range(1n, 1n))).toEqual([second, 'built']);
    expect(await run('SSSP', at, root)).toEqual([distances, 'kept']);
    expect((await run('PageRank', at, {}))[1]).toBe('kept');
    expect(requests).toEqual([
      { space: 'social', edges: ['follow'], weight: 'at' },
      { space: 'social', edges: ['follow'], time: 'at' },
      { space: 'social', edges: ['follow'], time: 'seen' },
    ]);
    // An input without a weight has none, though a projection with one is at hand; one with times will do.
    const untimed = { space: 'social', edges: ['follow'] };
    const hops = [[1n, 0], [2n, 1], [3n, 2]]; // prettier-ignore
    expect(await run('SSSP', untimed, root)).toEqual([hops, 'kept']);
    await expect(run('DegreeWithTime', untimed, range(0n, 1n))).rejects.toThrow(
      "DegreeWithTime needs the time of every edge: name its property as the input's time",
    );
  });

  it('without times is never taken where times are needed', async () => {
    const { requests, openSpaceScan } = countedSpace([[1n, 2n]]);
    const type = algorithm({ openSpaceScan });
    const input = { space: 'social', edges: ['follow'], time: 'at' };
    const settings = { jobId: 1, credentials: CREDENTIALS };
    const first = await runTask(folder, type, spec('PageRank', input), settings);
    expect(first.logs).toContain("warn: PageRank reads no time: the input's time at is not read");
    const params = { BEGIN_TIME: { value: '1970-01-01' }, END_TIME: { value: String(2n ** 60n) } };
    const timed = await runTask(folder, type, spec('DegreeWithTime', input, params), settings);
    expect(timed.logs).toContain('info: projection of 2 vertices and 1 edges: built');
    expect(timed.summary.statistics).toMatchObject({ edgesInRange: 1 });
    expect(requests).toEqual([
      { space: 'social', edges: ['follow'] },
      { space: 'social', edges: ['follow'], time: 'at' },
    ]);
    const again = await runTask(folder, type, spec('DegreeCentrality', input, { STEP: { value: 1 } }), settings);
    expect(again.logs).toContain('info: projection of 2 vertices and 1 edges: kept');
  });

  it('is read again when its file has changed', async () => {
    const path = join(inputs, 'changing.csv');
    writeFileSync(path, 'src,dst\n1,2\n');
    const type = algorithm();
    const run = () => runTask(folder, type, spec('PageRank', { file: 'changing.csv', src: 'src', dst: 'dst' }));
    await run();
    expect((await run()).logs.join()).toContain('projection of 2 vertices and 1 edges: kept');
    writeFileSync(path, 'src,dst\n1,3\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    const changed = await run();
    expect(changed.logs.join()).toContain('built');
    expect(changed.rows.map(([vid]) => vid)).toEqual([1n, 3n]);
  });

  it('goes when memory is needed, the longest unused first', async () => {
    const { requests, openSpaceScan } = countedSpace([[1n, 2n]]);
    const type = algorithm({ openSpaceScan, projectionCacheBytes: 1 });
    const run = () => runTask(folder, type, spec('PageRank', input), { credentials: CREDENTIALS });
    await run();
    await run();
    expect(requests).toHaveLength(2);
  });

  it('has one affinity for the same input, whatever the algorithm and its weight', async () => {
    const { openSpaceScan } = countedSpace([]);
    const type = algorithm({ openSpaceScan });
    const key = (over: AlgorithmInput, upstream = new Map()) => type.affinityKey!(spec('PageRank', over), upstream);
    expect(key(input)).toBe(key({ space: 'social', edges: ['follow'] }));
    expect(key({ space: 's', edges: ['a', 'b'] })).toBe(key({ space: 's', edges: ['b', 'a'] }));
    expect(key(input)).not.toBe(key({ space: 'social', edges: ['like'] }));
    expect(key({ from: 'query_1', src: 'a', dst: 'b' })).toBeUndefined();
  });
});

const hugeSpace: TaskDependencies['openSpaceScan'] = async () => ({
  vidType: 'int64',
  edgeCount: 3_000_000_000,
  batches: () => {
    throw new Error('nothing may be read');
  },
  close: async () => {},
});

describe('resources', () => {
  it('grow with the input and name its threads', async () => {
    const small = { resultDir: folder, summary: { columns: [], rowCount: 10, sizeBytes: 0, statistics: {} } };
    const large = { ...small, summary: { ...small.summary, rowCount: 4_000_000 } };
    const wanted = {
      ...spec('PageRank', { from: 'query_1', src: 'a', dst: 'b' }),
      execution: { engine: 'local', threads: 3 },
    };
    const type = algorithm();
    const few = await type.resources(wanted, new Map([['query_1', small]]));
    const many = await type.resources(wanted, new Map([['query_1', large]]));
    expect(few.threads).toBe(3);
    expect(many.memoryBytes).toBeGreaterThan(few.memoryBytes);
    expect(many.memoryBytes).toBeLessThanOrEqual(512 * 1024 ** 2);
    expect(
      (await type.resources(spec('PageRank', { from: 'query_1', src: 'a', dst: 'b' }), new Map([['query_1', small]])))
        .threads,
    ).toBe(2);
  });

  it('refuse what cannot fit, with the figure and what would help', async () => {
    const huge = { resultDir: folder, summary: { columns: [], rowCount: 2_000_000_000, sizeBytes: 0, statistics: {} } };
    const wanted = spec('PageRank', { from: 'query_1', src: 'a', dst: 'b' });
    await expect(algorithm().resources(wanted, new Map([['query_1', huge]]))).rejects.toMatchObject({
      name: 'TaskError',
      kind: 'failed',
      message: expect.stringMatching(/PageRank on .* 2000000000 edges needs [\d.]+ GiB.*use fewer edges/),
    });
  });

  it('of a space are refused when it is read, by what it says itself', async () => {
    const type = algorithm({
      openSpaceScan: hugeSpace,
      spaceSize: () => Promise.reject(new Error('no such space here')),
    });
    const wanted = spec('PageRank', { space: 'social', edges: ['follow'] });
    expect((await type.resources(wanted, new Map())).memoryBytes).toBe(512 * 1024 ** 2);
    await expect(runTask(folder, type, wanted, { credentials: CREDENTIALS })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/3000000000 edges needs/),
    });
  });

  it('tell a wrong parameter before anything starts', async () => {
    writeFileSync(join(inputs, 'two.csv'), 'src,dst\n1,2\n');
    const wanted = spec('PageRank', { file: 'two.csv', src: 'src', dst: 'dst' }, { ITERATIONS: { value: 'many' } });
    await expect(algorithm().resources(wanted, new Map())).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('ITERATIONS'),
    });
  });
});

it('a cancelled run rejects with the reason of its cancel and leaves no table', async () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => [BigInt(i), BigInt((i * 7919) % 50_000)]);
  const query = await upstreamResult(folder, new DataSet(['src', 'dst'], rows));
  const abort = new AbortController();
  const reason = new Error('cancelled by its owner');
  const run = runTask(
    folder,
    algorithm(),
    spec(
      'PageRank',
      { from: 'query_1', src: 'src', dst: 'dst' },
      { ITERATIONS: { value: 1000 }, EPS: { value: '0.0' } },
    ),
    {
      upstream: new Map([['query_1', query]]),
      signal: abort.signal,
      onProgress: (_fraction, phrase) => {
        if (phrase.includes('iteration')) abort.abort(reason);
      },
    },
  );
  await expect(run).rejects.toBe(reason);
});
