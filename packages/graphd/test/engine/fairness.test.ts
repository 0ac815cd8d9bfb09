import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestEngine } from './test-engine.ts';

const VERTICES = 60;

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start({ memoryBytes: 1 << 30 });
  await engine.must(
    'CREATE SPACE s(vid_type=INT64); USE s; CREATE TAG t(a int); CREATE EDGE k(w int); CREATE EDGE n(w int)',
  );
  const ids = Array.from({ length: VERTICES }, (_none, i) => i + 1);
  await engine.must(`INSERT VERTEX t(a) VALUES ${ids.map((id) => `${id}:(${id})`).join(',')}`);
  const edges = ids.flatMap((src) => ids.filter((dst) => dst !== src).map((dst) => `${src}->${dst}:(${src})`));
  await engine.must(`INSERT EDGE k(w) VALUES ${edges.join(',')}`);
});
afterAll(() => engine.close());

/** As long as the heavy statement does not pause, this does not come back. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs a statement, has others answered before it ends, and cancels it. @returns its error */
async function besideOthers(heavy: string): Promise<string> {
  const abort = new AbortController();
  let hasEnded = false;
  const answer = engine.execute(heavy, new Map(), abort.signal).finally(() => {
    hasEnded = true;
  });
  for (let i = 0; i < 4; i++) {
    await turn();
    expect((await engine.must('YIELD 1 AS one')).rows).toEqual([[1n]]);
    expect((await engine.must('FETCH PROP ON t 7 YIELD t.a AS a')).rows).toEqual([[7n]]);
    expect(hasEnded).toBe(false);
  }
  abort.abort();
  const result = await answer;
  return 'error' in result ? result.error.message : 'no error';
}

const PAIRS = 'UNWIND range(1, 4000) AS a UNWIND range(1, 4000) AS b';

describe('others are answered while a heavy statement runs, and it can be cancelled:', () => {
  test.each([
    'MATCH (x)-[:k*1..9]->(y) RETURN count(*)',
    'MATCH (x)-[:k*1..9{w: -1}]->(y) RETURN count(*); MATCH (x)-[:k*1..9]-(y) WHERE id(y) == 5 RETURN count(*)',
    'MATCH (a:t)-[:k]->(b)-[:k]->(c)-[:k]->(d)-[:k]->(a) RETURN a.t.a % 7 AS m, count(*), sum(d.t.a)',
    'MATCH (a)-[:k]->(b)-[:k]->(c)-[:k]->(d) OPTIONAL MATCH (d)-[:n]->(x) RETURN count(x)',
    'FIND ALL PATH FROM 1 TO 2 OVER k UPTO 9 STEPS YIELD path AS p | YIELD count(*)',
    'FIND NOLOOP PATH FROM 1 TO 2 OVER k WHERE k.w != 3 UPTO 9 STEPS YIELD path AS p | YIELD count(*)',
    `${PAIRS} WITH a * b AS c ORDER BY c DESC RETURN count(c)`,
    `${PAIRS} RETURN a * b AS c ORDER BY c LIMIT 50000`,
    `${PAIRS} WITH DISTINCT a * b AS c RETURN count(*)`,
    `${PAIRS} WITH a * b AS c, count(*) AS n RETURN max(n)`,
    `${PAIRS} WITH [x IN range(1, 50) WHERE x > a | x * b] AS xs RETURN count(xs)`,
    'RETURN size([x IN range(1, 40000) | size([y IN range(1, 4000) | x * y])]) AS n',
    'RETURN NOT all(x IN range(1, 40000) WHERE any(y IN range(1, 4000) WHERE y > x)) AS n',
    'RETURN 1 + size(reduce(l = [], x IN range(1, 1000000) | l + x)) AS n',
    'UNWIND [1] AS a RETURN size([x IN range(a, 900) | range(x, 1000000)]) AS n',
    'UNWIND range(1, 50) AS a WITH a WHERE size([x IN range(1, 1000000) WHERE x % a == 0]) > 5 RETURN count(a)',
    'UNWIND [x IN range(1, 9000000) | x * 2] AS a RETURN count(a)',
  ])('%s', async (heavy) => {
    expect(await besideOthers(heavy)).toBe('Execution had been killed');
  });
});

test('an INSERT of many rows lets others in; cancelled, it leaves whole rows only', async () => {
  const count = async (direction: string): Promise<number> => {
    const starts = Array.from({ length: VERTICES }, (_none, i) => i + 1).join(',');
    const { rows } = await engine.must(`GO FROM ${starts} OVER n ${direction} YIELD n.w AS w | YIELD count(*)`);
    return Number(rows[0]![0]);
  };
  const rows = Array.from({ length: 20_000 }, (_none, i) => `${(i % 50) + 1}->${(i % 7) + 1}@${i}:(${i})`);
  const abort = new AbortController();
  const answer = engine.execute(`INSERT EDGE n(w) VALUES ${rows.join(',')}`, new Map(), abort.signal);
  for (let turns = 0; turns < 10_000 && (await count('')) === 0; turns++) await turn();
  abort.abort();
  expect(await answer).toMatchObject({ error: { message: 'Execution had been killed' } });
  const written = await count('');
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(rows.length);
  expect(await count('REVERSELY')).toBe(written);
});

