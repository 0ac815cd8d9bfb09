import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestEngine } from './test-engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
  await engine.must('CREATE SPACE s(vid_type=FIXED_STRING(8)); USE s; CREATE TAG t(n int); CREATE EDGE e(n int)');
});
afterAll(() => engine.close());

/** Rows of 1,000 that are there after the one at `wrong` is refused by the store. */
async function written(kind: 'VERTEX t' | 'EDGE e', wrong: number): Promise<number[]> {
  await engine.must('CLEAR SPACE s');
  const vids = Array.from({ length: 1000 }, (_none, i) => (i === wrong ? '"longer than eight"' : `"v${i}"`));
  const rows = vids.map((vid, i) => (kind === 'VERTEX t' ? `${vid}:(${i})` : `"hub"->${vid}:(${i})`));
  expect(await engine.execute(`INSERT ${kind}(n) VALUES ${rows.join(',')}`)).toMatchObject({
    error: { message: expect.stringContaining('vertex id length limit') as string },
  });
  const { rows: found } = await engine.must(
    kind === 'VERTEX t' ? 'MATCH (v:t) RETURN v.t.n' : 'GO FROM "hub" OVER e YIELD e.n AS n',
  );
  return found.map(([n]) => Number(n)).toSorted((a, b) => a - b);
}

test.each([
  { wrong: 10, left: 0 },
  { wrong: 300, left: 256 },
  { wrong: 999, left: 768 },
])('an INSERT whose row $wrong is refused leaves the pieces before it and none after it', async ({ wrong, left }) => {
  const first = Array.from({ length: left }, (_none, i) => i);
  expect(await written('VERTEX t', wrong)).toEqual(first);
  expect(await written('EDGE e', wrong)).toEqual(first);
});
