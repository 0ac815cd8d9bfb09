import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { OrreryError } from '@orrery/contracts';

/** The first record may have this many bytes. */
const LONGEST_RECORD = 1024 * 1024;

/**
 * The fields of a CSV's first record (RFC 4180), of a file as it is or compressed as `.gz` or `.zst`.
 * @throws OrreryError ErrParam when the file is empty or its first record does not end
 */
export async function readCsvHeader(path: string, delimiter: string): Promise<string[]> {
  let head = Buffer.alloc(0);
  for await (const part of open(path)) {
    head = Buffer.concat([head, part as Buffer]);
    const fields = firstRecord(head.toString('utf8'), delimiter, false);
    if (fields !== undefined) return fields;
    if (head.length > LONGEST_RECORD) throw refuse(`its first line is longer than ${LONGEST_RECORD} bytes`);
  }
  if (head.length === 0) throw refuse('it is empty');
  const fields = firstRecord(head.toString('utf8'), delimiter, true);
  if (fields === undefined) throw refuse('a quote of its first line is not closed');
  return fields;
}

function open(path: string): Readable {
  const file = createReadStream(path);
  const unpack = /\.gz$/i.test(path) ? createGunzip() : /\.zst$/i.test(path) ? createZstdDecompress() : undefined;
  if (unpack === undefined) return file;
  file.on('error', (error) => unpack.destroy(error));
  unpack.on('close', () => file.destroy());
  return file.pipe(unpack);
}

/** Undefined when the record does not end within the text; `whole`: the text's end is the file's. */
function firstRecord(text: string, delimiter: string, whole: boolean): string[] | undefined {
  const fields: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        const quote = text.indexOf('"', at);
        // A quote that ends the text may be the first half of a doubled one.
        if (quote < 0 || (quote === text.length - 1 && !whole)) return undefined;
        field += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
      }
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    if (at === text.length && !whole) return undefined;
    fields.push(field + text.slice(from, at));
    if (text[at] !== delimiter) return fields;
    at++;
  }
}

function refuse(message: string): OrreryError {
  return new OrreryError('ErrParam', message);
}
