import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demo = (): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [
    join(import.meta.dirname, '../tools/demo.ts'),
    '--exit',
    `--data=${join(folder, 'data')}`,
    '--port=0',
    '--graph-port=0',
  ]);

it('runs the sample workflow, twice on one data folder', { timeout: 120_000 }, async () => {
  const first = (await demo()).stdout;
  expect(first).toContain('/api-open/v1/workflows/4216617528/jobs {"input":{"query_1":{"name":"Tim Duncan"}}}');
  for (const task of ['query_1', 'pagerank_1', 'bfs_1', 'connectedcomponent_1']) {
    expect(first).toMatch(new RegExp(`${task} +Success +\\d+\\.\\d\\d s`));
    expect(first).toMatch(new RegExp(`${task}, first [45] rows:\n  player\\d+  \\S+`));
  }
  expect(first.trimEnd().split('\n').at(-1)).toMatch(/^demo: job 1 Success in \d+\.\d\d s$/);
  const second = (await demo()).stdout;
  expect(second.trimEnd().split('\n').at(-1)).toMatch(/^demo: job 2 Success in \d+\.\d\d s$/);
});
