import { didYouMean, OrreryError } from '@orrery/contracts';
import { literalPath } from '../engine/engine.ts';
import type { Engine, Sql } from '../engine/engine.ts';
import { readCsvHeader } from './csv-header.ts';
import type { FileScanOptions } from './file-edge-scan.ts';

/** A column of a user's file. */
export interface FileColumn {
  readonly name: string;
  /** Its name in our SQL: c0, c1, … by position. */
  readonly sql: string;
  /** DuckDB's type; VARCHAR for every column of a CSV. */
  readonly type: string;
}

/** What says how a file's columns are found. */
export type FileFormat = Pick<FileScanOptions, 'path' | 'format' | 'header' | 'delimiter'>;

export interface FileColumns {
  readonly all: readonly FileColumn[];
  /** @throws OrreryError ErrParam listing the columns that exist */
  named(role: string, name: string): FileColumn;
  /** Exact for Parquet, unknown for CSV. */
  rowCount(): Promise<number | undefined>;
}

export function isParquet({ path, format }: Pick<FileScanOptions, 'path' | 'format'>): boolean {
  return format === undefined ? /\.(parquet|pq)$/i.test(path) : format === 'parquet';
}

/** The file's columns, by its header or schema. */
export async function fileColumns(engine: Engine, options: FileFormat): Promise<FileColumns> {
  const all = isParquet(options) ? await parquetColumns(engine, options.path) : await csvColumns(options);
  return {
    all,
    named(role, name) {
      const found = all.filter((candidate) => candidate.name === name);
      if (found.length === 1) return found[0]!;
      if (found.length > 1) throw refuse(`there are ${found.length} columns called ${JSON.stringify(name)}`);
      const names = all.map((candidate) => candidate.name);
      throw refuse(
        `there is no ${role} column ${JSON.stringify(name)}${didYouMean(name, names)}; the columns are ${names.join(', ')}`,
      );
    },
    async rowCount() {
      if (!isParquet(options)) return undefined;
      const text = 'SELECT count(*) FROM read_parquet(?)';
      const [row] = await engine.rows({ text, values: [literalPath(options.path)] });
      return Number(row![0]);
    },
  };
}

async function parquetColumns(engine: Engine, path: string): Promise<FileColumn[]> {
  const text = 'DESCRIBE SELECT * FROM read_parquet(?)';
  const rows = await engine.rows({ text, values: [literalPath(path)] });
  return rows.map(([name, type], i) => ({ name: String(name), sql: `c${i}`, type: String(type) }));
}

async function csvColumns({ path, header = true, delimiter = ',' }: FileFormat): Promise<FileColumn[]> {
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw refuse(`delimiter ${JSON.stringify(delimiter)} is not one character other than a quote or a line break`);
  }
  const fields = await readCsvHeader(path, delimiter);
  return fields.map((name, i) => ({ name: header ? name : String(i), sql: `c${i}`, type: 'VARCHAR' }));
}

/**
 * The file as a table `t` with its columns called c0, c1, … What a CSV is like is never guessed: guessing would take
 * lines that begin with `#` for comments, and drop them.
 */
export function fileSource(options: FileScanOptions, columns: readonly FileColumn[]): Sql {
  const path = literalPath(options.path);
  const names = columns.map(({ sql }) => sql);
  if (isParquet(options)) return { text: `read_parquet(?) AS t(${names.join(', ')})`, values: [path] };
  const types = names.map((name) => `${name}: 'VARCHAR'`).join(', ');
  return {
    text:
      `read_csv(?, auto_detect = false, columns = {${types}}, delim = ?, header = ${options.header ?? true}, ` +
      `quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false) AS t`,
    values: [path, options.delimiter ?? ','],
  };
}

function refuse(message: string): OrreryError {
  return new OrreryError('ErrParam', message);
}
