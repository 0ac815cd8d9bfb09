import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

/**
 * Aggregates over cursors, where one object stands for every vertex or edge and one row for many, beside the same over
 * batches of rows, which a PROFILE always uses.
 */
const SEED = 20_261_122;
const VERTICES = 30;
const EDGES = 130;
const HOUR_S = 3600;

let engine: TestEngine;

beforeAll(async () => {
  engine = await TestEngine.start();
  const random = randomSource(SEED);
  const pick = (n: number): number => Math.floor(random() * n);
  const now = Math.floor(Date.now() / 1000);
  await engine.must(
    'CREATE SPACE cursors(vid_type=INT64); USE cursors; CREATE TAG person(age int, name string); CREATE TAG other(age int); ' +
      'CREATE EDGE knows(weight double, note string); CREATE EDGE likes(weight int); ' +
      `CREATE EDGE seen(weight int, at timestamp) TTL_DURATION = ${HOUR_S}, TTL_COL = "at"`,
  );
  const insert = (head: string, rows: readonly string[]) => engine.must(`INSERT ${head} VALUES ${rows.join(', ')}`);
  const vertices = Array.from({ length: VERTICES }, (_, v) => v);
  const persons = vertices.filter((v) => v % 5 !== 0);
  await insert('VERTEX person(age, name)', persons.map((v) => `${v}:(${v % 7 === 0 ? 'NULL' : pick(50)}, "p${pick(9)}")`)); // prettier-ignore
  await insert('VERTEX other(age)', vertices.filter((v) => v % 3 === 0).map((v) => `${v}:(${pick(9)})`)); // prettier-ignore
  // Loops, edges of several ranks and edges in both directions come about by themselves; some start at no vertex.
  const edges = (values: () => string): string[] =>
    Array.from({ length: EDGES }, () => `${pick(VERTICES)}->${pick(VERTICES)}@${pick(3)}:(${values()})`);
  await insert('EDGE knows(weight, note)', edges(() => `${pick(80) / 8}, "n${pick(4)}"`)); // prettier-ignore
  await insert(
    'EDGE likes(weight)',
    edges(() => (pick(9) === 0 ? 'NULL' : `${pick(10)}`)),
  );
  await insert(
    'EDGE seen(weight, at)',
    edges(() => `${pick(10)}, ${pick(2) === 0 ? now : now - 2 * HOUR_S}`),
  );
});
afterAll(() => engine.close());

const PATTERNS = [
  '(a)-[e:knows]->(b)',
  '(a)<-[e:seen]-(b)',
  '(a)-[e:knows|seen]->(b:person)',
  '(a)-[e]-(b)',
  '(a:person)-[e:likes]->(b)',
  '(a)-[e:knows]->(b)-[f:knows]->(c)',
  '(a)-[e:knows]->(b)<-[f:knows]-(c)',
  '(a)-[e:seen]->(b)-[:seen|likes]->()',
  '(a)-[e:likes]-(b)-[f:likes]-(c)',
  '(a)-[e:knows]->(b)-[f:likes]->(a)',
  '(a)-[e:knows]->(b)<-[:knows]-(c)-[:seen]->(d)',
];
const CONDITIONS = [
  '',
  'e.weight > 4',
  'a.person.age < 25 AND rank(e) == 1',
  'id(a) IN [1, 2, 3, 4, 100]',
  'id(b) % 2 == 0',
];
const COLUMNS = [
  'count(*)',
  'count(a), count(*) + 1',
  'count(DISTINCT b), count(DISTINCT e)',
  'sum(e.weight), avg(e.weight), max(b.person.age)',
  'id(a) AS id, count(*) AS n',
  'a.person.name AS name, rank(e) AS rank, count(b) AS n, min(type(e)) AS least',
  'collect(e.weight) AS weights, collect_set(id(b)) AS ids',
  'properties(e) AS p, count(*) AS n',
  'a, count(*) AS n',
];

const shown = (rows: readonly (readonly unknown[])[]): string[] =>
  rows.map((row) => JSON.stringify(row, (_, value: unknown) => shownValue(value)));

function shownValue(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  return value instanceof Map ? [...value] : value;
}

test.each(PATTERNS)(`MATCH %s is aggregated alike over cursors and over batches (seed ${SEED})`, async (pattern) => {
  for (const condition of CONDITIONS) {
    for (const columns of COLUMNS) {
      const text = `MATCH ${pattern}${condition === '' ? '' : ` WHERE ${condition}`} RETURN ${columns}`;
      const [cursors, batches] = [await engine.must(text), await engine.must(`PROFILE ${text}`)];
      expect(shown(cursors.rows), text).toEqual(shown(batches.rows));
    }
  }
});

test('a cursor over vertices alone, whatever finds them', async () => {
  for (const start of [
    '(v:person)',
    '(v)',
    '(v:other) WHERE v.other.age > 3',
    '(v) WHERE id(v) IN [7, 8, 9, 9, 1000]',
  ]) {
    const text = `MATCH ${start} RETURN v.person.age AS age, count(*) AS n, sum(v.other.age) AS s`;
    const [cursors, batches] = [await engine.must(text), await engine.must(`PROFILE ${text}`)];
    expect(cursors.rows.length, text).toBeGreaterThan(0);
    expect(shown(cursors.rows), text).toEqual(shown(batches.rows));
  }
});

test('edges are counted without being read, those whose time is over never', async () => {
  const { rows } = await engine.must('MATCH ()-[e:seen]->() RETURN count(e)');
  const all = await engine.must('MATCH (a)-[e:seen]->(b) RETURN id(a), id(b), rank(e)');
  expect(rows).toEqual([[BigInt(all.rows.length)]]);
  expect(all.rows.length).toBeGreaterThan(EDGES / 4);
  expect(all.rows.length).toBeLessThan((EDGES * 3) / 4);
});
