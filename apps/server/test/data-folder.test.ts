import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OrreryError } from '@orrery/contracts';
import { askForBackup, holdWriterOf, openControlSocket } from '../src/control-socket.ts';
import { openDataFolder, RESTORE_MARK } from '../src/data-folder.ts';
import { restoreInstallation } from '../src/installation-backup.ts';
import { readServerFile, removeServerFile, writeServerFile } from '../src/server-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-folder-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the key is made once, also after a start that was cut off while it was made, and is its owner’s alone', () => {
  const dir = join(folder, 'key');
  mkdirSync(dir);
  writeFileSync(join(dir, 'secret.key.new'), 'half');
  const first = openDataFolder(dir);
  const again = openDataFolder(dir);
  expect(again.tokenKey).toEqual(first.tokenKey);
  expect(first.tokenKey).not.toEqual(first.credentialsKey);
  expect(statSync(join(dir, 'secret.key')).mode & 0o777).toBe(0o600);
});

it('a folder with half a restore in it is refused', async () => {
  const dir = join(folder, 'restored');
  const backup = join(folder, 'backup');
  mkdirSync(backup);
  writeFileSync(join(backup, 'installation.json'), '{"madeAt":"2026-01-01T00:00:00.000Z"}');
  // The backup lacks its parts: the restore ends in the middle.
  const location = { kind: 'sqlite', path: join(dir, 'metadata.sqlite') } as const;
  await expect(restoreInstallation(backup, dir, location)).rejects.toThrow('is no complete backup');
  expect(readFileSync(join(dir, RESTORE_MARK), 'utf8')).toBe('');
  expect(() => openDataFolder(dir)).toThrow(/a restore into .* was not finished; empty the folder and restore/);
});

it('the file of a server that crashed is ignored, even when its process id is in use again', () => {
  const path = join(folder, 'server.json');
  const address = { pid: process.pid, url: 'http://127.0.0.1:7002', graph: undefined };
  writeServerFile(path, address);
  expect(readServerFile(path)).toEqual({ pid: process.pid, url: address.url });
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/"identity":"[^"]*"/, '"identity":"an earlier process"'));
  expect(readServerFile(path)).toBeUndefined();
  removeServerFile(path);
  expect(readServerFile(path)).toBeUndefined();
});

it.each(['short', `deep-${'x'.repeat(120)}`])('the owner reaches the server through the folder: %s', async (name) => {
  const dir = join(folder, name);
  mkdirSync(dir);
  const targets: string[] = [];
  let holds = 0;
  const control = await openControlSocket(dir, {
    async backup(target) {
      if (target === 'full') throw new OrreryError('ErrBadRequest', 'full is not empty');
      targets.push(target);
    },
    holdWriter: async () => {
      holds++;
      return () => holds--;
    },
  });
  try {
    expect(statSync(join(dir, 'control.sock')).mode & 0o777).toBe(0o600);
    await askForBackup(dir, 'there');
    await expect(askForBackup(dir, 'full')).rejects.toMatchObject({ name: 'ErrBadRequest' });
    expect(targets).toEqual(['there']);
    const release = await holdWriterOf(dir);
    await holdWriterOf(dir);
    expect(holds).toBe(2);
    release();
    await expect.poll(() => holds).toBe(1);
  } finally {
    await control.close();
  }
  await expect.poll(() => holds).toBe(0);
});
