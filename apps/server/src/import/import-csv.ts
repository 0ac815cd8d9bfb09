import { statSync } from 'node:fs';
import type { GraphCredentials, GraphProperty, Value } from '@orrery/contracts';
import { openBulkLoader, type BulkLoader, type HoldWriter } from '@orrery/graphd';
import { describeEdge, describeTag, insertEdges, insertVertices, NebulaPool, type WriteOptions } from '@orrery/nebula';
import { csvColumns, csvRecords, positionOf, type CsvRecord } from './csv-rows.ts';
import { loadFile } from './load-file.ts';
import {
  endColumns,
  noProperty,
  propertyColumn,
  targetText,
  vidColumn,
  type EdgeFile,
  type ImportMapping,
  type PropertyMapping,
  type VertexFile,
} from './mapping.ts';
import { RejectedRows } from './rejected-rows.ts';
import { schemaStatements, spaceStatement } from './schema-statements.ts';
import { rowText, textReader, type TextReader } from './typed-text.ts';

export interface ImportOptions {
  readonly account: GraphCredentials;
  readonly mapping: ImportMapping;
  /** CSV of the rows that were not imported: file, row, reason, cells. Made when there is the first. */
  readonly rejectedFile: string;
  /** How rows get into the graph; what the mapping names and the graph lacks is made by statements in any case. */
  readonly way: ImportWay;
  readonly signal?: AbortSignal;
  /** After every batch; fraction is by bytes of the file. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

/**
 * INSERT statements, so many at once, to any graph; or straight into the files of an embedded one, in shorter
 * transactions where others may want to write to it.
 */
export type ImportWay =
  | { readonly kind: 'statements'; readonly concurrency: number }
  | { readonly kind: 'files'; readonly graphDir: string; readonly hold: HoldWriter; readonly isShared: boolean };

export interface ImportProgress {
  /** `tag player`, `edge type follow` */
  readonly target: string;
  readonly file: string;
  readonly fraction: number;
  /** Rows that are on disk. */
  readonly written: number;
  readonly rejected: number;
}

export interface ImportReport {
  readonly targets: readonly { readonly target: string; readonly written: number; readonly rejected: number }[];
  readonly written: number;
  readonly rejected: number;
  /** Undefined when nothing was rejected. */
  readonly rejectedFile: string | undefined;
}

/** What is wrong with files and columns is said before anything is made at the graph. */
async function checkFiles(mapping: ImportMapping): Promise<void> {
  for (const file of [...Object.values(mapping.tags ?? {}), ...Object.values(mapping.edges ?? {})]) {
    const columns = await csvColumns(file);
    const ends = 'vid' in file ? [file.vid] : 'src' in file ? [file.src, file.dst, file.rank] : [];
    const properties = Object.entries(file.props ?? {}).map(([name, property]) => propertyColumn(name, property));
    for (const column of [...ends, ...properties]) {
      if (column !== undefined) positionOf(columns, column, file.file);
    }
  }
}

interface Cells {
  readonly names: readonly string[];
  read(record: CsvRecord): Value[];
}

/** Reads the cells that a file maps to properties, by the types that the space has. */
function propertyCells(
  props: Record<string, PropertyMapping> | undefined,
  schema: readonly GraphProperty[],
  columns: readonly string[],
  file: string,
  target: string,
): Cells {
  const readers: { name: string; column: string; position: number; read: TextReader }[] = [];
  for (const [name, mapping] of Object.entries(props ?? {})) {
    const property = schema.find((candidate) => candidate.name === name);
    if (!property) {
      throw new Error(noProperty(target, name, schema));
    }
    const column = propertyColumn(name, mapping);
    readers.push({ name, column, position: positionOf(columns, column, file), read: textReader(property.type) });
  }
  return {
    names: readers.map((reader) => reader.name),
    read: (record) =>
      readers.map(({ column, position, read }) => {
        const text = record.cells[position];
        if (text === undefined) throw new RangeError(`the row has no cell for column ${column}`);
        if (text === null) return null;
        try {
          return read(text);
        } catch (error) {
          throw new RangeError(`column ${column}: ${(error as Error).message}`, { cause: error });
        }
      }),
  };
}

class Import {
  readonly #options: ImportOptions;
  readonly #pool: NebulaPool;
  readonly #rejected: RejectedRows;
  readonly #targets: { target: string; written: number; rejected: number }[] = [];

  constructor(options: ImportOptions, pool: NebulaPool) {
    this.#options = options;
    this.#pool = pool;
    this.#rejected = new RejectedRows(options.rejectedFile);
  }

  async run(): Promise<ImportReport> {
    const { mapping } = this.#options;
    await checkFiles(mapping);
    await this.#prepareSchema();
    const { way } = this.#options;
    if (way.kind === 'files') {
      const loader = await openBulkLoader(way.graphDir, mapping.space, way.hold);
      await this.#loadAll(loader, way.isShared);
    } else {
      for (const [tag, file] of Object.entries(mapping.tags ?? {})) await this.#vertices(tag, file, way.concurrency);
      for (const [edge, file] of Object.entries(mapping.edges ?? {})) await this.#edges(edge, file, way.concurrency);
    }
    await this.#rejected.close();
    const sum = (key: 'written' | 'rejected'): number => this.#targets.reduce((total, each) => total + each[key], 0);
    const rejected = sum('rejected');
    return {
      targets: this.#targets,
      written: sum('written'),
      rejected,
      rejectedFile: rejected > 0 ? this.#options.rejectedFile : undefined,
    };
  }

