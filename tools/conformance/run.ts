import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run conformance:<suite> [-- options of the suite's runner] [--baseline]`: runs a conformance suite of the
 * folder beside the checkout with the project's adapter. `--baseline` holds it against tools/conformance/baseline.json.
 */
const root = join(import.meta.dirname, '../..');
const [suite, ...args] = process.argv.slice(2);
const runner = join(root, '../shared/conformance', suite ?? '', 'run.mjs');
const adapter = join(import.meta.dirname, `${suite}.ts`);
if (!suite || !existsSync(adapter)) {
  process.stderr.write('usage: node tools/conformance/run.ts ngql|analytics [options]\n');
  process.exit(2);
}
if (!existsSync(runner)) {
  process.stdout.write(`conformance ${suite}: not run, ../shared/conformance/${suite} is not beside this checkout\n`);
  process.exit(0);
}
const forwarded = args.filter((arg) => arg !== '--baseline');
if (forwarded.length < args.length) {
  const baseline = JSON.parse(readFileSync(join(import.meta.dirname, 'baseline.json'), 'utf8')) as Record<
    string,
    number
  >;
  forwarded.push('--min-pass', String(baseline[suite]));
}
const result = spawnSync(process.execPath, [realpathSync(runner), '--adapter', adapter, ...forwarded], {
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
