import { createHash } from 'node:crypto';
import { access, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadProjection, saveProjection } from '@orrery/analytics';
import type { Projection } from '@orrery/analytics';

const POLL_MS = 20;

export interface ExchangeRequest {
  /** Of the input and the weight or time: equal exactly for projections that may stand for each other. */
  readonly key: string;
  readonly memoryLimitBytes: number;
  readonly signal: AbortSignal;
  readonly build: () => Promise<Projection>;
  /** Called when somebody else builds it already. */
  readonly onWait: () => void;
}

/**
 * Lets several executors of one machine build a projection once. Whoever builds holds `<key>.lock`, with its process id;
 * who wants the same meanwhile leaves a mark, `<key>.wanted.<pid>`, and waits for the lock to go. The builder writes
 * `<key>.projection` when it finds a mark, so that nothing is written for nobody; the last one who took it removes it.
 * A lock whose process has died counts for nothing. The folder belongs to one run of the server, which empties it at its
 * start.
 */
export class ProjectionExchange {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async obtain(request: ExchangeRequest): Promise<{ projection: Projection; built: boolean }> {
    const name = createHash('sha256').update(request.key).digest('hex').slice(0, 32);
    const path = join(this.folder, `${name}.projection`);
    const lock = join(this.folder, `${name}.lock`);
    const mark = join(this.folder, `${name}.wanted.${process.pid}`);
    try {
      for (;;) {
        request.signal.throwIfAborted();
        const held = await this.take(path, request);
        if (held !== undefined) return { projection: held, built: false };
        if (await makeLock(lock)) {
          try {
            return { projection: await this.buildFor(name, path, request), built: true };
          } finally {
            await rm(lock, { force: true });
          }
        }
        await writeFile(mark, '');
        request.onWait();
        while (await isHeld(lock)) await pause(POLL_MS, undefined, { signal: request.signal });
      }
    } finally {
      await rm(mark, { force: true });
      if (!(await this.isWanted(name))) await rm(path, { force: true });
    }
  }

  private async take(path: string, { memoryLimitBytes, signal }: ExchangeRequest): Promise<Projection | undefined> {
    try {
      await access(path);
      return await loadProjection(path, { memoryLimitBytes, signal });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private async buildFor(name: string, path: string, { build }: ExchangeRequest): Promise<Projection> {
    const projection = await build();
    // Handing over is a favour: a full disk must not fail the task that has its projection.
    if (await this.isWanted(name)) await saveProjection(projection, path).catch(() => {});
    return projection;
  }

  private async isWanted(name: string): Promise<boolean> {
    const files = await readdir(this.folder);
    return files.some((file) => file.startsWith(`${name}.wanted.`) && isAlive(Number(file.split('.').at(-1))));
  }
}

/** A symbolic link to the process id: made whole or not at all, and without space on a disk that may be full. */
async function makeLock(path: string): Promise<boolean> {
  try {
    await symlink(String(process.pid), path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** False when the lock is gone, or its holder is and it was removed. */
async function isHeld(path: string): Promise<boolean> {
  const holder = await readlink(path).catch(() => undefined);
  if (holder === undefined) return false;
  if (isAlive(Number(holder))) return true;
  await rm(path, { force: true });
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
