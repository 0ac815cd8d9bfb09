import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBBlobValue, DuckDBInstance } from '@duckdb/node-api';
import { DataSet, utf8Column, valueText, VertexValue } from '@orrery/contracts';
import type { ColumnData, Value } from '@orrery/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createTableWriter, readColumns, readSummary, TABLE_FILE, writeDataSet } from '../src/index.ts';
import { columnLength } from '../src/values/column-data.ts';
import { columnsFromRows } from '../src/values/columns-from-rows.ts';
import { exactTexts } from '../src/values/cells.ts';
import { randomTable } from './random-table.ts';
import { tempFolder } from './temp-folder.ts';

const folder = tempFolder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
let duckdb: DuckDBInstance;
let connection: DuckDBConnection;
let next = 0;

beforeAll(async () => {
  duckdb = await DuckDBInstance.create(':memory:');
  connection = await duckdb.connect();
});
afterAll(() => {
  connection.closeSync();
  duckdb.closeSync();
});

function outputDir(): string {
  const path = join(folder, `out-${next++}`);
  mkdirSync(path);
  return path;
}

/** The table as an independent reader sees it, in stored order, every value as text that tells null from "". */
async function asDuckDbReads(dir: string): Promise<(string | null)[][]> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${join(dir, TABLE_FILE)}'`);
  const columns = described.getRows().map(([name, type]) => {
    const quoted = `"${String(name).replaceAll('"', '""')}"`;
    return type === 'VARCHAR' ? `encode(${quoted})` : quoted;
  });
  const result = await connection.runAndReadAll(
    `SELECT ${columns.join(', ')} FROM read_parquet('${join(dir, TABLE_FILE)}', file_row_number = true) ORDER BY file_row_number`,
  );
  const types = result.columnTypes().map(String);
  return result.getRows().map((row) =>
    row.map((value, i) => {
      if (value === null) return null;
      if (value instanceof DuckDBBlobValue) return decoder.decode(value.bytes);
      if (types[i] === 'DOUBLE') return exactTexts({ type: 'double', values: Float64Array.of(value as number) })(0);
      if (types[i] === 'TIMESTAMP') return isoOf(String(value).replace(' ', 'T'));
      return types[i] === 'TIME' ? isoOf(String(value)) : String(value);
    }),
  );
}

/** With six decimals of a second. */
function isoOf(text: string): string {
  const [seconds, fraction = ''] = text.split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

function asWritten(columns: readonly ColumnData[]): (string | null)[][] {
  const texts = columns.map(exactTexts);
  return Array.from({ length: columnLength(columns[0]!) }, (_, row) => texts.map((text) => text(row)));
}

async function asRead(dir: string, names: readonly string[]): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const batch of readColumns(dir, names)) rows.push(...asWritten(batch));
  return rows;
}

