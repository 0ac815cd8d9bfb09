import type { VertexId } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { byVertex, cells, project, runOn, scanOf, testGraphs } from '../../../test/graphs.ts';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  runAlgorithm,
  type AlgorithmResult,
} from '../../index.ts';
import { coreNumbersOracle, simpleNeighbours } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('KCore on $name', (graph) => {
  const core = coreNumbersOracle(graph.n, graph.edges);
  const neighbours = simpleNeighbours(graph.n, graph.edges);

  it('numbers the cores, alike for any number of threads', async () => {
    const projection = await project(graph);
    for (const threads of [1, 2, 3]) {
      const result = await runOn(projection, 'KCore', {}, { threads });
      expect(byVertex(graph, result, 'VALUE')).toEqual(core.map(BigInt));
      expect(result.statistics['largestCore']).toBe(Math.max(...core));
    }
    projection.close();
  });

  it.each([
    { KMIN: 1, KMAX: 1_000_000 },
    { KMIN: 2, KMAX: 3 },
    { KMIN: Math.max(...core), KMAX: 4_294_967_295 },
    { KMIN: 7, KMAX: 6 },
  ])('gives the edges among vertices of a range of cores: %o', async ({ KMIN, KMAX }) => {
    const projection = await project(graph);
    const answers: AlgorithmResult[] = [];
    for (const threads of [1, 2, 3]) {
      answers.push(await runOn(projection, 'KCore', { TYPE: 'subgraph', KMIN, KMAX }, { threads }));
    }
    expect(answers[1]!.columns).toEqual(answers[0]!.columns);
    expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    const indexOf = new Map(graph.ids.map((id, i) => [id, i]));
    const [from, to] = ['VID', 'VALUE'].map((name) =>
      cells(answers[0]!, name).map((id) => indexOf.get(id as VertexId)!),
    );
    const within = (v: number): boolean => core[v]! >= KMIN && core[v]! <= KMAX;
    const expected = neighbours.flatMap((around, v) =>
      within(v)
        ? [...around]
            .filter(within)
            .toSorted((a, b) => a - b)
            .map((u) => [v, u])
        : [],
    );
    expect(from!.map((v, row) => [v, to![row]!])).toEqual(expected);
    projection.close();
  });
});

describe('KCore', () => {
  it('refuses a subgraph that does not fit, with its size', async () => {
    const graph = testGraphs.find(({ name }) => name === 'dense random')!;
    const scan = scanOf(graph);
    const memoryLimitBytes = 900_000;
    const projection = await buildProjection(
      { kind: 'scan', scan },
      { threads: 2, edgeValue: 'none', memoryLimitBytes },
    );
    const options = { threads: 2, directed: true, memoryLimitBytes: 2 ** 30 };
    const run = (raw: Record<string, unknown>) =>
      runAlgorithm('KCore', projection, coerceParameters(algorithms.get('KCore')!, raw), options);
    await expect(run({ TYPE: 'subgraph' })).rejects.toThrow(/KCore.* needs .* but the limit is 879 KiB/);
    expect((await run({})).rowCount).toBe(projection.vertexCount);
    projection.close();
  });
});
