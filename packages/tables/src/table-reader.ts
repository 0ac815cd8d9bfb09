import { ReadableStream as WebStream } from 'node:stream/web';
import { OrreryError } from '@orrery/contracts';
import type { ColumnData, ResultSummary } from '@orrery/contracts';
import { Engine } from './engine/engine.ts';
import type { EngineOptions } from './engine/engine.ts';
import type { Cell, ColumnStatistics, StatisticsOptions, TablePage, TableQuery, TableReader } from './face.ts';
import { readColumns, readRows, readSummary } from './table-columns.ts';
import { exportTable, queriedRows } from './table-export.ts';
import { countSql } from './table-sql.ts';
import { columnStatistics } from './table-statistics.ts';
import { cellsOf, sampleTexts } from './values/cells.ts';

const MAX_LIMIT = 100_000;

/** A table reader that holds an engine; close it. */
export interface ClosableTableReader extends TableReader {
  close(): Promise<void>;
}

/**
 * Opens the reading of result tables below `options.folders`. Summaries, samples, columns, pages in stored order and
 * whole-file exports are read straight from the files; sorting, filtering and statistics start a DuckDB once.
 */
export function createTableReader(options: EngineOptions): ClosableTableReader {
  return new EngineTableReader(new Engine(options));
}

class EngineTableReader implements ClosableTableReader {
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  summary(resultDir: string): Promise<ResultSummary> {
    return readSummary(resultDir);
  }

  async sample(resultDir: string, limit: number): Promise<string[][]> {
    checkRange('limit', limit, 1, MAX_LIMIT);
    const rows: string[][] = [];
    for await (const batch of readRows(resultDir, undefined, 0, limit)) {
      const texts = batch.columns.map(sampleTexts);
      for (let row = 0; row < batch.rowCount; row++) rows.push(texts.map((text) => text(row)));
    }
    return rows;
  }

  async page(resultDir: string, query: TableQuery, signal?: AbortSignal): Promise<TablePage> {
    checkRange('limit', query.limit, 1, MAX_LIMIT);
    checkRange('offset', query.offset, 0, Number.MAX_SAFE_INTEGER);
    const summary = await readSummary(resultDir);
    const filtered = (query.filters?.length ?? 0) > 0;
    const batches =
      filtered || (query.sort?.length ?? 0) > 0
        ? queriedRows(this.engine, resultDir, summary, query, signal)
        : readRows(resultDir, undefined, query.offset, query.limit, signal);
    const rows: Cell[][] = [];
    for await (const batch of batches) {
      const cells = batch.columns.map(cellsOf);
      for (let row = 0; row < batch.rowCount; row++) rows.push(cells.map((cell) => cell(row)));
    }
    const total = filtered ? await this.count(resultDir, summary, query, signal) : summary.rowCount;
    return { columns: summary.columns, rows, total };
  }

  statistics(
    resultDir: string,
    column: string,
    options: StatisticsOptions = {},
    signal?: AbortSignal,
  ): Promise<ColumnStatistics> {
    return columnStatistics(this.engine, resultDir, column, options, signal);
  }

  async export(
    resultDir: string,
    format: 'csv' | 'parquet',
    query: Pick<TableQuery, 'sort' | 'filters'> = {},
    signal?: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>> {
    const bytes = exportTable(this.engine, resultDir, format, query, signal);
    // The first part is made at once, so that what is wrong with the call rejects it rather than breaks the stream.
    const first = await bytes.next();
    return WebStream.from(
      (async function* () {
        if (first.done !== true) yield first.value;
        yield* bytes;
      })(),
    ) as unknown as ReadableStream<Uint8Array>;
  }

  columns(resultDir: string, names: readonly string[], signal?: AbortSignal): AsyncIterable<ColumnData[]> {
    return readColumns(resultDir, names, signal);
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private async count(
    resultDir: string,
    { columns }: ResultSummary,
    { filters }: TableQuery,
    signal?: AbortSignal,
  ): Promise<number> {
    const [row] = await this.engine.rows(countSql(resultDir, columns, filters), signal);
    return Number(row![0]);
  }
}

function checkRange(name: string, value: number, from: number, to: number): void {
  if (!Number.isSafeInteger(value) || value < from || value > to) {
    throw new OrreryError('ErrParam', `${name} must be an int from ${from} to ${to}, not ${value}`);
  }
}
