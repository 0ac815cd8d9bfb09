import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JOB_STATUS, OrreryError } from '@orrery/contracts';
import { flushFolder } from '../executors/flush-folder.ts';
import { openMetadata, type Metadata, type MetadataLocation } from '../metadata/open-metadata.ts';
import { copyRows } from '../metadata/copy-rows.ts';
import { linkTree, type ResultFolders } from '../results/result-folders.ts';

/*
 * A backup is a folder with `metadata.db` (SQLite, whatever the original is on), `results/` as in a data folder, and
 * `backup.json`, written last: without it the backup is not complete.
 */
const METADATA_FILE = 'metadata.db';
const MARK_FILE = 'backup.json';
const FINAL = [JOB_STATUS.Success, JOB_STATUS.Failed, JOB_STATUS.Interrupted];

export async function backUp(metadata: Metadata, folders: ResultFolders, targetDir: string): Promise<void> {
  await mkdir(targetDir, { recursive: true, mode: 0o700 });
  if ((await readdir(targetDir)).length > 0) {
    throw new OrreryError('ErrBadRequest', `${targetDir} is not empty; a backup needs a folder of its own`);
  }
  const path = join(targetDir, METADATA_FILE);
  if (metadata.sqlite !== undefined) await metadata.sqlite.backup(path);
  const copy = await openMetadata({ kind: 'sqlite', path });
  try {
    if (metadata.sqlite === undefined) await copyRows(metadata.db, copy.db);
    await copy.writer.write(async (tx) => {
      const unfinished = {
        status: JOB_STATUS.Interrupted,
        reason: 'it had not ended when the backup was made',
        run_end_ms: Date.now(),
      };
      await tx.updateTable('tasks').set(unfinished).where('status', 'not in', FINAL).execute();
      await tx
        .updateTable('jobs')
        .set({ ...unfinished, credentials: null })
        .where('status', 'not in', FINAL)
        .execute();
      await tx.deleteFrom('children').execute();
    });
    await copyResults(copy, folders, join(targetDir, 'results'));
  } finally {
    await copy.close();
  }
  for (const name of ['.lock', '.lock.holder']) await rm(`${path}${name}`, { force: true });
  await flushFolder(targetDir);
  await writeFile(join(targetDir, MARK_FILE), JSON.stringify({ madeAt: new Date().toISOString() }), { flush: true });
  await flushFolder(targetDir);
}

/** Of every task that the copy knows as Success: its files can't change any more, so links are copies. */
async function copyResults(copy: Metadata, folders: ResultFolders, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  let lastId = 0;
  for (;;) {
    const jobs = await copy.db
      .selectFrom('jobs')
      .select('id')
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(200)
      .execute();
    if (jobs.length === 0) return;
    for (const { id } of jobs) {
      lastId = id;
      const tasks = await copy.db
        .selectFrom('tasks')
        .select('key')
        .where('job_id', '=', id)
        .where('status', '=', JOB_STATUS.Success)
        .execute();
      for (const { key } of tasks) await linkTree(folders.resultDir(id, key), join(target, String(id), key));
    }
  }
}

/**
 * Puts a backup into a data folder and a metadata database that hold nothing yet. No server may run on them.
 * @param location where the metadata goes: SQLite or PostgreSQL, independent of where it came from
 * @throws OrreryError ErrBadRequest when the backup is not complete or the target is in use or not empty
 */
export async function restoreBackup(backupDir: string, dataDir: string, location: MetadataLocation): Promise<void> {
  const entries: string[] = await readdir(backupDir).catch(() => []);
  if (!entries.includes(MARK_FILE) || !entries.includes(METADATA_FILE)) {
    throw new OrreryError('ErrBadRequest', `${backupDir} is no complete backup of Orrery (${MARK_FILE} is missing)`);
  }
  const results = join(dataDir, 'results');
  const present: string[] = await readdir(results).catch(() => []);
  if (present.some((name) => !name.startsWith('.'))) {
    throw new OrreryError('ErrBadRequest', `${dataDir} holds results already; restore into a new data folder`);
  }
  const target = await openMetadata(location);
  try {
    for (const table of ['jobs', 'workflows'] as const) {
      const row = await target.db.selectFrom(table).select('id').limit(1).executeTakeFirst();
      if (row === undefined) continue;
      throw new OrreryError(
        'ErrBadRequest',
        'the metadata database holds jobs or workflows already; restore into a new one',
      );
    }
    await mkdir(results, { recursive: true, mode: 0o700 });
    await cp(join(backupDir, 'results'), results, { recursive: true });
    await flushFolder(results);
    const source = await openMetadata({ kind: 'sqlite', path: join(backupDir, METADATA_FILE) });
    try {
      await copyRows(source.db, target.db);
    } finally {
      await source.close();
    }
  } finally {
    await target.close();
  }
}
