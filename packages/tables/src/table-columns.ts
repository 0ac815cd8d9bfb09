import { join } from 'node:path';
import type { ColumnData, ResultColumn, ResultSummary } from '@orrery/contracts';
import { didYouMean, OrreryError } from '@orrery/contracts';
import { TABLE_FILE } from './face.ts';
import { ParquetFile } from './parquet/parquet-file.ts';
import { sliceColumn } from './values/column-data.ts';

/** The summary of a committed result, from the end of its file: one small read, no engine. */
export async function readSummary(resultDir: string): Promise<ResultSummary> {
  await using table = await openTable(resultDir);
  return table.file.summary;
}

/**
 * Whole columns in stored order, a batch per row group (at most 122,880 rows), read without an engine.
 * @throws OrreryError ErrParam naming a column that is not there, and those that are
 */
export async function* readColumns(
  resultDir: string,
  names: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<ColumnData[]> {
  await using table = await openTable(resultDir);
  const { summary, rowGroups } = table.file;
  const indexes = names.map((name) => columnIndex(summary.columns, name));
  for (const group of rowGroups) {
    signal?.throwIfAborted();
    yield await table.file.read(group, indexes);
  }
}

/** Rows `offset` … `offset + limit - 1` of some columns in stored order; row groups before them are not read. */
export async function* readRows(
  resultDir: string,
  indexes: readonly number[] | undefined,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<{ columns: ColumnData[]; rowCount: number }> {
  await using table = await openTable(resultDir);
  const { summary, rowGroups } = table.file;
  for (const group of rowGroups) {
    const from = Math.max(0, offset - group.firstRow);
    const to = Math.min(group.rowCount, offset + limit - group.firstRow);
    if (from >= to) continue;
    signal?.throwIfAborted();
    const columns = await table.file.read(group, indexes ?? summary.columns.keys().toArray());
    yield { columns: columns.map((column) => sliceColumn(column, from, to)), rowCount: to - from };
  }
}

/** @throws OrreryError ErrParam naming the column, and those that are there */
export function columnIndex(columns: readonly ResultColumn[], name: string): number {
  const index = columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  const names = columns.map((column) => column.name);
  throw new OrreryError(
    'ErrParam',
    `there is no column ${JSON.stringify(name)}${didYouMean(name, names)}; the columns are ${names.join(', ') || 'none'}`,
  );
}

async function openTable(resultDir: string): Promise<{ file: ParquetFile } & AsyncDisposable> {
  const file = await ParquetFile.open(join(resultDir, TABLE_FILE));
  return { file, [Symbol.asyncDispose]: () => file.close() };
}
