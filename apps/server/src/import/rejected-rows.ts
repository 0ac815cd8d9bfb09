import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { CsvCell } from './csv-rows.ts';
import { csvText } from './csv-text.ts';

/** The rows of an import that were not taken, with the reason of each, as a CSV file. */
export class RejectedRows {
  readonly #path: string;
  #stream: WriteStream | undefined;
  #failure: Error | undefined;
  count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(file: string, record: { readonly row: number; readonly cells: readonly CsvCell[] }, reason: string): void {
    if (!this.#stream) {
      this.#stream = createWriteStream(this.#path);
      this.#stream.on('error', (error) => (this.#failure ??= error));
      this.#stream.write('file,row,reason,cells\n');
    }
    const cells = record.cells.map((cell) => csvText(cell ?? '')).join(',');
    this.#stream.write(`${csvText(file)},${record.row},${csvText(reason)},${csvText(cells)}\n`);
    this.count++;
  }

  /** @throws Error when the file could not be written */
  async close(): Promise<void> {
    if (this.#stream) {
      this.#stream.end();
      if (!this.#failure) await Promise.race([once(this.#stream, 'finish'), once(this.#stream, 'error')]);
    }
    if (this.#failure) throw new Error(`${this.#path} could not be written: ${this.#failure.message}`);
  }
}
