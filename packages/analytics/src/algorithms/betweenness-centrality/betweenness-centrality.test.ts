import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, byVertex, project, runOn, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { sampleVertices } from '../sample-vertices.ts';
import { betweennessOracle } from './oracle.ts';

afterAll(closeAnalytics);

const ID = 'BetweennessCentrality';

function expectClose(got: readonly unknown[], expected: readonly number[]): void {
  got.forEach((value, v) => {
    expect(Math.abs((value as number) - expected[v]!)).toBeLessThanOrEqual(1e-9 * (1 + expected[v]!));
  });
}

const small = testGraphs.filter(({ n }) => n <= 600);

describe.each(small)('BetweennessCentrality on $name', (graph) => {
  it.each([true, false])('is the sum over pairs, directed: %s', { timeout: 60_000 }, async (directed) => {
    const projection = await project(graph);
    const { edges } = directed ? graph : bothWays(graph);
    for (const SAMPLES of [0, 37]) {
      const answers = [];
      for (const threads of [1, 2, 3]) {
        answers.push(await runOn(projection, ID, { SAMPLES, IS_DIRECTED: directed, SEED: 5 }, { threads }));
      }
      expect(answers[1]!.columns).toEqual(answers[0]!.columns);
      expect(answers[2]!.columns).toEqual(answers[0]!.columns);
      const count = SAMPLES === 0 ? graph.n : Math.min(SAMPLES, graph.n);
      expect(answers[0]!.statistics).toEqual({ samples: count, exact: count === graph.n });
      const roots = await sampleVertices({ turn: async () => {} }, graph.n, count, 5n);
      const expected = betweennessOracle(graph.n, edges, roots).map((value) => (value * graph.n) / count);
      expectClose(byVertex(graph, answers[0]!, 'VALUE'), expected);
    }
    projection.close();
  });
});

describe('BetweennessCentrality', () => {
  const numbered = (n: number, edges: TestGraph['edges']): TestGraph => ({
    name: '',
    n,
    edges,
    ids: Array.from({ length: n }, (_, v) => BigInt(v)),
  });

  it('of a path follows from the position', { timeout: 60_000 }, async () => {
    const graph = testGraphs.find(({ name }) => name === 'path of 10,000')!;
    const projection = await project(graph);
    const value = byVertex(graph, await runOn(projection, ID, { SAMPLES: 0 }), 'VALUE');
    expect(value).toEqual(graph.ids.map((_, v) => v * (9999 - v)));
    projection.close();
  });

  it('does not overflow where a double cannot hold the number of paths', async () => {
    // diamonds in a row: 2^k paths over the first k of them
    const diamonds = 1500;
    const edges = Array.from({ length: diamonds }, (_, i) => {
      const at = 3 * i;
      return [[at, at + 1], [at, at + 2], [at + 1, at + 3], [at + 2, at + 3]] as const;
    }).flat(); // prettier-ignore
    const n = 3 * diamonds + 1;
    const graph = numbered(n, edges);
    const projection = await project(graph);
    const value = byVertex(graph, await runOn(projection, ID, { SAMPLES: 0 }), 'VALUE');
    const expected = graph.ids.map((_, v) => {
      const before = 3 * Math.floor(v / 3);
      if (v % 3 === 0) return v * (n - 1 - v);
      // half of the paths from up to the diamond's begin to after it
      return ((before + 1) * (n - before - 3)) / 2;
    });
    expectClose(value, expected);
    projection.close();
  });

  it('ends the sampling at the root with which the dependencies on CHOSEN suffice', async () => {
    const leaves = 100;
    const edges = Array.from({ length: leaves }, (_, i) => [0, i + 1] as const);
    const graph = numbered(leaves + 1, edges);
    const projection = await project(graph);
    const parameters = { ITERATIONS: 50, IS_DIRECTED: false, CHOSEN: '0', SEED: 3 };
    for (const threads of [1, 2, 3]) {
      // a leaf depends on the centre for all other leaves: 99 of the 202 or 505 that are asked for
      const early = await runOn(projection, ID, { ...parameters, CONSTANT: 2 }, { threads });
      const later = await runOn(projection, ID, { ...parameters, CONSTANT: 5 }, { threads });
      const never = await runOn(projection, ID, { ...parameters, CONSTANT: 1e18 }, { threads });
      const roots = [...(await sampleVertices({ turn: async () => {} }, leaves + 1, 50, 3n))];
      const rootsFor = (wanted: number): number => {
        let found = 0;
        return roots.findIndex((root) => root !== 0 && ++found === wanted) + 1;
      };
      expect(early.statistics['samples']).toBe(rootsFor(3));
      expect(later.statistics['samples']).toBe(rootsFor(6));
      expect(never.statistics['samples']).toBe(50);
      expect(byVertex(graph, early, 'VALUE')[0]).toBe((3 * 99 * 101) / rootsFor(3));
    }
    await expect(runOn(projection, ID, { CHOSEN: '777' })).rejects.toThrow('CHOSEN "777" is no vertex');
    projection.close();
  });
});
