import { parseArgs } from 'node:util';
import { killJobs } from './kill-jobs.ts';
import { killLoads } from './kill-loads.ts';

/**
 * `npm run test:crash [-- graph | jobs] [-- --loads 100] [-- --kills 100] [-- --seed N]`: write loads on the embedded graph
 * and jobs on a server, both killed with SIGKILL at seeded random moments, and what is left compared with what was
 * acknowledged. The last line is `N passed, N failed, N skipped`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    loads: { type: 'string', default: '100' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string' },
  },
});
const [only] = positionals;
if (positionals.length > 1 || (only !== undefined && only !== 'graph' && only !== 'jobs')) {
  process.stderr.write(`npm run test:crash: it takes graph or jobs, not ${positionals.join(' ')}\n`);
  process.exit(2);
}
const numberOf = (name: 'loads' | 'kills' | 'seed', text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  process.stderr.write(`npm run test:crash: --${name} is a whole number, not ${text}\n`);
  process.exit(2);
};
const seed = numberOf('seed', values.seed ?? String(Date.now() % 1_000_000));
const loads = numberOf('loads', values.loads);
const kills = numberOf('kills', values.kills);

let [passed, failed] = [0, 0];
for (const part of [
  only === 'jobs' ? undefined : () => killLoads(loads, seed),
  only === 'graph' ? undefined : () => killJobs(kills, seed),
]) {
  const tally = await part?.();
  passed += tally?.passed ?? 0;
  failed += tally?.failed ?? 0;
}
process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
process.exit(failed === 0 ? 0 : 1);
