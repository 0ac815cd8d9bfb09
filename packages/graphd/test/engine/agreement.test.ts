import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

/** GO, MATCH and FETCH beside loops over arrays, on small random multigraphs with loops and parallel edges. */
const SEED = 20_260_101;

interface Edge {
  readonly src: number;
  readonly dst: number;
  readonly rank: number;
  readonly weight: number;
}

class RandomGraph {
  readonly weights: number[] = [];
  readonly edges: Edge[] = [];
  constructor(random: () => number) {
    const pick = (n: number): number => Math.floor(random() * n);
    const vertices = 4 + pick(5);
    for (let v = 0; v < vertices; v++) this.weights.push(pick(10));
    const keys = new Set<string>();
    for (let i = 0; i < vertices * 2; i++) {
      const edge = { src: pick(vertices), dst: pick(vertices), rank: pick(2), weight: pick(10) };
      const key = `${edge.src} ${edge.dst} ${edge.rank}`;
      if (!keys.has(key)) this.edges.push(edge);
      keys.add(key);
    }
  }

  /** Walks of `hops` edges from `start` that use no edge twice, along or (with `both`) also against their direction. */
  trails(start: number, hops: number, both: boolean, used: readonly Edge[] = []): number[][] {
    if (hops === 0) return [[start]];
    const found: number[][] = [];
    for (const edge of this.edges) {
      if (used.includes(edge)) continue;
      const ends = edge.src === start ? [edge.dst] : [];
      if (both && edge.dst === start && edge.src !== start) ends.push(edge.src);
      for (const end of ends) {
        for (const rest of this.trails(end, hops - 1, both, [...used, edge])) found.push([start, ...rest]);
      }
    }
    return found;
  }

  /** Edges of the last of `steps` steps, every vertex of a frontier once. */
  lastStep(start: number, steps: number): Edge[] {
    let frontier = new Set([start]);
    for (let step = 1; ; step++) {
      const edges = this.edges.filter(({ src }) => frontier.has(src));
      if (step === steps) return edges;
      frontier = new Set(edges.map(({ dst }) => dst));
    }
  }
}

const sorted = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.map(String).join(' ')).sort();

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
});
afterAll(() => engine.close());

describe(`random graphs, seed ${SEED}`, () => {
  const random = randomSource(SEED);
  test.each(Array.from({ length: 12 }, (_item, i) => [i, new RandomGraph(random)] as const))(
    'graph %i',
    async (i, graph) => {
      const rowsOf = async (text: string): Promise<string[]> => sorted((await engine.must(text)).rows);
      await engine.must(
        `CREATE SPACE g${i}(vid_type=INT64); USE g${i}; CREATE TAG n(w int); CREATE EDGE e(w int); CREATE TAG INDEX iw ON n(w)`,
      );
      await engine.must(`INSERT VERTEX n(w) VALUES ${graph.weights.map((w, v) => `${v}:(${w})`).join(', ')}`);
      const edges = graph.edges.map(({ src, dst, rank, weight }) => `${src}->${dst}@${rank}:(${weight})`);
      await engine.must(`INSERT EDGE e(w) VALUES ${edges.join(', ')}`);

      const all = graph.weights.map((w, v) => [v, w]);
      expect(await rowsOf('MATCH (v:n) RETURN id(v), v.n.w')).toEqual(sorted(all));
      expect(await rowsOf('MATCH (v:n) WHERE v.n.w > 4 RETURN id(v)')).toEqual(
        sorted(all.filter(([, w]) => w! > 4).map(([v]) => [v])),
      );
      expect(await rowsOf('LOOKUP ON n WHERE n.w >= 3 AND n.w < 7 YIELD id(vertex)')).toEqual(
        sorted(all.filter(([, w]) => w! >= 3 && w! < 7).map(([v]) => [v])),
      );
      const keys = graph.edges.map(({ src, dst, rank }) => `${src}->${dst}@${rank}`).join(', ');
      expect(await rowsOf(`FETCH PROP ON e ${keys} YIELD src(edge), dst(edge), rank(edge), e.w`)).toEqual(
        sorted(graph.edges.map(({ src, dst, rank, weight }) => [src, dst, rank, weight])),
      );
      for (const start of [0, 1]) {
        for (const hops of [1, 2, 3]) {
          const ends = (both: boolean): unknown[][] => graph.trails(start, hops, both).map((trail) => [trail.at(-1)]);
          const match = (arrow: string): string =>
            `MATCH (a)-[:e*${hops}]${arrow}(b) WHERE id(a) == ${start} RETURN id(b)`;
          expect(await rowsOf(match('->'))).toEqual(sorted(ends(false)));
          expect(await rowsOf(match('-'))).toEqual(sorted(ends(true)));
          const from = `MATCH (b)<-[:e*${hops}]-(a) WHERE id(b) == ${start} RETURN id(a)`;
          const into = graph.weights.flatMap((_w, v) => graph.trails(v, hops, false).filter((t) => t.at(-1) === start));
          expect(await rowsOf(from)).toEqual(sorted(into.map((trail) => [trail[0]])));
          const go = `GO ${hops} STEPS FROM ${start} OVER e YIELD src(edge), dst(edge), rank(edge)`;
          const last = graph.lastStep(start, hops).map(({ src, dst, rank }) => [src, dst, rank]);
          expect(await rowsOf(go)).toEqual(sorted(last));
        }
        const fixed = graph.trails(start, 2, false).map(([, middle, end]) => [middle, end]);
        const two = `MATCH (a)-[:e]->(m)-[:e]->(b) WHERE id(a) == ${start} RETURN id(m), id(b)`;
        expect(await rowsOf(two)).toEqual(sorted(fixed));
      }
      const total = await rowsOf('MATCH ()-[x:e]->() RETURN count(x), sum(x.w)');
      expect(total).toEqual([`${graph.edges.length} ${graph.edges.reduce((sum, { weight }) => sum + weight, 0)}`]);
    },
  );
});
