import type { GraphCredentials } from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';
import type { NebulaPool } from '../session/nebula-pool.ts';

export interface WriteOptions<Row> {
  /** Rows per statement. Default 512. */
  readonly batchRows?: number;
  /** UTF-16 units of text per statement, beyond which a batch ends early. Default 512 Ki. */
  readonly batchLength?: number;
  /** Statements at once, each on a session of its own. Default 1. */
  readonly concurrency?: number;
  /** For each statement. Default 2 minutes. */
  readonly statementTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** After every batch; counts of rows so far. */
  readonly onProgress?: (progress: WriteProgress) => void;
  /** Every row that the graph would not take, with the reason. In no particular order. */
  readonly onRejected?: (row: Row, reason: string) => void;
  /** Rejected rows beyond this stop the write with an error. Default 1,000,000. */
  readonly maxRejected?: number;
}

export interface WriteProgress {
  readonly written: number;
  readonly rejected: number;
}

/** How rows become statements. */
export interface RowFormat<Row> {
  readonly space: string;
  /** Text of a row within its statement. @throws RangeError why the row can't be written, which rejects it */
  text(row: Row): string;
  /** The statement that writes these rows. */
  statement(texts: readonly string[]): string;
}

interface Written<Row> {
  readonly row: Row;
  readonly text: string;
}

/**
 * Writes rows in batches. A batch that the graph refuses is halved until the rows at fault are alone; those are
 * rejected and the rest is written. Statements must be such that writing a row twice is as good as once: a refused
 * batch may have been written in part.
 *
 * @returns counts; their sum is the number of rows
 * @throws NebulaError as a session's execute; what was written until then stays. Nothing is retried after a lost
 * connection. Permission errors are not laid on rows.
 */
export async function writeBatches<Row>(
  pool: NebulaPool,
  account: GraphCredentials,
  rows: Iterable<Row> | AsyncIterable<Row>,
  format: RowFormat<Row>,
  options: WriteOptions<Row> = {},
): Promise<WriteProgress> {
  const { batchRows = 512, batchLength = 512 * 1024, concurrency = 1, maxRejected = 1_000_000 } = options;
  const { statementTimeoutMs = 120_000 } = options;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  let written = 0;
  let rejected = 0;

  const reject = (row: Row, reason: string): void => {
    rejected++;
    options.onRejected?.(row, reason);
    if (rejected > maxRejected) {
      throw new NebulaError(
        'statement',
        `more than ${maxRejected} rows were rejected, the last one because: ${reason}`,
      );
    }
  };

  const write = async (batch: readonly Written<Row>[]): Promise<void> => {
    if (signal.aborted) throw new NebulaError('aborted', 'writing was given up', { cause: signal.reason });
    const statement = format.statement(batch.map(({ text }) => text));
    try {
      await pool.execute(account, statement, { space: format.space, signal, timeoutMs: statementTimeoutMs });
      written += batch.length;
    } catch (error) {
      if (!(error instanceof NebulaError) || error.kind !== 'statement') throw error;
      if (batch.length === 1) {
        reject(batch[0]!.row, error.message);
        return;
      }
      const half = batch.length >> 1;
      await write(batch.slice(0, half));
      await write(batch.slice(half));
    }
  };

  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  const start = async (batch: readonly Written<Row>[]): Promise<void> => {
    const run = write(batch)
      .then(() => options.onProgress?.({ written, rejected }))
      .catch((error: unknown) => {
        failure ??= { error };
        stop.abort();
      })
      .finally(() => running.delete(run));
    running.add(run);
    if (running.size >= concurrency) await Promise.race(running);
    if (failure) throw failure.error;
  };

  let batch: Written<Row>[] = [];
  let length = 0;
  try {
    for await (const row of rows) {
      let text: string;
      try {
        text = format.text(row);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        reject(row, error.message);
        continue;
      }
      batch.push({ row, text });
      length += text.length;
      if (batch.length >= batchRows || length >= batchLength) {
        const full = batch;
        batch = [];
        length = 0;
        await start(full);
      }
    }
    if (batch.length > 0) await start(batch);
  } catch (error) {
    failure ??= { error };
    stop.abort();
  }
  await Promise.all(running);
  if (failure) throw failure.error;
  options.onProgress?.({ written, rejected });
  return { written, rejected };
}
