import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds what does not run from source: the analytics kernels (AssemblyScript to WebAssembly) and the web app. Each
 * step looks at its own sources and returns at once when its output is current, so this runs before every command.
 */
const root = join(import.meta.dirname, '..');
const steps = ['packages/analytics/build.ts', 'apps/web/build.ts'];

for (const step of steps) {
  const result = spawnSync(process.execPath, [join(root, step)], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    process.stderr.write(`orrery: the build step ${step} failed\n`);
    process.exit(result.status ?? 1);
  }
}
