import { afterAll, describe, expect, it } from 'vitest';
import { labelsOf, project, runOn, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { modularityOracle } from '../modularity-oracle.ts';
import { connectedComponentOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('ConnectedComponent on $name', (graph) => {
  it('labels every vertex with the smallest id of its weak component, with and without in-edges at hand', async () => {
    const expected = connectedComponentOracle(graph.n, graph.edges);
    const sizes = new Map<number, number>();
    for (const label of expected) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    for (const threads of [1, 2, 3]) {
      const projection = await project(graph, threads);
      const plain = await runOn(projection, 'ConnectedComponent', { IS_CALC_MODULARITY: true }, { threads });
      expect(labelsOf(graph, plain)).toEqual(expected);
      expect(plain.statistics).toMatchObject({ components: sizes.size, largestComponent: Math.max(...sizes.values()) });
      expect(plain.statistics['modularity']).toBeCloseTo(modularityOracle(graph.edges, graph.weights, expected), 9);
      await runOn(projection, 'PageRank', { ITERATIONS: 1 }, { threads });
      const skipping = await runOn(projection, 'ConnectedComponent', { IS_DIRECTED: false }, { threads });
      expect(skipping.columns).toEqual(plain.columns);
      projection.close();
    }
  });
});
