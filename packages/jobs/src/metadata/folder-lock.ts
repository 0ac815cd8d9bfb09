import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { OrreryError } from '@orrery/contracts';

export interface FolderLock {
  release(): void;
}

/**
 * Locks a data folder for this process. The lock is the operating system's: an open write transaction on the tiny
 * SQLite file `orrery.lock`, which the kernel gives up with the process however it ends, so a killed holder never
 * blocks a restart and there is no stale lock to guess about. `orrery.lock.holder` names the holder for people.
 * @throws OrreryError ErrBadRequest naming the holder, when somebody else has the folder.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  return lockFile(join(folder, 'orrery.lock'), `the data folder ${folder}`);
}

/** The same for any path; `what` names the locked thing in the error. */
export function lockFile(path: string, what: string): FolderLock {
  let database: Database.Database;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new Database(path, { timeout: 0 });
  } catch (error) {
    throw new OrreryError(
      'ErrInternalDatabase',
      `${what} can't be locked: ${(error as Error).message}. Check that this user may write to ${dirname(path)}.`,
      { cause: error },
    );
  }
  try {
    database.exec('begin immediate');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new OrreryError(
      'ErrBadRequest',
      `${what} is in use by ${holderOf(path)}. Stop that one first, or choose another folder.`,
    );
  }
  try {
    writeFileSync(
      holderPath(path),
      JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }),
    );
  } catch {
    // It is for people's eyes: a full disk must not keep a server from starting.
  }
  return {
    release() {
      if (database.open) database.close();
    },
  };
}

function holderPath(path: string): string {
  return `${path}.holder`;
}

function holderOf(path: string): string {
  try {
    const holder = JSON.parse(readFileSync(holderPath(path), 'utf8')) as { pid: number; host: string; since: string };
    return `process ${holder.pid} on ${holder.host} (since ${holder.since})`;
  } catch {
    return 'another process';
  }
}
