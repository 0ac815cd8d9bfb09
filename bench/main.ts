import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench -- <suite> [options]`: each suite is bench/<suite>/main.ts and measures beside a peer in one run. */
const suites = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(join(import.meta.dirname, name, 'main.ts')),
);
const [suite, ...args] = process.argv.slice(2);
if (!suite || !suites.includes(suite)) {
  process.stderr.write(`usage: npm run bench -- <suite> [options]\nsuites: ${suites.join(', ')}\n`);
  process.exit(2);
}
const result = spawnSync(process.execPath, [join(import.meta.dirname, suite, 'main.ts'), ...args], {
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
