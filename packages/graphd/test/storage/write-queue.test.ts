import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEnvironment, type Environment } from '../../src/storage/environment.ts';
import { WriteQueue } from '../../src/storage/write-queue.ts';

let dataDir: string;
let env: Environment;
let queue: WriteQueue;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'orrery-queue-'));
  env = openEnvironment({ dataDir });
  queue = new WriteQueue(env);
});
afterEach(async () => {
  await queue.stop();
  await env.root.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const WRITES = 25;

/** Writes one key after the other, each when the one before is on disk. */
async function write(name: string): Promise<void> {
  for (let i = 0; i < WRITES; i++) {
    const key = Buffer.from(`${name}/${i}`);
    await queue.run(() => {
      env.meta.putSync(key, key);
      return { result: undefined, committed: () => {} };
    });
    expect(env.meta.getBinary(key)).toEqual(key);
  }
}

const commits = (): number => (env.root.getStats() as { lastTxnId: number }).lastTxnId;

test('a writer that is alone has a commit for every write', async () => {
  const before = commits();
  await write('alone');
  expect(commits() - before).toBe(WRITES);
});

test('writers that come together share commits', async () => {
  const before = commits();
  await Promise.all(Array.from({ length: 8 }, (_none, i) => write(`writer ${i}`)));
  expect(commits() - before).toBeLessThanOrEqual(2 * WRITES);
});

test('what fails among writes that share a commit fails alone', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, (_none, i) =>
      queue.run(() => {
        env.meta.putSync(Buffer.from(`k${i}`), Buffer.from('v'));
        if (i === 3) throw new Error('refused');
        return { result: i, committed: () => {} };
      }),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual(
    Array.from({ length: 6 }, (_none, i) => (i === 3 ? 'rejected' : 'fulfilled')),
  );
  expect([2, 3, 4].map((i) => env.meta.getBinary(Buffer.from(`k${i}`))?.toString())).toEqual(['v', undefined, 'v']);
});
