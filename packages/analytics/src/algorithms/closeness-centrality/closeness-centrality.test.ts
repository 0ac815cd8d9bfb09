import { afterAll, describe, expect, it } from 'vitest';
import {
  bothWays,
  byVertex,
  generator,
  project,
  runOn,
  SEED,
  testGraphs,
  type TestGraph,
} from '../../../test/graphs.ts';
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

  // 7919 is prime to 10,000: targets that follow each other, and that lie far from each other
  it.each([1, 7919])('follows from the position, both ways, vertices %s apart', { timeout: 60_000 }, async (stride) => {
    const n = 10_000;
    const at = (position: number): number => (position * stride) % n;
    const edges = Array.from({ length: n - 1 }, (_, i) => [at(i), at(i + 1)] as const);
    const graph: TestGraph = { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
    const projection = await project(graph);
    const parameters = { NUM_SAMPLES: 0, IS_DIRECTED: false };
    const value = byVertex(graph, await runOn(projection, 'ClosenessCentrality', parameters), 'VALUE');
    const expected = Array.from({ length: n }, () => 0);
    for (let i = 0; i < n; i++) expected[at(i)] = (n - 1) / ((i * (i + 1) + (n - 1 - i) * (n - i)) / 2);
    expect(value).toEqual(expected);
    projection.close();
  });
});

describe('ClosenessCentrality of a path that hangs on a small world', () => {
  const random = generator(SEED);
  const [core, n] = [300, 1500];
  const inside = Array.from(
    { length: 3000 },
    () => [Math.floor(random() * core), Math.floor(random() * core)] as const,
  );
  const edges = [...inside, ...Array.from({ length: n - core }, (_, i) => [core + i - 1, core + i] as const)];
  const graph: TestGraph = { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };

  it.each([0, 60, 200])('is that of a search from each vertex, %s samples', async (NUM_SAMPLES) => {
    const projection = await project(graph);
    const count = NUM_SAMPLES === 0 ? n : NUM_SAMPLES;
    const targets = new Set(await sampleVertices({ turn: async () => {} }, n, count, 0n));
    const expected = closenessOracle(hopsOracle(n, bothWays(graph).edges), targets);
    for (const threads of [1, 2, 3]) {
      const parameters = { NUM_SAMPLES, IS_DIRECTED: false };
      const result = await runOn(projection, 'ClosenessCentrality', parameters, { threads });
      expect(byVertex(graph, result, 'VALUE'), `seed ${SEED}, ${threads} threads`).toEqual(expected);
    }
    projection.close();
  });
});
