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
import { ssspOracle } from './oracle.ts';

afterAll(closeAnalytics);

// Bellman and Ford would take minutes on a shuffled path in the wrong order
const graphs = testGraphs.filter((graph) => graph.name !== 'path of 10,000 backwards, shuffled');

describe.each(graphs)('SSSP on $name', (graph) => {
  it.each([true, false])('finds the least sums of weights; directed: %s', async (directed) => {
    const projection = await project(graph);
    const { edges, weights } = directed ? graph : bothWays(graph);
    for (const root of new Set([0, graph.n >> 1])) {
      const expected = ssspOracle(graph.n, edges, weights, root).map((d) => (d === Infinity ? undefined : d));
      for (const threads of [1, 2, 3]) {
        const result = await runOn(projection, 'SSSP', { ROOT: graph.ids[root]! }, { directed, threads });
        expect(byVertex(graph, result, 'DISTANCE')).toEqual(expected);
      }
    }
    projection.close();
  });
});

describe('SSSP', () => {
  it('adds up along a path of 10,000 in any order of ids', async () => {
    const graph = testGraphs.find(({ name }) => name === 'path of 10,000 backwards, shuffled')!;
    const projection = await project(graph);
    const expected: number[] = [];
    const next = new Map(graph.edges.map(([u, v], e) => [u, [v, graph.weights![e]!] as const]));
    const [start] = graph.edges.at(-1)!;
    let distance = 0;
    for (let v: number | undefined = start; v !== undefined;) {
      expected[v] = distance;
      const step: readonly [number, number] | undefined = next.get(v);
      distance += step?.[1] ?? 0;
      v = step?.[0];
    }
    const result = await runOn(projection, 'SSSP', { ROOT: graph.ids[start]! });
    expect(byVertex(graph, result, 'DISTANCE')).toEqual(expected);
    projection.close();
  });

  it.each([
    ['skewed, 2^15 vertices, where all threads work together', () => manyEdges(1 << 15, 1 << 19, 255)],
    ['weights of 0 among those that are looked at first', () => zeroFirst(20_000)],
    ['a hub with 20,000 leaves and a tail, where threads come together and part again', () => hubAndTail(20_000, 3000)],
  ])('finds what Dijkstra finds: %s', async (_, make) => {
    const graph = make();
    const projection = await project(graph);
    const expected = dijkstra(graph, 0);
    for (const threads of [1, 2, 3]) {
      const result = await runOn(projection, 'SSSP', { ROOT: graph.ids[0]! }, { threads });
      expect(byVertex(graph, result, 'DISTANCE')).toEqual(expected);
    }
    projection.close();
  });

  it('refuses negative weights and names the first', async () => {
    const projection = await project({ name: '', n: 3, edges: [[0, 1], [1, 2]], weights: [1, -2.5], ids: [1n, 2n, 3n] }); // prettier-ignore
    await expect(runOn(projection, 'SSSP', { ROOT: '1' })).rejects.toThrow(
      'SSSP needs weights of at least 0, but there is -2.5 in edge 2 of the input',
    );
    projection.close();
  });
});

type Weighted = TestGraph & { readonly weights: readonly number[] };

function weighted(n: number, edges: (readonly [number, number])[], weights: number[]): Weighted {
  return { name: '', n, edges, weights, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
}

function manyEdges(n: number, m: number, most: number): Weighted {
  const random = generator(SEED);
  const vertex = (): number => Math.floor(random() * random() * n);
  const edges = Array.from({ length: m }, (): readonly [number, number] => [vertex(), vertex()]);
  // every vertex is in the graph, as its ids are numbered
  for (let v = 0; v < n; v++) edges.push([v, (v * 7 + 1) % n]);
  return weighted(n, edges, edges.map(() => 1 + Math.floor(random() * most))); // prettier-ignore
}

function zeroFirst(leaves: number): Weighted {
  const circle = 4096;
  const edges: (readonly [number, number])[] = [];
  const weights: number[] = [];
  for (let v = 0; v < circle; v++) {
    edges.push([v, (v + 1) % circle]);
    weights.push(0);
  }
  for (let leaf = 0; leaf < leaves; leaf++) {
    edges.push([circle - 1, circle + leaf]);
    weights.push(1 + leaf / 7);
  }
  return weighted(circle + leaves, edges, weights);
}

function hubAndTail(leaves: number, tail: number): Weighted {
  const edges: (readonly [number, number])[] = [];
  const weights: number[] = [];
  const add = (from: number, to: number, weight: number): void => {
    edges.push([from, to]);
    weights.push(weight);
  };
  const end = leaves + tail;
  for (let leaf = 1; leaf <= leaves; leaf++) {
    add(0, leaf, 1 + (leaf % 97));
    add(leaf, 1 + ((leaf * 31) % leaves), 1 + (leaf % 13));
  }
  add(leaves, leaves + 1, 5);
  for (let v = leaves + 1; v < end; v++) add(v, v + 1, 3);
  // a second crowd behind the tail
  for (let leaf = 1; leaf <= leaves; leaf++) add(end, end + leaf, 2 + (leaf % 89));
  return weighted(end + leaves + 1, edges, weights);
}

/** Dijkstra's algorithm with a binary heap of [distance, vertex]. */
function dijkstra({ n, edges, weights }: Weighted, root: number): (number | undefined)[] {
  const out = Array.from({ length: n }, (): (readonly [number, number])[] => []);
  edges.forEach(([u, v], e) => out[u]!.push([v, weights[e]!]));
  const distance: (number | undefined)[] = Array.from({ length: n }, () => undefined);
  const heap: (readonly [number, number])[] = [[0, root]];
  while (heap.length > 0) {
    const [least, v] = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child + 1 < heap.length && heap[child + 1]![0] < heap[child]![0]) child++;
        if (child >= heap.length || heap[child]![0] >= last[0]) break;
        heap[at] = heap[child]!;
        at = child;
      }
      heap[at] = last;
    }
    if (distance[v] !== undefined) continue;
    distance[v] = least;
    for (const [u, weight] of out[v]!) {
      if (distance[u] !== undefined) continue;
      const item = [least + weight, u] as const;
      let at = heap.push(item) - 1;
      while (at > 0 && heap[(at - 1) >> 1]![0] > item[0]) {
        heap[at] = heap[(at - 1) >> 1]!;
        at = (at - 1) >> 1;
      }
      heap[at] = item;
    }
  }
  return distance;
}
