import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, byVertex, cells, project, runOn, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { pageRankOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('PageRank on $name', (graph) => {
  it.each([
    { SCALE: 'raw', DANGLING: 'lost', IS_DIRECTED: true },
    { SCALE: 'raw', DANGLING: 'spread', IS_DIRECTED: true },
    { SCALE: 'sum1', DANGLING: 'spread', IS_DIRECTED: false },
    { SCALE: 'sum1', DANGLING: 'lost', IS_DIRECTED: false },
  ] as const)('is what the formula gives: %o', async (parameters) => {
    const projection = await project(graph);
    const result = await runOn(projection, 'PageRank', { ...parameters, ITERATIONS: 7, EPS: 0, DAMPING: 0.8 });
    const { edges } = parameters.IS_DIRECTED ? graph : bothWays(graph);
    const expected = pageRankOracle(graph.n, edges, {
      rounds: 7,
      damping: 0.8,
      scale: parameters.SCALE,
      dangling: parameters.DANGLING,
    });
    const got = byVertex(graph, result, 'VALUE') as number[];
    expected.forEach((value, v) => expect(Math.abs(got[v]! - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value)));
    expect(result.statistics['iterations']).toBe(7);
    projection.close();
  });

  it('has the same bits for any number of threads, and sums to 1 when nothing is lost', async () => {
    const values: unknown[] = [];
    for (const threads of [1, 2, 3]) {
      const projection = await project(graph, threads);
      const result = await runOn(projection, 'PageRank', { SCALE: 'sum1', DANGLING: 'spread' }, { threads });
      values.push(result.columns);
      const sum = (cells(result, 'VALUE') as number[]).reduce((total, x) => total + x, 0);
      expect(sum).toBeCloseTo(1, 9);
      projection.close();
    }
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).toEqual(values[0]);
  });
});

describe('PageRank ends', () => {
  it('when the changes together are below EPS', async () => {
    const projection = await project(testGraphs[2]!);
    const result = await runOn(projection, 'PageRank', { ITERATIONS: 1000, EPS: 1e-6 });
    expect(result.statistics['converged']).toBe(true);
    expect(result.statistics['iterations']).toBeLessThan(200);
    expect(result.statistics['delta']).toBeLessThan(1e-6);
    projection.close();
  });
});
