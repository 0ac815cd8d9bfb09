import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLoad } from './loads/run-load.ts';
import type { Tally } from './tally.ts';

const REPORT_EVERY = 10;

/**
 * Mixed write loads on graphs of their own, each ended by SIGKILL and compared with what was acknowledged; load i has
 * the seed `seed + i`. Two run at once where there are two processors. Counts loads.
 */
export async function killLoads(loads: number, seed: number): Promise<Tally> {
  process.stdout.write(`crash: ${loads} write loads on a graph, --seed ${seed}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'orrery-loads-'));
  const startMs = performance.now();
  let [next, ended, acknowledged, failed] = [0, 0, 0, 0];
  const work = async (): Promise<void> => {
    while (next < loads) {
      const own = seed + next++;
      const faults: string[] = [];
      let end = 'an error';
      try {
        const report = await runLoad(own, folder);
        ({ end } = report);
        faults.push(...report.faults);
        acknowledged += report.acknowledged;
      } catch (error) {
        faults.push((error as Error).stack ?? String(error));
      }
      if (faults.length > 0) {
        failed++;
        for (const fault of faults) process.stdout.write(`failed: graph --loads 1 --seed ${own} (${end}): ${fault}\n`);
      }
      if (++ended % REPORT_EVERY === 0 || ended === loads) {
        const seconds = Math.round((performance.now() - startMs) / 1000);
        process.stdout.write(`crash: ${ended} loads, ${acknowledged} writes acknowledged, ${seconds} s\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  if (failed === 0) rmSync(folder, { recursive: true, force: true });
  else process.stdout.write(`the data folders are kept below ${folder}\n`);
  return { passed: loads - failed, failed };
}
