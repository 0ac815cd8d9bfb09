import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, byVertex, project, runOn, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { ssspOracle } from './oracle.ts';

afterAll(closeAnalytics);

// Bellman and Ford would take minutes on a shuffled path in the wrong order
const graphs = testGraphs.filter((graph) => graph.name !== 'path of 10,000 backwards, shuffled');

describe.each(graphs)('SSSP on $name', (graph) => {
  it.each([true, false])('finds the least sums of weights; directed: %s', async (directed) => {
    const projection = await project(graph);
    const { edges, weights } = directed ? graph : bothWays(graph);
    for (const root of new Set([0, graph.n >> 1])) {
      const expected = ssspOracle(graph.n, edges, weights, root).map((d) => (d === Infinity ? undefined : d));
      for (const threads of [1, 2, 3]) {
        const result = await runOn(projection, 'SSSP', { ROOT: graph.ids[root]! }, { directed, threads });
        expect(byVertex(graph, result, 'DISTANCE')).toEqual(expected);
      }
    }
    projection.close();
  });
});

describe('SSSP', () => {
  it('adds up along a path of 10,000 in any order of ids', async () => {
    const graph = testGraphs.find(({ name }) => name === 'path of 10,000 backwards, shuffled')!;
    const projection = await project(graph);
    const expected: number[] = [];
    const next = new Map(graph.edges.map(([u, v], e) => [u, [v, graph.weights![e]!] as const]));
    const [start] = graph.edges.at(-1)!;
    let distance = 0;
    for (let v: number | undefined = start; v !== undefined;) {
      expected[v] = distance;
      const step: readonly [number, number] | undefined = next.get(v);
      distance += step?.[1] ?? 0;
      v = step?.[0];
    }
    const result = await runOn(projection, 'SSSP', { ROOT: graph.ids[start]! });
    expect(byVertex(graph, result, 'DISTANCE')).toEqual(expected);
    projection.close();
  });

  it('refuses negative weights and names the first', async () => {
    const projection = await project({ name: '', n: 3, edges: [[0, 1], [1, 2]], weights: [1, -2.5], ids: [1n, 2n, 3n] }); // prettier-ignore
    await expect(runOn(projection, 'SSSP', { ROOT: '1' })).rejects.toThrow(
      'SSSP needs weights of at least 0, but there is -2.5 in edge 2 of the input',
    );
    projection.close();
  });
});
