import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { OrreryError } from '@orrery/contracts';
import type { EdgeSource, EdgeValueKind } from '../face.ts';

export type CsvSource = Extract<EdgeSource, { kind: 'csv' }>;

/** Where the columns of an edge list are. Numbers of columns count from 0. */
export interface CsvFormat {
  readonly path: string;
  readonly delimiter: number;
  /** First byte after the byte order mark and the header. */
  readonly dataStart: number;
  readonly sizeBytes: number;
  readonly source: number;
  readonly target: number;
  /** Column of the weight or the time; -1: none */
  readonly value: number;
  readonly edgeValue: EdgeValueKind;
}

/** A row may have this many bytes. */
export const LONGEST_ROW_BYTES = 1 << 20;

/**
 * Reads the header and finds the columns.
 * @throws OrreryError ErrParam naming the column, or when times are asked of a source that names none; the file's own errors
 */
export function readCsvFormat(source: CsvSource, wanted: EdgeValueKind): CsvFormat {
  if (source.delimiter.length !== 1 || source.delimiter.charCodeAt(0) > 126 || '"\r\n'.includes(source.delimiter)) {
    throw new OrreryError(
      'ErrParam',
      `delimiter ${JSON.stringify(source.delimiter)} is not possible: it must be one ASCII character other than a quote or a line break`,
    );
  }
  const descriptor = openSync(source.path, 'r');
  try {
    const sizeBytes = fstatSync(descriptor).size;
    const head = Buffer.alloc(Math.min(sizeBytes, LONGEST_ROW_BYTES + 3));
    readSync(descriptor, head, 0, head.length, 0);
    const start = head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    const value = valueColumn(source, wanted);
    const names = [source.src, source.dst, ...(value === undefined ? [] : [value])];
    if (source.header && head.length === start) {
      throw new OrreryError('ErrParam', `${basename(source.path)} is empty; it must begin with a header`);
    }
    const header = source.header ? splitHeader(head, start, source) : undefined;
    const positions = names.map((name) =>
      header ? byName(name, header.names, basename(source.path)) : byPosition(name),
    );
    return {
      path: source.path,
      delimiter: source.delimiter.charCodeAt(0),
      dataStart: header?.end ?? start,
      sizeBytes,
      source: positions[0]!,
      target: positions[1]!,
      value: positions[2] ?? -1,
      edgeValue: value === undefined ? 'none' : wanted,
    };
  } finally {
    closeSync(descriptor);
  }
}

function valueColumn(source: CsvSource, wanted: EdgeValueKind): string | undefined {
  if (wanted === 'none') return undefined;
  if (wanted === 'weight') return source.weight;
  if (source.time !== undefined) return source.time;
  throw new OrreryError(
    'ErrParam',
    `${basename(source.path)} is read without times: name the column with the time of each edge`,
  );
}

function byPosition(name: string): number {
  if (!/^(0|[1-9]\d{0,3})$/.test(name)) {
    throw new OrreryError(
      'ErrParam',
      `column ${JSON.stringify(name)} cannot be found: the file has no header, so columns are named by position, "0", "1", …`,
    );
  }
  return Number(name);
}

function byName(name: string, names: readonly string[], file: string): number {
  const position = names.indexOf(name);
  if (position < 0) {
    throw new OrreryError(
      'ErrParam',
      `${file} has no column ${JSON.stringify(name)}; its columns are ${names.join(', ')}`,
    );
  }
  if (names.indexOf(name, position + 1) >= 0) {
    throw new OrreryError('ErrParam', `${file} has several columns named ${JSON.stringify(name)}`);
  }
  return position;
}

function splitHeader(head: Buffer, start: number, source: CsvSource): { names: string[]; end: number } {
  const delimiter = source.delimiter.charCodeAt(0);
  const names: string[] = [];
  let at = start;
  for (;;) {
    let cell: string;
    if (head[at] === 0x22) {
      let text = '';
      let from = ++at;
      for (;;) {
        const quote = head.indexOf(0x22, at);
        if (quote < 0)
          throw new OrreryError('ErrParam', `the header of ${basename(source.path)} has a quote that is not closed`);
        text += head.toString('utf8', from, quote);
        at = quote + 1;
        if (head[at] !== 0x22) break;
        text += '"';
        from = ++at;
      }
      cell = text;
    } else {
      const from = at;
      while (at < head.length && head[at] !== delimiter && head[at] !== 0x0a && head[at] !== 0x0d) at++;
      cell = head.toString('utf8', from, at);
    }
    names.push(cell);
    if (head[at] === delimiter) {
      at++;
      continue;
    }
    if (head[at] === 0x0d) at++;
    if (head[at] === 0x0a) at++;
    return { names, end: at };
  }
}
