import type { ColumnData, ResultColumn, ResultSummary, Value } from '@orrery/contracts';

/** Name of the table's file in a task's result folder. */
export const TABLE_FILE = 'table.parquet';

/**
 * Writes one result table (Parquet) into a task's output folder. The file has its final name only after `close`
 * resolved and was flushed to disk; `abort` leaves nothing.
 */
export interface TableWriter {
  /** Columns in the schema's order, all of one length. */
  append(columns: readonly ColumnData[]): Promise<void>;
  /** Rows of nGQL values, converted by the column's type; a value that does not fit throws with column and row. */
  appendRows(rows: readonly (readonly Value[])[]): Promise<void>;
  close(statistics?: ResultSummary['statistics']): Promise<ResultSummary>;
  abort(): Promise<void>;
}

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * A condition on one column; all of a query's conditions hold. `value` is text, read by the column's type; `in` takes
 * `values` instead.
 */
export interface ColumnFilter {
  readonly column: string;
  readonly operator: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'in' | 'contains' | 'startsWith' | 'isNull' | 'notNull';
  readonly value?: string;
  readonly values?: readonly string[];
}

export interface TableQuery {
  readonly offset: number;
  /** 1…100000 */
  readonly limit: number;
  readonly sort?: readonly SortKey[];
  readonly filters?: readonly ColumnFilter[];
}

/** Cells as they go into JSON: int64 as decimal text, doubles as numbers (non-finite as text), dates as ISO text. */
export type Cell = string | number | boolean | null;

export interface TablePage {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that meet the filters. */
  readonly total: number;
}

export interface ColumnStatistics {
  readonly column: string;
  readonly count: number;
  readonly nullCount: number;
  readonly distinctApprox: number;
  readonly min: Cell;
  readonly max: Cell;
  /** numbers only */
  readonly mean?: number;
  readonly standardDeviation?: number;
  readonly quantiles?: readonly { readonly q: number; readonly value: number }[];
  /**
   * Bins of equal width from min to max, or of equal ratio over the positive values: of numbers, and of dates and
   * datetimes in ms since 1970, whose bins are always of equal width.
   */
  readonly histogram?: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** most frequent values */
  readonly top: readonly { readonly value: Cell; readonly count: number }[];
}

export interface StatisticsOptions {
  /** 1…1000, default 20 */
  readonly bins?: number;
  /** log: bins of equal ratio, over the values above 0 alone. Default linear */
  readonly scale?: 'linear' | 'log';
  /** How many of the most frequent values: 1…1000, default 10 */
  readonly top?: number;
}

/** Reading of committed result tables, by the folder that holds them. Reads run off the event loop. */
export interface TableReader {
  summary(resultDir: string): Promise<ResultSummary>;
  /** First rows in stored order as text: doubles with six decimals, null as "". */
  sample(resultDir: string, limit: number): Promise<string[][]>;
  page(resultDir: string, query: TableQuery, signal?: AbortSignal): Promise<TablePage>;
  statistics(
    resultDir: string,
    column: string,
    options?: StatisticsOptions,
    signal?: AbortSignal,
  ): Promise<ColumnStatistics>;
  /** A stream of bytes; filters and sort as in `page`. CSV is RFC 4180 with a header. */
  export(
    resultDir: string,
    format: 'csv' | 'parquet',
    query?: Pick<TableQuery, 'sort' | 'filters'>,
    signal?: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>;
  /** Whole columns as raw arrays in batches, in stored order: the way from one task's result into the next. */
  columns(resultDir: string, names: readonly string[], signal?: AbortSignal): AsyncIterable<ColumnData[]>;
}
