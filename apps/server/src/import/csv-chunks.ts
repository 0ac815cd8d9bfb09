import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';

/** Whole records of a file, in memory of their own. */
export interface CsvChunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How far the file was read. */
  readonly bytesRead: number;
}

const MAX_RECORD_BYTES = 256 * 2 ** 20;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Where the last record ends that is whole: after a line feed outside of quotes. 0 when there is none. */
function endOfRecords(bytes: Uint8Array): number {
  if (!bytes.includes(0x22)) return bytes.lastIndexOf(0x0a) + 1;
  let inQuotes = false;
  let end = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0x22) inQuotes = !inQuotes;
    else if (byte === 0x0a && !inQuotes) end = i + 1;
  }
  return end;
}

/** Text that is no UTF-8 gets U+FFFD in place of what is not. */
function asUtf8(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return isUtf8(bytes) ? bytes : new Uint8Array(Buffer.from(Buffer.from(bytes.buffer).toString()));
}

/**
 * A file in pieces that end where a record ends, without a byte order mark.
 * @throws Error when the file cannot be read or a record is larger than 256 MiB
 */
export async function* csvChunks(file: string, chunkBytes = 2 ** 20): AsyncGenerator<CsvChunk> {
  await using handle = await open(file, 'r');
  let held = new Uint8Array(0);
  let bytesRead = 0;
  let isFirst = true;
  let wanted = chunkBytes;
  for (;;) {
    const bytes = new Uint8Array(held.length + wanted);
    bytes.set(held);
    let filled = held.length;
    while (filled < bytes.length) {
      const { bytesRead: got } = await handle.read(bytes, filled, bytes.length - filled);
      if (got === 0) break;
      filled += got;
    }
    const isLast = filled < bytes.length;
    const start = isFirst && BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
    bytesRead += filled - held.length;
    const end = isLast ? filled : endOfRecords(bytes);
    if (end === 0 && filled > MAX_RECORD_BYTES) {
      throw new Error(`${file}: a row has more than ${MAX_RECORD_BYTES} bytes; is a closing quote missing?`);
    }
    wanted = end === 0 ? bytes.length : chunkBytes;
    isFirst &&= end === 0;
    if (end > start) yield { bytes: asUtf8(bytes.slice(start, end)), bytesRead };
    if (isLast) return;
    held = bytes.slice(end);
  }
}
