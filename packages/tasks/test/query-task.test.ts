import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSet, DateValue, VertexValue } from '@orrery/contracts';
import type { GraphCredentials, NebulaResult, ResultStore, Value } from '@orrery/contracts';
import type { TaskType } from '@orrery/jobs';
import { graphService, ErrorCode, WireServer } from '@orrery/wire';
import type { QuerySpec } from '@orrery/workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SmallGraph } from '../../nebula/test/small-graph.ts';
import { createTaskTypes } from '../src/index.ts';
import { runTask, tempFolder, testDependencies, upstreamResult } from './task-harness.ts';
import type { RunSettings } from './task-harness.ts';

/** The graph that nebula's tests run against, over a real socket, with answers of any shape beside its own. */
class AnsweringGraph extends SmallGraph {
  readonly answers = new Map<string, DataSet | undefined>();

  override async execute(...call: Parameters<SmallGraph['execute']>): ReturnType<SmallGraph['execute']> {
    if (!this.answers.has(call[1])) return super.execute(...call);
    const space = this.sessions.get(call[0])?.space;
    return { errorCode: ErrorCode.E_SUCCEEDED, latencyUs: 1500, data: this.answers.get(call[1]), spaceName: space };
  }
}

const folder = tempFolder();
let graph: AnsweringGraph;
let server: WireServer;
let credentials: GraphCredentials;
const query = createTaskTypes(testDependencies()).find(({ name }) => name === 'query') as TaskType<QuerySpec>;

beforeAll(async () => {
  graph = new AnsweringGraph();
  server = await WireServer.listen({ service: graphService(graph), port: 0 });
  credentials = { address: '127.0.0.1', port: server.port, user: 'root', password: 'nebula' };
});
beforeEach(() => {
  graph.statements.length = 0;
  graph.vertices.clear();
});
afterAll(() => server.close());

function spec(text: string, params: QuerySpec['params'] = {}, result: ResultStore = { store: 'local' }): QuerySpec {
  return { space: 'social', query: text, params, result };
}

function run(wanted: QuerySpec, settings: RunSettings = {}) {
  return runTask(folder, query, wanted, { credentials, ...settings });
}

