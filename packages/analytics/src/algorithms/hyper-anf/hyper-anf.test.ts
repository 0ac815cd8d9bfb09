import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, cells, project, runOn, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { averageDistanceOracle } from './oracle.ts';

afterAll(closeAnalytics);

async function answers(graph: TestGraph, bits: number, directed: boolean): Promise<number> {
  const projection = await project(graph);
  const results = [];
  for (const threads of [1, 2, 3]) results.push(await runOn(projection, 'HyperANF', { bits }, { threads, directed }));
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  expect(results[0]!.statistics['exact']).toBe(graph.n <= 8 * 2 ** bits);
  projection.close();
  return cells(results[0]!, 'VALUE')[0] as number;
}

const short = testGraphs.filter(({ n }) => n <= 2000);

describe.each(short)('HyperANF on $name', (graph) => {
  it.each([true, false])('is the average distance, directed: %s', { timeout: 60_000 }, async (directed) => {
    const expected = averageDistanceOracle(graph.n, (directed ? graph : bothWays(graph)).edges);
    expect(await answers(graph, 8, directed)).toBeCloseTo(expected, 9);
    // beyond 512 vertices by registers, 64 of which err by 13 % in a count
    const estimate = await answers(graph, 6, directed);
    expect(Math.abs(estimate - expected)).toBeLessThanOrEqual(0.13 * expected);
  });
});
