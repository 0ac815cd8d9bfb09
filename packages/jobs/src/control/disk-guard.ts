import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WATCH_MS = 2000;
const RESERVE_BYTES = 32 * 2 ** 20;

/**
 * Keeps the disk from filling up with results, so that the metadata can always be written: below `minFreeBytes` tasks
 * fail with a message that says what to do. A reserve file of 32 MiB, given up when a metadata write finds no space,
 * carries over what other programs may fill meanwhile.
 */
export class DiskGuard {
  readonly #folder: string;
  readonly #minFreeBytes: number;
  readonly #onFull: (message: string) => void;
  readonly #onTrouble: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #refusal: string | undefined;
  #reserved = false;

  constructor(
    folder: string,
    minFreeBytes: number,
    onFull: (message: string) => void,
    onTrouble: (error: unknown) => void,
  ) {
    this.#folder = folder;
    this.#minFreeBytes = minFreeBytes;
    this.#onFull = onFull;
    this.#onTrouble = onTrouble;
    this.#timer = setInterval(() => void this.check().catch(this.#onTrouble), WATCH_MS);
  }

  /** Why no task may start now, if so. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  async check(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    const freeBytes = bavail * bsize;
    const wasFull = this.#refusal !== undefined;
    if (freeBytes >= this.#minFreeBytes) {
      this.#refusal = undefined;
      await this.#reserve(freeBytes);
      return;
    }
    this.#refusal =
      `the disk of ${this.#folder} is nearly full: ${mebibytes(freeBytes)} MiB are free, ` +
      `${mebibytes(this.#minFreeBytes)} MiB are kept for the records of jobs. ` +
      'Delete old jobs, lower the retention, or give it a larger disk; then run the job again.';
    if (!wasFull) this.#onFull(this.#refusal);
  }

  /** Gives the reserve to the metadata. @returns whether there was one */
  async giveReserve(): Promise<boolean> {
    this.#reserved = false;
    return giveReserve(this.#folder);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #reserve(freeBytes: number): Promise<void> {
    if (this.#reserved) return;
    const path = pathOf(this.#folder);
    const present = await stat(path).catch(() => undefined);
    if (present?.size !== RESERVE_BYTES) {
      // A reserve that takes the last bytes would make the emergency that it is for.
      if (freeBytes + (present?.size ?? 0) < this.#minFreeBytes + RESERVE_BYTES) return;
      try {
        // Real blocks, not a hole.
        await writeFile(path, Buffer.alloc(RESERVE_BYTES));
      } catch {
        await giveReserve(this.#folder);
        return;
      }
    }
    this.#reserved = true;
  }
}

function pathOf(folder: string): string {
  return join(folder, 'reserve');
}

/** Removes a data folder's reserve. @returns whether there was one */
export async function giveReserve(folder: string): Promise<boolean> {
  return rm(pathOf(folder)).then(
    () => true,
    () => false,
  );
}

/**
 * Before a server opens anything on a data folder: on a disk that is full to the brim the reserve is given up, because
 * locks and logs need some space before the guard is there.
 */
export async function makeRoomToStart(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < RESERVE_BYTES / 4) await giveReserve(folder);
}

function mebibytes(bytes: number): string {
  return Math.floor(bytes / 2 ** 20).toLocaleString('en');
}
