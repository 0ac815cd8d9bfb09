import { basename, dirname } from 'node:path';
import { OrreryError } from '@orrery/contracts';
import type { ColumnData, EdgeBatch, EdgeScan, VidColumn, VidType } from '@orrery/contracts';
import { chunkColumn } from '../engine/chunk-columns.ts';
import { Engine } from '../engine/engine.ts';
import type { Sql } from '../engine/engine.ts';
import { columnLength, concatColumns } from '../values/column-data.ts';
import { fileColumns, fileSource } from './file-columns.ts';
import type { FileColumn } from './file-columns.ts';
import { timeExpression, vidExpression, vidTypeOf, weightExpression } from './file-expressions.ts';
import type { EdgeColumns } from './table-edge-scan.ts';

export interface FileScanOptions extends EdgeColumns {
  /** As resolveAllowedFile gave it. */
  readonly path: string;
  /** Default: by the name's ending, `.parquet` or `.pq`, else CSV (also `.csv.gz`). */
  readonly format?: 'csv' | 'parquet' | undefined;
  /** CSV only; default true. Without a header columns are called "0", "1", … */
  readonly header?: boolean | undefined;
  /** CSV only; default `,`. */
  readonly delimiter?: string | undefined;
  /** Default: of Parquet the columns' type; of CSV int64 if every id is a canonical decimal, else string. */
  readonly vidType?: VidType | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
}

const ROWS_PER_BATCH = 65_536;

/**
 * The rows of a Parquet or CSV file as edges, read by DuckDB in file order. Ids of integer columns are int64 and of text
 * columns strings, exactly; `vidType` reads them as the other. An empty or null weight is 1. `time` is a timestamp, a
 * date, ISO text, or milliseconds since 1970. Texts are RFC 4180 in CSV; `""` is an empty id, nothing at all a missing one.
 *
 * Cost: a CSV without `vidType` is read twice, for the type and for the edges.
 *
 * @throws OrreryError ErrParam naming the column (with those that exist) and, from the batches, the row (from 1, a
 * header not counted) and the value
 */
