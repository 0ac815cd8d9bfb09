import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeAnalytics } from '@orrery/analytics';
import type { AlgorithmInput, GraphCredentials, ResultStore, Value } from '@orrery/contracts';
import { edgeTypeSizes, openEdgeScan, startGraphd } from '@orrery/graphd';
import type { Graphd } from '@orrery/graphd';
import type { TaskType, UpstreamResult } from '@orrery/jobs';
import { NebulaPool, openConnectionEdgeScan } from '@orrery/nebula';
import type { AlgorithmSpec, QuerySpec } from '@orrery/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskTypes } from '../src/index.ts';
import type { TaskDependencies } from '../src/index.ts';
import { runTask, tempFolder } from './task-harness.ts';
import type { RunRecord } from './task-harness.ts';

/** The whole way through real parts: the embedded graph over its socket and out of its files, kernels, tables. */
const folder = tempFolder();
const graphDir = join(folder, 'graph');
let graphd: Graphd;
let pool: NebulaPool;
let credentials: GraphCredentials;
let query: TaskType<QuerySpec>;
let algorithm: TaskType<AlgorithmSpec>;
let overConnection: TaskType<AlgorithmSpec>;

beforeAll(async () => {
  mkdirSync(graphDir);
  graphd = await startGraphd({ dataDir: graphDir, port: 0 });
  pool = new NebulaPool();
  credentials = { address: '127.0.0.1', port: graphd.port, user: 'root', password: 'nebula' };
  const dependencies: TaskDependencies = {
    pool,
    openSpaceScan: async (_credentials, request) => openEdgeScan(graphDir, request),
    spaceSize: ({ space, edges }) => edgeTypeSizes(graphDir, space, edges),
    inputFolders: [],
    defaultThreads: 2,
    memoryLimitBytes: 256 * 1024 ** 2,
  };
  [query, algorithm] = createTaskTypes(dependencies) as [TaskType<QuerySpec>, TaskType<AlgorithmSpec>];
  [, overConnection] = createTaskTypes({
    ...dependencies,
    openSpaceScan: (account, request, signal) => openConnectionEdgeScan(pool, account, request, { signal }),
  }) as [unknown, TaskType<AlgorithmSpec>];
  const execute = (statement: string, space?: string) =>
    pool.execute(credentials, statement, space === undefined ? {} : { space });
  await execute('CREATE SPACE social (partition_num=1, replica_factor=1, vid_type=FIXED_STRING(16))');
  await execute('CREATE TAG player(name string, age int)', 'social');
  await execute('CREATE TAG rank(value double NOT NULL, note string NULL)', 'social');
  await execute('CREATE EDGE follow(degree int)', 'social');
  const players = ['Tim Duncan', 'Tony Parker', 'Manu', 'O\\"Neal', 'Nobody'];
  const rows = players.map((name, i) => `"player${100 + i}":("${name}", ${30 + i})`);
  await execute(`INSERT VERTEX player(name, age) VALUES ${rows.join(', ')}`, 'social');
  const edges = [
    [0, 1, 95],
    [0, 2, 90],
    [1, 0, 95],
    [1, 2, 70],
    [3, 0, 50],
  ];
  const texts = edges.map(([src, dst, degree]) => `"player${100 + src!}"->"player${100 + dst!}":(${degree})`);
  await execute(`INSERT EDGE follow(degree) VALUES ${texts.join(', ')}`, 'social');
}, 60_000);

afterAll(async () => {
  await pool?.close();
  await graphd?.close();
  await closeAnalytics();
});

function runQuery(
  text: string,
  params: QuerySpec['params'] = {},
  upstream = new Map<string, UpstreamResult>(),
): Promise<RunRecord> {
  const spec: QuerySpec = { space: 'social', query: text, params, result: { store: 'local' } };
  return runTask(folder, query, spec, { credentials, upstream });
}

function runAlgorithm(
  type: TaskType<AlgorithmSpec>,
  name: string,
  input: AlgorithmInput,
  more: { params?: AlgorithmSpec['params']; upstream?: Map<string, UpstreamResult>; result?: ResultStore } = {},
): Promise<RunRecord> {
  const { params = {}, upstream = new Map(), result = { store: 'local' } } = more;
  const spec: AlgorithmSpec = { algorithm: name, input, params, execution: { engine: 'local' }, result };
  return runTask(folder, type, spec, { credentials, upstream });
}

