import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

const WATCH_MS = 2000;
const RESERVE_BYTES = 32 * 2 ** 20;

/**
 * Keeps the disk from filling up with results, so that the metadata can always be written: below `minFreeBytes` tasks
 * fail with a message that says what to do. A reserve file of 32 MiB, given up when a metadata write fails for want
 * of space, carries over what other programs may fill meanwhile.
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
      await this.#reserve();
      return;
    }
    this.#refusal =
      `the disk of ${this.#folder} is nearly full: ${mebibytes(freeBytes)} MiB are free, ` +
      `${mebibytes(this.#minFreeBytes)} MiB are kept for the records of jobs. ` +
      'Delete old jobs, lower the retention, or give it a larger disk; then run the job again.';
    if (!wasFull) this.#onFull(this.#refusal);
  }

  /** Gives the reserve to the metadata. */
  async giveReserve(): Promise<void> {
    this.#reserved = false;
    await rm(this.#path(), { force: true }).catch(this.#onTrouble);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #reserve(): Promise<void> {
    if (this.#reserved) return;
    this.#reserved = true;
    const present = await stat(this.#path()).catch(() => undefined);
    if (present?.size === RESERVE_BYTES) return;
    const handle = await open(this.#path(), 'w');
    try {
      // Real blocks, not a hole.
      const block = Buffer.alloc(2 ** 20);
      for (let written = 0; written < RESERVE_BYTES; written += block.length) await handle.write(block);
    } catch {
      this.#reserved = false;
    } finally {
      await handle.close();
    }
  }

  #path(): string {
    return join(this.#folder, 'reserve');
  }
}

function mebibytes(bytes: number): string {
  return Math.floor(bytes / 2 ** 20).toLocaleString('en');
}
