import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync } from 'node:zlib';
import type { ColumnData, ColumnType, ResultColumn } from '@orrery/contracts';
import { columnBytes, columnLength, concatColumns, sliceColumn } from '../values/column-data.ts';
import { encodePage } from './encode-page.ts';
import type { EncodedPage } from './encode-page.ts';
import { CODEC, CREATED_BY, ENCODING, MAGIC, METADATA_KEY, OPTIONAL, PHYSICAL_OF } from './format.ts';
import type { TableMetadata } from './format.ts';
import { CompactWriter } from './thrift-compact.ts';

/** As DuckDB's: a group is the unit of its parallel reading. */
const ROWS_PER_GROUP = 122_880;
const BYTES_PER_GROUP = 32 * 1024 * 1024;
/** Row groups that may be compressing at once while earlier ones are written. */
const GROUPS_IN_FLIGHT = 3;
const SMALL_PAGE = 256;
const SYNC_PAGE = 16 * 1024;

const compressInPool = promisify(zstdCompress) as (bytes: Uint8Array, options: object) => Promise<Uint8Array>;
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

interface PackedPage extends Omit<EncodedPage, 'bytes'> {
  readonly bytes: Uint8Array;
  readonly plainSize: number;
  readonly codec: number;
}

interface WrittenChunk extends Omit<PackedPage, 'bytes'> {
  readonly offset: number;
  readonly headerSize: number;
  readonly packedSize: number;
}

/**
 * Turns columns into the bytes of a Parquet file, row group by row group, holding at most a few groups. Pages are
 * PLAIN encoded and compressed with zstd off the event loop, or left as they are where that gains nothing.
 */
export class ParquetEncoder {
  private readonly columns: readonly ResultColumn[];
  private readonly sink: (parts: readonly Uint8Array[]) => Promise<void>;
  private readonly groups: { chunks: WrittenChunk[]; rowCount: number }[] = [];
  private pending: ColumnData[][] = [];
  private pendingRows = 0;
  private pendingBytes = 0;
  private offset = 0;
  private readonly inFlight: Promise<void>[] = [];
  rowCount = 0;

  /** `sink` takes the file's bytes in order; the encoder waits for it. */
  constructor(columns: readonly ResultColumn[], sink: (parts: readonly Uint8Array[]) => Promise<void>) {
    this.columns = columns;
    this.sink = sink;
  }

  /** Columns as {@link checkColumns} passes them. */
  async append(columns: readonly ColumnData[]): Promise<void> {
    const count = columns.length === 0 ? 0 : columnLength(columns[0]!);
    this.rowCount += count;
    for (let from = 0; from < count;) {
      const to = from + this.rowsThatFit(columns, from, count);
      this.pending.push(columns.map((column) => sliceColumn(column, from, to)));
      this.pendingRows += to - from;
      this.pendingBytes += this.pending.at(-1)!.reduce((sum, column) => sum + columnBytes(column), 0);
      if (this.pendingRows >= ROWS_PER_GROUP || this.pendingBytes >= BYTES_PER_GROUP) await this.flushGroup();
      from = to;
    }
  }

  /** Writes what is pending and the footer. Returns the file's size in bytes. */
  async finish(statistics: TableMetadata['statistics']): Promise<number> {
    if (this.pendingRows > 0) await this.flushGroup();
    while (this.inFlight.length > 0) await this.inFlight.shift();
    const footer = this.footer(statistics);
    const tail = new Uint8Array(8);
    new DataView(tail.buffer).setUint32(0, footer.length, true);
    tail.set(MAGIC, 4);
    await this.write(this.offset === 0 ? [MAGIC, footer, tail] : [footer, tail]);
    return this.offset;
  }

  /** At least one row; fewer than all where the pending group is full by rows or by bytes of text. */
  private rowsThatFit(columns: readonly ColumnData[], from: number, count: number): number {
    let fit = Math.min(count - from, ROWS_PER_GROUP - this.pendingRows);
    const room = BYTES_PER_GROUP - this.pendingBytes;
    while (fit > 1) {
      const bytes = columns.reduce((sum, column) => sum + columnBytes(sliceColumn(column, from, from + fit)), 0);
      if (bytes <= room) break;
      fit = Math.max(1, Math.min(fit - 1, Math.floor(fit * (room / bytes))));
    }
    return fit;
  }

  private async flushGroup(): Promise<void> {
    const batches = this.pending;
    const rowCount = this.pendingRows;
    this.pending = [];
    this.pendingRows = 0;
    this.pendingBytes = 0;
    const pages = this.columns.map((_, i) => packPage(encodePage(concatColumns(batches.map((batch) => batch[i]!)))));
    const before = this.inFlight.at(-1);
    const written = (async () => {
      const packed = await Promise.all(pages);
      await before;
      await this.writeGroup(packed, rowCount);
    })();
    // Whoever awaits it next gets the error; without this it would count as unhandled until then.
    written.catch(() => {});
    this.inFlight.push(written);
    while (this.inFlight.length >= GROUPS_IN_FLIGHT) await this.inFlight.shift();
  }

