import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { FullDiskReport } from './full-disk-writer.ts';
import { tempFolder } from './temp-store.ts';

const PROGRAM = fileURLToPath(new URL('full-disk-writer.ts', import.meta.url));
const DISK_BYTES = 2 ** 21;

/** Runs the writer, in a shell that may limit it first. */
function write(dataDir: string, limit = ''): FullDiskReport {
  const script = `${limit} exec "$0" "$1" "$2"`;
  const child = spawnSync('sh', ['-c', script, process.execPath, PROGRAM, dataDir], { encoding: 'utf8' });
  expect([child.status, child.signal], child.stderr).toEqual([0, null]);
  return JSON.parse(child.stdout) as FullDiskReport;
}

/** What was refused is not there, in no way of looking; what was acknowledged is. */
function expectWhole({ acknowledged, scanned, indexed, statistics }: FullDiskReport): void {
  expect(acknowledged).toBeGreaterThan(0);
  const all = String(acknowledged);
  expect({ scanned, indexed, statistics }).toEqual({ scanned: all, indexed: all, statistics: all });
}

test('a write that the system refuses is an error; the graph can be read, and written when there is room', () => {
  const folder = tempFolder();
  try {
    // In units of 512 bytes (POSIX) or 1024 (bash): 1 or 2 MiB.
    const limited = write(folder.path, 'ulimit -f 2048;');
    expectWhole(limited);
    expect(limited.errors.length).toBeGreaterThan(1);
    for (const error of limited.errors) expect(error).toMatch(/^Storage Error: .*what was being written is undone/);
    const again = write(folder.path, 'ulimit -f 2048;');
    expect(again.acknowledged).toBe(limited.acknowledged);
    expectWhole(again);
    const free = write(folder.path, 'ulimit -f 8192;');
    expect(free.acknowledged).toBeGreaterThan(limited.acknowledged);
    expectWhole(free);
  } finally {
    folder.remove();
  }
});

test('a full disk is an error that says so; the graph can be read, and written when there is room', (context) => {
  const folder = tempFolder();
  const disk = join(folder.path, 'disk');
  mkdirSync(disk);
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk], { encoding: 'utf8' });
  if (mount.status !== 0) {
    rmSync(folder.path, { recursive: true });
    return context.skip(`this account may not mount a small disk: ${(mount.stderr ?? 'no mount').trim()}`);
  }
  try {
    const full = write(disk);
    expectWhole(full);
    expect(full.errors.length).toBeGreaterThan(1);
    for (const error of full.errors) expect(error).toContain('the disk of the data folder is full');
    execFileSync('mount', ['-o', `remount,size=${2 * DISK_BYTES}`, disk]);
    const larger = write(disk);
    expect(larger.acknowledged).toBeGreaterThan(full.acknowledged);
    expectWhole(larger);
  } finally {
    execFileSync('umount', [disk]);
    folder.remove();
  }
});
