import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Standard output of a tool of node_modules; its findings when it fails. */
function run(script: string, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const failure = error as { stdout: string; stderr: string };
    return `failed\n${failure.stdout}${failure.stderr}`;
  }
}

it('every source type-checks', { timeout: 180_000 }, () => {
  expect(run('typescript7/bin/tsc', '-p', '.')).toBe('');
});

it("the web app's sources and the browser tests type-check, as code for browsers", { timeout: 180_000 }, () => {
  expect(run('typescript7/bin/tsc', '-p', 'apps/web')).toBe('');
});

it('the linter finds no error', { timeout: 60_000 }, () => {
  expect(run('oxlint/bin/oxlint', '--quiet', '.')).not.toMatch(/^failed/);
});

it('every source is formatted', { timeout: 120_000 }, () => {
  expect(run('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')).toBe('');
});
