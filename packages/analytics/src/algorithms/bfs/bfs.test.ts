import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, byVertex, cells, project, randomGraph, runOn, SEED, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { bfsOracle } from './oracle.ts';

afterAll(closeAnalytics);

// frontiers that several threads push, before they are pulled
const larger = [15_000, 60_000].map((m, i) => randomGraph(`${m} random edges`, 4000, m, SEED + i));

describe.each([...testGraphs, ...larger])('BFS on $name', (graph) => {
  it.each([true, false])('reaches what a search does, at its levels; directed: %s', async (directed) => {
    const projection = await project(graph);
    const { edges } = directed ? graph : bothWays(graph);
    const before: number[][] = Array.from({ length: graph.n }, () => []);
    for (const [u, v] of edges) before[v]!.push(u);
    for (const root of new Set([0, graph.n >> 1, graph.n - 1])) {
      const expected = bfsOracle(graph.n, edges, root);
      const answers = [];
      for (const threads of [1, 2, 3]) {
        const parameters = { ROOT: graph.ids[root]!, OUTPUT: 'levels', IS_DIRECTED: directed };
        answers.push(await runOn(projection, 'BFS', parameters, { threads }));
      }
      expect(answers[1]!.columns).toEqual(answers[0]!.columns);
      expect(answers[2]!.columns).toEqual(answers[0]!.columns);
      const levels = byVertex(graph, answers[0]!, 'LEVEL');
      expect(levels).toEqual(expected.map((level) => (level === undefined ? undefined : BigInt(level))));
      byVertex(graph, answers[0]!, 'PARENT').forEach((parent, v) => {
        if (parent === undefined) return;
        const nearer = before[v]!.filter((u) => expected[u] === expected[v]! - 1);
        expect(parent).toBe(graph.ids[v === root ? root : Math.min(...nearer)]);
      });
      const visited = await runOn(projection, 'BFS', { ROOT: graph.ids[root]!, IS_DIRECTED: directed });
      expect(cells(visited, 'ROOT')).toEqual([graph.ids[root]]);
      expect(cells(visited, 'VISITED')).toEqual([BigInt(expected.filter((level) => level !== undefined).length)]);
    }
    projection.close();
  });
});

describe('an unknown ROOT', () => {
  it.each([
    [testGraphs[2]!, '9007199254740994', /ROOT "9007199254740994" is no vertex/],
    [testGraphs[2]!, 'abc', /ROOT "abc" is no vertex of the graph: the graph's ids are integers/],
    [testGraphs[2]!, '-01', /ROOT "-01" is no vertex/],
    [testGraphs[6]!, 'toString', /ROOT "toString" is no vertex/],
  ])('is refused by its name', async (graph, root, message) => {
    const projection = await project(graph);
    await expect(runOn(projection, 'BFS', { ROOT: root })).rejects.toThrow(message);
    await expect(runOn(projection, 'SSSP', { ROOT: root })).rejects.toThrow(message);
    projection.close();
  });

  it('does not confuse ids that look alike', async () => {
    const graph = testGraphs[6]!;
    const projection = await project(graph);
    for (const root of ['1', '01', '1.0', ' 1', '__proto__', '', 'e\u0301', 'prefix', 'prefix\u0000']) {
      expect(cells(await runOn(projection, 'BFS', { ROOT: root }), 'ROOT')).toEqual([root]);
    }
    expect(cells(await runOn(projection, 'BFS', { ROOT: 1n }), 'ROOT')).toEqual(['1']);
    projection.close();
  });
});