const upstreamOf = ({ outputDir, summary }: RunRecord): UpstreamResult => ({ resultDir: outputDir, summary });
const sorted = (rows: RunRecord['rows']): unknown[][] =>
  rows.map((row) => [...row]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1));

describe('on the embedded graph', () => {
  it('the workflow of the handbook: a query, its neighbours, their ranks', async () => {
    const text =
      'MATCH (v1:player)-[:follow]->(v2) WHERE v1.player.name != "${not}" RETURN id(v1) AS src, id(v2) AS dst';
    const edges = await runQuery(text, { not: { value: 'O"Neal' } });
    expect(sorted(edges.rows)).toEqual([
      ['player100', 'player101'],
      ['player100', 'player102'],
      ['player101', 'player100'],
      ['player101', 'player102'],
    ]);
    const ranks = await runAlgorithm(
      algorithm,
      'PageRank',
      { from: 'query_1', src: 'src', dst: 'dst' },
      { upstream: new Map([['query_1', upstreamOf(edges)]]) },
    );
    expect(ranks.rows.map(([vid]) => vid).toSorted()).toEqual(['player100', 'player101', 'player102']);
    const names = await runQuery(
      'FETCH PROP ON player ${ids} YIELD player.name AS name, player.age AS age',
      { ids: { from: 'pagerank_1', column: 'VID' } },
      new Map([['pagerank_1', upstreamOf(ranks)]]),
    );
    expect(sorted(names.rows)).toEqual([
      ['Manu', 32n],
      ['Tim Duncan', 30n],
      ['Tony Parker', 31n],
    ]);
  });

  it('an algorithm reads a space, from its files and over the connection alike', async () => {
    const input = { space: 'social', edges: ['follow'], weight: 'degree' };
    const params = { ROOT: { value: 'player103' } };
    const fromFiles = await runAlgorithm(algorithm, 'SSSP', input, { params });
    expect(new Map(fromFiles.rows as [string, number][]).get('player102')).toBe(140);
    expect(sorted((await runAlgorithm(overConnection, 'SSSP', input, { params })).rows)).toEqual(
      sorted(fromFiles.rows),
    );
    await expect(runAlgorithm(algorithm, 'SSSP', { ...input, weight: 'distance' }, { params })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('distance'),
    });
    await expect(runAlgorithm(algorithm, 'PageRank', { space: 'nowhere', edges: ['follow'] })).rejects.toMatchObject({
      kind: 'failed',
    });
  });

  it('writes a result back, inserting and updating, and keeps what the graph refuses', async () => {
    const input = { space: 'social', edges: ['follow'] };
    const back = { store: 'nebula', space: 'social', tag: 'rank', property: 'value' } as const;
    const ranks = await runAlgorithm(algorithm, 'PageRank', input, { result: back });
    expect(ranks.summary.statistics).toMatchObject({ writtenRows: 4, rejectedRows: 0 });
    const stored = await runQuery(
      'FETCH PROP ON rank "player100", "player101", "player102", "player103" YIELD id(vertex) AS vid, rank.value AS value',
    );
    expect(sorted(stored.rows)).toEqual(sorted(ranks.rows));
    const update: Value[][] = [
      ['player100', 7.5],
      ['player104', 1],
    ];
    const spec: QuerySpec = {
      space: 'social',
      query: `UNWIND [${update.map(([vid, value]) => `["${String(vid)}", ${String(value)}]`).join(', ')}] AS row RETURN row[0] AS vid, row[1] AS value`,
      params: {},
      result: { ...back, mode: 'update' },
    };
    const updated = await runTask(folder, query, spec, { credentials });
    expect(updated.summary.statistics).toMatchObject({ writtenRows: 1, rejectedRows: 1 });
    expect(readFileSync(join(updated.outputDir, 'rejected.csv'), 'utf8')).toContain('player104,1');
  });

  it('a wrong statement fails with what the graph says of it', async () => {
    await expect(runQuery('GO FROM "player100" OVR follow')).rejects.toMatchObject({
      name: 'TaskError',
      kind: 'failed',
      message: expect.stringMatching(/SyntaxError/),
    });
    await expect(runQuery('GO FROM "player100" OVER unknown YIELD dst(edge)')).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('unknown'),
    });
  });
});