describe('a written table', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`is what DuckDB and the own reader read, every type and null (seed ${seed})`, async () => {
      const { columns, rows } = randomTable(seed, [1, 7, 8, 1000, 3000, 5001][seed - 1]!);
      const dir = outputDir();
      const writer = await createTableWriter(dir, columns);
      for (let from = 0; from < rows.length; from += 777) await writer.appendRows(rows.slice(from, from + 777));
      const summary = await writer.close({ iterations: 3, converged: true, residual: NaN, 'n"ame': 'x' });
      const expected = asWritten(columnsFromRows(columns, rows));
      expect(await asDuckDbReads(dir)).toEqual(expected);
      expect(
        await asRead(
          dir,
          columns.map((column) => column.name),
        ),
      ).toEqual(expected);
      expect(summary.statistics).toEqual({ iterations: 3, converged: true, residual: 'NaN', 'n"ame': 'x' });
      expect(await readSummary(dir)).toEqual(summary);
      expect(summary.sizeBytes).toBe(readFileSync(join(dir, TABLE_FILE)).length);
      expect(readdirSync(dir)).toEqual([TABLE_FILE]);
    });
  }

  it('spans row groups, and long texts are split by bytes', async () => {
    const count = 300_001;
    const values = BigInt64Array.from({ length: count }, (_, i) => BigInt(i) * 3n - 5n);
    const texts = utf8Column(
      Array.from({ length: count }, (_, i) => (i % 50_000 === 5 ? 'long'.repeat(5_000_000) : `p${i}`)),
    );
    const dir = outputDir();
    const writer = await createTableWriter(dir, [
      { name: 'VID', type: 'int64' },
      { name: 'name', type: 'string' },
    ]);
    await writer.append([{ type: 'int64', values }, texts]);
    expect((await writer.close()).rowCount).toBe(count);
    let row = 0;
    let groups = 0;
    for await (const [ids, names] of readColumns(dir, ['VID', 'name'])) {
      groups++;
      const { offsets } = names as ColumnData & { type: 'string' };
      for (const [i, id] of (ids as ColumnData & { type: 'int64' }).values.entries()) {
        if (id !== values[row]) throw new Error(`row ${row} has ${id}`);
        const length = offsets[i + 1]! - offsets[i]!;
        if (length !== texts.offsets[row + 1]! - texts.offsets[row]!) throw new Error(`row ${row}: ${length} bytes`);
        row++;
      }
    }
    expect(row).toBe(count);
    expect(groups).toBeGreaterThan(Math.ceil(count / 122_880));
    const check = await connection.runAndReadAll(
      `SELECT count(*), sum(VID), sum(strlen(name)), count(DISTINCT name) FROM '${join(dir, TABLE_FILE)}'`,
    );
    const sum = values.reduce((total, value) => total + value, 0n);
    expect(check.getRows()).toEqual([[BigInt(count), sum, BigInt(texts.bytes.length), BigInt(count - 5)]]);
  });

  it('has row-group statistics that DuckDB may prune by, also with NaN and nulls', async () => {
    const dir = outputDir();
    const writer = await createTableWriter(dir, [{ name: 'x', type: 'double' }]);
    const values = new Float64Array(200_000).map((_, i) => (i === 3 ? NaN : i));
    const valid = new Uint8Array(200_000).fill(1).fill(0, 150_000, 150_010);
    await writer.append([{ type: 'double', values, valid }]);
    await writer.close();
    const path = join(dir, TABLE_FILE);
    const count = async (where: string): Promise<number> =>
      Number((await connection.runAndReadAll(`SELECT count(*) FROM '${path}' WHERE ${where}`)).getRows()[0]![0]);
    expect(await count('x > 199998')).toBe(2);
    expect(await count('x >= 149999 AND x < 150011')).toBe(2);
    expect(await count('isnan(x)')).toBe(1);
    expect(await count('x IS NULL')).toBe(10);
  });

  it('is infallible for no rows and for no columns', async () => {
    const dir = outputDir();
    const summary = await writeDataSet(dir, new DataSet(['a', 'b'], []));
    expect(summary).toMatchObject({ rowCount: 0, columns: [{ type: 'string' }, { type: 'string' }] });
    expect(await asRead(dir, ['a'])).toEqual([]);
    expect(await asDuckDbReads(dir)).toEqual([]);
    const none = outputDir();
    await writeDataSet(none, new DataSet([], []));
    expect(await readSummary(none)).toMatchObject({ rowCount: 0, columns: [] });
  });
});