describe('a query', () => {
  it('takes none of the threads that algorithms share, so that slow ones hold nobody up', async () => {
    expect(await query.resources(spec('YIELD 1 AS a'), new Map())).toMatchObject({ threads: 0 });
  });

  it('puts its parameters into the statement, whatever they hold', async () => {
    const hostile = '"; DROP SPACE social; -- ${x} \\ `\n\u0000é😀';
    const values: [QuerySpec['params'][string], Value][] = [
      [{ value: hostile }, hostile],
      [{ value: 9007199254740993n }, 9007199254740993n],
      [{ value: 42 }, 42n],
      [{ value: 0.5 }, 0.5],
      [{ value: true }, true],
      [{ value: '1' }, '1'],
    ];
    const names = values.map((_, i) => `p${i}`);
    const found = await run(
      spec(
        `YIELD ${names.map((name) => `\${${name}}`).join(', ')}`,
        Object.fromEntries(values.map(([source], i) => [names[i]!, source])),
      ),
    );
    expect(found.rows).toEqual([values.map(([, value]) => value)]);
    expect(found.summary.columns.map(({ type }) => type)).toEqual([
      'string',
      'int64',
      'int64',
      'double',
      'bool',
      'string',
    ]);
    expect(graph.statements.some((text) => text.includes('USE `social`'))).toBe(true);
  });

  it('keeps a double that looks like an int a double', async () => {
    const { Double } = await import('@orrery/contracts');
    const found = await run(spec('YIELD ${x}', { x: { value: new Double(1) } }));
    expect(found.summary.columns[0]!.type).toBe('double');
  });

  it('takes lists and single values of upstream columns', async () => {
    const date = new DateValue(2024, 1, 31);
    const upstream = new Map([
      [
        'query_1',
        await upstreamResult(
          folder,
          new DataSet(
            ['id', 'day'],
            [
              ['a"b', date],
              ['c', date],
              [null, date],
            ],
          ),
        ),
      ],
    ]);
    const found = await run(
      spec('YIELD ${ids}, ${one}, ${day}', {
        ids: { from: 'query_1', column: 'id' },
        one: { from: 'query_1', column: 'id', row: 1 },
        day: { from: 'query_1', column: 'day', row: 0 },
      }),
      { upstream },
    );
    expect(found.rows).toEqual([['a"b', 'c', null, 'c', '2024-01-31']]);
  });

  it('with an empty list is not run, succeeds and keeps its columns', async () => {
    const upstream = new Map([['query_1', await upstreamResult(folder, new DataSet(['id'], []))]]);
    const text = 'GO FROM ${ids} OVER knows YIELD id($$) AS dst, $$.person.age';
    const found = await run(spec(text, { ids: { from: 'query_1', column: 'id' } }), { upstream });
    expect(found.rows).toEqual([]);
    expect(found.summary).toMatchObject({
      rowCount: 0,
      columns: [
        { name: 'dst', type: 'string' },
        { name: '$$.person.age', type: 'string' },
      ],
    });
    expect(found.logs).toEqual([
      'warn: parameter ids is an empty list: the statement was not run, the result has no rows',
    ]);
    expect(graph.statements).toEqual([]);
  });

  it('refuses what upstream does not have, in words', async () => {
    const rows: Value[][] = [[new VertexValue('a', []), 1n]];
    const upstream = new Map([['query_1', await upstreamResult(folder, new DataSet(['v', 'n'], rows))]]);
    const of = (column: string, row?: number) =>
      run(spec('YIELD ${x}', { x: { from: 'query_1', column, ...(row === undefined ? {} : { row }) } }), { upstream });
    await expect(of('n', 1)).rejects.toMatchObject({
      name: 'TaskError',
      kind: 'failed',
      message: 'parameter x: query_1.n has no row 1: query_1 gave only 1 rows, 0 to 0',
    });
    await expect(of('m')).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('the columns are v, n'),
    });
    await expect(of('v', 0)).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('return a plain value such as id(v) from query_1'),
    });
    const many = await upstreamResult(
      folder,
      new DataSet(
        ['n'],
        Array.from({ length: 100_001 }, (_, i) => [BigInt(i)]),
      ),
    );
    await expect(
      run(spec('YIELD ${x}', { x: { from: 'many', column: 'n' } }), { upstream: new Map([['many', many]]) }),
    ).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/100001 rows, and a list may have 100000; add a LIMIT/),
    });
    expect(graph.statements).toEqual([]);
  });

  it('stores columns without a name of their own, and statements without a result', async () => {
    graph.answers.set('TWICE', new DataSet(['n', 'n', ''], [[1n, 'x', [1n, null]]]));
    graph.answers.set('NOTHING', undefined);
    const twice = await run(spec('TWICE'));
    expect(twice.summary.columns).toEqual([
      { name: 'n', type: 'int64' },
      { name: 'n_2', type: 'string' },
      { name: 'column_3', type: 'json' },
    ]);
    expect(twice.rows).toEqual([[1n, 'x', '[1, NULL]']]);
    expect(twice.logs).toContain('info: columns without a name of their own are called n_2, column_3');
    const nothing = await run(spec('NOTHING'));
    expect(nothing.summary).toMatchObject({ rowCount: 0, columns: [] });
    expect(readdirSync(nothing.outputDir)).toEqual(['table.parquet']);
  });

  it("fails with the graph's message for what is wrong with it", async () => {
    await expect(run(spec('YIELD 1 +'))).rejects.toMatchObject({
      name: 'TaskError',
      kind: 'failed',
      message: expect.stringContaining('SyntaxError'),
    });
    await expect(run({ ...spec('YIELD 1'), space: 'nowhere' })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('SpaceNotFound'),
    });
    await expect(run(spec('YIELD ${x}'))).rejects.toMatchObject({
      kind: 'failed',
      message: '1 parameter has no value: x',
    });
    await expect(run(spec('YIELD 1'), { credentials: { ...credentials, password: 'old' } })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('if the password was changed after the job was posted'),
    });
    await expect(run(spec('YIELD 1'), { credentials: null })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('no credentials'),
    });
  });

  it('is lost, to be tried again, when the graph is not there', async () => {
    const gone = await WireServer.listen({ service: graphService(new SmallGraph()), port: 0 });
    const { port } = gone;
    await gone.close();
    await expect(run(spec('YIELD 1'), { credentials: { ...credentials, port } })).rejects.toMatchObject({
      name: 'TaskError',
      kind: 'lost',
    });
  });

  it('is lost when the graph goes while it runs', async () => {
    const other = new SmallGraph();
    const going = await WireServer.listen({ service: graphService(other), port: 0 });
    const running = run(spec('SLEEP 20000'), { credentials: { ...credentials, port: going.port } });
    const outcome = expect(running).rejects.toMatchObject({ name: 'TaskError', kind: 'lost' });
    while (other.running.size === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const { kill } of other.running.values()) setTimeout(kill, 300);
    await going.close();
    await outcome;
  });

  it('is killed at the graph when it is cancelled, and rejects with the reason', async () => {
    const abort = new AbortController();
    const reason = new Error('cancelled by its owner');
    const running = run(spec('SLEEP 20000'), { signal: abort.signal });
    const outcome = expect(running).rejects.toBe(reason);
    while (graph.running.size === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    abort.abort(reason);
    await outcome;
    while (graph.killed.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(graph.killed).toEqual(['SLEEP 20000']);
  });
});

