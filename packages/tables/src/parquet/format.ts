import type { ColumnType } from '@orrery/contracts';

/**
 * Numbers of the Parquet format, from https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
export const MAGIC = new Uint8Array([0x50, 0x41, 0x52, 0x31]);
export const PHYSICAL = { boolean: 0, int32: 1, int64: 2, double: 5, byteArray: 6 } as const;
export const CODEC = { uncompressed: 0, zstd: 6 } as const;
export const ENCODING = { plain: 0, rle: 3 } as const;
export const OPTIONAL = 1;

/** Who wrote the file; only such files are read by this package's own reader. */
export const CREATED_BY = 'orrery tables version 1.0.0 (build 1)';
/** Key of the file's metadata under which {@link TableMetadata} stands as JSON. */
export const METADATA_KEY = 'orrery.table';

export const PHYSICAL_OF: Readonly<Record<ColumnType, number>> = {
  bool: PHYSICAL.boolean,
  int64: PHYSICAL.int64,
  double: PHYSICAL.double,
  string: PHYSICAL.byteArray,
  json: PHYSICAL.byteArray,
  date: PHYSICAL.int32,
  time: PHYSICAL.int64,
  datetime: PHYSICAL.int64,
};

/** What Parquet's own schema cannot say. */
export interface TableMetadata {
  readonly version: 1;
  readonly types: readonly ColumnType[];
  readonly statistics: Readonly<Record<string, number | string | boolean>>;
}
