import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  edgeValueOf,
  estimate,
  MemoryError,
  runAlgorithm,
} from '../src/index.ts';
import { GraphProjection } from '../src/csr/graph-projection.ts';
import { READING_BYTES } from '../src/run-algorithm.ts';
import { openBump, takeBytes } from '../src/runtime/bump.ts';
import { SharedMemory } from '../src/runtime/shared-memory.ts';
import { withTeam } from '../src/runtime/team.ts';
import {
  cells,
  LIMIT_BYTES,
  neededParameters,
  project,
  runOn,
  scanOf,
  testGraphs,
  timed,
  type TestGraph,
} from './graphs.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-analytics-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
});

const ENDLESS = { ITERATIONS: 1_000_000, EPS: 0 };
const dense = testGraphs.find((graph) => graph.name === 'dense random')!;

/** Its ids are numbered by a bitmap, as the estimate assumes. */
function hasSmallRange({ ids }: TestGraph): boolean {
  const last = ids.at(-1);
  return typeof last === 'bigint' && last < 2n ** 40n;
}

/** Cancels a run once it reports progress, so that it has certainly begun. */
async function cancelledRun(graph: TestGraph, id: string, raw: Record<string, number | boolean>): Promise<unknown> {
  const projection = await project(graph);
  const controller = new AbortController();
  const parameters = coerceParameters(algorithms.get(id)!, raw);
  try {
    return await runAlgorithm(id, projection, parameters, {
      threads: 2,
      directed: true,
      memoryLimitBytes: LIMIT_BYTES,
      signal: controller.signal,
      progress: () => controller.abort(new Error('enough')),
    });
  } catch (error) {
    // what was cancelled leaves the projection and the threads as they were
    const again = await runOn(projection, id, { ...raw, ITERATIONS: 3 });
    const fresh = await project(graph);
    expect(again.columns).toEqual((await runOn(fresh, id, { ...raw, ITERATIONS: 3 })).columns);
    expect(projection.memoryBytes).toBe(fresh.memoryBytes);
    return error;
  } finally {
    projection.close();
  }
}

describe('cancel', () => {
  it('ends a run between blocks, with the reason of the signal', async () => {
    expect(await cancelledRun(dense, 'PageRank', ENDLESS)).toEqual(new Error('enough'));
    const star = testGraphs.find((graph) => graph.name === 'star')!;
    expect(await cancelledRun(star, 'LPA', { ITERATIONS: 1_000_000, IS_DIRECTED: false })).toEqual(new Error('enough'));
  });

  it('ends the reading of a scan and refuses a run before it starts', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    const options = { threads: 2, memoryLimitBytes: LIMIT_BYTES, signal };
    const source = { kind: 'scan', scan: scanOf(dense) } as const;
    await expect(buildProjection(source, { ...options, edgeValue: 'none' })).rejects.toThrow('too late');
    const controller = new AbortController();
    let batches = 0;
    const progress = (): void => {
      if (++batches === 3) controller.abort(new Error('stop reading'));
    };
    await expect(
      buildProjection(source, { ...options, signal: controller.signal, edgeValue: 'none', progress }),
    ).rejects.toThrow('stop reading');
    expect(batches).toBe(3);
  });
});

describe('a crash', () => {
  it('of one thread frees the others from their barrier and rejects the run', async () => {
    const module = join(folder, 'crash.mjs');
    writeFileSync(
      module,
      `export function crash(context, thread, threads) {
        if (thread === 1) throw new RangeError('planted');
        return context.instance('encode').range(thread, threads, 64, 0, 0, 1024);
      }
      export function end() { process.exit(3); }
      export function fine(context, thread) { return thread; }`,
    );
    const url = new URL(`file://${module}`);
    const memory = new SharedMemory(LIMIT_BYTES);
    await withTeam(memory, 3, undefined, async (team) => {
      await expect(team.runProcedure(url, 'crash', ['encode'], [])).rejects.toThrow('crash crashed: planted');
      expect(await team.runProcedure(url, 'fine', ['encode'], [])).toEqual([0, 1, 2]);
      await expect(team.runProcedure(url, 'end', ['encode'], [])).rejects.toThrow('ended with exit code 3');
    });
    await withTeam(memory, 3, undefined, async (team) => {
      expect(await team.runProcedure(url, 'fine', ['encode'], [])).toEqual([0, 1, 2]);
    });
  });

  it('of a kernel rejects the run with its name', async () => {
    const memory = new SharedMemory(LIMIT_BYTES);
    await withTeam(memory, 2, undefined, async (team) => {
      const beyond = 2 ** 31;
      await expect(team.run('encode', 'range', [beyond, 1, beyond])).rejects.toThrow(
        /encode.range crashed: .*out of bounds/,
      );
    });
  });
});

