import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Value } from '@orrery/contracts';
import { TestEngine } from './test-engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
  await engine.must(
    'CREATE SPACE s(vid_type=INT64); USE s; CREATE TAG t(a int); INSERT VERTEX t(a) VALUES 1:(1), 2:(2)',
  );
});
afterAll(() => engine.close());

async function answer(text: string, parameters: Record<string, Value> = {}): Promise<unknown> {
  const result = await engine.execute(text, new Map(Object.entries(parameters)));
  return 'error' in result ? result.error.message : result.rows;
}

test('the same text has the answer of its parameters, whatever their types', async () => {
  const text = 'MATCH (v:t) WHERE id(v) == $p RETURN v.t.a AS a';
  expect(await answer(text, { p: 1n })).toEqual([[1n]]);
  expect(await answer(text, { p: 2n })).toEqual([[2n]]);
  expect(await answer(text, { p: 3n })).toEqual([]);
  expect(await answer(text, { q: 1n })).toBe('SemanticError: Undefined parameters: p');
  expect(await answer('RETURN $p + 1 AS n', { p: 1n })).toEqual([[2n]]);
  expect(await answer('RETURN $p + 1 AS n', { p: 'x' })).toEqual([['x1']]);
  expect(await answer('RETURN $p + 1 AS n', { p: [1n] })).toEqual([[[1n, 1n]]]);
});

test('the same text means what the schema, the space and the rights are when it runs', async () => {
  const text = 'FETCH PROP ON t 1 YIELD properties(vertex) AS p';
  const properties = async (): Promise<unknown> =>
    ((await engine.must(text)).rows[0]![0] as Map<string, Value>).keys().toArray();
  expect(await properties()).toEqual(['a']);
  await engine.must('ALTER TAG t ADD (b int DEFAULT 5)');
  expect(await properties()).toEqual(expect.arrayContaining(['a', 'b']));
  await engine.must('CREATE SPACE other(vid_type=INT64); USE other');
  expect(await answer(text)).toMatch(/t/);
  await engine.must('CREATE TAG t(z int); INSERT VERTEX t(z) VALUES 1:(9)');
  expect(await properties()).toEqual(['z']);
  await engine.must('USE s');
  expect(await properties()).toEqual(expect.arrayContaining(['a', 'b']));
  await engine.must('CREATE USER reader WITH PASSWORD "p"; GRANT ROLE GUEST ON s TO reader');
  const reader = engine.open('reader');
  await engine.must('USE s', reader);
  await engine.must(text, reader);
  await engine.must('REVOKE ROLE GUEST ON s FROM reader');
  expect(await engine.execute(text, new Map(), undefined, reader)).toMatchObject({
    error: { type: 'PermissionError' },
  });
});