  async #prepareSchema(): Promise<void> {
    const { account, mapping, signal } = this.#options;
    const space = spaceStatement(mapping);
    if (space !== undefined) await this.#pool.execute(account, space, { signal });
    for (const statement of schemaStatements(mapping)) {
      await this.#pool.execute(account, statement, { space: mapping.space, signal });
    }
  }

  async #loadAll(loader: BulkLoader, isShared: boolean): Promise<void> {
    const { mapping, signal, onProgress } = this.#options;
    try {
      for (const kind of ['tag', 'edge'] as const) {
        for (const [name, file] of Object.entries((kind === 'tag' ? mapping.tags : mapping.edges) ?? {})) {
          const target = targetText(kind, name);
          this.#rejectedBefore = this.#rejected.count;
          const written = await loadFile(loader, {
            kind,
            name,
            file,
            isShared,
            signal,
            onRejected: (row, reason) => this.#rejected.add(file.file, row, reason),
            onProgress: (fraction, rows) =>
              onProgress?.({
                target,
                file: file.file,
                fraction,
                written: rows,
                rejected: this.#rejected.count - this.#rejectedBefore,
              }),
          });
          this.#finish(target, written);
        }
      }
    } finally {
      await loader.close();
    }
  }

  async #vertices(tag: string, file: VertexFile, concurrency: number): Promise<void> {
    const { account, mapping, signal } = this.#options;
    const columns = await csvColumns(file);
    const ids = vidColumn(file, columns);
    const vid = positionOf(columns, ids, file.file);
    using loan = await this.#pool.acquire(account, { space: mapping.space, signal });
    const schema = await describeTag(loan.session, tag, { signal });
    loan.release();
    const target = targetText('tag', tag);
    const cells = propertyCells(file.props, schema, columns, file.file, target);
    const rows = this.#rows(file, (record) => ({
      vid: rowText(record.cells[vid], ids),
      values: cells.read(record),
      record,
    }));
    const { written } = await insertVertices(
      this.#pool,
      account,
      { space: mapping.space, tag, properties: cells.names },
      rows,
      this.#writeOptions(target, file.file, concurrency),
    );
    this.#finish(target, written);
  }

  async #edges(edge: string, file: EdgeFile, concurrency: number): Promise<void> {
    const { account, mapping, signal } = this.#options;
    const columns = await csvColumns(file);
    const [srcColumn, dstColumn] = endColumns(file, columns);
    const [src, dst] = [positionOf(columns, srcColumn, file.file), positionOf(columns, dstColumn, file.file)];
    const rank = file.rank === undefined ? undefined : positionOf(columns, file.rank, file.file);
    const readRank = textReader('int64');
    using loan = await this.#pool.acquire(account, { space: mapping.space, signal });
    const schema = await describeEdge(loan.session, edge, { signal });
    loan.release();
    const target = targetText('edge', edge);
    const cells = propertyCells(file.props, schema, columns, file.file, target);
    const rows = this.#rows(file, (record) => ({
      src: rowText(record.cells[src], srcColumn),
      dst: rowText(record.cells[dst], dstColumn),
      rank: rank === undefined ? undefined : (readRank(rowText(record.cells[rank], file.rank!)) as bigint),
      values: cells.read(record),
      record,
    }));
    const { written } = await insertEdges(
      this.#pool,
      account,
      { space: mapping.space, edge, properties: cells.names },
      rows,
      this.#writeOptions(target, file.file, concurrency),
    );
    this.#finish(target, written);
  }

  #position = 0;
  #rejectedBefore = 0;

  /** Records turned into rows; those that cannot be are rejected here, the others by the graph. */
  async *#rows<T extends object>(file: VertexFile | EdgeFile, make: (record: CsvRecord) => T): AsyncGenerator<T> {
    this.#rejectedBefore = this.#rejected.count;
    for await (const record of csvRecords(file)) {
      this.#position = record.bytesRead;
      try {
        yield make(record);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#rejected.add(file.file, record, error.message);
      }
    }
  }

  #writeOptions<Row>(target: string, file: string, concurrency: number): WriteOptions<Row> {
    const { signal, onProgress } = this.#options;
    const sizeBytes = Math.max(1, statSync(file).size);
    return {
      concurrency,
      signal,
      onRejected: (row, reason) => this.#rejected.add(file, (row as Row & { record: CsvRecord }).record, reason),
      onProgress: ({ written }) =>
        onProgress?.({
          target,
          file,
          fraction: Math.min(1, this.#position / sizeBytes),
          written,
          rejected: this.#rejected.count - this.#rejectedBefore,
        }),
    };
  }

  #finish(target: string, written: number): void {
    this.#targets.push({ target, written, rejected: this.#rejected.count - this.#rejectedBefore });
  }
}

/**
 * Loads CSV files into a space: makes what the mapping names and the graph lacks,
 * then vertices, then edges. A row that cannot be written does not stop the others: it goes to `rejectedFile`.
 * @throws Error when a file, column, space, tag, edge type or property is missing; NebulaError when the graph refuses
 * the account or is lost
 */
export async function importCsv(options: ImportOptions): Promise<ImportReport> {
  const pool = new NebulaPool();
  try {
    return await new Import(options, pool).run();
  } finally {
    await pool.close();
  }
}