describe('memory', () => {
  it('that does not suffice for the graph refuses it with figures', async () => {
    const source = { kind: 'scan', scan: scanOf(dense) } as const;
    const building = buildProjection(source, { threads: 2, edgeValue: 'weight', memoryLimitBytes: 200_000 });
    await expect(building).rejects.toThrow(MemoryError);
    await expect(
      buildProjection(source, { threads: 2, edgeValue: 'weight', memoryLimitBytes: 200_000 }),
    ).rejects.toThrow(
      /needs \d+ KiB of memory, but the limit is 195 KiB; raise the memory limit to at least \d+ KiB or use fewer edges/,
    );
  });

  it('that does not suffice for a run refuses it before it starts, after giving up what can be built again', async () => {
    const projection = await project(dense);
    await runOn(projection, 'BFS', { ROOT: dense.ids[0]!, IS_DIRECTED: false });
    const parameters = coerceParameters(algorithms.get('PageRank')!, {});
    const run = (memoryLimitBytes: number) =>
      runAlgorithm('PageRank', projection, parameters, { threads: 1, directed: true, memoryLimitBytes });
    await expect(run(300_000)).rejects.toThrow(/PageRank needs .* but the limit is 293 KiB/);
    expect(projection.memoryBytes).toBeLessThan(300_000);
    const plenty = await run(LIMIT_BYTES);
    const fresh = await project(dense);
    expect(plenty.columns).toEqual((await runOn(fresh, 'PageRank')).columns);
  });

  it('never passes what the estimate said, but for the constant part', async () => {
    const slack = 65_536;
    const refused = new Set<string>();
    for (const graph of testGraphs.filter((graph) => hasSmallRange(graph))) {
      for (const [id, descriptor] of algorithms) {
        const vertices = neededParameters(descriptor, graph);
        for (const directed of [true, false]) {
          const takes = descriptor.parameters.some(({ name }) => name === 'IS_DIRECTED')
            ? { IS_DIRECTED: directed }
            : {};
          const parameters = coerceParameters(descriptor, { ...vertices, ...takes });
          const edgeValue = edgeValueOf(descriptor.graph, graph.weights !== undefined);
          const projection = await project(timed(graph), 2, edgeValue);
          const size = { vertexCount: graph.n, edgeCount: graph.edges.length };
          const { memoryBytes, fits } = estimate(id, size, parameters, LIMIT_BYTES);
          expect(fits).toBe(true);
          const options = { threads: 2, directed, memoryLimitBytes: LIMIT_BYTES };
          await runAlgorithm(id, projection, parameters, options).catch((error: unknown) => {
            if (!(error instanceof MemoryError)) throw error;
            refused.add(`${id} on ${graph.name}`);
          });
          const { memory } = projection as GraphProjection;
          expect(memory.endAddress, `${id} on ${graph.name}`).toBeLessThanOrEqual(memoryBytes - READING_BYTES + slack);
          projection.close();
        }
      }
    }
    // how many pairs paths join is only known when they are counted
    expect([...refused]).toEqual(['APSP on path of 10,000', 'APSP on path of 10,000 backwards, shuffled']);
  });

  it('beyond 4 GiB is refused by the estimate with what would help', () => {
    const parameters = coerceParameters(algorithms.get('SSSP')!, { ROOT: '1' });
    const answer = estimate('SSSP', { vertexCount: 2 ** 24, edgeCount: 2 ** 28 }, parameters, 2 ** 40);
    expect(answer.fits).toBe(false);
    expect(answer.advice).toMatch(
      /needs 1\d\.\d GiB, but one WebAssembly memory holds at most 4\.00 GiB; use fewer edges/,
    );
  });

  it('is estimated without weights where the input has none', () => {
    const parameters = coerceParameters(algorithms.get('ConnectedComponent')!, {});
    const size = { vertexCount: 2 ** 22, edgeCount: 100_663_296 };
    expect(estimate('ConnectedComponent', size, parameters, 2 ** 34).fits).toBe(false);
    expect(estimate('ConnectedComponent', { ...size, weighted: false }, parameters, 2 ** 34).fits).toBe(true);
  });

  it('is estimated with times where the algorithm needs them, whatever the input says of weights', () => {
    const size = { vertexCount: 2 ** 20, edgeCount: 2 ** 24 };
    const of = (id: string, weighted: boolean): number => {
      const descriptor = algorithms.get(id)!;
      const raw = {
        TYPE: 'out',
        ...neededParameters(descriptor, dense),
        ...(id === 'DegreeCentrality' ? { STEP: 1 } : {}),
      };
      return estimate(id, { ...size, weighted }, coerceParameters(descriptor, raw), 2 ** 34).memoryBytes;
    };
    expect(of('DegreeWithTime', false)).toBe(of('DegreeWithTime', true));
    // as read, to sort, and in the result
    expect(of('DegreeWithTime', false) - of('DegreeCentrality', true)).toBeGreaterThanOrEqual(3 * 8 * size.edgeCount);
  });

  it('of freed blocks is used again, whatever the order', () => {
    const memory = new SharedMemory(2 ** 20);
    const blocks = [100, 5000, 64, 1000, 70_000].map((bytes) => memory.allocate(bytes, 'a block'));
    expect(blocks.every((address) => address % 64 === 0)).toBe(true);
    const end = memory.endAddress;
    for (const i of [3, 0, 2, 4, 1]) memory.free(blocks[i]!);
    expect(memory.usedBytes).toBe(0);
    memory.allocate(end - 320, 'all of it');
    expect(memory.endAddress).toBe(end);
    expect(() => memory.allocate(2 ** 20, 'more')).toThrow(
      /more needs 1\.\d+ MiB of memory, but the limit is 1\.00 MiB/,
    );
    expect(() => memory.free(blocks[1]!)).toThrow('no block of memory starts at');
  });

  it('can be read a vector past the end of a block, also where it ends with a page', () => {
    const memory = new SharedMemory(2 ** 20);
    const toPageEnd = (from: number): number => 65_536 - (from % 65_536);
    memory.allocate(toPageEnd(memory.endAddress), 'the rest of a page');
    expect(memory.endAddress % 65_536).toBe(0);
    expect(memory.wasm.buffer.byteLength).toBeGreaterThanOrEqual(memory.endAddress + 16);
    const tail = memory.openTail();
    openBump(memory.wasm, { address: tail.address, limitBytes: 2 ** 20 });
    const taken = takeBytes(memory.wasm, toPageEnd(tail.address))!;
    expect(memory.wasm.buffer.byteLength).toBeGreaterThanOrEqual(taken + toPageEnd(tail.address) + 16);
  });

  it('is not lost to a request that is refused', () => {
    const memory = new SharedMemory(2 ** 20);
    const block = memory.allocate(2 ** 18, 'a block');
    memory.free(block);
    expect(() => memory.allocate(2 ** 20, 'too much')).toThrow('too much needs');
    expect(memory.allocate(2 ** 18, 'the same again')).toBe(block);
  });
});

