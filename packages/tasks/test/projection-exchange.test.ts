import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildProjection, closeAnalytics } from '@orrery/analytics';
import type { Projection } from '@orrery/analytics';
import { afterAll, describe, expect, it } from 'vitest';
import { ProjectionExchange } from '../src/algorithm/projection-exchange.ts';
import { rowsOf, tempFolder } from './task-harness.ts';

const root = tempFolder();
afterAll(() => closeAnalytics());
let next = 0;

function exchangeFolder(): string {
  const folder = join(root, `exchange-${next++}`);
  mkdirSync(join(folder, 'projections'), { recursive: true });
  return folder;
}

function project(edges: readonly (readonly [bigint, bigint])[]): Promise<Projection> {
  return buildProjection(
    {
      kind: 'scan',
      scan: {
        vidType: 'int64',
        edgeCount: edges.length,
        async *batches() {
          const end = (which: 0 | 1) => ({
            type: 'int64' as const,
            values: BigInt64Array.from(edges, (edge) => edge[which]),
          });
          yield { count: edges.length, src: end(0), dst: end(1) };
        },
        close: async () => {},
      },
    },
    { threads: 1, edgeValue: 'none', memoryLimitBytes: 64 * 1024 ** 2 },
  );
}

const request = (signal = new AbortController().signal) => ({
  key: 'k',
  memoryLimitBytes: 64 * 1024 ** 2,
  signal,
  onWait: () => {},
});

describe('executors that want one projection', () => {
  it('build it once, between processes', async () => {
    const folder = exchangeFolder();
    const lines = Array.from({ length: 2_000_000 }, (_, i) => `${(i * 31) % 90_001},${(i * 7919) % 70_003}\n`);
    writeFileSync(join(folder, 'edges.csv'), `src,dst\n${lines.join('')}`);
    const run = promisify(execFile);
    const script = join(import.meta.dirname, 'share-projection.ts');
    const outcomes = await Promise.all(
      ['PageRank', 'ConnectedComponent', 'DegreeCentrality'].map(async (algorithm) => {
        const { stdout } = await run(process.execPath, [script, folder, algorithm, '3']);
        return JSON.parse(stdout) as { logs: string[]; rowCount: number };
      }),
    );
    const how = outcomes.map(({ logs }) => /edges: (.*)$/.exec(logs.find((line) => line.includes('edges: '))!)![1]);
    // Who comes when the builder has finished builds again; two of three at one time never do.
    expect(how.filter((text) => text === 'built').length).toBeLessThan(3);
    expect(how).toContain('taken over from another executor');
    expect(new Set(outcomes.map(({ rowCount }) => rowCount)).size).toBe(1);
    expect((await rowsOf(join(folder, 'PageRank'))).length).toBe(outcomes[0]!.rowCount);
    expect(readdirSync(join(folder, 'projections'))).toEqual([]);
  }, 60_000);

  it('take over times only for times, weights only for weights', async () => {
    const folder = exchangeFolder();
    const edges = Array.from({ length: 200_000 }, (_, i) => [i % 9001, (i * 7919) % 7001] as const);
    writeFileSync(join(folder, 'edges.csv'), `src,dst\n${edges.map((edge) => `${edge.join(',')}\n`).join('')}`);
    const run = promisify(execFile);
    const script = join(import.meta.dirname, 'share-projection.ts');
    const names = ['DegreeWithTime:a', 'PageRank', 'SSSP', 'DegreeWithTime:b'];
    const outcomes = await Promise.all(
      names.map(async (name) => {
        const { stdout } = await run(process.execPath, [script, folder, name, String(names.length)]);
        return JSON.parse(stdout) as { logs: string[] };
      }),
    );
    const how = outcomes.map(({ logs }) => /edges: (.*)$/.exec(logs.find((line) => line.includes('edges: '))!)![1]);
    expect(how.slice(1, 3)).toEqual(['built', 'built']);
    expect(how).toContain('built');
    const sources = new Map<number, Set<number>>();
    for (const [src, dst] of edges) {
      if (src === dst || dst < 1000 || dst > 2999) continue;
      sources.set(dst, (sources.get(dst) ?? new Set()).add(src));
    }
    for (const name of [names[0]!, names[3]!]) {
      const rows = (await rowsOf(join(folder, name))) as [bigint, bigint][];
      expect(rows).toHaveLength(9001);
      for (const [vid, degree] of rows) expect(degree).toBe(BigInt(sources.get(Number(vid))?.size ?? 0));
    }
    const lengths = (await rowsOf(join(folder, 'SSSP'))) as [bigint, number][];
    for (const [vid, length] of lengths) if (vid !== 1n) expect(length).toBeGreaterThanOrEqual(Number(vid));
  }, 60_000);

  it('write nothing when nobody waits', async () => {
    const folder = exchangeFolder();
    const exchange = new ProjectionExchange(folder);
    const { projection, built } = await exchange.obtain({ ...request(), build: () => project([[1n, 2n]]) });
    expect(built).toBe(true);
    projection.close();
    expect(readdirSync(folder)).toEqual(['projections']);
  });

  it('do not wait for a process that has died', async () => {
    const folder = exchangeFolder();
    const child = fork(join(import.meta.dirname, 'share-projection.ts'), [folder, 'None', '1'], { silent: true });
    const { pid } = child;
    await once(child, 'exit');
    const exchange = new ProjectionExchange(folder);
    const [lock] = await lockNames(exchange, folder);
    symlinkSync(String(pid), join(folder, lock!));
    const { projection, built } = await exchange.obtain({ ...request(), build: () => project([[1n, 2n]]) });
    expect(built).toBe(true);
    projection.close();
  });

  it('stop waiting when they are cancelled, and build when the builder failed', async () => {
    const folder = exchangeFolder();
    const exchange = new ProjectionExchange(folder);
    const building = Promise.withResolvers<Projection>();
    const first = exchange.obtain({ ...request(), build: () => building.promise });
    const outcome = expect(first).rejects.toThrow('bad edge');
    await pause(50);
    const abort = new AbortController();
    const waiting = exchange.obtain({
      ...request(abort.signal),
      build: () => project([]),
      onWait: () => abort.abort(),
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const patient = exchange.obtain({
      ...request(),
      build: () => project([[1n, 2n]]),
      onWait: () => building.reject(new Error('bad edge')),
    });
    await outcome;
    const { projection, built } = await patient;
    expect(built).toBe(true);
    projection.close();
    expect(readdirSync(folder)).toEqual(['projections']);
  });
});

/** The name under which the exchange locks a key, seen while it builds. */
async function lockNames(exchange: ProjectionExchange, folder: string): Promise<string[]> {
  let names: string[] = [];
  const { projection } = await exchange.obtain({
    ...request(),
    build: async () => {
      names = readdirSync(folder).filter((name) => name.endsWith('.lock'));
      // Whole from its first moment: who died while writing it would keep everybody else waiting.
      expect(names.map((name) => readlinkSync(join(folder, name)))).toEqual([String(process.pid)]);
      return project([[1n, 2n]]);
    },
  });
  projection.close();
  return names;
}
