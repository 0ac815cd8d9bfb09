import { cp, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { flush, flushFolder } from '../executors/flush-folder.ts';
import { faultPoint } from '../fault-point.ts';

/**
 * The results on disk.
 *
 *     results/107/pagerank_1/             committed: what the task's run wrote
 *     results/.attempts/<task id>-<n>/    being written by attempt n
 *     results/.trash/<uuid>/              being deleted
 *
 * An executor writes and flushes its attempt's folder; `commit` renames it into place and flushes the entry; the
 * transaction that marks the task comes after that. So a task marked Success has its whole result, and whatever is in
 * .attempts or .trash, or in place without its mark, is a leftover that recovery removes.
 */
export class ResultFolders {
  readonly #root: string;
  readonly #syncRoot: () => Promise<void>;

  /** @param root existing after `prepare` */
  constructor(root: string) {
    this.#root = root;
    this.#syncRoot = shared(async () => void (await flush(root)));
  }

  async prepare(): Promise<void> {
    await mkdir(join(this.#root, '.attempts'), { recursive: true });
    await mkdir(join(this.#root, '.trash'), { recursive: true });
    await flush(this.#root);
  }

  attemptDir(taskId: string, attempt: number): string {
    return join(this.#root, '.attempts', `${taskId}-${attempt}`);
  }

  resultDir(jobId: number, taskKey: string): string {
    return join(this.#root, String(jobId), taskKey);
  }

  jobDir(jobId: number): string {
    return join(this.#root, String(jobId));
  }

  /** Moves a finished attempt into place. The caller has made sure that the attempt is the current one. */
  async commit(taskId: string, attempt: number, jobId: number, taskKey: string): Promise<void> {
    const target = this.resultDir(jobId, taskKey);
    const isNewJob = (await mkdir(this.jobDir(jobId), { recursive: true })) !== undefined;
    faultPoint('before-rename');
    try {
      await rename(this.attemptDir(taskId, attempt), target);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as { code?: string }).code ?? '')) throw error;
      // Not marked in the database, so a leftover.
      await this.remove(target);
      await rename(this.attemptDir(taskId, attempt), target);
    }
    faultPoint('after-rename');
    faultPoint('before-flush');
    await flush(this.jobDir(jobId));
    if (isNewJob) await this.#syncRoot();
    faultPoint('after-flush');
  }

  /**
   * Gives a job the committed result of another one: hard links, so that deleting either keeps the other's; copies
   * where the file system has no links. Result files are never changed in place.
   */
  async reuse(fromJobId: number, toJobId: number, taskKey: string): Promise<void> {
    const target = this.resultDir(toJobId, taskKey);
    await linkTree(this.resultDir(fromJobId, taskKey), target);
    await flushFolder(target);
    await flush(this.jobDir(toJobId));
    await this.#syncRoot();
  }

  /** Removes a folder if it is there: out of sight at once, its files afterwards. */
  async remove(folder: string): Promise<void> {
    const trash = join(this.#root, '.trash', randomUUID());
    try {
      await rename(folder, trash);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return;
      throw error;
    }
    await rm(trash, { recursive: true, force: true });
  }

  /** Empties .attempts and .trash. Only while no executor runs. */
  async removeLeftovers(): Promise<void> {
    for (const name of ['.attempts', '.trash']) {
      for (const entry of await readdir(join(this.#root, name))) {
        await rm(join(this.#root, name, entry), { recursive: true, force: true });
      }
    }
  }

  /** Ids of the jobs that have a folder, in no order. */
  async jobIds(): Promise<number[]> {
    return (await readdir(this.#root)).filter((name) => /^\d+$/.test(name)).map(Number);
  }

  /** Task keys that have a folder in the job's. */
  async taskKeys(jobId: number): Promise<string[]> {
    try {
      return await readdir(this.jobDir(jobId));
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Copies a folder as hard links. @throws ENOENT when the source is gone */
export async function linkTree(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true });
  await mkdir(to, { recursive: true });
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else await linkFile(source, target);
  }
}

async function linkFile(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS'].includes((error as { code?: string }).code ?? ''))
      throw error;
    await cp(source, target);
  }
}

/** Callers who come while a run is under way share the next one, which begins after all of them asked. */
function shared(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        running = action();
        return running;
      });
    return next;
  };
}
