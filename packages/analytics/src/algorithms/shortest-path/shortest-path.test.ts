import { valueText } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { bothWays, cells, generator, project, runOn, SEED, testGraphs } from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { hopsOracle } from './oracle.ts';

afterAll(closeAnalytics);

describe.each(testGraphs)('ShortestPath on $name', (graph) => {
  it.each([
    { directed: true, draws: 2 },
    { directed: false, draws: 2 },
    // more than are searched for one by one, where the graph has as many vertices
    { directed: true, draws: 40 },
    { directed: false, draws: 40 },
  ])('leads along edges in as few hops as possible: %o', async ({ directed, draws }) => {
    const projection = await project(graph);
    const { edges } = directed ? graph : bothWays(graph);
    const joined = new Set(edges.map(([u, v]) => `${u} ${v}`));
    const random = generator(SEED);
    const draw = (): number => Math.floor(random() * graph.n);
    const sources = [...new Set([0, draw(), draw()])];
    const targets = [...new Set([graph.n - 1, 0, ...Array.from({ length: draws }, draw)])];
    const parameters = { src: sources.map((v) => graph.ids[v]!), dst: targets.map((v) => graph.ids[v]!) };
    const answers = [];
    for (const threads of [1, 2, 3]) {
      answers.push(cells(await runOn(projection, 'ShortestPath', parameters, { directed, threads }), 'VALUE'));
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const before: number[][] = Array.from({ length: graph.n }, () => []);
    for (const [u, v] of edges) before[v]!.push(u);
    const rows = answers[0]!.map(String);
    for (const source of sources) {
      const hops = hopsOracle(graph.n, edges, source);
      for (const target of targets) {
        if (hops[target] === undefined) continue;
        const text = rows.shift()!;
        // the smallest of the vertices before, from the target on: one path and its printed text
        const path = [target];
        for (let v = target; v !== source;) {
          v = Math.min(...before[v]!.filter((u) => hops[u] === hops[v]! - 1));
          path.push(v);
        }
        path.reverse();
        expect(text).toBe(valueText(path.map((v) => graph.ids[v]!)));
        expect(path).toHaveLength(hops[target] + 1);
        expect(path.slice(1).every((v, i) => joined.has(`${path[i]} ${v}`))).toBe(true);
      }
    }
    expect(rows).toEqual([]);
    projection.close();
  });
});

describe('ShortestPath', () => {
  const strange = testGraphs.find(({ name }) => name === 'strange strings')!;

  it('takes ids separated by commas, each once, and leaves out pairs without a path', async () => {
    const projection = await project({ name: '', n: 4, edges: [[0, 1], [1, 2]], ids: [1n, 2n, 3n, 4n] }); // prettier-ignore
    const result = await runOn(projection, 'ShortestPath', { src: '1, 3,1', dst: '3,4,1' });
    expect(cells(result, 'VALUE')).toEqual(['[1, 2, 3]', '[1]', '[3]']);
    expect(result.statistics).toEqual({ paths: 3, unconnected: 3, longest: 2 });
    const both = await runOn(projection, 'ShortestPath', { src: '3', dst: '1' }, { directed: false });
    expect(cells(both, 'VALUE')).toEqual(['[3, 2, 1]']);
    projection.close();
  });

  it('quotes ids with commas and quotes, so that they come back', async () => {
    const ids = ['a,b', 'say "x"'];
    const projection = await project({ name: '', n: 2, edges: [[0, 1]], ids });
    const result = await runOn(projection, 'ShortestPath', { src: [ids[0]!], dst: [ids[1]!] });
    expect(cells(result, 'VALUE')).toEqual(['["a,b", "say \\"x\\""]']);
    projection.close();
  });

  it('names the parameter and the id that is no vertex, and refuses an empty list', async () => {
    const projection = await project(strange);
    const id = strange.ids[0]!;
    const run = (src: unknown, dst: unknown) => runOn(projection, 'ShortestPath', { src, dst });
    await expect(run(['toString'], [id])).rejects.toThrow('src "toString" is no vertex of the graph');
    await expect(run([id], ['1', 'toString'])).rejects.toThrow('dst "toString" is no vertex of the graph');
    await expect(run([], [id])).rejects.toThrow('src must name at least one vertex');
    await expect(run([id], '')).rejects.toThrow('dst must name at least one vertex');
    projection.close();
  });
});
