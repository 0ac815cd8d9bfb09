import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runLoad } from '../tools/crash/loads/run-load.ts';

/** One that ends within a transaction, one at a random moment, both beside a bulk load; `npm run test:crash` runs a hundred. */
const SEEDS = [15, 16];

it.each(SEEDS)(
  'a graph killed under a mixed write load has what it acknowledged (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-load-'));
    try {
      const report = await runLoad(seed, folder);
      expect(report.faults).toEqual([]);
      expect(report.acknowledged).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
