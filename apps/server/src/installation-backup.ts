import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrreryError } from '@orrery/contracts';
import { flushFolder, restoreBackup, type Controller, type MetadataLocation } from '@orrery/jobs';
import { RESTORE_MARK } from './data-folder.ts';
import { VERSION } from './version.ts';

/*
 * A backup is a folder with `jobs/` (metadata and results), `graph/` (the embedded graph's files), `secret.key`, and
 * `installation.json`, written last: without it the backup is not complete.
 */
const MARK = 'installation.json';
const KEY = 'secret.key';

/**
 * A consistent copy of everything in a data folder, while it is in use. Jobs that have not ended are in the copy as
 * Interrupted. The copy holds the key that tokens are encrypted with: keep it as safe as the folder itself.
 * @throws OrreryError ErrBadRequest when the target is not empty
 */
export async function backUpInstallation(dataDir: string, controller: Controller, target: string): Promise<void> {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  if (readdirSync(target).length > 0) {
    throw new OrreryError('ErrBadRequest', `${target} is not empty; a backup needs a folder of its own`);
  }
  await controller.backup(join(target, 'jobs'));
  const { backupGraph } = await import('@orrery/graphd');
  await backupGraph(join(dataDir, 'graph'), join(target, 'graph'));
  copyFileSync(join(dataDir, KEY), join(target, KEY));
  await flushFolder(target);
  const mark = { version: VERSION, madeAt: new Date().toISOString() };
  writeFileSync(join(target, MARK), `${JSON.stringify(mark)}\n`, { flush: true });
  await flushFolder(target);
}

/**
 * Puts a backup into a data folder that holds nothing yet; no server may run on it.
 * @throws OrreryError ErrBadRequest when the backup is not complete or the folder is not empty
 */
export async function restoreInstallation(
  backup: string,
  dataDir: string,
  location: MetadataLocation,
): Promise<{ madeAt: string }> {
  if (!existsSync(join(backup, MARK))) {
    throw new OrreryError('ErrBadRequest', `${backup} is no complete backup: it has no ${MARK}`);
  }
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new OrreryError('ErrBadRequest', `${dataDir} is not empty; restore into a new folder, then start there`);
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const mark = join(dataDir, RESTORE_MARK);
  writeFileSync(mark, '', { flush: true });
  await restoreBackup(join(backup, 'jobs'), dataDir, location);
  cpSync(join(backup, 'graph'), join(dataDir, 'graph'), { recursive: true });
  copyFileSync(join(backup, KEY), join(dataDir, KEY));
  await flushFolder(dataDir);
  rmSync(mark);
  return { madeAt: (JSON.parse(readFileSync(join(backup, MARK), 'utf8')) as { madeAt: string }).madeAt };
}
