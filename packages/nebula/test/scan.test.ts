import { beforeEach, expect, it } from 'vitest';
import type { EdgeScan } from '@orrery/contracts';
import { openConnectionEdgeScan } from '../src/index.ts';
import { RunningGraph } from './running-graph.ts';
import { all, numberedEdges } from './scanned-edges.ts';

const running = new RunningGraph();

beforeEach(() => {
  running.graph.edges = numberedEdges(1000);
});

const expected = (weight: (i: number) => unknown, time: (i: number) => unknown = () => undefined): string[] =>
  running.graph.edges.map((edge, i) => [edge.src, edge.dst, weight(i), time(i)].join(' ')).toSorted();

it.each([
  ['one statement', 5_000, 1],
  ['buckets', 100, 10],
])('reads every edge once, in %s', async (_name, pageEdges, statements) => {
  const request = { space: 'social', edges: ['knows'], weight: 'degree' };
  const scan = await openConnectionEdgeScan(running.pool, running.root, request, { pageEdges });
  expect([scan.vidType, scan.edgeCount]).toEqual(['string', 1000]);
  expect(await all(scan)).toEqual(expected((i) => (i % 10 === 0 ? 1 : i)));
  expect(running.graph.statements.filter((text) => text.includes('src(e) AS s'))).toHaveLength(statements);
});

it('reads a graph that can not count', async () => {
  running.graph.refusesCounts = true;
  const scan = await openConnectionEdgeScan(running.pool, running.root, {
    space: 'social',
    edges: ['knows'],
    weight: '_rank',
  });
  expect(scan.edgeCount).toBeUndefined();
  expect(await all(scan)).toEqual(expected((i) => i));
});

it('reads times of every type as milliseconds', async () => {
  const read = async (time: string): Promise<string[]> =>
    all(await openConnectionEdgeScan(running.pool, running.root, { space: 'social', edges: ['knows'], time }));
  const start = Date.UTC(2020, 0, 1);
  expect(await read('since')).toEqual(
    expected(
      () => undefined,
      (i) => start + (i % 60) * 1000 + 500,
    ),
  );
  expect(await read('at')).toEqual(
    expected(
      () => undefined,
      (i) => (1_600_000_000 + i) * 1000,
    ),
  );
  expect(await read('_rank')).toEqual(
    expected(
      () => undefined,
      (i) => i,
    ),
  );
  await expect(read('degree')).rejects.toThrow(
    'edge "v0"->"v0" of type knows: its time degree is NULL; every edge needs a time, so set it or delete the edge',
  );
  running.graph.edges[7]!.props.set('at', 2n ** 60n);
  await expect(read('at')).rejects.toThrow(
    /"v7"->"v7" of type knows: its time at is 1152921504606846976, which millis/,
  );
});

it('reads int ids', async () => {
  running.graph.edges = [{ src: 9007199254740993n, dst: -1n, rank: 0n, props: new Map() }];
  const scan = await openConnectionEdgeScan(running.pool, running.root, { space: 'numbers', edges: ['knows'] });
  expect(scan.vidType).toBe('int64');
  expect(await all(scan)).toEqual(['9007199254740993 -1  ']);
});

it('refuses what does not exist or has the wrong type, by name', async () => {
  const open = (request: object): Promise<EdgeScan> =>
    openConnectionEdgeScan(running.pool, running.root, { space: 'social', edges: ['knows'], ...request });
  await expect(open({ edges: ['likes'] })).rejects.toThrow(/EdgeNotFound/);
  await expect(open({ edges: [] })).rejects.toThrow(/at least one edge type/);
  await expect(open({ weight: 'size' })).rejects.toThrow(
    'edge type knows has no property size; it has degree, since, at, note',
  );
  await expect(open({ weight: 'note' })).rejects.toThrow(/a string; a weight must be a number/);
  await expect(open({ time: 'note' })).rejects.toThrow(/a time must be a datetime, date, timestamp or int/);
  await expect(open({ space: 'nowhere' })).rejects.toThrow(/SpaceNotFound/);
});

it('fails when edges change between buckets', async () => {
  const scan = await openConnectionEdgeScan(
    running.pool,
    running.root,
    { space: 'social', edges: ['knows'] },
    { pageEdges: 300 },
  );
  let statements = 0;
  running.graph.before.set('MATCH ()-[e:`knows`]->() WHERE', () => {
    if (++statements === 2) running.graph.edges.push({ src: 'new', dst: 'new', rank: 0n, props: new Map() });
  });
  await expect(all(scan)).rejects.toThrow(/changed while they were read/);
});

it('goes on with the page at which the graph was lost, and reads every edge once', async () => {
  const request = { space: 'social', edges: ['knows'], weight: '_rank' };
  const scan = await openConnectionEdgeScan(running.pool, running.root, request, { pageEdges: 100, retryMs: 20 });
  const pages: string[] = [];
  running.graph.before.set('MATCH ()-[e:`knows`]->() WHERE', () => {
    pages.push(running.graph.statements.at(-1)!);
    if (pages.length % 4 === 0) void running.restart();
  });
  expect(await all(scan)).toEqual(expected((i) => i));
  // Ten pages, of which the 4th, the 8th and the 12th time were lost.
  expect(pages).toHaveLength(13);
  expect(new Set(pages).size).toBe(10);
});

it('gives up when the graph stays away, by the reason', async () => {
  const request = { space: 'social', edges: ['knows'] };
  const scan = await openConnectionEdgeScan(running.pool, running.root, request, { pageEdges: 500, retryMs: 1 });
  running.graph.before.set('MATCH ()-[e:`knows`]->() WHERE', () => void running.server.close());
  await expect(all(scan)).rejects.toMatchObject({ kind: 'unreachable' });
});

it('stops on signal', async () => {
  const scan = await openConnectionEdgeScan(
    running.pool,
    running.root,
    { space: 'social', edges: ['knows'] },
    { pageEdges: 100 },
  );
  const controller = new AbortController();
  const read = async (): Promise<number> => {
    let batches = 0;
    for await (const batch of scan.batches(controller.signal)) {
      batches += Math.sign(batch.count);
      controller.abort();
    }
    return batches;
  };
  await expect(read()).rejects.toMatchObject({ kind: 'aborted' });
});
