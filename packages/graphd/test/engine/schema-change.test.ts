import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestEngine } from './test-engine.ts';

let engine: TestEngine;
beforeEach(async () => {
  engine = await TestEngine.start();
  await engine.must(
    'CREATE SPACE s(vid_type=INT64); USE s; CREATE TAG t(a int, b int); CREATE EDGE e(a int, b int); ' +
      'INSERT VERTEX t(a, b) VALUES 1:(10, 20); INSERT EDGE e(a, b) VALUES 1->2:(10, 20)',
  );
});
afterEach(() => engine.close());

/** Two statements that arrive in the same turn: the second is planned before the first is done. */
async function together(first: string, second: string): Promise<string> {
  const session = engine.open('root');
  await engine.must('USE s', session);
  const [, answer] = await Promise.all([engine.must(first), engine.execute(second, new Map(), undefined, session)]);
  return 'error' in answer ? answer.error.message : 'done';
}

const rows = async (text: string): Promise<unknown[][]> => (await engine.must(text)).rows;
const VERTICES = 'FETCH PROP ON t 1, 2, 3 YIELD id(vertex) AS id, t.b AS b | ORDER BY $-.id';

test('a row is written as its tag is by then: as many properties, but others', async () => {
  const alter = 'ALTER TAG t DROP (a), ADD (c int DEFAULT 7)';
  expect(await together(alter, 'INSERT VERTEX t(b) VALUES 2:(200), 3:(300)')).toBe('done');
  expect(await rows(VERTICES)).toEqual([
    [1n, 20n],
    [2n, 200n],
    [3n, 300n],
  ]);
  expect(await rows('FETCH PROP ON t 2 YIELD t.c AS c')).toEqual([[7n]]);
});

test('an edge, too', async () => {
  expect(await together('ALTER EDGE e DROP (a), ADD (c int)', 'INSERT EDGE e(b) VALUES 1->3:(300)')).toBe('done');
  expect(await rows('GO FROM 1 OVER e YIELD dst(edge) AS d, e.b AS b, e.c AS c | ORDER BY $-.d')).toEqual([
    [2n, 20n, null],
    [3n, 300n, null],
  ]);
});

test('updates and upserts change the property that they name', async () => {
  expect(await together('ALTER TAG t DROP (a), ADD (c int)', 'UPDATE VERTEX ON t 1 SET b = b + 1')).toBe('done');
  expect(await together('ALTER TAG t ADD (d int)', 'UPSERT VERTEX ON t 2 SET b = 5')).toBe('done');
  expect(await together('ALTER EDGE e DROP (a), ADD (c int)', 'UPDATE EDGE ON e 1->2@0 SET b = b + 1')).toBe('done');
  expect(await rows(VERTICES)).toEqual([
    [1n, 21n],
    [2n, 5n],
  ]);
  expect(await rows('FETCH PROP ON e 1->2 YIELD e.b AS b')).toEqual([[21n]]);
});

test('what is gone by then is an error of the statement', async () => {
  expect(await together('ALTER TAG t DROP (a)', 'INSERT VERTEX t(a, b) VALUES 2:(1, 2)')).toContain(
    "Unknown column `a' in schema",
  );
  expect(await together('DROP TAG t', 'DELETE TAG t FROM 1')).toContain('TagNotFound');
  expect(await together('DROP EDGE e', 'DELETE EDGE e 1->2')).toContain('EdgeNotFound');
  await engine.must('CREATE TAG t(b int)');
  expect(await together('DROP SPACE s', 'INSERT VERTEX t(b) VALUES 2:(2)')).toContain('SpaceNotFound');
});

test('the rebuild of an index that is dropped meanwhile ends and leaves no entries', async () => {
  const values = Array.from({ length: 2000 }, (_none, i) => `${i + 10}:(${i}, ${i})`);
  await engine.must(`INSERT VERTEX t(a, b) VALUES ${values.join(',')}; CREATE TAG INDEX ti ON t(b)`);
  const session = engine.open('root');
  await engine.must('USE s', session);
  const rebuild = engine.execute('REBUILD TAG INDEX ti', new Map(), undefined, session);
  await new Promise((resolve) => setImmediate(resolve));
  await engine.must('DROP TAG INDEX ti');
  expect(await rebuild).toMatchObject({ error: { message: expect.stringContaining('IndexNotFound') as string } });
});

test('the default that rows of an index have is not changed under it', async () => {
  await engine.must('ALTER TAG t ADD (c int DEFAULT 7); CREATE TAG INDEX ci ON t(c); REBUILD TAG INDEX ci');
  const answer = await engine.execute('ALTER TAG t CHANGE (c int DEFAULT 8)');
  expect(answer).toMatchObject({ error: { message: expect.stringContaining('Conflict') as string } });
  expect(await rows('LOOKUP ON t WHERE t.c == 7 YIELD t.c AS c')).toEqual([[7n]]);
});
