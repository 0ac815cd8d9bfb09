import { afterAll, describe, expect, it } from 'vitest';
import { GraphProjection, type Orientation } from '../src/csr/graph-projection.ts';
import { closeAnalytics } from '../src/index.ts';
import { withTeam } from '../src/runtime/team.ts';
import { project, testGraphs, type TestGraph } from './graphs.ts';

afterAll(closeAnalytics);

/** Ascending neighbours without the vertex itself, each once. */
function simpleOracle({ n, edges }: TestGraph, orientation: Orientation): number[][] {
  const sets = Array.from({ length: n }, () => new Set<number>());
  for (const [u, v] of edges) {
    if (u === v) continue;
    if (orientation !== 'simple-in') sets[u]!.add(v);
    if (orientation !== 'simple-out') sets[v]!.add(u);
  }
  return sets.map((set) => [...set].toSorted((a, b) => a - b));
}

describe.each(testGraphs)('the simple graph of $name', (graph) => {
  it.each(['simple', 'simple-out', 'simple-in'] as const)('%s, for one and for three threads', async (orientation) => {
    for (const threads of [1, 3]) {
      const projection = await project(graph);
      if (!(projection instanceof GraphProjection)) throw new TypeError('another projection');
      const { memory } = projection;
      const before = memory.usedBytes;
      const { offsets, neighbours, edgeCount } = await withTeam(memory, threads, undefined, (team) =>
        projection.adjacency(team, orientation),
      );
      const ends = memory.u32(offsets, graph.n + 1);
      const all = memory.u32(neighbours, edgeCount);
      expect(Array.from({ length: graph.n }, (_, v) => [...all.subarray(ends[v], ends[v + 1])])).toEqual(
        simpleOracle(graph, orientation),
      );
      projection.drop([]);
      expect(memory.usedBytes).toBe(before);
      projection.close();
    }
  });
});
