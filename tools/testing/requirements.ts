import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'vitest';

/** Servers and tools that some tests need and a bare machine may lack. */
export type Tool = 'postgres' | 'chromium' | 'python' | 'go' | 'java' | 'console' | 'shared';

const FIRST = <T>(candidates: (T | undefined)[], ok: (candidate: T) => boolean): T | undefined =>
  candidates.find((candidate): candidate is T => candidate !== undefined && ok(candidate));

function onPath(command: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    if (existsSync(join(folder, command))) return join(folder, command);
  }
  return undefined;
}

/** Folder with initdb and postgres, of the newest installed version. */
export function postgresBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const initdb = onPath('initdb');
  return FIRST(
    [
      process.env['ORRERY_POSTGRES_BIN'],
      ...versions.map((v) => join(root, v, 'bin')),
      initdb?.replace(/\/initdb$/, ''),
    ],
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/** Path of a Chromium: CHROMIUM, Debian's, then one of Playwright's. */
export function chromiumPath(): string | undefined {
  return FIRST([process.env['CHROMIUM'], '/usr/bin/chromium', onPath('chromium')], existsSync);
}

/** Folder with the conformance suites and sample data beside a development checkout. */
export function sharedFolder(): string | undefined {
  return FIRST([join(import.meta.dirname, '../../../shared')], (folder) => existsSync(join(folder, 'conformance')));
}

function python(): string | undefined {
  const command = onPath('python3');
  if (!command) return undefined;
  try {
    execFileSync(command, ['-c', 'import venv'], { stdio: 'ignore' });
    return command;
  } catch {
    return undefined;
  }
}

const LOOK: Record<Tool, { find: () => string | undefined; reason: string }> = {
  postgres: { find: postgresBin, reason: 'no PostgreSQL server binaries (initdb, postgres) on this machine' },
  chromium: { find: chromiumPath, reason: 'no Chromium on this machine' },
  python: { find: python, reason: 'no python3 with venv on this machine' },
  go: { find: () => onPath('go'), reason: 'no Go toolchain on this machine' },
  java: {
    find: () => (onPath('javac') === undefined ? undefined : onPath('mvn')),
    reason: 'no Java development kit with Maven (javac, mvn) on this machine',
  },
  console: {
    find: () => FIRST([process.env['NEBULA_CONSOLE'], onPath('nebula-console')], existsSync),
    reason: 'no nebula-console on this machine, neither on PATH nor named by NEBULA_CONSOLE',
  },
  shared: { find: sharedFolder, reason: 'the shared folder is not beside this checkout' },
};

export function find(tool: Tool): string | undefined {
  return LOOK[tool].find();
}

function isRequired(tool: Tool): boolean {
  return (process.env['ORRERY_REQUIRE'] ?? '').split(',').includes(tool);
}

/**
 * For tests of a client that is fetched through the tool: skips them with the reason why it is missing, if there is
 * one, and fails them when ORRERY_REQUIRE lists the tool.
 */
export function skipWithout(tool: Tool, missing: string | undefined, context: TestContext): void {
  if (missing === undefined) return;
  if (isRequired(tool)) throw new Error(missing);
  context.skip(missing);
}

/**
 * A describe block that runs where the machine has the tool. Elsewhere it is skipped with the reason in its name,
 * or fails when ORRERY_REQUIRE lists the tool.
 */
export function describeWith(tool: Tool, name: string, body: () => void): void {
  if (find(tool) !== undefined) {
    describe(name, body);
    return;
  }
  if (isRequired(tool)) {
    it(`${name}: ORRERY_REQUIRE lists ${tool}`, () => {
      throw new Error(`${LOOK[tool].reason}, and ORRERY_REQUIRE=${process.env['ORRERY_REQUIRE']} requires it`);
    });
  } else {
    it.skip(`${name} [skipped: ${LOOK[tool].reason}]`, () => {});
  }
}
