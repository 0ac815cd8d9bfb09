import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runLoad } from '../tools/crash/loads/run-load.ts';

/** One that a fault point ends, one that is killed between statements; `npm run test:crash` runs a hundred. */
const SEEDS = [2, 6];

it.each(SEEDS)('a graph killed under a mixed write load has what it acknowledged (seed %i)', async (seed) => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-load-'));
  try {
    const report = await runLoad(seed, folder);
    expect(report.faults).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
