import { realpath } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBType, DuckDBValue } from '@duckdb/node-api';

export interface EngineOptions {
  /** The only folders that the engine may read below; they exist. */
  readonly folders: readonly string[];
  /** Memory for sorts and aggregates, beyond which they spill; default 512 MiB. */
  readonly memoryLimitBytes?: number;
  /** Default 2. */
  readonly threads?: number;
  /** An existing folder for what does not fit; without one such a query fails. */
  readonly spillFolder?: string;
}

/** SQL whose user data all stands in `values`, bound to its `?`. */
export interface Sql {
  readonly text: string;
  readonly values?: readonly BoundValue[];
}
export type BoundValue = string | bigint | number | boolean;

/**
 * A warm in-memory DuckDB that can only read: no extension is fetched or loaded, no file outside the folders can be
 * opened, and the configuration is locked. It starts at the first query (about 200 ms with loading the library),
 * so that a process which never needs it does not pay for it. Queries run on DuckDB's own threads.
 */
export class Engine {
  private readonly options: EngineOptions;
  private started: Promise<DuckDBInstance> | undefined;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  /** All rows as chunks' rows. @throws the signal's reason when it is aborted */
  async rows(sql: Sql, signal?: AbortSignal): Promise<DuckDBValue[][]> {
    const rows: DuckDBValue[][] = [];
    for await (const chunk of this.chunks(sql, signal)) rows.push(...chunk.getRows());
    return rows;
  }

  /** Chunks of at most 2048 rows as they become ready; leaving the loop ends the query. */
  async *chunks(sql: Sql, signal?: AbortSignal): AsyncGenerator<DuckDBDataChunk> {
    signal?.throwIfAborted();
    const instance = await this.start();
    const connection = await instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      const result = await stream(connection, sql);
      for (;;) {
        signal?.throwIfAborted();
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  async close(): Promise<void> {
    const started = this.started;
    this.started = Promise.reject(new Error('the table engine is closed'));
    this.started.catch(() => {});
    (await started)?.closeSync();
  }

  private start(): Promise<DuckDBInstance> {
    this.started ??= open(this.options).catch((error: unknown) => {
      this.started = undefined;
      throw error;
    });
    return this.started;
  }
}

async function open(options: EngineOptions): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const memoryMiB = Math.max(64, Math.floor((options.memoryLimitBytes ?? 512 * 1024 ** 2) / 1024 ** 2));
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? 2),
    memory_limit: `${memoryMiB}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: options.spillFolder ?? '',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  try {
    const folders = await Promise.all(options.folders.map((folder) => realpath(folder)));
    await connection.run(`SET allowed_directories = [${folders.map((folder) => literal(`${folder}/`)).join(', ')}]`);
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } finally {
    connection.closeSync();
  }
  return instance;
}

async function stream(connection: DuckDBConnection, { text, values = [] }: Sql) {
  if (values.length === 0) return connection.stream(text);
  const { BIGINT, BOOLEAN, DOUBLE, VARCHAR } = await import('@duckdb/node-api');
  const typeOf = (value: BoundValue): DuckDBType => {
    if (typeof value === 'bigint') return BIGINT;
    if (typeof value === 'number') return DOUBLE;
    return typeof value === 'boolean' ? BOOLEAN : VARCHAR;
  };
  return connection.stream(text, [...values], values.map(typeOf));
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path for read_parquet and read_csv, which would otherwise take `*`, `?` and `[` for patterns. */
export function literalPath(path: string): string {
  return path.replaceAll(/[*?[\]]/g, '[$&]');
}
