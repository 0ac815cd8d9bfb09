import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnData, DataSet, ResultColumn, ResultSummary, Value } from '@orrery/contracts';
import { TABLE_FILE } from './face.ts';
import type { TableWriter } from './face.ts';
import { ParquetEncoder } from './parquet/parquet-encoder.ts';
import { checkColumns } from './values/check-columns.ts';
import { uniqueColumnNames } from './values/column-names.ts';
import { columnsFromRows, inferColumnType } from './values/columns-from-rows.ts';

const PARTIAL_FILE = `${TABLE_FILE}.partial`;

/**
 * Opens the writer of one result table in `outputDir`, which exists. Nothing has the table's name before `close`
 * resolved; then the file and its folder entry are flushed to disk. A failed write (a full disk, say) removes what was
 * written, and every later call rejects with the same error.
 *
 * Cost: a table of a few rows takes under a millisecond beside the two flushes; a million rows of an int64 and a double
 * about 60 ms of this thread.
 *
 * @throws TypeError on column names that are empty or not unique (see {@link uniqueColumnNames})
 */
export async function createTableWriter(outputDir: string, columns: readonly ResultColumn[]): Promise<TableWriter> {
  const names = new Set(columns.map((column) => column.name));
  if (names.size !== columns.length || names.has('')) {
    throw new TypeError(
      `column names must be unique and not empty: ${JSON.stringify(columns.map(({ name }) => name))}`,
    );
  }
  const handle = await guard(outputDir, open(join(outputDir, PARTIAL_FILE), 'w'));
  return new ParquetTableWriter(outputDir, columns, handle);
}

/** The whole of a query's result as a table: columns named by {@link uniqueColumnNames}, typed by {@link inferColumnType}. */
export async function writeDataSet(
  outputDir: string,
  dataSet: DataSet,
  statistics?: ResultSummary['statistics'],
): Promise<ResultSummary> {
  const columns = uniqueColumnNames(dataSet.columns).map((name, i): ResultColumn => {
    return { name, type: inferColumnType(dataSet.rows.values().map((row) => row[i])) };
  });
  const writer = await createTableWriter(outputDir, columns);
  try {
    await writer.appendRows(dataSet.rows);
    return await writer.close(statistics);
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

class ParquetTableWriter implements TableWriter {
  private readonly outputDir: string;
  private readonly columns: readonly ResultColumn[];
  private readonly encoder: ParquetEncoder;
  private handle: FileHandle | undefined;
  private failure: unknown;

  constructor(outputDir: string, columns: readonly ResultColumn[], handle: FileHandle) {
    this.outputDir = outputDir;
    this.columns = columns;
    this.handle = handle;
    this.encoder = new ParquetEncoder(columns, async (parts) => {
      await guard(outputDir, writeAll(handle, parts));
    });
  }

  append(columns: readonly ColumnData[]): Promise<void> {
    return this.attempt(async () => {
      checkColumns(this.columns, columns);
      await this.encoder.append(columns);
    });
  }

  appendRows(rows: readonly (readonly Value[])[]): Promise<void> {
    return this.attempt(async () => {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const batch = from === 0 && rows.length <= ROWS_AT_ONCE ? rows : rows.slice(from, from + ROWS_AT_ONCE);
        await this.encoder.append(columnsFromRows(this.columns, batch, this.encoder.rowCount));
      }
    });
  }

  close(statistics: ResultSummary['statistics'] = {}): Promise<ResultSummary> {
    return this.attempt(async () => {
      const kept = storable(statistics);
      const sizeBytes = await this.encoder.finish(kept);
      await guard(this.outputDir, this.handle!.sync());
      await this.handle!.close();
      this.handle = undefined;
      await rename(join(this.outputDir, PARTIAL_FILE), join(this.outputDir, TABLE_FILE));
      await syncFolder(this.outputDir);
      return { columns: this.columns, rowCount: this.encoder.rowCount, sizeBytes, statistics: kept };
    });
  }

  async abort(): Promise<void> {
    this.failure ??= new Error('the table writer was aborted');
    const handle = this.handle;
    this.handle = undefined;
    if (handle === undefined) return;
    await handle.close().catch(() => {});
    await rm(join(this.outputDir, PARTIAL_FILE), { force: true });
  }

  private async attempt<T>(step: () => Promise<T>): Promise<T> {
    if (this.failure !== undefined) throw this.failure;
    if (this.handle === undefined) throw new Error('the table is closed already');
    try {
      return await step();
    } catch (error) {
      this.failure ??= error;
      await this.abort();
      throw this.failure;
    }
  }
}

const ROWS_AT_ONCE = 20_000;

async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const { bytesWritten } = await handle.writev(parts as Uint8Array[]);
  if (bytesWritten === total) return;
  // A short write, as before a full disk: the rest in one piece, so that the cause shows.
  const rest = Buffer.concat(parts).subarray(bytesWritten);
  for (let done = 0; done < rest.length;) done += (await handle.write(rest, done)).bytesWritten;
}

async function guard<T>(outputDir: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new Error(`the disk that holds ${outputDir} is full; free some space or delete old jobs, then run again`, {
        cause,
      });
    }
    throw new Error(`the result table in ${outputDir} cannot be written: ${message}`, { cause });
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** JSON has no NaN and no infinities: such a statistic is kept as text. */
function storable(statistics: ResultSummary['statistics']): ResultSummary['statistics'] {
  return Object.fromEntries(
    Object.entries(statistics).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ]),
  );
}
