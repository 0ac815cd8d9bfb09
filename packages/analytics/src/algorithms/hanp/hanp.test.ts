import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, labelsOf, planted, project, runOn, SEED, testGraphs, type TestGraph } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { degrees, hanpChoices, type Held } from './oracle.ts';

afterAll(closeAnalytics);

// sums of such weights depend on the order of addition, which the oracle does not share
const graphs = testGraphs.filter((graph) => graph.name !== 'random with extreme weights');

/** Factors that keep the sums of whole weights exact. */
const VARIANTS = [
  { IS_DIRECTED: true, PREFERENCE: 1, HOP_ATT: 0.125 },
  { IS_DIRECTED: false, PREFERENCE: 1, HOP_ATT: 0.5 },
  { IS_DIRECTED: true, PREFERENCE: 0, HOP_ATT: 1 },
  { IS_DIRECTED: false, PREFERENCE: 2, HOP_ATT: 0 },
];

/** Whether an edge or fewer than `most` more lead from one vertex to another; edges into each vertex. */
function isWithin(into: readonly (readonly number[])[], from: number, to: number, most: number): boolean {
  let level = new Set([to]);
  const seen = new Set(level);
  for (let hop = 0; !seen.has(from); hop++) {
    if (hop === most) return false;
    level = new Set([...level].flatMap((v) => into[v]!).filter((u) => !seen.has(u)));
    for (const v of level) seen.add(v);
  }
  return true;
}

describe.each(graphs)('HANP on $name', (graph) => {
  it.each(VARIANTS)('takes a label of the most support, round by round: %o', async (variant) => {
    const projection = await project(graph);
    const { edges, weights } = variant.IS_DIRECTED ? graph : bothWays(graph);
    const degree = degrees(graph.n, graph.edges);
    const rule = { preference: variant.PREFERENCE, attenuation: variant.HOP_ATT };
    let held: Held = { label: graph.ids.map((_, v) => v), hops: graph.ids.map(() => 0) };
    for (let ITERATIONS = 1; ITERATIONS <= 5; ITERATIONS++) {
      const choices = hanpChoices(held, edges, weights, degree, rule);
      const result = await runOn(projection, 'HANP', { ...variant, ITERATIONS, SEED: 11 });
      const label = labelsOf(graph, result);
      const isStill = label.every((chosen, v) => chosen === held.label[v]);
      expect(result.statistics['converged']).toBe(isStill);
      if (result.statistics['iterations'] === ITERATIONS) {
        label.forEach((chosen, v) => expect([...choices[v]!.keys()], `round ${ITERATIONS}, ${v}`).toContain(chosen));
        held = { label, hops: label.map((chosen, v) => choices[v]!.get(chosen)!.hops) };
      } else {
        expect(label).toEqual(held.label);
      }
      expect(result.statistics['communities']).toBe(new Set(label).size);
    }
    projection.close();
  });

  it('passes a label on for 1 / HOP_ATT hops and no further', async () => {
    const projection = await project(graph);
    const into: number[][] = graph.ids.map(() => []);
    for (const [u, v] of graph.edges) into[v]!.push(u);
    for (const [HOP_ATT, most] of [[1, 1], [0.5, 2], [0.4, 3]] as const) {
      const label = labelsOf(graph, await runOn(projection, 'HANP', { HOP_ATT, ITERATIONS: 20, SEED: 5 }));
      label.forEach((origin, v) => expect(isWithin(into, origin, v, most), `${origin} at ${v}`).toBe(true));
    }
    projection.close();
  }); // prettier-ignore

  it('is LPA where nothing weakens and no vertex is preferred', async () => {
    const positive: TestGraph = { ...graph, ...(graph.weights ? { weights: graph.weights.map((w) => w + 1) } : {}) };
    const projection = await project(positive);
    for (const ITERATIONS of [1, 2, 6]) {
      const parameters = { ITERATIONS, SEED: -3, IS_DIRECTED: false };
      const lpa = await runOn(projection, 'LPA', { ...parameters, SELF_START: true });
      const hanp = await runOn(projection, 'HANP', { ...parameters, PREFERENCE: 0, HOP_ATT: 0 });
      expect(hanp).toEqual(lpa);
    }
    projection.close();
  });
});

describe('HANP', () => {
  it('finds planted communities, with any seed', async () => {
    const graph = planted(20, 50, 16, 2, SEED);
    const projection = await project(graph);
    for (const seed of [0, 1, 2, 3, 4]) {
      const label = labelsOf(graph, await runOn(projection, 'HANP', { IS_DIRECTED: false, SEED: seed }));
      const strays = label.filter((l, v) => Math.floor(l / 50) !== Math.floor(v / 50)).length;
      expect(strays, `seed ${seed}`).toBeLessThan(20);
    }
    projection.close();
  });

  it('listens to the preferred of two neighbours', async () => {
    // 0 hears of 1, which has four more edges, and of 2
    const edges = [[1, 0], [2, 0], [1, 3], [1, 4], [1, 5], [1, 6]] as const; // prettier-ignore
    const graph = { name: '', n: 7, edges, ids: [0n, 1n, 2n, 3n, 4n, 5n, 6n] };
    const projection = await project(graph);
    for (const [PREFERENCE, chosen] of [[0.5, 1], [16, 1], [-0.5, 2], [-16, 2]] as const) {
      const label = labelsOf(graph, await runOn(projection, 'HANP', { PREFERENCE, ITERATIONS: 1 }));
      expect(label).toEqual([chosen, 1, 2, 1, 1, 1, 1]);
    }
    projection.close();
  }); // prettier-ignore

  it('does not let an edge of weight 0 support anything, however often it is there', async () => {
    const edges = [[1, 0], [1, 0], [1, 2], [3, 2]] as const; // prettier-ignore
    const graph = { name: '', n: 4, edges, weights: [0, 0, 0, 0.5], ids: [0n, 1n, 2n, 3n] };
    const projection = await project(graph);
    expect(labelsOf(graph, await runOn(projection, 'HANP'))).toEqual([0, 1, 3, 3]);
    projection.close();
  });

  it('refuses negative weights with the value', async () => {
    const graph = { name: '', n: 2, edges: [[0, 1]] as const, weights: [-2.5], ids: [1n, 2n] };
    const projection = await project(graph);
    await expect(runOn(projection, 'HANP')).rejects.toThrow(/HANP needs weights of at least 0.*-2\.5/);
    projection.close();
  });
});
