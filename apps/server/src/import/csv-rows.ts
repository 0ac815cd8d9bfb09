import { OrreryError } from '@orrery/contracts';
import { csvChunks } from './csv-chunks.ts';
import { CsvScanner } from './csv-scanner.ts';

export interface CsvOptions {
  readonly file: string;
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
  /** A cell without quotes that has this text is NULL. */
  readonly null?: string | undefined;
}

/** null: a cell that stands for NULL. */
export type CsvCell = string | null;

/** A record of a file, and how far the file was read when it came. */
export interface CsvRecord {
  /** 1 for the first row after the header. */
  readonly row: number;
  readonly cells: readonly CsvCell[];
  readonly bytesRead: number;
}

export const DEFAULT_DELIMITER = ',';

/** The cells of the record that the scanner is at. */
export function cellsOf(scanner: CsvScanner, nullText: string | undefined): CsvCell[] {
  const cells: CsvCell[] = [];
  for (let i = 0; i < scanner.count; i++) {
    const text = scanner.text(i);
    cells.push(text === nullText && scanner.quoted[i] === 0 ? null : text);
  }
  return cells;
}

/** The error that ends an import, for what is wrong after a number of good rows. */
export function badFile(file: string, row: number, cause: Error): Error {
  return new Error(`${file}: after row ${row}: ${cause.message}`, { cause });
}

/** A file's header, or `0`, `1`, … for one without. @throws Error when the file is empty or not readable */
export async function csvColumns(options: CsvOptions): Promise<readonly string[]> {
  for await (const { bytes } of csvChunks(options.file, 1 << 16)) {
    const scanner = new CsvScanner(bytes, options.delimiter ?? DEFAULT_DELIMITER);
    try {
      if (!scanner.next()) continue;
    } catch (error) {
      throw badFile(options.file, 0, error as Error);
    }
    return Array.from({ length: scanner.count }, (_column, i) =>
      options.header === false ? String(i) : scanner.text(i),
    );
  }
  throw new Error(`${options.file} is empty; a CSV file has a header or at least one row`);
}

/** Position of a column in the file. @throws Error naming the columns that are there */
export function positionOf(columns: readonly string[], name: string, file: string): number {
  const position = columns.indexOf(name);
  if (position < 0)
    throw new OrreryError('ErrParam', `${file} has no column ${JSON.stringify(name)}; it has ${columns.join(', ')}`);
  return position;
}

/** The file's records (RFC 4180, quoted cells with line breaks included). @throws Error naming file and row */
export async function* csvRecords(options: CsvOptions): AsyncGenerator<CsvRecord> {
  let row = options.header === false ? 1 : 0;
  for await (const { bytes, bytesRead } of csvChunks(options.file)) {
    const scanner = new CsvScanner(bytes, options.delimiter ?? DEFAULT_DELIMITER);
    const next = (): boolean => {
      try {
        return scanner.next();
      } catch (error) {
        throw badFile(options.file, Math.max(0, row - 1), error as Error);
      }
    };
    while (next()) {
      if (row > 0) yield { row, cells: cellsOf(scanner, options.null), bytesRead };
      row++;
    }
  }
}
