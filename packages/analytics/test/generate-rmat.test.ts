import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../build.ts';
import { closeAnalytics, generateRmat, type RmatOptions } from '../src/index.ts';

await buildKernels();
const folder = mkdtempSync(join(tmpdir(), 'orrery-rmat-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
});

const OPTIONS: RmatOptions = { scale: 12, edgeFactor: 40, seed: 42 };

async function generate(options: Partial<RmatOptions> = {}): Promise<string> {
  const path = join(folder, 'rmat.csv');
  const report = await generateRmat({ ...OPTIONS, ...options }, path);
  expect(report.sizeBytes).toBe(statSync(path).size);
  return readFileSync(path, 'utf8');
}

describe('generateRmat', () => {
  it('writes the same bytes for a seed, whatever the number of threads', async () => {
    const text = await generate();
    for (const threads of [2, 3]) expect((await generate({ threads })) === text).toBe(true);
    expect((await generate({ seed: 43 })) === text).toBe(false);
    expect(createHash('sha256').update(text).digest('hex')).toMatchInlineSnapshot(
      `"36c8c65cfd2613a744a2fba91e52137ca0c79e09e702a4bbfb1b8df084de0bfe"`,
    );
  });

  it('writes 2^scale * edgeFactor edges between vertices below 2^scale, skewed as the model says', async () => {
    const rows = (await generate()).trimEnd().split('\n');
    expect(rows.shift()).toBe('src,dst');
    expect(rows).toHaveLength(40 * 4096);
    const degree = new Map<number, number>();
    for (const row of rows) {
      const [src, dst] = row.split(',').map(Number) as [number, number];
      expect(src >= 0 && src < 4096 && dst >= 0 && dst < 4096).toBe(true);
      degree.set(src, (degree.get(src) ?? 0) + 1);
    }
    // the vertex of the heaviest row of every level has a share of (a + b)^scale of the edges
    const expected = rows.length * 0.76 ** 12;
    const most = Math.max(...degree.values());
    expect(Math.abs(most - expected)).toBeLessThan(6 * Math.sqrt(expected));
  });

  it('spreads edges evenly for equal probabilities', async () => {
    const rows = (await generate({ a: 0.25, b: 0.25, c: 0.25 })).trimEnd().split('\n').slice(1);
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(row.split(',')[0]!, (counts.get(row.split(',')[0]!) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeLessThan(40 + 8 * Math.sqrt(40));
  });

  it.each<[Partial<RmatOptions>, RegExp]>([
    [{ scale: 31 }, /scale must be an integer of 1 to 30 .* but is 31/],
    [{ edgeFactor: 0 }, /edgeFactor 0 with scale 12 gives no count of edges/],
    [{ a: 0.9 }, /a, b and c must be probabilities of at most 1 together, but are 0.9, 0.19 and 0.19/],
  ])('refuses %o', async (options, message) => {
    await expect(generateRmat({ ...OPTIONS, ...options }, join(folder, 'never.csv'))).rejects.toThrow(message);
  });
});
