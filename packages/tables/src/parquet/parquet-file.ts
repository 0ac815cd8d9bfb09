import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress, zstdDecompressSync } from 'node:zlib';
import { OrreryError } from '@orrery/contracts';
import type { ColumnData, ColumnType, ResultColumn, ResultSummary } from '@orrery/contracts';
import { decodePage } from './decode-page.ts';
import { CODEC, CREATED_BY, MAGIC, METADATA_KEY } from './format.ts';
import type { TableMetadata } from './format.ts';
import { readCompactStruct } from './thrift-compact.ts';
import type { CompactStruct, CompactValue } from './thrift-compact.ts';

const TAIL_BYTES = 64 * 1024;
const SYNC_PAGE = 16 * 1024;
const decompressInPool = promisify(zstdDecompress) as (bytes: Uint8Array) => Promise<Uint8Array>;
const decoder = new TextDecoder();

interface Chunk {
  readonly offset: number;
  readonly size: number;
  readonly codec: number;
}

export interface RowGroup {
  readonly rowCount: number;
  /** Row of the table that is the group's first. */
  readonly firstRow: number;
  readonly chunks: readonly Chunk[];
}

/**
 * A result table opened for reading in stored order. Reads only files that ParquetEncoder wrote: one PLAIN page per
 * column and row group. Anything else goes through DuckDB.
 */
export class ParquetFile {
  private readonly path: string;
  private readonly handle: FileHandle;
  readonly summary: ResultSummary;
  readonly rowGroups: readonly RowGroup[];

  private constructor(path: string, handle: FileHandle, summary: ResultSummary, rowGroups: readonly RowGroup[]) {
    this.path = path;
    this.handle = handle;
    this.summary = summary;
    this.rowGroups = rowGroups;
  }

  /** Reads the footer only. @throws OrreryError ErrNotFound when there is none, Error when it is damaged or not one of ours. */
  static async open(path: string): Promise<ParquetFile> {
    const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') {
        throw new OrreryError('ErrNotFound', `there is no result table ${path}`, { cause });
      }
      throw new Error(`cannot open the result table ${path}: ${cause.message}`, { cause });
    });
    try {
      const { summary, rowGroups } = await readFooter(handle);
      return new ParquetFile(path, handle, summary, rowGroups);
    } catch (error) {
      await handle.close();
      throw damaged(path, error);
    }
  }

  /** The columns at these positions of one row group. */
  async read(group: RowGroup, columnIndexes: readonly number[]): Promise<ColumnData[]> {
    try {
      return await Promise.all(columnIndexes.map((index) => this.readChunk(group, index)));
    } catch (error) {
      throw damaged(this.path, error);
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async readChunk(group: RowGroup, index: number): Promise<ColumnData> {
    const { offset, size, codec } = group.chunks[index]!;
    const bytes = await readExactly(this.handle, offset, size);
    const { struct, end } = readCompactStruct(bytes);
    const body = bytes.subarray(end, end + numberAt(struct, 3));
    const page = codec === CODEC.uncompressed ? body : await decompress(body, numberAt(struct, 2));
    return decodePage(this.summary.columns[index]!.type, page, group.rowCount);
  }
}

function damaged(path: string, cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new Error(`the result table ${path} cannot be read: ${what}`, { cause });
}

async function decompress(bytes: Uint8Array, plainSize: number): Promise<Uint8Array> {
  const page = plainSize < SYNC_PAGE ? zstdDecompressSync(bytes) : await decompressInPool(bytes);
  if (page.length !== plainSize) throw new RangeError(`a page has ${page.length} bytes instead of ${plainSize}`);
  return page;
}

async function readFooter(handle: FileHandle): Promise<{ summary: ResultSummary; rowGroups: RowGroup[] }> {
  const { size: sizeBytes } = await handle.stat();
  if (sizeBytes < 12) throw new RangeError('it is too short for a Parquet file');
  let tail = await readExactly(handle, Math.max(0, sizeBytes - TAIL_BYTES), Math.min(TAIL_BYTES, sizeBytes));
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  if (!MAGIC.every((byte, i) => byte === tail[tail.length - 4 + i]))
    throw new RangeError('it does not end as a Parquet file');
  const length = view.getUint32(tail.length - 8, true);
  if (length + 12 > sizeBytes) throw new RangeError('its footer reaches beyond the file');
  if (length + 8 > tail.length) tail = await readExactly(handle, sizeBytes - length - 8, length + 8);
  const footer = readCompactStruct(tail.subarray(tail.length - 8 - length, tail.length - 8)).struct;
  if (footer.get(6) === undefined || textAt(footer, 6) !== CREATED_BY) throw new RangeError('another program wrote it');

  const metadata = metadataOf(footer);
  const columns: ResultColumn[] = structsAt(footer, 2)
    .slice(1)
    .map((element, i) => ({ name: textAt(element, 4), type: metadata.types[i] as ColumnType }));
  let firstRow = 0;
  const rowGroups = structsAt(footer, 4).map((group): RowGroup => {
    const rowCount = numberAt(group, 3);
    const chunks = structsAt(group, 1).map((chunk): Chunk => {
      const meta = chunk.get(3) as CompactStruct;
      return { offset: numberAt(meta, 9), size: numberAt(meta, 7), codec: numberAt(meta, 4) };
    });
    firstRow += rowCount;
    return { rowCount, firstRow: firstRow - rowCount, chunks };
  });
  const rowCount = numberAt(footer, 3);
  if (rowCount !== firstRow) throw new RangeError(`it has ${firstRow} rows instead of ${rowCount}`);
  return { summary: { columns, rowCount, sizeBytes, statistics: metadata.statistics }, rowGroups };
}

function metadataOf(footer: CompactStruct): TableMetadata {
  const pair = structsAt(footer, 5).find((candidate) => textAt(candidate, 1) === METADATA_KEY);
  const metadata = pair === undefined ? undefined : (JSON.parse(textAt(pair, 2)) as TableMetadata);
  if (metadata?.version !== 1) throw new RangeError('its format version is unknown to this build; run a newer one');
  return metadata;
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new RangeError('it ends too early');
    done += bytesRead;
  }
  return bytes;
}

function numberAt(struct: CompactStruct, field: number): number {
  const value: CompactValue | undefined = struct.get(field);
  if (typeof value !== 'number' || value < 0) throw new RangeError(`field ${field} of its metadata is not a size`);
  return value;
}

function textAt(struct: CompactStruct, field: number): string {
  return decoder.decode(struct.get(field) as Uint8Array);
}

function structsAt(struct: CompactStruct, field: number): readonly CompactStruct[] {
  return (struct.get(field) ?? []) as readonly CompactStruct[];
}
