import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryAccount, MemoryPool } from '../../src/execute/memory-account.ts';
import { TestEngine } from './test-engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start({ rows: 1000, memoryBytes: 8 << 20, statementBytes: 10_000 });
});
afterAll(() => engine.close());

const HEAVY = 'UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN count(*) AS n';

async function errorOf(text: string, signal?: AbortSignal): Promise<string> {
  const answer = await engine.execute(text, new Map(), signal);
  return 'error' in answer ? answer.error.message : 'no error';
}

test('rows, memory and the length of a text are limited by errors that name the limit', async () => {
  expect(await errorOf('UNWIND range(1, 2000) AS a RETURN a')).toContain('graph.limits.rows');
  expect(await errorOf('UNWIND range(1, 900000) AS a RETURN count(DISTINCT a)')).toContain('graph.limits.memoryBytes');
  expect(await errorOf(`RETURN "${'x'.repeat(20_000)}"`)).toContain('graph.limits.statementBytes');
});

test.each([
  'UNWIND range(1, 900) AS a RETURN range(a, 90000) AS l',
  'UNWIND range(1, 900) AS a RETURN size(collect(range(a, 90000))) AS n',
  'UNWIND range(1, 900) AS a RETURN size(collect_set(lpad("a", 90000, "b") + a)) AS n',
  'UNWIND range(1, 900) AS a WITH a AS a, {l: range(a, 90000)} AS m ORDER BY a RETURN m',
  'UNWIND range(1, 900) AS a RETURN size(collect({l: lpad("a", 90000, "b") + a})) AS n',
])('long values of many rows are held against the limit on memory: %s', async (statement) => {
  expect(await errorOf(statement)).toContain('graph.limits.memoryBytes');
});

test('what a loop gathers is held while it comes in steps, and let go with it', async () => {
  expect(await errorOf('RETURN size([i IN range(1, 3000000) | [i, i, i, i]]) AS n')).toContain(
    'graph.limits.memoryBytes',
  );
  expect(await errorOf('RETURN size(range(1, 5000000)) AS n')).toContain('graph.limits.memoryBytes');
  expect(await errorOf('UNWIND range(1, 40) AS a RETURN size([i IN range(1, 80000) | i]) + a AS n')).toBe('no error');
});

test('a join below OPTIONAL MATCH, which runs for some rows at a time, holds no more than these', async () => {
  await engine.must('CREATE SPACE held(vid_type=INT64); USE held; CREATE TAG u(i int)');
  await engine.must('INSERT VERTEX u(i) VALUES 1:(7), 2:(8)');
  const { rows } = await engine.must(
    'UNWIND range(1, 200000) AS x OPTIONAL MATCH (b:u{i: x}) RETURN count(b) AS found, count(*) AS n',
  );
  expect(rows).toEqual([[2n, 200_000n]]);
});

test('the memory of a result is accounted for until it is given back', async () => {
  const { engine: queries, session } = engine;
  let release: (() => void) | undefined;
  const run = (text: string) =>
    queries.execute(session, text, new Map(), new AbortController().signal, (give) => {
      release = give;
    });
  expect(await run('UNWIND range(1, 900) AS a RETURN lpad("a", 2000, "b") AS text')).toHaveProperty('rows');
  expect(release).toBeDefined();
  release!();
  release!();
  release = undefined;
  expect(await run('RETURN')).toHaveProperty('error');
  expect(release).toBeUndefined();
});

test('the variables of a text are held together', async () => {
  const assigned = (count: number): string =>
    Array.from({ length: count }, (_none, i) => `$v${i} = YIELD range(1, 90000) AS l; `).join('');
  expect(await errorOf(`${assigned(2)} YIELD 1`)).toBe('no error');
  expect(await errorOf(`${assigned(20)} YIELD 1`)).toContain('graph.limits.memoryBytes');
});

test('what all statements hold together is limited, and given back when they end', () => {
  const pool = new MemoryPool(1000);
  {
    using one = new MemoryAccount(800, pool);
    one.hold(700);
    using other = new MemoryAccount(800, pool);
    expect(() => other.hold(400)).toThrow(/need more than 1000 bytes of memory together.*max-old-space-size/);
  }
  expect(pool.heldBytes).toBe(0);
  using last = new MemoryAccount(800, pool);
  last.hold(700);
  expect(() => last.hold(200)).toThrow('graph.limits.memoryBytes');
});

test('values that grow by doubling end in an error', async () => {
  const doubled = (start: string): string => `RETURN reduce(x = ${start}, i IN range(1, 40) | x + x) IS NULL AS grown`;
  expect(await errorOf(doubled('"ab"'))).toContain('a text would have more than');
  expect(await errorOf(doubled('[1, 2]'))).toBe('the list would have 16777216 items, but a list has at most 10000000');
});

test('a cancelled statement ends, and others run while it does', async () => {
  const abort = new AbortController();
  const heavy = errorOf(HEAVY, abort.signal);
  expect((await engine.must('RETURN 1 AS one')).rows).toEqual([[1n]]);
  abort.abort();
  expect(await heavy).toBe('Execution had been killed');
});

test('deep nesting is an error, from the depth that is configured', async () => {
  const shallow = await TestEngine.start({ nesting: 20 });
  const answers = [10, 30].map((terms) => shallow.execute(`RETURN ${Array(terms).fill('1').join(' + ')} AS n`));
  expect((await Promise.all(answers)).map((answer) => 'error' in answer && answer.error.message)).toEqual([
    false,
    expect.stringMatching(/^SyntaxError: .* exceeds the maximum depth:20 near .*raise graph\.limits\.nesting$/),
  ]);
  await shallow.close();
  expect(await errorOf(`RETURN ${'('.repeat(3000)}1${')'.repeat(3000)}`)).toMatch(/^SyntaxError/);
});

test('rights are those of the role in the space', async () => {
  await engine.must('CREATE SPACE s(vid_type=INT64); USE s; CREATE TAG t(a int); INSERT VERTEX t(a) VALUES 1:(1)');
  await engine.must('CREATE USER guest WITH PASSWORD "p"; GRANT ROLE GUEST ON s TO guest');
  const guest = engine.open('guest');
  await engine.must('USE s', guest);
  expect((await engine.must('FETCH PROP ON t 1 YIELD t.a AS a', guest)).rows).toEqual([[1n]]);
  for (const text of ['INSERT VERTEX t(a) VALUES 2:(2)', 'CREATE TAG u()', 'DROP SPACE s', 'CREATE USER x']) {
    const answer = await engine.execute(text, new Map(), undefined, guest);
    expect('error' in answer && answer.error.type).toBe('PermissionError');
  }
  const stranger = engine.open('stranger');
  expect(await engine.execute('USE s', new Map(), undefined, stranger)).toMatchObject({
    error: { type: 'PermissionError' },
  });
});
