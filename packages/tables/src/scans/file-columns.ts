import { didYouMean, OrreryError } from '@orrery/contracts';
import { literalPath } from '../engine/engine.ts';
import type { Engine, Sql } from '../engine/engine.ts';
import type { FileScanOptions } from './file-edge-scan.ts';

/** A column of a user's file. */
export interface FileColumn {
  readonly name: string;
  /** Its name in our SQL: c0, c1, … by position. */
  readonly sql: string;
  /** DuckDB's type; VARCHAR for every column of a CSV. */
  readonly type: string;
}

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
export async function fileColumns(engine: Engine, options: FileScanOptions): Promise<FileColumns> {
  const reader = readerOf(options);
  const rows = await engine.rows({ text: `DESCRIBE SELECT * FROM ${reader.text}`, values: reader.values! });
  const named = isParquet(options) || (options.header ?? true);
  const all = rows.map(([name, type], i): FileColumn => {
    return { name: named ? String(name) : String(i), sql: `c${i}`, type: String(type) };
  });
  return {
    all,
    named(role, name) {
      const column = all.find((candidate) => candidate.name === name);
      if (column !== undefined) return column;
      const names = all.map((candidate) => candidate.name);
      throw new OrreryError(
        'ErrParam',
        `there is no ${role} column ${JSON.stringify(name)}${didYouMean(name, names)}; the columns are ${names.join(', ')}`,
      );
    },
    async rowCount() {
      if (!isParquet(options)) return undefined;
      const [row] = await engine.rows({ text: `SELECT count(*) FROM ${reader.text}`, values: reader.values! });
      return Number(row![0]);
    },
  };
}

/** The file as a table `t` with its columns called c0, c1, … */
export function fileSource(options: FileScanOptions, columns: readonly FileColumn[]): Sql {
  const reader = readerOf(options);
  return { text: `${reader.text} AS t(${columns.map(({ sql }) => sql).join(', ')})`, values: reader.values! };
}

function readerOf(options: FileScanOptions): Sql {
  const path = literalPath(options.path);
  if (isParquet(options)) return { text: 'read_parquet(?)', values: [path] };
  const delimiter = options.delimiter ?? ',';
  return {
    text:
      `read_csv(?, delim = ?, header = ${options.header ?? true}, all_varchar = true, quote = '"', escape = '"', ` +
      `nullstr = '', allow_quoted_nulls = false)`,
    values: [path, delimiter],
  };
}
