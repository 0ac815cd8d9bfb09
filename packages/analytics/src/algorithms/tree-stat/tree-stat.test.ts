import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, cells, project, runOn, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { treeStatOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('Tree_stat on $name', (graph) => {
  it.each([true, false])('counts the levels of a search; directed: %s', async (directed) => {
    const projection = await project(graph);
    const { edges } = directed ? graph : bothWays(graph);
    for (const root of new Set([0, graph.n >> 1, graph.n - 1])) {
      const { width, depth } = treeStatOracle(graph.n, edges, root);
      for (const threads of [1, 2, 3]) {
        const result = await runOn(projection, 'Tree_stat', { root: graph.ids[root]! }, { directed, threads });
        expect(cells(result, 'VALUE')).toEqual([`[${width}, ${depth}]`]);
        expect(result.statistics).toMatchObject({ width, depth });
      }
    }
    projection.close();
  });
});

describe('Tree_stat', () => {
  const star = testGraphs.find(({ name }) => name === 'star')!;

  it.each([
    ['depth', '[2]'],
    [' depth , width', '[2, 299]'],
    ['width,width', '[299, 299]'],
  ])('tells what stat asks for in its order: %o', async (stat, expected) => {
    const projection = await project(star);
    expect(cells(await runOn(projection, 'Tree_stat', { root: 0, stat }), 'VALUE')).toEqual([expected]);
    projection.close();
  });

  it('refuses an unknown root and an unknown statistic by name', async () => {
    const projection = await project(star);
    await expect(runOn(projection, 'Tree_stat', { root: 'x' })).rejects.toThrow('root "x" is no vertex of the graph');
    for (const stat of ['', 'height', 'width,']) {
      await expect(runOn(projection, 'Tree_stat', { root: 0, stat })).rejects.toThrow(
        `stat must be width, depth, or both with a comma between them, not ${JSON.stringify(stat)}`,
      );
    }
    projection.close();
  });
});
