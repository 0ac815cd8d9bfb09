import { afterAll, describe, expect, it } from 'vitest';
import { generator, labelsOf, planted, project, randomGraph, runOn, SEED, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { bestPartition, groupsAreConnected, isNamedBySmallest } from '../communities/partition-oracle.ts';
import { modularityOracle } from '../modularity-oracle.ts';
import { bestMerge } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('Louvain on $name', (graph) => {
  it.each([1, 2, 20])('finds connected communities, alike for any threads, with %s levels at most', async (levels) => {
    const projection = await project(graph);
    const parameters = { OUTER_ITERATION: levels, IS_CALC_MODULARITY: true };
    const results = [];
    for (const threads of [1, 2, 3]) results.push(await runOn(projection, 'Louvain', parameters, { threads }));
    const label = labelsOf(graph, results[0]!);
    expect(isNamedBySmallest(label)).toBe(true);
    expect(groupsAreConnected(graph.n, graph.edges, graph.weights, label)).toBe(true);
    const modularity = modularityOracle(graph.edges, graph.weights, label);
    expect(results[0]!.statistics['modularity']).toBeCloseTo(modularity, 9);
    expect(results[0]!.statistics['communities']).toBe(new Set(label).size);
    const alone = graph.ids.map((_, v) => v);
    expect(modularity).toBeGreaterThanOrEqual(modularityOracle(graph.edges, graph.weights, alone) - 1e-12);
    if (levels === 20) expect(bestMerge(graph.edges, graph.weights, label)).toBeLessThan(1e-9);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    projection.close();
  });
});

describe('Louvain', () => {
  it('comes close to the best of all partitions of small graphs', async () => {
    const random = generator(SEED);
    for (let round = 0; round < 30; round++) {
      const n = 7;
      const edges = Array.from({ length: 11 }, () => [Math.floor(random() * n), Math.floor(random() * n)] as const);
      const weights = edges.map(() => 1 + Math.floor(random() * 3));
      const graph = { name: '', n, edges, weights, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
      const projection = await project(graph);
      const label = labelsOf(graph, await runOn(projection, 'Louvain'));
      const best = bestPartition(n, (candidate) => modularityOracle(edges, weights, candidate));
      expect(modularityOracle(edges, weights, label), `round ${round}`).toBeGreaterThan(best - 0.06);
      projection.close();
    }
  });

  it('leaves no community unconnected, over edges of weight above 0, on small graphs', async () => {
    for (let round = 0; round < 150; round++) {
      const n = 5 + (round % 30);
      const weightOf = (draw: number): number => (draw < 0.3 ? 0 : Math.floor(draw * 5) / 2);
      const graph = randomGraph('', n, n * (1 + (round % 4)), SEED + round, weightOf);
      const projection = await project(graph);
      const label = labelsOf(graph, await runOn(projection, 'Louvain'));
      expect(groupsAreConnected(n, graph.edges, graph.weights, label), `round ${round}`).toBe(true);
      projection.close();
    }
  });

  it('finds planted communities with threads that move vertices at once, and the same for any number of them', async () => {
    const graph = planted(60, 120, 16, 4, SEED);
    const projection = await project(graph);
    const results = [];
    for (const threads of [1, 2, 3]) results.push(await runOn(projection, 'Louvain', {}, { threads }));
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const label = labelsOf(graph, results[0]!);
    label.forEach((group, v) => expect(group, `vertex ${v}`).toBe(Math.floor(v / 120) * 120));
    projection.close();
  });

  it('is the same whatever the direction of edges is said to be', async () => {
    const graph = testGraphs.find(({ name }) => name === 'dense random')!;
    const projection = await project(graph);
    const directed = await runOn(projection, 'Louvain', { IS_DIRECTED: true });
    expect(await runOn(projection, 'Louvain', { IS_DIRECTED: false })).toEqual(directed);
    projection.close();
  });

  it('refuses negative weights with the value', async () => {
    const graph = { name: '', n: 2, edges: [[0, 1]] as const, weights: [-2.5], ids: [1n, 2n] };
    const projection = await project(graph);
    await expect(runOn(projection, 'Louvain')).rejects.toThrow(/Louvain needs weights of at least 0.*-2\.5/);
    projection.close();
  });
});