describe('threads', () => {
  it('do not keep a process alive', () => {
    const script = join(folder, 'leave.mjs');
    writeFileSync(
      script,
      `import { algorithms, buildProjection, coerceParameters, runAlgorithm } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))};
      const ids = { type: 'int64', values: BigInt64Array.of(1n, 2n) };
      const scan = { vidType: 'int64', edgeCount: 2, async *batches() { yield { count: 2, src: ids, dst: ids }; }, close: async () => {} };
      const options = { threads: 2, edgeValue: 'none', memoryLimitBytes: 1e8, directed: true };
      const projection = await buildProjection({ kind: 'scan', scan }, options);
      const result = await runAlgorithm('PageRank', projection, coerceParameters(algorithms.get('PageRank'), {}), options);
      console.log(result.rowCount);`,
    );
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8', timeout: 20_000 })).toBe('2\n');
  });

  it('serve runs over one projection one after another', async () => {
    const projection = await project(dense);
    const [a, b, c] = await Promise.all(
      [1, 2, 3].map((ITERATIONS) => runOn(projection, 'PageRank', { ITERATIONS, EPS: 0 })),
    );
    expect([a, b, c].map((result) => result!.statistics['iterations'])).toEqual([1, 2, 3]);
    expect(cells(c!, 'VALUE')).not.toEqual(cells(b!, 'VALUE'));
    projection.close();
    await expect(runOn(projection, 'PageRank')).rejects.toThrow('the projection is closed');
  });
});
