import { afterAll, describe, expect, it } from 'vitest';
import { byVertex, cells, project, runOn, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { neighbourPairsOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('ClusteringCoefficient on $name', (graph) => {
  it.each([false, true])('is the part of neighbouring pairs that are linked; directed: %s', async (IS_DIRECTED) => {
    const projection = await project(graph);
    const pairs = neighbourPairsOracle(graph.n, graph.edges, IS_DIRECTED);
    const local = pairs.map((around) => (around.pairs === 0 ? 0 : around.linked / around.pairs));
    const all = pairs.reduce((sum, around) => sum + around.pairs, 0);
    const linked = pairs.reduce((sum, around) => sum + around.linked, 0);
    const transitivity = all === 0 ? 0 : linked / all;
    for (const threads of [1, 2, 3]) {
      const each = await runOn(projection, 'ClusteringCoefficient', { IS_DIRECTED }, { threads });
      expect(byVertex(graph, each, 'VALUE')).toEqual(local);
      expect(each.statistics['transitivity']).toBe(transitivity);
      expect(each.statistics['averageLocal']).toBeCloseTo(local.reduce((sum, value) => sum + value, 0) / graph.n, 12);
      const whole = await runOn(projection, 'ClusteringCoefficient', { TYPE: 'global', IS_DIRECTED }, { threads });
      expect(cells(whole, 'VALUE')).toEqual([transitivity]);
    }
    projection.close();
  });
});
