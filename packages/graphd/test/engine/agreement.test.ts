import { valueText } from '@orrery/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EDGE_TYPES, RandomGraph, TAGS, type Direction, type Steps } from './random-graph.ts';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

/** GO, MATCH, LOOKUP and FETCH beside loops over arrays, on small random multigraphs. */
const SEED = 20_260_101;

const ALL: readonly string[] = EDGE_TYPES;
const DIRECTIONS: readonly Direction[] = ['out', 'in', 'both'];
const GO_WORDS: Readonly<Record<Direction, string>> = { out: '', in: 'REVERSELY', both: 'BIDIRECT' };

function arrow(inner: string, direction: Direction): string {
  return `${direction === 'in' ? '<' : ''}-[${inner}]-${direction === 'out' ? '>' : ''}`;
}

const sorted = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.map(String).join(' ')).sort();

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
});
afterAll(() => engine.close());

async function rowsOf(text: string): Promise<string[]> {
  return (await engine.must(text)).rows.map((row) => row.map(valueText).join(' ').replaceAll('"', '')).sort();
}

describe(`random graphs, seed ${SEED}`, () => {
  const random = randomSource(SEED);
  const graphs = Array.from({ length: 16 }, (_item, i) => [i, new RandomGraph(random)] as const);

  describe.each(graphs)('graph %i', (i, graph) => {
    const tagged = graph.vertices.filter(({ tags }) => Object.keys(tags).length > 0);
    const starts = [0, 1, graph.vertices.length - 1];
    beforeAll(async () => {
      for (const text of graph.statements(`g${i}`)) await engine.must(text);
    });

    test('vertices by MATCH, LOOKUP and FETCH', async () => {
      const n = graph.vertices.filter(({ tags }) => tags.n !== undefined).map(({ id, tags }) => [id, tags.n!] as const);
      expect(await rowsOf('MATCH (v:n) RETURN id(v), v.n.w')).toEqual(sorted(n));
      const high = n.filter(([, w]) => w > 4).map(([id]) => [id]);
      expect(await rowsOf('MATCH (v:n) WHERE v.n.w > 4 RETURN id(v)')).toEqual(sorted(high));
      const between = n.filter(([, w]) => w >= 3 && w < 7).map(([id]) => [id]);
      expect(await rowsOf('LOOKUP ON n WHERE n.w >= 3 AND n.w < 7 YIELD id(vertex)')).toEqual(sorted(between));
      const both = tagged.filter(({ tags }) => TAGS.every((tag) => tags[tag] !== undefined));
      expect(await rowsOf('MATCH (v:n:m) RETURN id(v)')).toEqual(sorted(both.map(({ id }) => [id])));

      const ids = graph.vertices.map(({ id }) => id).join(', ');
      const names = (tags: object): string => `[${Object.keys(tags).sort().join(', ')}]`;
      const all = tagged.map(({ id, tags }) => [id, names(tags), tags.n ?? 'NULL', tags.m ?? 'NULL']);
      expect(
        await rowsOf(
          `MATCH (v) WHERE id(v) IN [${ids}] RETURN id(v), [t IN ["m", "n"] WHERE t IN tags(v)], v.n.w, v.m.w`,
        ),
      ).toEqual(sorted(all));
      const fetched = tagged.map(({ id, tags }) => [id, tags.m ?? '__EMPTY__']);
      expect(await rowsOf(`FETCH PROP ON m ${ids} YIELD id(vertex), m.w`)).toEqual(sorted(fetched));
      expect(await rowsOf(`FETCH PROP ON * ${ids} YIELD id(vertex), m.w`)).toEqual(sorted(fetched));
    });

    test('edges by MATCH and FETCH', async () => {
      for (const type of EDGE_TYPES) {
        const edges = graph.edges.filter((edge) => edge.type === type);
        const keys = [...edges.map(({ src, dst, rank }) => `${src}->${dst}@${rank}`), '0->999@0', '0->0@7'].join(', ');
        expect(await rowsOf(`FETCH PROP ON ${type} ${keys} YIELD src(edge), dst(edge), rank(edge), ${type}.w`)).toEqual(
          sorted(edges.map(({ src, dst, rank, weight }) => [src, dst, rank, weight])),
        );
        const sum = edges.reduce((total, { weight }) => total + weight, 0);
        const match = `MATCH ()-[x:${type}]->() RETURN count(x), sum(x.w)`;
        expect(await rowsOf(match)).toEqual([`${edges.length} ${sum}`]);
      }
      for (const start of starts) {
        for (const direction of DIRECTIONS) {
          const found = graph.next(start, { types: ALL, direction });
          const match = `MATCH (a)${arrow('x', direction)}(b) WHERE id(a) == ${start}`;
          expect(await rowsOf(`${match} RETURN type(x), src(x), dst(x), rank(x), x.w, id(b)`)).toEqual(
            sorted(found.map(({ edge, to }) => [edge.type, edge.src, edge.dst, edge.rank, edge.weight, to])),
          );
          const weights = found.map(({ edge }) => edge.weight);
          expect(await rowsOf(`${match} RETURN count(x), count(*), sum(x.w)`)).toEqual([
            `${found.length} ${found.length} ${weights.reduce((sum, weight) => sum + weight, 0)}`,
          ]);
          const heavy = found.filter(({ edge, to }) => edge.weight > 3 && graph.vertices[to]!.tags.m !== undefined);
          expect(
            await rowsOf(
              `MATCH (a)${arrow('x', direction)}(b:m) WHERE id(a) == ${start} AND x.w > 3 RETURN id(b), x.w`,
            ),
          ).toEqual(sorted(heavy.map(({ edge, to }) => [to, edge.weight])));
        }
      }
    });

    test('GO of one step and more, all ways', async () => {
      const kinds: readonly (readonly [over: string, types: readonly string[]])[] = [
        ['e', ['e']],
        ['e, f', ALL],
        ['*', ALL],
      ];
      for (const start of starts) {
        for (const direction of DIRECTIONS) {
          for (const [over, types] of kinds) {
            const steps: Steps = { types, direction };
            const tail = `FROM ${start} OVER ${over} ${GO_WORDS[direction]}`;
            const columns = 'YIELD type(edge), src(edge), dst(edge), rank(edge), id($$)';
            const rows = (from: number, to: number): unknown[][] => {
              const counts = Array.from({ length: to - from + 1 }, (_item, k) => from + k);
              const found = counts.flatMap((count) => graph.lastStep(start, count, steps));
              return found.map(({ edge, to: end }) => [edge.type, edge.src, edge.dst, edge.rank, end]);
            };
            for (const count of [1, 2, 3]) {
              expect(await rowsOf(`GO ${count} STEPS ${tail} ${columns}`)).toEqual(sorted(rows(count, count)));
            }
            expect(await rowsOf(`GO 1 TO 3 STEPS ${tail} ${columns}`)).toEqual(sorted(rows(1, 3)));
            const tags = (id: number): number => graph.vertices[id]!.tags.n ?? -1;
            const ends = graph.lastStep(start, 2, steps).filter(({ to }) => tags(to) > 4);
            expect(await rowsOf(`GO 2 STEPS ${tail} WHERE $$.n.w > 4 YIELD DISTINCT id($$)`)).toEqual(
              sorted([...new Set(ends.map(({ to }) => to))].map((to) => [to])),
            );
          }
        }
      }
    });

    test('MATCH of fixed and variable lengths, all ways', async () => {
      for (const start of starts) {
        for (const direction of DIRECTIONS) {
          for (const types of [['e'], ['f'], ALL]) {
            const trails = (least: number, most: number): unknown[][] => {
              const lengths = Array.from({ length: most - least + 1 }, (_item, k) => least + k);
              const found = lengths.flatMap((hops) => graph.trails(start, hops, { types, direction }));
              return found.map((trail) => [`[${trail.join(', ')}]`]);
            };
            const match = (range: string): string =>
              `MATCH p = (a)${arrow(`:${types.join('|')}${range}`, direction)}(b) WHERE id(a) == ${start} ` +
              'RETURN [v IN nodes(p) | id(v)]';
            // A vertex that is alone in a pattern has to have a tag.
            const isTagged = tagged.some(({ id }) => id === start);
            const counted = match('*1..2').replace(
              'RETURN [v IN nodes(p) | id(v)]',
              'RETURN count(*), count(DISTINCT b)',
            );
            const ends = [1, 2].flatMap((hops) => graph.trails(start, hops, { types, direction })).map((t) => t.at(-1));
            expect(await rowsOf(counted)).toEqual([`${ends.length} ${new Set(ends).size}`]);
            expect(await rowsOf(match('*2'))).toEqual(sorted(trails(2, 2)));
            expect(await rowsOf(match('*3'))).toEqual(sorted(trails(3, 3)));
            expect(await rowsOf(match('*1..3'))).toEqual(sorted(trails(1, 3)));
            if (isTagged) expect(await rowsOf(match('*0..2'))).toEqual(sorted(trails(0, 2)));
          }
        }
        const mixed = graph.next(start, { types: ['e'], direction: 'out' }).flatMap(({ edge, to: middle }) =>
          graph
            .next(middle, { types: ALL, direction: 'in' })
            .filter((other) => other.edge !== edge)
            .map(({ edge: other, to }) => [middle, other.type, to]),
        );
        const mixedMatch = `MATCH (a)-[:e]->(b)<-[x]-(c) WHERE id(a) == ${start} RETURN`;
        expect(await rowsOf(`${mixedMatch} id(b), type(x), id(c)`)).toEqual(sorted(mixed));
        const farEnds = new Map<number, number>();
        for (const [, , to] of mixed) farEnds.set(Number(to), (farEnds.get(Number(to)) ?? 0) + 1);
        expect(await rowsOf(`${mixedMatch} id(c), count(*)`)).toEqual(sorted([...farEnds]));
        const end = `MATCH (a)-[:e|f*2]->(b) WHERE id(b) == ${start} RETURN id(a)`;
        const into = graph.vertices.flatMap(({ id }) =>
          graph.trails(id, 2, { types: ALL, direction: 'out' }).filter((trail) => trail.at(-1) === start),
        );
        expect(await rowsOf(end)).toEqual(sorted(into.map(([first]) => [first])));
      }
    });
  });
});