describe('write-back', () => {
  const target = { store: 'nebula', space: 'social', tag: 'person', property: 'score' } as const satisfies NebulaResult;
  const write = (rows: Value[][], over: Partial<NebulaResult> = {}, columns = ['VID', 'VALUE']) => {
    graph.answers.set('RESULT', new DataSet(columns, rows));
    return run(spec('RESULT', {}, { ...target, ...over } as ResultStore));
  };

  it('writes a column as a property, beside the table', async () => {
    const rows = Array.from({ length: 1300 }, (_, i): Value[] => [`p${i}`, i / 4]);
    const found = await write(rows);
    expect(found.summary).toMatchObject({ rowCount: 1300, statistics: { writtenRows: 1300, rejectedRows: 0 } });
    expect(graph.vertices.size).toBe(1300);
    expect(graph.vertices.get('p7')!.get('score')).toBe(1.75);
    expect(found.rows).toHaveLength(1300);
    expect(readdirSync(found.outputDir)).toEqual(['table.parquet']);
  });

  it('updates, by the columns that are named', async () => {
    graph.vertices.set('a', new Map<string, Value>([['name', 'A']]));
    const found = await write([[1n, 'a']], { mode: 'update', property: 'age', vid: 'who', value: 'n' }, ['n', 'who']);
    expect(found.summary.statistics).toMatchObject({ writtenRows: 1 });
    expect(graph.vertices.get('a')).toEqual(
      new Map<string, Value>([
        ['name', 'A'],
        ['age', 1n],
      ]),
    );
  });

  it('keeps and counts the rows that the graph refuses', async () => {
    const rows: Value[][] = [
      ['a', 1.5],
      ['much too long', 2],
      ['b', NaN],
      ['c', null],
    ];
    const found = await write(rows);
    expect(found.summary.statistics).toMatchObject({ writtenRows: 2, rejectedRows: 2 });
    expect(found.rows).toEqual(rows);
    const [header, ...lines] = readFileSync(join(found.outputDir, 'rejected.csv'), 'utf8').trimEnd().split('\r\n');
    expect(header).toBe('vid,value,reason');
    expect(lines.toSorted()).toEqual([
      expect.stringMatching(/^b,NaN,/),
      expect.stringMatching(/^much too long,2\.0,".*longer than the 8 bytes of FIXED_STRING\(8\)"/),
    ]);
    expect(found.logs.join()).toContain('2 of 4 rows were rejected');
  });

  it('fails when nothing could be written, and for what cannot be written at all', async () => {
    await expect(
      write([
        ['too long 1', 1.5],
        ['too long 2', 2],
      ]),
    ).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/none of the 2 rows for person\.score: .*longer/),
    });
    await expect(write([['a', 1]], { tag: 'nobody' })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('TagNotFound'),
    });
    await expect(write([['a', 1]], { property: 'height' })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('no property height; it has name, score, age'),
    });
    await expect(write([['a', [1n]]])).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('column VALUE holds composite or mixed values'),
    });
    await expect(write([[0.5, 1]])).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('column VID is double'),
    });
    await expect(write([['a']], {}, ['VID'])).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('no column 2 to write back; its columns are VID'),
    });
    expect(graph.vertices.size).toBe(0);
  });
});