  private async writeGroup(pages: readonly PackedPage[], rowCount: number): Promise<void> {
    const parts: Uint8Array[] = this.offset === 0 ? [MAGIC] : [];
    let offset = this.offset + (parts.length === 0 ? 0 : MAGIC.length);
    const chunks: WrittenChunk[] = [];
    for (const { bytes, ...page } of pages) {
      const header = pageHeader(page, bytes.length);
      chunks.push({ ...page, offset, headerSize: header.length, packedSize: bytes.length });
      parts.push(header, bytes);
      offset += header.length + bytes.length;
    }
    this.groups.push({ chunks, rowCount });
    await this.write(parts);
  }

  private async write(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) this.offset += part.length;
    await this.sink(parts);
  }

  private footer(statistics: TableMetadata['statistics']): Uint8Array {
    const metadata: TableMetadata = { version: 1, types: this.columns.map((column) => column.type), statistics };
    return new CompactWriter()
      .i32(1, 1)
      .structs(2, [undefined, ...this.columns], (writer, column) => {
        if (column === undefined) writer.binary(4, 'schema').i32(5, this.columns.length);
        else schemaElement(writer, column);
      })
      .i64(3, this.rowCount)
      .structs(4, this.groups, (writer, group) => {
        const plain = group.chunks.reduce((sum, chunk) => sum + chunk.plainSize + chunk.headerSize, 0);
        const packed = group.chunks.reduce((sum, chunk) => sum + chunk.packedSize + chunk.headerSize, 0);
        writer.structs(1, group.chunks, (w, chunk) =>
          columnChunk(w, chunk, this.columns[group.chunks.indexOf(chunk)]!),
        );
        writer.i64(2, plain).i64(3, group.rowCount).i64(5, group.chunks[0]!.offset).i64(6, packed);
      })
      .structs(5, [metadata], (writer, value) => writer.binary(1, METADATA_KEY).binary(2, JSON.stringify(value)))
      .binary(6, CREATED_BY)
      .finish();
  }
}

async function packPage({ bytes, ...page }: EncodedPage): Promise<PackedPage> {
  const plain = { ...page, bytes, plainSize: bytes.length, codec: CODEC.uncompressed };
  if (bytes.length < SMALL_PAGE) return plain;
  const packed = bytes.length < SYNC_PAGE ? zstdCompressSync(bytes, ZSTD) : await compressInPool(bytes, ZSTD);
  return packed.length < bytes.length * 0.9 ? { ...plain, bytes: packed, codec: CODEC.zstd } : plain;
}

function pageHeader(page: Omit<PackedPage, 'bytes'>, packedSize: number): Uint8Array {
  return new CompactWriter()
    .i32(1, 0)
    .i32(2, page.plainSize)
    .i32(3, packedSize)
    .struct(5, (writer) =>
      writer.i32(1, page.valueCount).i32(2, ENCODING.plain).i32(3, ENCODING.rle).i32(4, ENCODING.rle),
    )
    .finish()
    .slice();
}

function columnChunk(writer: CompactWriter, chunk: WrittenChunk, column: ResultColumn): void {
  writer.i64(2, chunk.offset).struct(3, (meta) => {
    meta
      .i32(1, PHYSICAL_OF[column.type])
      .i32s(2, [ENCODING.plain, ENCODING.rle])
      .strings(3, [column.name])
      .i32(4, chunk.codec)
      .i64(5, chunk.valueCount)
      .i64(6, chunk.plainSize + chunk.headerSize)
      .i64(7, chunk.packedSize + chunk.headerSize)
      .i64(9, chunk.offset)
      .struct(12, (statistics) => {
        statistics.i64(3, chunk.nullCount);
        if (chunk.range !== undefined) statistics.binary(5, chunk.range.max).binary(6, chunk.range.min);
      });
  });
}

/** Converted type (for old readers) and logical type of each column type that needs one. */
const CONVERTED: Partial<Record<ColumnType, number>> = { string: 0, json: 0, date: 6, time: 8, datetime: 10 };

function schemaElement(writer: CompactWriter, { name, type }: ResultColumn): void {
  writer.i32(1, PHYSICAL_OF[type]).i32(3, OPTIONAL).binary(4, name);
  const converted = CONVERTED[type];
  if (converted === undefined) return;
  writer.i32(6, converted).struct(10, (logical) => {
    if (type === 'string' || type === 'json') logical.struct(1, () => {});
    else if (type === 'date') logical.struct(6, () => {});
    else {
      logical.struct(type === 'time' ? 7 : 8, (moment) => {
        moment.bool(1, false).struct(2, (unit) => unit.struct(2, () => {}));
      });
    }
  });
}
