import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { csvChunks } from '../src/import/csv-chunks.ts';
import {
  cellsOf,
  csvColumns,
  csvRecords,
  type CsvCell,
  type CsvOptions,
  type CsvRecord,
} from '../src/import/csv-rows.ts';
import { CsvScanner } from '../src/import/csv-scanner.ts';

const SEED = 11;
const PIECES = ['a', 'Zwölf', '汉字', '😀', ' ', '"', ',', '\n', '\r\n', '\\N', ';', ''];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-csv-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string | Uint8Array): string {
  const file = join(folder, 'rows.csv');
  writeFileSync(file, text);
  return file;
}

async function all(options: CsvOptions): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(options)) records.push(record);
  return records;
}

async function recordsOf(file: string, chunkBytes: number): Promise<CsvCell[][]> {
  const records: CsvCell[][] = [];
  for await (const { bytes } of csvChunks(file, chunkBytes)) {
    const scanner = new CsvScanner(bytes, ',');
    while (scanner.next()) records.push(cellsOf(scanner, '\\N'));
  }
  return records;
}

it.each([1, 7, 64, 4096])(`reads what was written, in chunks of %i bytes (seed ${SEED})`, async (chunkBytes) => {
  let state = SEED;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
  const rows = Array.from({ length: 300 }, () =>
    Array.from({ length: 2 + random(3) }, (): CsvCell => {
      if (random(9) === 0) return null;
      return Array.from({ length: random(5) }, () => PIECES[random(PIECES.length)]!).join('');
    }),
  );
  const cell = (text: CsvCell): string => {
    if (text === null) return '\\N';
    return text === '\\N' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row, i) => row.map(cell).join(',') + (i % 3 === 0 ? '\r\n' : i % 7 === 0 ? '\n\n' : '\n'));
  const file = write(`\ufeff${lines.join('')}`);
  expect(await recordsOf(file, chunkBytes)).toEqual(rows);
});

it('names columns by the header, or by place', async () => {
  const file = write('\n"a ""b""",c\n1,2\n');
  expect(await csvColumns({ file })).toEqual(['a "b"', 'c']);
  expect(await csvColumns({ file, header: false })).toEqual(['0', '1']);
  const records = await all({ file, header: false });
  expect(records.map(({ row, cells }) => [row, ...cells])).toEqual([
    [1, 'a "b"', 'c'],
    [2, '1', '2'],
  ]);
  await expect(csvColumns({ file: write('') })).rejects.toThrow('is empty');
});

it.each([
  ['a,b"c\n', 'a quote in a cell that does not begin with one'],
  ['"a"b,c\n', 'goes on after its closing quote'],
  ['"a,b\n', 'no closing one'],
])('says after which row a file is no CSV: %j', async (text, message) => {
  const file = write(`x,y\n1,2\n${text}`);
  await expect(all({ file })).rejects.toThrow(message);
  await expect(all({ file })).rejects.toThrow('after row 1');
});

it('takes bytes that are no UTF-8 for unknown characters', async () => {
  const file = write(Buffer.from([0x61, 0xff, 0x2c, 0x62]));
  expect(await recordsOf(file, 100)).toEqual([['a\ufffd', 'b']]);
});
