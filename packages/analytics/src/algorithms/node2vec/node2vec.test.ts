import { afterAll, describe, expect, it } from 'vitest';
import { cells, generator, project, runOn, SEED, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import { closeAnalytics, type AlgorithmResult } from '../../index.ts';
import { nextVertexOracle } from './oracle.ts';

afterAll(closeAnalytics);

/** Rows of vertex indexes, without what is empty after a walk's end. */
function walksOf(graph: TestGraph, result: AlgorithmResult): number[][] {
  const indexOf = new Map(graph.ids.map((id, v) => [id, v]));
  const walks: number[][] = Array.from({ length: result.rowCount }, () => []);
  for (const { name, data } of result.columns) {
    cells(result, name).forEach((id, row) => {
      if (data.valid?.[row] !== 0) walks[row]!.push(indexOf.get(id as bigint)!);
    });
  }
  return walks;
}

describe.each(testGraphs)('Node2Vec on $name', (graph) => {
  it.each([true, false])('walks along edges, as far as it can, from every vertex; directed: %s', async (directed) => {
    const projection = await project(graph);
    const edges = directed ? graph.edges : [...graph.edges, ...graph.edges.map(([u, v]) => [v, u] as const)];
    const joined = new Set(edges.map(([u, v]) => `${u} ${v}`));
    const canGo = new Set(edges.map(([u]) => u));
    const parameters = { epoch: 2, step: 5, p: 0.3, q: 3, SEED: 7 };
    const answers = [];
    for (const threads of [1, 2, 3])
      answers.push(await runOn(projection, 'Node2Vec', parameters, { directed, threads }));
    expect(answers[1]!.columns).toEqual(answers[0]!.columns);
    expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    const walks = walksOf(graph, answers[0]!);
    const order = [...canGo].toSorted((a, b) => a - b);
    expect(walks.map(([start]) => start)).toEqual([...order, ...order]);
    for (const walk of walks) {
      if (!walk.slice(1).every((v, i) => joined.has(`${walk[i]} ${v}`)))
        throw new Error(`${walk.join()} leaves the edges`);
      if (walk.length < 5 && canGo.has(walk.at(-1)!)) throw new Error(`${walk.join()} ends early`);
    }
    projection.close();
  });
});

describe('Node2Vec chooses the next vertex with its probability', () => {
  const random = generator(SEED);
  const n = 9;
  const plain = Array.from({ length: 22 }, () => [Math.floor(random() * n), Math.floor(random() * n)] as const);
  const edges = [...plain, [0, 0] as const, [0, 1] as const, [0, 1] as const];
  const weights = edges.map(() => 1 + Math.floor(random() * 5));
  const graph: TestGraph = { name: '', n, edges, weights, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };

  it.each([
    { p: 1, q: 0.5, is_weighted: false, directed: false },
    { p: 0.25, q: 4, is_weighted: true, directed: false },
    { p: 500, q: 0.01, is_weighted: false, directed: false },
    { p: 0.002, q: 1, is_weighted: true, directed: false },
    { p: 2, q: 0.3, is_weighted: true, directed: true },
  ])('%o', async ({ directed, ...parameters }) => {
    const projection = await project(graph);
    const result = await runOn(projection, 'Node2Vec', { ...parameters, epoch: 4000, step: 6 }, { directed });
    const weighted = edges.map(([u, v], e) => [u, v, parameters.is_weighted ? weights[e]! : 1] as const);
    // a self-loop is one edge also where edges are followed both ways
    const back = directed ? [] : weighted.filter(([u, v]) => u !== v).map(([u, v, w]) => [v, u, w] as const);
    const all = [...weighted, ...back];
    const counts = new Map<string, Map<number, number>>();
    for (const walk of walksOf(graph, result)) {
      for (let i = 1; i < walk.length; i++) {
        const key = `${i === 1 ? '' : walk[i - 2]},${walk[i - 1]}`;
        const seen = counts.get(key) ?? new Map<number, number>();
        seen.set(walk[i]!, (seen.get(walk[i]!) ?? 0) + 1);
        counts.set(key, seen);
      }
    }
    for (const [key, seen] of counts) {
      const [before, at] = key.split(',');
      const t = before === '' ? undefined : Number(before);
      const expected = nextVertexOracle(all, { t, v: Number(at), p: parameters.p, q: parameters.q });
      const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
      for (const [x, share] of expected) {
        const deviation = Math.sqrt(total * share * (1 - share));
        const off = Math.abs((seen.get(x) ?? 0) - total * share);
        expect(off, `${key} to ${x}: ${seen.get(x)} of ${total}, not ${share}`).toBeLessThanOrEqual(5 * deviation + 1);
      }
    }
    projection.close();
  });

  it('differs by the seed, and refuses negative weights only if they count', async () => {
    const projection = await project({ ...graph, weights: weights.map((weight, e) => (e === 3 ? -1 : weight)) });
    const one = await runOn(projection, 'Node2Vec', { SEED: 1 });
    expect((await runOn(projection, 'Node2Vec', { SEED: 2 })).columns).not.toEqual(one.columns);
    await expect(runOn(projection, 'Node2Vec', { is_weighted: true })).rejects.toThrow(
      'Node2Vec needs weights of at least 0, but there is -1 in edge 4 of the input',
    );
    projection.close();
  });
});
