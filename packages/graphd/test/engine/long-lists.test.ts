import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

const SEED = 20_261_122;
const IDS = 20_000;

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
  await engine.must(
    'CREATE SPACE lists(vid_type=FIXED_STRING(16)); USE lists; CREATE TAG t(a int); CREATE EDGE k(w int)',
  );
  await engine.must('INSERT VERTEX t(a) VALUES "v1":(1), "v2":(2), "v7":(7); INSERT EDGE k(w) VALUES "v2"->"v7":(9)');
});
afterAll(() => engine.close());

describe('IN of a list that stays from row to row', () => {
  const random = randomSource(SEED);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const int = (): string => String(Math.floor(random() * 40) - 20);
  const text = (): string => `"s${Math.floor(random() * 40)}"`;
  const float = (): string => (Math.floor(random() * 80) / 2 - 20).toFixed(1);
  const kinds: Record<string, readonly (() => string)[]> = {
    ints: [int],
    texts: [text],
    'ints and texts': [int, text],
    'ints, texts and NULL': [int, text, () => 'NULL'],
    'ints and floats': [int, float],
    'lists and truths': [text, () => `[${int()}]`, () => 'true'],
  };
  const values = ['NULL', 'true', '[1]', '{a: 1}', '9223372036854775807', '3.0000000001', 'date("2020-01-01")'];

  test.each(Object.keys(kinds))('finds what a comparison with every item finds: %s', async (kind) => {
    const list = `[${Array.from({ length: 60 }, () => pick(kinds[kind]!)()).join(', ')}]`;
    const asked = [...values, ...Array.from({ length: 60 }, () => pick([int, text, float])())].join(', ');
    const answer = (holds: string): string => `UNWIND [${asked}] AS x RETURN ${holds}`;
    const expected = (await engine.must(answer(`any(item IN ${list} WHERE item == x) AS a`))).rows.flat();
    expect(expected).toContain(true);
    const rows = expected.map((is) => [is, is === null ? null : is === false, is]);
    const found = await engine.must(answer(`x IN ${list} AS a, x NOT IN ${list} AS b, x IN [i IN ${list} | i] AS c`));
    expect(found.rows, `seed ${SEED}: ${list}`).toEqual(rows);
    const collected = await engine.must(
      `UNWIND ${list} AS item WITH collect(item) AS items UNWIND [${asked}] AS x RETURN x IN items AS a`,
    );
    if (!list.includes('NULL')) expect(collected.rows).toEqual(expected.map((is) => [is]));
  });

  test('of EMPTY and of lists that change from row to row', async () => {
    const { rows } = await engine.must(
      'UNWIND range(1, 50) AS x WITH x, range(x % 3, 60) AS items RETURN x IN items AS a, x % 3 - 1 IN items AS b',
    );
    expect(rows).toEqual(Array.from({ length: 50 }, () => [true, false]));
  });
});

test('statements that name many ids', async () => {
  const ids = Array.from({ length: IDS }, (_, i) => `"v${i}"`).join(', ');
  const answer = async (statement: string) => (await engine.must(statement)).rows;
  expect(await answer(`MATCH (v:t) WHERE id(v) IN [${ids}] RETURN id(v), v.t.a`)).toEqual([
    ['v1', 1n],
    ['v2', 2n],
    ['v7', 7n],
  ]);
  expect(await answer(`MATCH (v:t) WHERE id(v) NOT IN [${ids}] RETURN id(v)`)).toEqual([]);
  expect(await answer(`GO FROM ${ids} OVER k YIELD dst(edge) AS d, k.w`)).toEqual([['v7', 9n]]);
  expect(await answer(`FETCH PROP ON t ${ids} YIELD t.a AS a`)).toEqual([[1n], [2n], [7n]]);
  const rows = Array.from({ length: IDS }, (_, i) => `{id: "v${i}", n: [${i}]}`).join(', ');
  expect(await answer(`UNWIND [${rows}] AS row MATCH (v:t) WHERE id(v) == row.id RETURN row.n, v.t.a`)).toEqual([
    [[1n], 1n],
    [[2n], 2n],
    [[7n], 7n],
  ]);
});

test.each([
  'size([x IN range(1, 300000) WHERE x % 3 == 1 | x * 2])',
  'reduce(s = 0, x IN [y IN range(1, 200000) | y + 1] | s + x)',
  '[all(x IN range(1, 300000) WHERE x > 0), any(x IN range(1, 300000) WHERE x == 299999), none(x IN range(1, 90000) WHERE x == 0), single(x IN range(1, 90000) WHERE x == 7)]',
  'CASE WHEN size(range(1, 100000)) > 5 THEN head([x IN range(90000, 1, -1) WHERE x < 50000]) END',
  '[1] + tail([x IN range(1, 60000) WHERE x > 59998 | x])',
  '{a: last(range(1, 80000)), b: 80000 IN range(1, 80000) AND size(range(2, 90000)) == 89999}',
  '[x IN range(1, 90000) WHERE 1]',
  'size([x IN NULL | x]) IS NULL OR size(range(1, 100000)) > 7',
])('what takes too long at once comes out alike in steps: %s', async (expression) => {
  // Parts of less than 50,000 items are never given up.
  const short = expression.replace(/\d{5,6}/g, (number) => number.slice(0, -2));
  for (const text of [expression, short]) {
    const whole = (await engine.must(`UNWIND [1, 2] AS one WITH one, ${text} AS value RETURN value`)).rows;
    const { rows } = await engine.must(`RETURN ${text} AS value`);
    expect(whole).toEqual([rows[0], rows[0]]);
  }
});

test('an edge type that is named twice is walked once', async () => {
  await engine.must('INSERT EDGE k(w) VALUES "v7"->"v1":(3)');
  expect((await engine.must('MATCH (a)-[e:k|k]->(b)-[f:k]->(c) RETURN count(*) AS n')).rows).toEqual([[1n]]);
  expect((await engine.must('MATCH (a)-[e:k|k]->(b) RETURN e.w AS w ORDER BY w')).rows).toEqual([[3n], [9n]]);
  await engine.must('DELETE EDGE k "v7"->"v1"');
});

test('values of loops that took too long', async () => {
  const value = async (text: string) => (await engine.must(`RETURN ${text} AS value`)).rows[0]![0];
  expect(await value('size([x IN range(1, 300000) WHERE x % 3 == 1 | x * 2])')).toBe(100_000n);
  expect(await value('reduce(s = 0, x IN [y IN range(1, 200000) | y + 1] | s + x)')).toBe(20_000_300_000n);
  expect(await value('[1] + tail([x IN range(1, 60000) WHERE x > 59998 | x])')).toEqual([1n, 60_000n]);
  expect(await value('reverse("a😀b")')).toBe('b😀a');
});
