import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

export interface CsvOptions {
  readonly file: string;
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
}

/** A record of a file, and how far the file was read when it came. */
export interface CsvRecord {
  /** 1 for the first row after the header. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly bytesRead: number;
}

/** A file's header, or `0`, `1`, … for one without. @throws Error when the file is empty or not readable */
export async function csvColumns(options: CsvOptions): Promise<readonly string[]> {
  const parser = parse({ delimiter: options.delimiter ?? ',', bom: true, to: 1, relax_column_count: true });
  const source = createReadStream(options.file, { end: 1 << 20 }).on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  for await (const cells of parser as AsyncIterable<string[]>) {
    return options.header === false ? cells.map((_cell, i) => String(i)) : cells;
  }
  throw new Error(`${options.file} is empty; a CSV file has a header or at least one row`);
}

/** The file's records (RFC 4180, quoted cells with line breaks included). @throws Error naming file and line */
export async function* csvRecords(options: CsvOptions): AsyncGenerator<CsvRecord> {
  const source = createReadStream(options.file, { highWaterMark: 1 << 18 });
  const parser = parse({
    delimiter: options.delimiter ?? ',',
    bom: true,
    from: options.header === false ? 1 : 2,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  source.on('error', (error) => parser.destroy(error));
  let row = 0;
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>) {
      yield { row: ++row, cells, bytesRead: source.bytesRead };
    }
  } catch (error) {
    throw new Error(`${options.file}: after row ${row}: ${(error as Error).message}`, { cause: error });
  } finally {
    source.destroy();
  }
}
