import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, generator, labelsOf, project, runOn, SEED, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { modularityOracle } from '../modularity-oracle.ts';
import { lpaChoices } from './oracle.ts';

afterAll(closeAnalytics);

// sums of such weights depend on the order of addition, which the oracle does not share
const graphs = testGraphs.filter((graph) => graph.name !== 'random with extreme weights');

describe.each(graphs)('LPA on $name', (graph) => {
  it.each([true, false])(
    'takes the smallest of the most frequent labels, round by round; directed: %s',
    async (directed) => {
      const projection = await project(graph);
      const { edges, weights } = directed ? graph : bothWays(graph);
      let label = graph.ids.map((_, v) => v);
      for (let rounds = 1; rounds <= 4; rounds++) {
        label = lpaChoices(graph.n, edges, weights, label).map((choices) => Math.min(...choices));
        const parameters = { ITERATIONS: rounds, IS_DIRECTED: directed, TIES: 'smallest', SELF_START: true };
        const result = await runOn(projection, 'LPA', { ...parameters, IS_CALC_MODULARITY: true });
        expect(labelsOf(graph, result)).toEqual(label);
        expect(result.statistics['modularity']).toBeCloseTo(modularityOracle(graph.edges, graph.weights, label), 9);
        const later = await runOn(projection, 'LPA', {
          ...parameters,
          ITERATIONS: Math.max(1, rounds - 1),
          SELF_START: false,
        });
        if (rounds > 1) expect(later.columns).toEqual(result.columns);
      }
      projection.close();
    },
  );

  it('chooses among the most frequent labels by the seed, alike for any number of threads', async () => {
    const projection = await project(graph);
    let label = graph.ids.map((_, v) => v);
    for (let rounds = 1; rounds <= 4; rounds++) {
      const choices = lpaChoices(graph.n, graph.edges, graph.weights, label);
      const parameters = { ITERATIONS: rounds, SELF_START: true, SEED: -7 };
      const answers = [];
      for (const threads of [1, 2, 3]) answers.push(await runOn(projection, 'LPA', parameters, { threads }));
      label = labelsOf(graph, answers[0]!);
      label.forEach((chosen, v) => expect(choices[v]).toContain(chosen));
      expect(answers[1]!.columns).toEqual(answers[0]!.columns);
      expect(answers[2]!.columns).toEqual(answers[0]!.columns);
    }
    projection.close();
  });
});

describe('LPA', () => {
  it.each([
    ['rows of up to 64 and of more different labels', 200, 9_000],
    ['rows of parallel edges, longer than there are vertices', 12, 3_000],
  ])('counts alike however votes are counted: %s', async (_, n, m) => {
    const random = generator(SEED);
    const vertex = (): number => Math.floor(random() * random() * n);
    const edges = Array.from({ length: m }, () => [vertex(), vertex()] as const);
    for (let v = 0; v < n; v++) edges.push([v, (v + 1) % n]);
    const graph = { name: '', n, edges, ids: Array.from({ length: n }, (__, v) => BigInt(v)) };
    const projection = await project(graph);
    let label = graph.ids.map((__, v) => v);
    for (let rounds = 1; rounds <= 3; rounds++) {
      label = lpaChoices(n, edges, undefined, label).map((choices) => Math.min(...choices));
      const parameters = { ITERATIONS: rounds, TIES: 'smallest', SELF_START: true };
      for (const threads of [1, 2])
        expect(labelsOf(graph, await runOn(projection, 'LPA', parameters, { threads }))).toEqual(label);
    }
    projection.close();
  });

  it('draws ties evenly: every leaf of many stars is chosen about as often', async () => {
    const leaves = 4;
    const stars = 2000;
    const n = stars * (leaves + 1);
    const edges = Array.from({ length: stars * leaves }, (_, i) => {
      const star = Math.floor(i / leaves) * (leaves + 1);
      return [star + 1 + (i % leaves), star] as const;
    });
    const graph = { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
    const projection = await project(graph);
    const seen = new Set<string>();
    for (const SEED of [0, 1, 2]) {
      const label = labelsOf(graph, await runOn(projection, 'LPA', { ITERATIONS: 1, SELF_START: true, SEED }));
      const drawn = Array.from({ length: leaves }, () => 0);
      for (let star = 0; star < stars; star++) drawn[label[star * (leaves + 1)]! - star * (leaves + 1) - 1]!++;
      for (const count of drawn) expect(Math.abs(count - stars / leaves)).toBeLessThan(5 * Math.sqrt(stars / leaves));
      seen.add(drawn.join());
    }
    expect(seen.size).toBe(3);
    projection.close();
  });
});
