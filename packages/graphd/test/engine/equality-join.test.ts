import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

/** Joins by equal values beside the same condition in a form that is no equality between two sides, which pairs all rows. */
const SEED = 20_261_125;
const VERTICES = 90;

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
  const random = randomSource(SEED);
  const pick = (n: number): number => Math.floor(random() * n);
  const orNull = (value: string): string => (pick(8) === 0 ? 'NULL' : value);
  await engine.must(
    'CREATE SPACE joins(vid_type=FIXED_STRING(16)); USE joins; CREATE TAG t(i int, f double, s string, d date, b bool); ' +
      'CREATE TAG u(i int, f double); CREATE EDGE k(w int)',
  );
  const rows = Array.from({ length: VERTICES }, (_, v) => {
    const values = [pick(20), (pick(40) / 2).toFixed(pick(2) === 0 ? 1 : 9), `"s${pick(9)}"`, `date("2020-01-0${1 + pick(9)}")`, pick(2) === 0]; // prettier-ignore
    return `"v${v}":(${values.map((value) => orNull(String(value))).join(', ')})`;
  });
  await engine.must(`INSERT VERTEX t(i, f, s, d, b) VALUES ${rows.join(', ')}`);
  const others = Array.from({ length: 40 }, (_, v) => `"v${2 * v}":(${pick(30)}, ${pick(30)}.000000005)`);
  await engine.must(`INSERT VERTEX u(i, f) VALUES ${others.join(', ')}`);
  const edges = Array.from({ length: 200 }, () => `"v${pick(VERTICES)}"->"v${pick(VERTICES)}":(${pick(20)})`);
  await engine.must(`INSERT EDGE k(w) VALUES ${edges.join(', ')}`);
});
afterAll(() => engine.close());

async function sorted(statement: string): Promise<string[]> {
  const { rows } = await engine.must(statement);
  return rows.map((row) => row.map(String).join('|')).sort();
}

test.each([
  ['(a:t), (b:t)', 'a.t.i == b.t.i'],
  ['(a:t), (b:u)', 'a.t.f == b.u.i'],
  ['(a:t), (b:u)', 'a.t.f == b.u.f'],
  ['(a:t), (b:t)', 'a.t.s == b.t.s'],
  ['(a:t), (b:t)', 'a.t.d == b.t.d'],
  ['(a:t), (b:t)', '[a.t.i] == [b.t.f]'],
  ['(a:t), (b:t)', 'a.t.missing == b.t.s'],
  ['(a:t), (b:t)', 'a.t.i + 1 == b.t.i * 2'],
  ['(a:t)-[e:k]->(c), (b:u)-[g:k]->(d)', 'e.w == g.w'],
  ['(a:t)-[e:k]->(c), (b:u)', 'c.t.i == b.u.i'],
])('%s where %s', async (pattern, equality) => {
  const rest = 'AND id(a) != id(b) RETURN id(a) AS a, id(b) AS b';
  const expected = await sorted(`MATCH ${pattern} WHERE (${equality}) IN [true] ${rest}`);
  expect(await sorted(`MATCH ${pattern} WHERE ${equality} ${rest}`), `seed ${SEED}`).toEqual(expected);
  const [left, right] = pattern.split(', ') as [string, string];
  const twice = `MATCH ${left} MATCH ${right} WHERE ${equality} ${rest}`;
  expect(await sorted(twice)).toEqual(expected);
});

test('several equalities, one with a value from before, and an OPTIONAL MATCH', async () => {
  const both = 'a.t.i == b.t.i AND b.t.s == a.t.s';
  const rest = 'RETURN id(a) AS a, id(b) AS b';
  const expected = await sorted(`MATCH (a:t), (b:t) WHERE (${both}) IN [true] ${rest}`);
  expect(expected.length).toBeGreaterThan(VERTICES / 2);
  expect(await sorted(`MATCH (a:t), (b:t) WHERE ${both} ${rest}`)).toEqual(expected);
  expect(await sorted(`UNWIND [1, 5, 7.0, "s1", NULL] AS x MATCH (b:t) WHERE b.t.i == x RETURN x, id(b)`)).toEqual(
    await sorted(`UNWIND [1, 5, 7.0, "s1", NULL] AS x MATCH (b:t) WHERE (b.t.i == x) IN [true] RETURN x, id(b)`),
  );
  // Every vertex once with those of equal numbers, or with NULL.
  const found = await engine.must(
    'MATCH (a:t) WITH a, a.t.i AS x OPTIONAL MATCH (b:u{i: x}) RETURN id(a) AS a, x, id(b) AS b, b.u.i AS y',
  );
  const pairs = await sorted('MATCH (a:t), (b:u) WHERE (a.t.i == b.u.i) IN [true] RETURN id(a) AS a, id(b) AS b');
  const met = found.rows.filter(([_a, _x, b]) => b !== null);
  expect(met.map(([a, _x, b]) => `${String(a)}|${String(b)}`).sort()).toEqual(pairs);
  expect(new Set(found.rows.map(([a]) => a)).size).toBe(VERTICES);
  expect(met.every(([_a, x, _b, y]) => x === y)).toBe(true);
});

test('more rows on the left than are gathered', async () => {
  const { rows } = await engine.must(
    'UNWIND range(0, 70000) AS x MATCH (b:t) WHERE b.t.i == x % 1000 RETURN count(*) AS n, count(DISTINCT b) AS m',
  );
  const counted = await engine.must('MATCH (b:t) WHERE b.t.i IS NOT NULL RETURN count(*) AS m');
  const [m] = counted.rows[0] as [bigint];
  const zero = await engine.must('MATCH (b:t) WHERE b.t.i == 0 RETURN count(*) AS m');
  expect(rows).toEqual([[m * 70n + (zero.rows[0] as [bigint])[0], m]]);
});

test('what is known of the other rows still finds vertices by their ids; plans say how', async () => {
  const planOf = async (statement: string): Promise<string> => String((await engine.must(`EXPLAIN ${statement}`)).plan?.nodes.map(({ name }) => name)); // prettier-ignore
  expect(await planOf('MATCH (a:t), (b:t) WHERE a.t.i == b.t.i RETURN id(b)')).toContain('HashInnerJoin');
  expect(await planOf('MATCH (a:t), (b:t) WHERE id(b) == a.t.s RETURN id(b)')).not.toContain('HashInnerJoin');
});
