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
import { nStepDegreeOracle } from './oracle.ts';

afterAll(closeAnalytics);

function reversed(graph: TestGraph): TestGraph {
  return { ...graph, edges: graph.edges.map(([u, v]) => [v, u] as const) };
}

describe.each(testGraphs)('DegreeCentrality on $name', (graph) => {
  it.each([
    { STEP: 0, IS_DIRECTED: true },
    { STEP: 1, IS_DIRECTED: true },
    { STEP: 1, IS_DIRECTED: false },
    { STEP: 3, IS_DIRECTED: true },
    { STEP: 2, IS_DIRECTED: false },
  ])('counts exactly where a bit per vertex fits: %o', async ({ STEP, IS_DIRECTED }) => {
    const used = IS_DIRECTED ? graph : bothWays(graph);
    const projection = await project(graph);
    const result = await runOn(projection, 'DegreeCentrality', { STEP, IS_DIRECTED, BITS: 11 });
    expect(result.statistics['exact']).toBe(true);
    const out = nStepDegreeOracle(graph.n, used.edges, STEP);
    const into = nStepDegreeOracle(graph.n, reversed(used).edges, STEP);
    expect(byVertex(graph, result, 'OUT_DEGREE')).toEqual(out.map(BigInt));
    expect(byVertex(graph, result, 'IN_DEGREE')).toEqual(into.map(BigInt));
    expect(byVertex(graph, result, 'BOTH_DEGREE')).toEqual(out.map((count, v) => BigInt(count + into[v]!)));
    projection.close();
  });

  it('counts any number of steps over the components', async () => {
    const projection = await project(graph);
    const long = graph.name.startsWith('path');
    const out = long ? undefined : nStepDegreeOracle(graph.n, graph.edges, -1);
    const into = long ? undefined : nStepDegreeOracle(graph.n, reversed(graph).edges, -1);
    const answers = [];
    for (const threads of [1, 2, 3]) {
      answers.push(await runOn(projection, 'DegreeCentrality', { STEP: -1, BITS: 11 }, { threads }));
    }
    expect(answers[1]!.columns).toEqual(answers[0]!.columns);
    expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    if (out && into) {
      expect(byVertex(graph, answers[0]!, 'OUT_DEGREE')).toEqual(out.map(BigInt));
      expect(byVertex(graph, answers[0]!, 'IN_DEGREE')).toEqual(into.map(BigInt));
    } else {
      const both = byVertex(graph, answers[0]!, 'BOTH_DEGREE');
      expect(both).toEqual(graph.ids.map(() => 9999n));
    }
    projection.close();
  });
});

describe('DegreeCentrality by registers', () => {
  const random = generator(SEED);
  const n = 4000;
  const edges = Array.from({ length: 12_000 }, () => [Math.floor(random() * n), Math.floor(random() * n)] as const);
  const graph: TestGraph = { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };

  it.each([
    { BITS: 6, STEP: 4 },
    { BITS: 8, STEP: 4 },
    { BITS: 8, STEP: -1 },
  ])('errs as HyperLogLog does: %o', async ({ BITS, STEP }) => {
    const projection = await project(graph);
    const result = await runOn(projection, 'DegreeCentrality', { STEP, BITS, TYPE: 'out' });
    expect(result.statistics['exact']).toBe(false);
    expect(result.columns.map((column) => column.name)).toEqual(['VID', 'OUT_DEGREE']);
    const exact = nStepDegreeOracle(n, edges, STEP);
    const errors = byVertex(graph, result, 'OUT_DEGREE').map((got, v) =>
      exact[v]! > 20 ? Math.abs(Number(got) / exact[v]! - 1) : 0,
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeLessThan(1.5 / 2 ** (BITS / 2));
    projection.close();
  });
});
