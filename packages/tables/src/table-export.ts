import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnData, ResultColumn, ResultSummary } from '@orrery/contracts';
import { chunkColumn } from './engine/chunk-columns.ts';
import type { Engine } from './engine/engine.ts';
import { TABLE_FILE } from './face.ts';
import type { TableQuery } from './face.ts';
import { ParquetEncoder } from './parquet/parquet-encoder.ts';
import { readRows, readSummary } from './table-columns.ts';
import { rowsSql } from './table-sql.ts';
import { exactTexts } from './values/cells.ts';

/** A part of a table: columns in the schema's order. */
interface Batch {
  readonly columns: readonly ColumnData[];
  readonly rowCount: number;
}

const FILE_PART_BYTES = 256 * 1024;
const CSV_ROWS_AT_ONCE = 4096;

/**
 * The table's bytes in the format, produced as they are taken; ending the loop early ends the reading. Columns or
 * filters that are not there are refused by the first step.
 */
export async function* exportTable(
  engine: Engine,
  resultDir: string,
  format: 'csv' | 'parquet',
  query: Pick<TableQuery, 'sort' | 'filters'>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const asStored = (query.sort?.length ?? 0) === 0 && (query.filters?.length ?? 0) === 0;
  if (asStored && format === 'parquet') {
    yield* fileBytes(join(resultDir, TABLE_FILE), signal);
    return;
  }
  const summary = await readSummary(resultDir);
  const batches = asStored
    ? readRows(resultDir, undefined, 0, summary.rowCount, signal)
    : queriedRows(engine, resultDir, summary, query, signal);
  yield* format === 'csv' ? csvBytes(summary.columns, batches) : parquetBytes(summary, batches);
}

async function* fileBytes(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  await using handle = await open(path, 'r');
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await handle.read(new Uint8Array(FILE_PART_BYTES));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The rows that a query asks for. @throws at once when it names what is not there */
export function queriedRows(
  engine: Engine,
  resultDir: string,
  { columns }: ResultSummary,
  query: Parameters<typeof rowsSql>[2],
  signal?: AbortSignal,
): AsyncIterable<Batch> {
  const chunks = engine.chunks(rowsSql(resultDir, columns, query), signal);
  return (async function* () {
    for await (const chunk of chunks) {
      yield { columns: columns.map(({ type }, i) => chunkColumn(chunk, i, type)), rowCount: chunk.rowCount };
    }
  })();
}

async function* parquetBytes(summary: ResultSummary, batches: AsyncIterable<Batch>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const encoder = new ParquetEncoder(summary.columns, async (parts) => void ready.push(...parts));
  for await (const { columns } of batches) {
    await encoder.append(columns);
    yield* ready.splice(0);
  }
  await encoder.finish(summary.statistics);
  yield* ready;
}

/**
 * RFC 4180: a header, CRLF, quotes around what needs them. A null is nothing at all and an empty text is `""`, so that
 * the two stay apart. Doubles read back exactly.
 */
async function* csvBytes(columns: readonly ResultColumn[], batches: AsyncIterable<Batch>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${columns.map(({ name }) => csvField(name)).join(',')}\r\n`);
  for await (const batch of batches) {
    const texts = batch.columns.map(exactTexts);
    for (let from = 0; from < batch.rowCount; from += CSV_ROWS_AT_ONCE) {
      let lines = '';
      for (let row = from; row < Math.min(batch.rowCount, from + CSV_ROWS_AT_ONCE); row++) {
        for (let i = 0; i < texts.length; i++) lines += (i === 0 ? '' : ',') + csvField(texts[i]!(row));
        lines += '\r\n';
      }
      yield encoder.encode(lines);
    }
  }
}

function csvField(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