export async function openFileScan(options: FileScanOptions): Promise<EdgeScan> {
  const engine = new Engine({
    folders: [dirname(options.path)],
    ...(options.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  try {
    return await FileEdgeScan.open(engine, options);
  } catch (error) {
    await engine.close();
    throw inFile(options.path, error);
  }
}

/** One output column of the scan's query: what it is for, where it comes from, and what a NULL in it means. */
interface Part {
  readonly role: 'src' | 'dst' | 'weight' | 'time';
  readonly column: FileColumn;
  readonly expression: string;
  readonly type: 'int64' | 'string' | 'double';
  readonly expected: string;
}

class FileEdgeScan implements EdgeScan {
  readonly vidType: VidType;
  readonly edgeCount: number | undefined;
  private readonly engine: Engine;
  private readonly path: string;
  private readonly source: Sql;
  private readonly parts: readonly Part[];

  private constructor(
    engine: Engine,
    path: string,
    source: Sql,
    parts: readonly Part[],
    vidType: VidType,
    edgeCount: number | undefined,
  ) {
    this.engine = engine;
    this.path = path;
    this.source = source;
    this.parts = parts;
    this.vidType = vidType;
    this.edgeCount = edgeCount;
  }

  static async open(engine: Engine, options: FileScanOptions): Promise<FileEdgeScan> {
    const columns = await fileColumns(engine, options);
    const source = fileSource(options, columns.all);
    const [src, dst] = [columns.named('src', options.src), columns.named('dst', options.dst)];
    const vidType = options.vidType ?? (await vidTypeOf(engine, source, src, dst));
    const idExpected = vidType === 'int64' ? 'a 64-bit int' : 'a vertex id';
    const parts: Part[] = [
      { role: 'src', column: src, expression: vidExpression(src, vidType), type: vidType, expected: idExpected },
      { role: 'dst', column: dst, expression: vidExpression(dst, vidType), type: vidType, expected: idExpected },
    ];
    if (options.weight !== undefined) {
      const column = columns.named('weight', options.weight);
      parts.push({
        role: 'weight',
        column,
        expression: weightExpression(column),
        type: 'double',
        expected: 'a number',
      });
    }
    if (options.time !== undefined) {
      const column = columns.named('time', options.time);
      const expected = 'a datetime or milliseconds since 1970';
      parts.push({ role: 'time', column, expression: timeExpression(column), type: 'int64', expected });
    }
    return new FileEdgeScan(engine, options.path, source, parts, vidType, await columns.rowCount());
  }

  async *batches(signal?: AbortSignal): AsyncGenerator<EdgeBatch> {
    const items = this.parts.map(({ expression, type }) => (type === 'string' ? `encode(${expression})` : expression));
    const sql: Sql = { text: `SELECT ${items.join(', ')} FROM ${this.source.text}`, values: this.source.values! };
    let waiting: ColumnData[][] = [];
    let rows = 0;
    let firstRow = 0;
    const take = async (): Promise<EdgeBatch> => {
      const columns = this.parts.map((_, i) => concatColumns(waiting.map((chunk) => chunk[i]!)));
      await this.refuseNulls(columns, firstRow);
      firstRow += rows;
      waiting = [];
      rows = 0;
      return this.edges(columns);
    };
    try {
      for await (const chunk of this.engine.chunks(sql, signal)) {
        waiting.push(this.parts.map(({ type }, i) => chunkColumn(chunk, i, type)));
        rows += chunk.rowCount;
        if (rows >= ROWS_PER_BATCH) yield await take();
      }
      if (rows > 0) yield await take();
    } catch (error) {
      signal?.throwIfAborted();
      throw inFile(this.path, error);
    }
  }

  async close(): Promise<void> {
    await this.engine.close();
  }

  private edges(columns: readonly ColumnData[]): EdgeBatch {
    const of = (role: Part['role']): ColumnData | undefined =>
      columns[this.parts.findIndex((part) => part.role === role)];
    const weight = of('weight');
    const time = of('time');
    return {
      count: columnLength(columns[0]!),
      src: of('src') as VidColumn,
      dst: of('dst') as VidColumn,
      ...(weight === undefined ? {} : { weight: (weight as ColumnData & { type: 'double' }).values }),
      ...(time === undefined ? {} : { timeMs: (time as ColumnData & { type: 'int64' }).values }),
    };
  }

  private async refuseNulls(columns: readonly ColumnData[], firstRow: number): Promise<void> {
    for (const [i, { column, expected }] of this.parts.entries()) {
      const row = columns[i]!.valid?.indexOf(0) ?? -1;
      if (row < 0) continue;
      const text = `SELECT ${column.sql}::VARCHAR FROM ${this.source.text} LIMIT 1 OFFSET ${firstRow + row}`;
      const [[found] = []] = await this.engine.rows({ text, values: this.source.values! });
      const what = found === null || found === undefined ? 'is missing' : `${JSON.stringify(found)} is not ${expected}`;
      const where = `column ${JSON.stringify(column.name)}, row ${firstRow + row + 1}`;
      throw new OrreryError(
        'ErrParam',
        found === null || found === undefined ? `${where}: ${expected} ${what}` : `${where}: ${what}`,
      );
    }
  }
}

/** The error with the file's name before it; what DuckDB says of a malformed file is the user's to know. */
export function inFile(path: string, error: unknown): unknown {
  if (error instanceof OrreryError)
    return new OrreryError(error.name, `file ${basename(path)}: ${error.message}`, { cause: error });
  if (!(error instanceof Error) || error.name === 'AbortError') return error;
  // The engine's advice is about its own options.
  const [what] = error.message.split(/\n\n|\nPossible (?:fixes|solution)/);
  const text = what!
    .replace(/^Invalid Input Error: /, '')
    .replaceAll(`"${path}"`, 'the file')
    .replaceAll(`'${path}'`, 'the file')
    .replaceAll(path, basename(path))
    .replaceAll('\n', '; ');
  return new OrreryError('ErrParam', `file ${basename(path)} cannot be read: ${text}`, { cause: error });
}
