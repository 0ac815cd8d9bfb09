import { stat } from 'node:fs/promises';
import { OrreryError } from '@orrery/contracts';
import { propertyTypeText, schemaImage, type BulkLoader, type SchemaDefinition } from '@orrery/graphd';
import type { EncodedChunk, EncodingPlan, FileColumn } from './chunk-encoder.ts';
import { csvChunks } from './csv-chunks.ts';
import { badFile, csvColumns, DEFAULT_DELIMITER, positionOf, type CsvCell } from './csv-rows.ts';
import { CsvScanner } from './csv-scanner.ts';
import { EncodingPool } from './encoding-pool.ts';
import {
  endColumns,
  noProperty,
  propertyColumn,
  targetText,
  vidColumn,
  type EdgeFile,
  type VertexFile,
} from './mapping.ts';

/**
 * Other writers wait for a transaction to end, some seconds; the cost of a row falls with the number of rows in one,
 * because each touches most blocks of a large tree.
 */
const SHARED_TRANSACTION_ROWS = 2_000_000;

export interface LoadRequest {
  readonly kind: 'tag' | 'edge';
  readonly name: string;
  readonly file: VertexFile | EdgeFile;
  /** Others may want to write meanwhile. */
  readonly isShared: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onRejected: (row: { readonly row: number; readonly cells: readonly CsvCell[] }, reason: string) => void;
  /** How far the file is read, and how many of its rows are on disk. */
  readonly onProgress: (fraction: number, written: number) => void;
}

/**
 * Loads the rows of one file, in the file's order; they are on disk when this resolves.
 * @returns how many were written
 * @throws Error when the file is no CSV (what came before may be written), a column or property is missing
 */
export async function loadFile(loader: BulkLoader, request: LoadRequest): Promise<number> {
  const { kind, name, file, isShared, signal, onProgress } = request;
  const schema = loader.schema(kind, name);
  const plan = await planOf(loader, request, schema);
  const { size } = await stat(file.file);
  const pool = new EncodingPool(plan);
  const waiting: { readonly chunk: Promise<EncodedChunk>; readonly bytesRead: number }[] = [];
  let records = 0;
  let added = 0;
  let written = 0;
  let fraction = 0;

  const flush = async (): Promise<void> => {
    await loader.flush();
    written = added;
    onProgress(fraction, written);
  };
  const takeNext = async (): Promise<void> => {
    const { chunk, bytesRead } = waiting.shift()!;
    const { rows, rejected, records: read, fault } = await chunk;
    for (const { row, cells, reason } of rejected) request.onRejected({ row: records + row, cells }, reason);
    records += read;
    if (fault !== undefined) throw badFile(file.file, records, new Error(fault));
    if (kind === 'tag') loader.addVertices(schema, rows);
    else loader.addEdges(schema, rows);
    added += rows.count;
    fraction = Math.min(1, bytesRead / Math.max(1, size));
    if (loader.full || (isShared && loader.pending >= SHARED_TRANSACTION_ROWS)) await flush();
    else onProgress(fraction, written);
  };

  try {
    let headerLeft = file.header !== false;
    for await (const { bytes, bytesRead } of csvChunks(file.file)) {
      signal?.throwIfAborted();
      let rows = bytes;
      if (headerLeft) {
        const scanner = new CsvScanner(bytes, plan.delimiter);
        if (!scanner.next()) continue;
        headerLeft = false;
        rows = bytes.slice(scanner.position);
      }
      waiting.push({ chunk: pool.encode(rows), bytesRead });
      if (waiting.length >= pool.capacity) await takeNext();
    }
    while (waiting.length > 0) await takeNext();
    await flush();
    return written;
  } finally {
    for (const { chunk } of waiting) chunk.catch(() => {});
    await pool.close();
  }
}

async function planOf(loader: BulkLoader, request: LoadRequest, schema: SchemaDefinition): Promise<EncodingPlan> {
  const { kind, name, file } = request;
  const columns = await csvColumns(file);
  const column = (wanted: string): FileColumn => ({
    name: wanted,
    position: positionOf(columns, wanted, file.file),
  });
  const target = targetText(kind, name);
  const props = new Map(Object.entries(file.props ?? {}));
  for (const property of props.keys()) {
    if (schema.properties.some((known) => known.name === property)) continue;
    throw new OrreryError('ErrParam', noProperty(target, property, schema.properties));
  }
  const cells = schema.properties.map((property) => {
    const mapping = props.get(property.name);
    if (mapping === undefined) {
      if (property.nullable || property.default) return undefined;
      throw new OrreryError(
        'ErrParam',
        `property ${property.name} of ${target} is NOT NULL without a default: the mapping must name a column for it`,
      );
    }
    const { name: propertyName, nullable } = property;
    return {
      ...column(propertyColumn(propertyName, mapping)),
      property: { name: propertyName, type: propertyTypeText(property.type), nullable },
    };
  });
  const ids = kind === 'edge' ? endColumns(file, columns) : [vidColumn(file, columns)];
  const rank = kind === 'edge' ? (file as EdgeFile).rank : undefined;
  return {
    delimiter: file.delimiter ?? DEFAULT_DELIMITER,
    null: file.null,
    schema: schemaImage(schema),
    vid: loader.vid,
    ids: ids.map(column),
    rank: rank === undefined ? undefined : column(rank),
    cells,
  };
}
