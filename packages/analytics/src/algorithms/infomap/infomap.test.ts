import { afterAll, describe, expect, it } from 'vitest';
import {
  generator,
  labelsOf,
  planted,
  project,
  runOn,
  SEED,
  testGraphs,
  type TestGraph,
} from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { bestPartition, groupsAreConnected, isNamedBySmallest } from '../communities/partition-oracle.ts';
import { modularityOracle } from '../modularity-oracle.ts';
import { mapEquation } from './oracle.ts';

afterAll(closeAnalytics);

const DEFAULTS = { teleport: 0.15, rounds: 10, threshold: 0.0001 };
const THOROUGH = { pagerank_iter: 300, pagerank_threshold: 1e-13, inner_iter: 20, outer_iter: 20 };
const THOROUGH_RULES = { teleport: 0.15, rounds: 300, threshold: 1e-13 };

function graphOf(n: number, edges: readonly (readonly [number, number])[], weights?: readonly number[]): TestGraph {
  return { name: '', n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)), ...(weights ? { weights } : {}) };
}

/** Cliques of equal size in a ring (or a row, of two), each joined to the next by an edge. */
function ringOfCliques(cliques: number, size: number): TestGraph {
  const edges: [number, number][] = [];
  for (let c = 0; c < cliques; c++) {
    for (let u = 0; u < size; u++) for (let v = u + 1; v < size; v++) edges.push([c * size + u, c * size + v]);
    if (cliques > 2 || c === 0) edges.push([c * size + size - 1, ((c + 1) % cliques) * size]);
  }
  return graphOf(cliques * size, edges);
}

function isOne(label: readonly number[]): boolean {
  return label.every((group) => group === 0);
}

describe.each(testGraphs.map((graph) => [graph.name, graph] as const))('InfoMap on %s', (_name, graph) => {
  // the oracle looks at every pair of vertices
  const isSmall = graph.n <= 2000;

  it.each([true, false])('tells the length of the code that it found; directed: %s', async (directed) => {
    const projection = await project(graph);
    const results = [];
    for (const threads of [1, 2, 3]) results.push(await runOn(projection, 'InfoMap', {}, { threads, directed }));
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const { statistics } = results[0]!;
    const label = labelsOf(graph, results[0]!);
    expect(isNamedBySmallest(label)).toBe(true);
    expect(isOne(label) || groupsAreConnected(graph.n, graph.edges, graph.weights, label)).toBe(true);
    expect(statistics['communities']).toBe(new Set(label).size);
    expect(statistics['modularity']).toBeCloseTo(modularityOracle(graph.edges, graph.weights, label), 9);
    expect(statistics['codeLength']).toBeLessThanOrEqual(Number(statistics['oneLevelCodeLength']));
    if (isSmall) {
      const bits = mapEquation(graph, { ...DEFAULTS, directed });
      expect(statistics['codeLength']).toBeCloseTo(bits(label), 9);
      expect(statistics['oneLevelCodeLength']).toBeCloseTo(bits(label.map(() => 0)), 9);
      expect(statistics['codeLength']).toBeLessThanOrEqual(bits(label.map((_, v) => v)) + 1e-9);
    }
    projection.close();
  });

  it('finds no longer code with more passes', async () => {
    const projection = await project(graph);
    const lengthOf = async (outer_iter: number): Promise<number> =>
      Number((await runOn(projection, 'InfoMap', { outer_iter })).statistics['codeLength']);
    const lengths = [await lengthOf(1), await lengthOf(2), await lengthOf(9)];
    // communities that are taken apart at the end, being unconnected, may cost a little
    expect(lengths[1]).toBeLessThanOrEqual(lengths[0]! * (1 + 1e-6));
    expect(lengths[2]).toBeLessThanOrEqual(lengths[1]! * (1 + 1e-6));
    projection.close();
  });
});