test('a text of megabytes lets others in while it is parsed, and is cancelled before it has written anything', async () => {
  await engine.must('CREATE EDGE parsed(w int)');
  const rows = Array.from({ length: 120_000 }, (_none, i) => `1->${i}@${i}:(1000000000)`);
  const abort = new AbortController();
  const answer = engine.execute(`INSERT EDGE parsed(w) VALUES ${rows.join(', ')}`, new Map(), abort.signal);
  await turn();
  expect((await engine.must('YIELD 1 AS one')).rows).toEqual([[1n]]);
  abort.abort();
  expect(await answer).toMatchObject({ error: { message: 'Execution had been killed' } });
  expect((await engine.must('GO FROM 1 OVER parsed YIELD parsed.w')).rows).toEqual([]);
});

test('a DELETE of a hub with its edges lets others in; cancelled, both ways of every edge agree', async () => {
  await engine.must('CREATE SPACE hub(vid_type=INT64); USE hub; CREATE TAG t(a int); CREATE EDGE k(w int)');
  await engine.must('INSERT VERTEX t(a) VALUES 1:(1)');
  const edges = Array.from({ length: 5000 }, (_none, i) => (i % 2 === 0 ? `1->${i + 2}:(1)` : `${i + 2}->1:(1)`));
  await engine.must(`INSERT EDGE k(w) VALUES ${edges.join(',')}`);
  const count = async (): Promise<number> => {
    const { rows } = await engine.must('GO FROM 1 OVER k BIDIRECT YIELD k.w AS w | YIELD count(*)');
    return Number(rows[0]![0]);
  };
  const abort = new AbortController();
  const answer = engine.execute('DELETE VERTEX 1 WITH EDGE', new Map(), abort.signal);
  for (let turns = 0; turns < 10_000 && (await count()) === edges.length; turns++) await turn();
  abort.abort();
  expect(await answer).toMatchObject({ error: { message: 'Execution had been killed' } });
  const left = await count();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(edges.length);
  expect((await engine.must('MATCH ()-[e:k]->() RETURN count(*)')).rows).toEqual([[BigInt(left)]]);
  expect((await engine.must('FETCH PROP ON t 1 YIELD t.a')).rows).toEqual([[1n]]);
  await engine.must('DELETE VERTEX 1 WITH EDGE');
  expect(await count()).toBe(0);
  expect((await engine.must('FETCH PROP ON t 1 YIELD t.a')).rows).toEqual([]);
  await engine.must('USE s; DROP SPACE hub');
});

test('REBUILD INDEX is cancelled like any other statement', async () => {
  await engine.must('CREATE EDGE INDEX k_w ON k(w)');
  const abort = new AbortController();
  abort.abort();
  expect(await engine.execute('REBUILD EDGE INDEX k_w', new Map(), abort.signal)).toMatchObject({
    error: { message: 'Execution had been killed' },
  });
});

test.each([
  ['RETURN size(reduce(l = [1], x IN range(1, 60) | l + l)) AS n', 'a list has at most 10000000'],
  ['RETURN reduce(l = [1], x IN range(1, 60) | [l, l]) AS n', 'graph.limits.memoryBytes'],
  ['RETURN size(reduce(s = "a", x IN range(1, 60) | s + s)) AS n', 'a text would have more than'],
  ['UNWIND [1] AS a RETURN size([x IN range(1, 900) | lpad("a", 9000000 + x, "b")]) AS n', 'as much text and patterns'],
  [
    'RETURN CASE WHEN true THEN size([x IN range(1, 4000) | size([y IN range(1, 4000) | x * y])]) END AS n',
    'items of lists',
  ],
  ['RETURN size(replace(lpad("a", 9000000, "a"), "a", "bcd")) AS n', 'a text would have more than'],
  ['RETURN lpad("a", 1000000000, "b") AS s', 'a text would have more than'],
  ['RETURN size(split(lpad("a", 16000000, "a"), "a")) AS n', 'at most'],
  ['RETURN lpad("a", 99, "a") =~ "(a+)+(b)\\\\2" AS m', 'takes longer than 50 ms'],
  ['RETURN lpad("a", 99, "a") =~ "(?=a)(a+)+b" AS m', 'takes longer than 50 ms'],
  ['RETURN size(extract(lpad("a", 99, "a"), "(?=a)(a+)+b")) AS m', 'takes longer than 50 ms'],
])('an expression can not hold up the server or take its memory: %s', async (statement, message) => {
  const answer = await engine.execute(statement);
  expect('error' in answer && answer.error.message).toContain(message);
});

test('patterns whose repetitions overlap are matched in time that is linear in the text', async () => {
  const text = 'lpad("", 5000, "a")';
  const { rows } = await engine.must(
    `RETURN ${text} =~ "(a+)+" AS a, ${text} =~ "(a+)+b" AS b, ${text} =~ "(a|aa)*[b-z]" AS c, ` +
      `size(extract(${text}, "(a|aa)+")) AS d, ${text} =~ "(x+x+)+y|.*" AS e`,
  );
  expect(rows).toEqual([[true, false, false, 1n, true]]);
});

test('small lists of many rows are no large list', async () => {
  const { rows } = await engine.must(
    'UNWIND range(1, 20000) AS a RETURN sum(size([x IN range(1, 400) WHERE x > 390 | x + a])) AS n',
  );
  expect(rows).toEqual([[200_000n]]);
});
