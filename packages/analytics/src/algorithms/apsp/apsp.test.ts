import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, cells, project, runOn, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import {
  algorithms,
  closeAnalytics,
  coerceParameters,
  MemoryError,
  runAlgorithm,
  type AlgorithmResult,
} from '../../index.ts';
import { apspOracle } from './oracle.ts';

afterAll(closeAnalytics);

// all pairs of a path of 10,000 are 50 million rows, of 2000 vertices are the oracle's 8 billion steps
const graphs = testGraphs.filter((graph) => graph.n < 1000);

function tableOf(graph: TestGraph, result: AlgorithmResult): number[][] {
  const indexOf = new Map(graph.ids.map((id, v) => [id, v]));
  const table = graph.ids.map(() => graph.ids.map(() => Infinity));
  const [from, to, distance] = ['VID1', 'VID2', 'DISTANCE'].map((name) => cells(result, name));
  distance!.forEach((value, row) => {
    const [u, v] = [indexOf.get(from![row] as bigint)!, indexOf.get(to![row] as bigint)!];
    if (table[u]![v] !== Infinity || u === v) throw new Error(`the pair ${u}, ${v} has two rows or is one vertex`);
    table[u]![v] = value as number;
  });
  table.forEach((row, v) => (row[v] = 0));
  return table;
}

describe.each(graphs)('APSP on $name', (graph) => {
  it.each([true, false])('finds the least sums of weights; directed: %s', async (directed) => {
    const projection = await project(graph);
    const { edges, weights } = directed ? graph : bothWays(graph);
    const expected = apspOracle(graph.n, edges, weights);
    const answers = [];
    for (const threads of [1, 2, 3]) answers.push(await runOn(projection, 'APSP', {}, { directed, threads }));
    expect(answers[1]!.columns).toEqual(answers[0]!.columns);
    expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    const table = tableOf(graph, answers[0]!);
    let worst = 0;
    expected.forEach((row, u) =>
      row.forEach((distance, v) => {
        const got = table[u]![v]!;
        if (distance !== got) worst = Math.max(worst, Math.abs(got - distance) / distance);
      }),
    );
    // the oracle adds in another order
    expect(worst).toBeLessThan(1e-12);
    projection.close();
  });

  it('agrees with SSSP to the bit', async () => {
    const projection = await project(graph);
    const root = graph.n >> 1;
    const all = tableOf(graph, await runOn(projection, 'APSP'));
    const one = await runOn(projection, 'SSSP', { ROOT: graph.ids[root]! });
    const vids = cells(one, 'VID');
    const reached = new Map(vids.map((vid, row) => [vid, cells(one, 'DISTANCE')[row]]));
    expect(all[root]).toEqual(graph.ids.map((id) => reached.get(id) ?? Infinity));
    projection.close();
  });
});

describe('APSP', () => {
  it('goes through several batches of sources', async () => {
    const n = 3000;
    const ids = Array.from({ length: n }, (_, v) => BigInt(v));
    const edges = ids.slice(1).map((_, v) => [v % 100 === 99 ? v - 99 : v, v + 1] as const);
    const projection = await project({ name: '', n, edges, ids });
    const result = await runOn(projection, 'APSP', {}, { directed: true });
    const expected = await Promise.all(
      [0, 1450, 2999].map(async (v) => (await runOn(projection, 'SSSP', { ROOT: ids[v]! })).rowCount - 1),
    );
    const from = cells(result, 'VID1');
    expect([0n, 1450n, 2999n].map((v) => from.filter((id) => id === v).length)).toEqual(expected);
    projection.close();
  });

  it('refuses negative weights and names the first', async () => {
    const projection = await project({ name: '', n: 2, edges: [[0, 1]], weights: [-1], ids: [1n, 2n] });
    await expect(runOn(projection, 'APSP')).rejects.toThrow(
      'APSP needs weights of at least 0, but there is -1 in edge 1 of the input',
    );
    projection.close();
  });

  it('refuses a table that cannot fit before it is made, with figures, and makes a small one of a large graph', async () => {
    const n = 6000;
    const ids = Array.from({ length: n }, (_, v) => BigInt(v));
    const ring = ids.map((_, v) => [v, (v + 1) % n] as const);
    const pairs = ids.flatMap((_, v) => (v % 2 === 0 ? [[v, v + 1] as const] : []));
    const run = async (edges: TestGraph['edges'], directed: boolean): Promise<AlgorithmResult> => {
      const projection = await project({ name: '', n, edges, ids });
      const options = { threads: 2, directed, memoryLimitBytes: 64 * 2 ** 20 };
      try {
        return await runAlgorithm('APSP', projection, coerceParameters(algorithms.get('APSP')!, {}), options);
      } finally {
        projection.close();
      }
    };
    await expect(run(ring, true)).rejects.toThrow(MemoryError);
    await expect(run(ring, false)).rejects.toThrow(
      /APSP joins more than \d+ pairs, .* all 35994000 pairs needs 1\.\d\d GiB of memory, but the limit is/,
    );
    expect((await run(pairs, false)).rowCount).toBe(n);
  });
});
