import { readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './store.ts';

/**
 * A data folder's owner: a symbolic link to its pid and, where the system tells it, the time the process started (a pid
 * alone may have been given to somebody else since). A link is made whole or not at all, fails where the name exists,
 * and takes no space of a disk that may be full. One whose process is gone is taken over.
 */
export class DataLock {
  readonly #path: string;
  readonly #content: string;

  private constructor(path: string, content: string) {
    this.#path = path;
    this.#content = content;
  }

  /** @throws StoreError Locked, naming the holder */
  static acquire(dataDir: string): DataLock {
    const path = join(dataDir, 'graphd.lock');
    const content = `${process.pid} ${startOf(process.pid) ?? 'unknown'}`;
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        symlinkSync(content, path);
        return new DataLock(path, content);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = livingHolder(path);
      if (holder !== undefined) {
        throw new StoreError(
          'Locked',
          `the data folder ${dataDir} is in use by process ${holder}; stop that process or choose another folder`,
        );
      }
      try {
        unlinkSync(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    throw new StoreError('Locked', `the data folder ${dataDir} is being taken by other processes all the time`);
  }

  release(): void {
    try {
      if (readlinkSync(this.#path) === this.#content) unlinkSync(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function livingHolder(path: string): number | undefined {
  let content: string;
  try {
    content = readlinkSync(path);
  } catch {
    return undefined;
  }
  const [pidText, start] = content.split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  const now = startOf(pid);
  return now === undefined || start === 'unknown' || now === start ? pid : undefined;
}

/** Start of a process in ticks since boot, from /proc; undefined where there is none. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
