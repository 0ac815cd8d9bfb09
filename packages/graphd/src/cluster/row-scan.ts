import type { Value } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import type { ScanColumns, ScanCursor } from '@orrery/wire';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import type { Part, PartScan } from '../storage/store.ts';
import { ScanRefusal } from './scan-refusal.ts';

/** Rows of one answer of the storage service: their columns, and how they are read out of the parts. */
export interface RowScan {
  readonly columns: readonly string[];
  /** Begins with a part, or goes on at a cursor. @throws ScanRefusal on a cursor of something else */
  open(part: Part, cursor: ScanCursor): PartRows;
  /** The cursor that begins a part. */
  begin(part: Part): Uint8Array;
}

/** The rows of a part, after an `advance`. */
export interface PartRows extends PartScan {
  row(): Value[];
  /** Where a later answer begins with what is at hand, or with what then follows its place. */
  cursor(): Uint8Array;
}

/** What a scan reads of one tag or edge type. */
export interface WantedSchema {
  readonly schema: SchemaDefinition;
  /** Names of columns; none for all that there is. */
  readonly names: readonly string[];
}

/**
 * The tags or edge types of a request; all that there are when it names none.
 * @throws ScanRefusal `notFound`, or E_INVALID_OPERATION when it names one twice, which a cursor could not tell apart, or a
 * column of one twice: a row would be as many times what is stored as the client likes
 */
export function wantedSchemas(
  wanted: readonly ScanColumns[],
  schemas: ReadonlyMap<number, SchemaDefinition>,
  notFound: number,
): WantedSchema[] {
  if (wanted.length === 0) return [...schemas.values()].map((schema) => ({ schema, names: [] }));
  const seen = new Set<number>();
  return wanted.map(({ schemaId, properties }) => {
    const schema = schemas.get(schemaId);
    if (!schema) throw new ScanRefusal(notFound, `there is no tag or edge type of this kind with the id ${schemaId}`);
    if (seen.has(schemaId)) throw new ScanRefusal(ErrorCode.E_INVALID_OPERATION, `${schema.name} is named twice`);
    seen.add(schemaId);
    const columns = new Set<string>();
    for (const name of properties) {
      if (columns.has(name)) {
        throw new ScanRefusal(ErrorCode.E_INVALID_OPERATION, `${schema.name}.${name} is named twice`);
      }
      columns.add(name);
    }
    return { schema, names: properties };
  });
}
