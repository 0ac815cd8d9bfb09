import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, byVertex, project, runOn, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { sampleVertices } from '../sample-vertices.ts';
import { closenessOracle, hopsOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('ClosenessCentrality on $name', (graph) => {
  const long = graph.name.startsWith('path');
  it.each([true, false])(
    'is that of a search from each vertex, directed: %s',
    { timeout: 60_000 },
    async (directed) => {
      const projection = await project(graph);
      const { edges } = directed ? graph : bothWays(graph);
      const hops = long ? undefined : hopsOracle(graph.n, edges);
      // the two kernels: up to 64 targets, and more
      for (const NUM_SAMPLES of long ? [10, 200] : [0, 10, 200]) {
        const answers = [];
        for (const threads of [1, 2, 3]) {
          const parameters = { NUM_SAMPLES, IS_DIRECTED: directed, SEED: 7 };
          answers.push(await runOn(projection, 'ClosenessCentrality', parameters, { threads }));
        }
        expect(answers[1]!.columns).toEqual(answers[0]!.columns);
        expect(answers[2]!.columns).toEqual(answers[0]!.columns);
        const count = NUM_SAMPLES === 0 ? graph.n : Math.min(NUM_SAMPLES, graph.n);
        expect(answers[0]!.statistics).toEqual({ samples: count, exact: count === graph.n });
        if (hops === undefined) continue;
        const targets = new Set(await sampleVertices({ turn: async () => {} }, graph.n, count, 7n));
        expect(targets.size).toBe(count);
        expect(byVertex(graph, answers[0]!, 'VALUE')).toEqual(closenessOracle(hops, targets));
      }
      projection.close();
    },
  );
});

describe('ClosenessCentrality of a path', () => {
  it('follows from the position', { timeout: 60_000 }, async () => {
    const graph = testGraphs.find(({ name }) => name === 'path of 10,000')!;
    const projection = await project(graph);
    const value = byVertex(graph, await runOn(projection, 'ClosenessCentrality', { NUM_SAMPLES: 0 }), 'VALUE');
    // from v there are 1, 2, … 9999-v hops
    value.forEach((got, v) => expect(got).toBe(v === 9999 ? 0 : 2 / (10_000 - v)));
    projection.close();
  });
});
