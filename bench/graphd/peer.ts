import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FigureKey, Measurement, Measurements } from './figures.ts';

const FOLDER = join(import.meta.dirname, '../../.bench/ladybug');
const VERSION = '0.19.1';
/** The package for this platform has the compiled library and needs no install step. */
const PLATFORM_PACKAGE = `@ladybugdb/core-${process.platform}-${process.arch}`;

export const PEER = `Ladybug ${VERSION}`;

/** What the peer's process is told. */
export interface PeerTask {
  readonly folder: string;
  /** Path from which the library is required. */
  readonly library: string;
  readonly budgetS: number;
  /** Series of questions end after so many seconds, with those that were asked by then. */
  readonly limitS: number;
}

/** One line of the peer's process. */
export type PeerLine =
  { readonly key: FigureKey; readonly measurement: Measurement } | { readonly key: FigureKey; readonly failed: string };

/** Where the peer can be required from, which is installed when it is missing; undefined, with the reason printed, where it can't be had. */
export function peerLibrary(): string | undefined {
  const from = join(FOLDER, 'package.json');
  if (!existsSync(from)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(from, '{ "private": true }\n');
  }
  if (isThere(from)) return from;
  console.log(`Installing ${PEER} in .bench/ladybug …`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  const npm = spawnSync('npm', ['install', ...flags, `@ladybugdb/core@${VERSION}`], { cwd: FOLDER, encoding: 'utf8' });
  if (npm.status === 0 && isThere(from)) return from;
  const reason = npm.error?.message ?? npm.stderr.trim().split('\n').at(-1) ?? '';
  console.log(`No peer: ${npm.status === 0 ? `there is no ${PLATFORM_PACKAGE}` : `npm install failed: ${reason}`}.`);
  return undefined;
}

function isThere(from: string): boolean {
  try {
    const { version } = createRequire(from)(`${PLATFORM_PACKAGE}/package.json`) as { version: string };
    return version === VERSION;
  } catch {
    return false;
  }
}

export function platformLibrary(from: string): unknown {
  return createRequire(from)(PLATFORM_PACKAGE);
}

/** Runs the peer in a process of its own, whose end it can't cause here. */
export async function measurePeer(task: PeerTask): Promise<Measurements> {
  const found: Measurements = {};
  const child = spawn(process.execPath, [join(import.meta.dirname, 'peer-run.ts'), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as PeerLine;
    if ('failed' in line) console.log(`  ${PEER}, ${line.key}: ${line.failed}`);
    else found[line.key] = line.measurement;
  }
  const [status] = (await ended) as [number | null];
  if (status !== 0) console.log(`  ${PEER} ended with ${status}: what it had not measured is missing`);
  return found;
}