describe('a query result as a table', () => {
  it('gets names, types and texts', async () => {
    const vertex = new VertexValue('player100', [{ name: 'player', props: new Map<string, Value>([['age', 42n]]) }]);
    const rows: Value[][] = [
      ['Tim', 1n, 1n, vertex, null, undefined, 1n],
      ['Tony', 2n, 2.5, 'text', null, 7n, 0.5],
    ];
    const dir = outputDir();
    const summary = await writeDataSet(dir, new DataSet(['v', 'v', '', 'V', 'n', 'e', 'w'], rows));
    expect(summary.columns).toEqual([
      { name: 'v', type: 'string' },
      { name: 'v_2', type: 'int64' },
      { name: 'column_3', type: 'double' },
      { name: 'V', type: 'json' },
      { name: 'n', type: 'string' },
      { name: 'e', type: 'int64' },
      { name: 'w', type: 'double' },
    ]);
    expect(await asRead(dir, ['v', 'column_3', 'V', 'n', 'e'])).toEqual([
      ['Tim', '1.0', valueText(vertex), null, null],
      ['Tony', '2.5', '"text"', null, '7'],
    ]);
  });

  it('names the column and the row of a value that does not fit', async () => {
    const dir = outputDir();
    const writer = await createTableWriter(dir, [{ name: 'age', type: 'int64' }]);
    await writer.appendRows([[1n], [2n]]);
    await expect(writer.appendRows([[3n], ['x']])).rejects.toThrow('column "age", row 3: "x" is no int64 value');
    await expect(writer.close()).rejects.toThrow('column "age", row 3');
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('a table that is not finished', () => {
  it('has no name before close, and nothing is left after abort', async () => {
    const dir = outputDir();
    const writer = await createTableWriter(dir, [{ name: 'a', type: 'int64' }]);
    await writer.appendRows([[1n]]);
    expect(existsSync(join(dir, TABLE_FILE))).toBe(false);
    await writer.abort();
    expect(readdirSync(dir)).toEqual([]);
    await expect(writer.close()).rejects.toThrow('aborted');
  });

  it.skipIf(!existsSync('/dev/full'))('leaves nothing on a full disk, and says so', async () => {
    const dir = outputDir();
    symlinkSync('/dev/full', join(dir, `${TABLE_FILE}.partial`));
    const writer = await createTableWriter(dir, [{ name: 'a', type: 'int64' }]);
    await writer.append([{ type: 'int64', values: new BigInt64Array(10) }]);
    await expect(writer.close()).rejects.toThrow(/disk that holds .* is full/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('refuses wrong columns by name', async () => {
    const dir = outputDir();
    await expect(
      createTableWriter(dir, [
        { name: 'a', type: 'bool' },
        { name: 'a', type: 'bool' },
      ]),
    ).rejects.toThrow('unique');
    const writer = await createTableWriter(dir, [
      { name: 'a', type: 'bool' },
      { name: 'b', type: 'bool' },
    ]);
    const one: ColumnData = { type: 'bool', values: new Uint8Array(1) };
    await expect(writer.append([one, { type: 'bool', values: new Uint8Array(2) }])).rejects.toThrow(
      'column "b" has 2 values',
    );
  });
});

describe('reading', () => {
  it('refuses files that are missing, foreign or damaged at any byte of the footer', async () => {
    await expect(readSummary(join(folder, 'nowhere'))).rejects.toThrow('there is no result table');
    const foreign = outputDir();
    await connection.run(`COPY (SELECT 1 AS a) TO '${join(foreign, TABLE_FILE)}' (FORMAT parquet)`);
    await expect(readSummary(foreign)).rejects.toThrow('another program wrote it');
    const dir = outputDir();
    await writeDataSet(
      dir,
      new DataSet(
        ['a', 'b'],
        [
          [1n, 'x'],
          [2n, 'y'],
        ],
      ),
    );
    const bytes = readFileSync(join(dir, TABLE_FILE));
    const damagedDir = outputDir();
    const path = join(damagedDir, TABLE_FILE);
    for (let at = 0; at < bytes.length; at++) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at]! ^ 0xff;
      writeFileSync(path, copy);
      // Any answer or error will do; a hang, a crash or an endless allocation would not.
      await asRead(damagedDir, ['a', 'b']).catch((error: unknown) => expect(error).toBeInstanceOf(Error));
    }
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(path, bytes);
      truncateSync(path, length);
      await expect(readSummary(damagedDir)).rejects.toThrow('cannot be read');
    }
  });

  it('names the columns that exist', async () => {
    const dir = outputDir();
    await writeDataSet(dir, new DataSet(['src', 'dst'], []));
    await expect(readColumns(dir, ['scr']).next()).rejects.toThrow(
      'no column "scr"; did you mean src?; the columns are src, dst',
    );
  });
});
