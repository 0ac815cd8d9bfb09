import { afterAll, describe, expect, it } from 'vitest';
import { generator, labelsOf, project, runOn, SEED, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { connectedComponentOracle } from '../connected-component/oracle.ts';
import { stronglyConnectedOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('StronglyConnectedComponent on $name', (graph) => {
  it('labels every vertex with the smallest id of those that reach it and that it reaches', async () => {
    const projection = await project(graph);
    const result = await runOn(projection, 'StronglyConnectedComponent');
    // a search from each of 10,000 vertices of a path takes too long, and every one is alone anyway
    const expected = graph.name.startsWith('path')
      ? graph.ids.map((_, v) => v)
      : stronglyConnectedOracle(graph.n, graph.edges);
    expect(labelsOf(graph, result)).toEqual(expected);
    expect(result.statistics['components']).toBe(new Set(expected).size);
    const weak = await runOn(projection, 'StronglyConnectedComponent', {}, { directed: false });
    expect(labelsOf(graph, weak)).toEqual(connectedComponentOracle(graph.n, graph.edges));
    projection.close();
  });
});

describe('StronglyConnectedComponent', () => {
  it('agrees with the oracle on 200 small random graphs', async () => {
    const random = generator(SEED);
    for (let round = 0; round < 200; round++) {
      const n = 1 + Math.floor(random() * 12);
      const edges = Array.from(
        { length: Math.floor(random() * 30) },
        () => [Math.floor(random() * n), Math.floor(random() * n)] as const,
      );
      const graph: TestGraph = { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
      const projection = await project(graph, 1);
      const result = await runOn(projection, 'StronglyConnectedComponent', {}, { threads: 1 });
      expect(labelsOf(graph, result), `seed ${SEED}, round ${round}`).toEqual(stronglyConnectedOracle(n, edges));
      projection.close();
    }
  });

  it('closes a cycle of 10,000', async () => {
    const n = 10_000;
    const edges = Array.from({ length: n }, (_, v) => [v, (v + 1) % n] as const);
    const graph: TestGraph = { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
    const projection = await project(graph);
    const result = await runOn(projection, 'StronglyConnectedComponent');
    expect(new Set(labelsOf(graph, result))).toEqual(new Set([0]));
    projection.close();
  });
});
