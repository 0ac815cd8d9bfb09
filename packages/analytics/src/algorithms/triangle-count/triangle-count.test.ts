import type { VertexId } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { byVertex, cells, project, runOn, scanOf, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  runAlgorithm,
  type AlgorithmResult,
} from '../../index.ts';
import { trianglesOracle } from './oracle.ts';

afterAll(closeAnalytics);

function complete(n: number): TestGraph {
  const ids = Array.from({ length: n }, (_, v) => BigInt(v));
  const edges = ids.flatMap((_, u) => Array.from({ length: u }, (_other, v) => [u, v] as const));
  return { name: `complete graph of ${n}`, n, edges, ids };
}

// the most neighbours that are looked up as they are, one more, and many
const graphs = [...testGraphs, complete(17), complete(18), complete(130)];

describe.each(graphs)('TriangleCount on $name', (graph) => {
  const triangles = trianglesOracle(graph.n, graph.edges);

  it('lists every triangle once, alike for any number of threads', async () => {
    const projection = await project(graph);
    const answers: AlgorithmResult[] = [];
    for (const threads of [1, 2, 3]) answers.push(await runOn(projection, 'TriangleCount', {}, { threads }));
    expect(answers[1]!.columns).toEqual(answers[0]!.columns);
    expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    const indexOf = new Map(graph.ids.map((id, i) => [id, i]));
    const corners = ['VID1', 'VID2', 'VID3'].map((name) =>
      cells(answers[0]!, name).map((id) => indexOf.get(id as VertexId)!),
    );
    const got = corners[0]!.map((u, row) => [u, corners[1]![row]!, corners[2]![row]!].toSorted((a, b) => a - b).join());
    expect(got.toSorted()).toEqual(triangles.map((triangle) => triangle.join()).toSorted());
    projection.close();
  });

  it('counts them in all and by vertex', async () => {
    const projection = await project(graph);
    const counts = graph.ids.map(() => 0n);
    for (const triangle of triangles) for (const v of triangle) counts[v]!++;
    for (const threads of [1, 2, 3]) {
      const total = await runOn(projection, 'TriangleCount', { OPT: 1 }, { threads });
      expect(cells(total, 'COUNT')).toEqual([BigInt(triangles.length)]);
      const each = await runOn(projection, 'TriangleCount', { OPT: 2 }, { threads });
      expect(byVertex(graph, each, 'COUNT')).toEqual(counts);
      expect(each.statistics['triangles']).toBe(triangles.length);
    }
    projection.close();
  });
});

describe('TriangleCount', () => {
  it('refuses a list that does not fit, with its length and what would', async () => {
    const graph = complete(200);
    const memoryLimitBytes = 2 ** 22;
    const scan = scanOf(graph);
    const projection = await buildProjection(
      { kind: 'scan', scan },
      { threads: 2, edgeValue: 'none', memoryLimitBytes },
    );
    const run = (OPT: number) =>
      runAlgorithm('TriangleCount', projection, coerceParameters(algorithms.get('TriangleCount')!, { OPT }), {
        threads: 2,
        directed: true,
        memoryLimitBytes,
      });
    await expect(run(3)).rejects.toThrow(
      /list of 1313400 triangles \(OPT=2 and OPT=1 only count them\) needs 3\d\.\d MiB of memory, but the limit is 4\.00 MiB/,
    );
    expect(cells(await run(1), 'COUNT')).toEqual([1_313_400n]);
    projection.close();
  });
});
