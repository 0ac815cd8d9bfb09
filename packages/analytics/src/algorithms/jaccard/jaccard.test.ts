import type { VertexId } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { cells, generator, project, runOn, scanOf, SEED, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  runAlgorithm,
  type AlgorithmResult,
} from '../../index.ts';
import { jaccardOracle } from './oracle.ts';

afterAll(closeAnalytics);

/** Values by pair of vertex indexes; every pair once. */
function valuesOf(graph: TestGraph, result: AlgorithmResult): Map<string, number> {
  const indexOf = new Map(graph.ids.map((id, i) => [id, i]));
  const [from, to] = ['VID1', 'VID2'].map((name) => cells(result, name).map((id) => indexOf.get(id as VertexId)!));
  const values = new Map(cells(result, 'VALUE').map((value, row) => [`${from![row]},${to![row]}`, Number(value)]));
  expect(values.size).toBe(result.rowCount);
  return values;
}

function expected(
  graph: TestGraph,
  sources: readonly number[],
  targets: readonly number[],
  keepLoops: boolean,
  zeros: boolean,
): Map<string, number> {
  const of = jaccardOracle(graph.n, graph.edges, keepLoops);
  const values = new Map<string, number>();
  for (const u of sources) {
    for (const v of targets) if (u !== v && (zeros || of(u, v) > 0)) values.set(`${u},${v}`, of(u, v));
  }
  return values;
}

describe.each(testGraphs)('Jaccard on $name', (graph) => {
  const random = generator(SEED);
  const all = graph.ids.map((_, v) => v);
  const some = (count: number): number[] => [...new Set(Array.from({ length: count }, () => Math.floor(random() * graph.n)))]; // prettier-ignore
  const idsOf = (vertices: readonly number[]): VertexId[] => vertices.map((v) => graph.ids[v]!);
  const few = [some(1), some(7), some(40)] as const;

  it.each([
    { name: 'few with all', sources: few[1], targets: undefined, REMOVED_SELF_EDGE: true },
    { name: 'all with one', sources: undefined, targets: few[0], REMOVED_SELF_EDGE: true },
    { name: 'all with some, loops kept', sources: undefined, targets: few[2], REMOVED_SELF_EDGE: false },
    { name: 'few with some', sources: few[1], targets: few[2], REMOVED_SELF_EDGE: true },
    { name: 'some with few, loops kept', sources: few[2], targets: few[1], REMOVED_SELF_EDGE: false },
    ...(graph.n <= 600
      ? [{ name: 'all with all', sources: undefined, targets: undefined, REMOVED_SELF_EDGE: false }]
      : []),
  ])('compares $name, alike for any number of threads', async ({ sources, targets, REMOVED_SELF_EDGE }) => {
    const projection = await project(graph);
    // an id that is named twice counts once
    const IDS1 = sources ? idsOf([...sources, sources[0]!]) : [];
    const IDS2 = targets ? idsOf([...targets, targets[0]!]) : [];
    const answers: AlgorithmResult[] = [];
    for (const threads of [1, 2, 3]) {
      answers.push(await runOn(projection, 'Jaccard', { IDS1, IDS2, REMOVED_SELF_EDGE }, { threads }));
    }
    expect(answers[1]!.columns).toEqual(answers[0]!.columns);
    expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    const zeros = sources !== undefined && targets !== undefined;
    const wanted = expected(graph, sources ?? all, targets ?? all, !REMOVED_SELF_EDGE, zeros);
    expect(valuesOf(graph, answers[0]!)).toEqual(wanted);
    projection.close();
  });
});

describe('Jaccard', () => {
  const star = testGraphs.find(({ name }) => name === 'star')!;

  it('names an id that is no vertex', async () => {
    const projection = await project(star);
    await expect(runOn(projection, 'Jaccard', { IDS1: [0n, 77_777n] })).rejects.toThrow(/IDS1 77777 is no vertex/);
    await expect(runOn(projection, 'Jaccard', { IDS2: ['x'] })).rejects.toThrow(/IDS2 "x" is no vertex/);
    projection.close();
  });

  it('refuses a table that does not fit, before it is made', async () => {
    const memoryLimitBytes = 1_500_000;
    const scan = scanOf(star);
    const projection = await buildProjection(
      { kind: 'scan', scan },
      { threads: 2, edgeValue: 'none', memoryLimitBytes },
    );
    const run = (raw: Record<string, unknown>) =>
      runAlgorithm('Jaccard', projection, coerceParameters(algorithms.get('Jaccard')!, raw), {
        threads: 2,
        directed: true,
        memoryLimitBytes,
      });
    await expect(run({})).rejects.toThrow(
      /more than \d+ pairs \(name IDS1 or IDS2 to compare fewer\) needs \d\.\d+ MiB of memory, but the limit is 1\.43 MiB/,
    );
    await expect(run({ IDS1: star.ids, IDS2: star.ids })).rejects.toThrow(/table of 89700 pairs/);
    expect((await run({ IDS1: star.ids.slice(0, 5) })).rowCount).toBe(4 * 298);
    projection.close();
  });
});