describe('InfoMap', () => {
  it.each([2, 3, 12])('finds %s cliques that are joined by an edge each', async (cliques) => {
    const graph = ringOfCliques(cliques, 6);
    const projection = await project(graph);
    for (const directed of [true, false]) {
      const label = labelsOf(graph, await runOn(projection, 'InfoMap', THOROUGH, { directed }));
      // all edges of a directed clique lead to its last vertex, which is hardly a place to stay
      if (!directed) expect(label).toEqual(label.map((_, v) => v - (v % 6)));
      const bits = mapEquation(graph, { ...THOROUGH_RULES, directed });
      expect(bits(label)).toBeLessThanOrEqual(bits(label.map((_, v) => v - (v % 6))) + 1e-9);
    }
    projection.close();
  });

  it('follows the flow where density does not tell: directed rings, joined in many places', async () => {
    // four rings of four with strong edges; each vertex has weak edges to its like in the next ring and back
    const edges: [number, number][] = [];
    const weights: number[] = [];
    for (let v = 0; v < 16; v++) {
      const ring = v - (v % 4);
      edges.push([v, ring + ((v + 1) % 4)], [v, (v + 4) % 16]);
      weights.push(8, 1);
    }
    const graph = graphOf(16, edges, weights);
    const projection = await project(graph);
    const label = labelsOf(graph, await runOn(projection, 'InfoMap'));
    expect(label).toEqual(label.map((_, v) => v - (v % 4)));
    const turned = await project({ ...graph, weights: weights.map((weight) => 9 - weight) });
    const across = labelsOf(graph, await runOn(turned, 'InfoMap'));
    expect(across).toEqual(across.map((_, v) => v % 4));
    projection.close();
    turned.close();
  });

  it('comes close to the best of all partitions of small graphs', async () => {
    const random = generator(SEED);
    let missed = 0;
    for (let round = 0; round < 60; round++) {
      const n = 7;
      const directed = round % 2 === 0;
      const edges = Array.from({ length: 11 }, () => [Math.floor(random() * n), Math.floor(random() * n)] as const);
      const graph = graphOf(n, edges, edges.map(() => 1 + Math.floor(random() * 3))); // prettier-ignore
      const projection = await project(graph);
      const result = await runOn(projection, 'InfoMap', THOROUGH, { directed });
      const bits = mapEquation(graph, { ...THOROUGH_RULES, directed });
      const found = bits(labelsOf(graph, result));
      const best = -bestPartition(n, (label) => -bits(label));
      expect(result.statistics['codeLength'], `round ${round}`).toBeCloseTo(found, 9);
      expect(found, `round ${round}`).toBeLessThan(best * 1.05);
      if (found > best + 1e-9) missed++;
      projection.close();
    }
    expect(missed).toBeLessThan(6);
  });

  it('leaves nothing to gain by moving a vertex or merging two communities of a small graph', async () => {
    const random = generator(SEED + 1);
    for (let round = 0; round < 10; round++) {
      const n = 40;
      const edges = Array.from({ length: 90 }, () => {
        const u = Math.floor(random() * n);
        const near = random() < 0.8 ? u - (u % 8) + Math.floor(random() * 8) : Math.floor(random() * n);
        return [u, near] as const;
      });
      const graph = graphOf(n, edges);
      const projection = await project(graph);
      const directed = round % 2 === 0;
      const label = labelsOf(graph, await runOn(projection, 'InfoMap', THOROUGH, { directed }));
      const bits = mapEquation(graph, { ...THOROUGH_RULES, directed });
      const length = bits(label);
      for (const [u, v] of edges) {
        for (const [from, to] of [[label[u]!, label[v]!], [label[v]!, label[u]!]] as const) {
          if (from === to) continue;
          const merged = label.map((group) => (group === from ? to : group));
          expect(bits(merged), `round ${round}, ${from} to ${to}`).toBeGreaterThan(length - 1e-6);
        }
        const moved = label.map((group, w) => (w === u ? label[v]! : group));
        expect(bits(moved), `round ${round}, ${u} to ${label[v]!}`).toBeGreaterThan(length - 1e-6);
      }
      projection.close();
    }
  }); // prettier-ignore

  it('finds planted communities with threads that move vertices at once, the same for any number of them', async () => {
    const graph = planted(60, 120, 16, 4, SEED);
    const projection = await project(graph);
    for (const directed of [true, false]) {
      const results = [];
      for (const threads of [1, 2, 3]) {
        results.push(await runOn(projection, 'InfoMap', { outer_iter: 4 }, { threads, directed }));
      }
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
      const label = labelsOf(graph, results[0]!);
      expect(label).toEqual(label.map((_, v) => Math.floor(v / 120) * 120));
    }
    projection.close();
  });

  it('describes everything as one community where edges say nothing', async () => {
    const graph = graphOf(20, []);
    const projection = await project(graph);
    const result = await runOn(projection, 'InfoMap');
    expect(isOne(labelsOf(graph, result))).toBe(true);
    expect(result.statistics['codeLength']).toBeCloseTo(Math.log2(20), 12);
    projection.close();
  });

  it('takes the probability of a jump as it is given', async () => {
    const graph = ringOfCliques(12, 6);
    const projection = await project(graph);
    for (const teleport_prob of [0, 0.5, 1]) {
      const result = await runOn(projection, 'InfoMap', { ...THOROUGH, teleport_prob }, { directed: false });
      const bits = mapEquation(graph, { ...THOROUGH_RULES, teleport: teleport_prob, directed: false });
      const label = labelsOf(graph, result);
      expect(result.statistics['codeLength']).toBeCloseTo(bits(label), 9);
      expect(isOne(label)).toBe(teleport_prob === 1);
    }
    projection.close();
  });

  it('refuses negative weights with the value', async () => {
    const graph = graphOf(2, [[0, 1]], [-2.5]);
    const projection = await project(graph);
    await expect(runOn(projection, 'InfoMap')).rejects.toThrow(/InfoMap needs weights of at least 0.*-2\.5/);
    projection.close();
  });
});
