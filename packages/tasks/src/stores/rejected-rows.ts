import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { REJECTED_FILE, valueText } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';

/** `rejected.csv` (RFC 4180: vid, value, reason), made when the first row comes. */
export class RejectedRows {
  private readonly path: string;
  private stream: WriteStream | undefined;

  constructor(outputDir: string) {
    this.path = join(outputDir, REJECTED_FILE);
  }

  add(vid: Value, value: Value, reason: string): void {
    if (this.stream === undefined) {
      this.stream = createWriteStream(this.path);
      // An error of the file shows in close; until then it must not end the process.
      this.stream.on('error', () => {});
      this.stream.write('vid,value,reason\r\n');
    }
    this.stream.write(`${[plain(vid), plain(value), reason].map(field).join(',')}\r\n`);
  }

  /** Resolves when all rows are in the file. */
  async close(): Promise<void> {
    if (this.stream === undefined) return;
    const done = finished(this.stream);
    this.stream.end();
    await done;
  }
}

function plain(value: Value): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : valueText(value);
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
