import type { Value } from '@orrery/contracts';
import { INT64_MIN } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import type { ScanColumns, ScanCursor } from '@orrery/wire';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import { firstInPart } from '../storage/part-entries.ts';
import type { EdgePartScan, EdgePosition, Part, SpaceReader } from '../storage/store.ts';
import { wantedSchemas } from './row-scan.ts';
import type { PartRows, RowScan } from './row-scan.ts';
import { decodeEdgePlace, encodeEdgePlace } from './scan-cursor.ts';
import { ScanRefusal } from './scan-refusal.ts';

/** What an edge has besides its properties, each with a number below 0 in place of a property's position. */
const KEYS: ReadonlyMap<string, number> = new Map([
  ['_src', -1],
  ['_type', -2],
  ['_rank', -3],
  ['_dst', -4],
]);

interface EdgeColumns {
  readonly typeId: number;
  /** The first of its columns in a row. */
  readonly first: number;
  readonly positions: readonly number[];
}

/**
 * The edges of the types asked for, or of all, one type after the other. Columns are named after their types
 * (`follow._src`, `follow.degree`); those of other types than the edge's are EMPTY.
 */
export class EdgeRows implements RowScan {
  readonly columns: readonly string[];
  readonly #reader: SpaceReader;
  readonly #types: readonly EdgeColumns[];

  /** @throws ScanRefusal E_EDGE_NOT_FOUND, E_EDGE_PROP_NOT_FOUND, E_INVALID_OPERATION */
  constructor(reader: SpaceReader, wanted: readonly ScanColumns[]) {
    this.#reader = reader;
    const columns: string[] = [];
    const types = wantedSchemas(wanted, reader.catalog.edgesById, ErrorCode.E_EDGE_NOT_FOUND);
    this.#types = types.map(({ schema, names }) => {
      const first = columns.length;
      const all = names.length === 0 ? [...KEYS.keys(), ...schema.properties.map(({ name }) => name)] : names;
      for (const name of all) columns.push(`${schema.name}.${name}`);
      return { typeId: schema.id, first, positions: all.map((name) => positionIn(schema, name)) };
    });
    this.columns = columns;
  }

  open(part: Part, cursor: ScanCursor): PartRows {
    const place = cursor === undefined ? undefined : this.#placeOf(cursor, part);
    return new EdgePartRows(this.#reader, this.#types, this.columns.length, part, place);
  }

  begin(part: Part): Uint8Array {
    const { dataId } = this.#reader;
    const typeId = this.#types[0]?.typeId ?? 0;
    return encodeEdgePlace({ dataId, typeId, src: firstInPart(0, part), rank: INT64_MIN, dst: 0 });
  }

  #placeOf(cursor: Uint8Array, part: Part): Place {
    const place = decodeEdgePlace(cursor);
    const type = this.#types.findIndex(({ typeId }) => typeId === place?.typeId);
    if (place?.dataId === this.#reader.dataId && type >= 0 && firstInPart(place.src, part) === place.src) {
      return { type, from: place };
    }
    throw new ScanRefusal(ErrorCode.E_INVALID_DATA, `the cursor is none of part ${part.number} as it is now`);
  }
}

interface Place {
  /** Which of the types. */
  readonly type: number;
  readonly from: EdgePosition;
}

class EdgePartRows implements PartRows {
  readonly #reader: SpaceReader;
  readonly #types: readonly EdgeColumns[];
  readonly #width: number;
  readonly #part: Part;
  #type: number;
  #scan: EdgePartScan | undefined;

  constructor(reader: SpaceReader, types: readonly EdgeColumns[], width: number, part: Part, place?: Place) {
    this.#reader = reader;
    this.#types = types;
    this.#width = width;
    this.#part = part;
    this.#type = place?.type ?? 0;
    this.#scan = this.#open(place?.from);
  }

  advance(): boolean {
    while (this.#scan) {
      if (this.#scan.advance()) return true;
      this.#type++;
      this.#scan = this.#open();
    }
    return false;
  }

  get isRow(): boolean {
    return this.#scan!.isRow;
  }

  row(): Value[] {
    const scan = this.#scan!;
    const { typeId, first, positions } = this.#types[this.#type]!;
    const row: Value[] = [];
    while (row.length < first) row.push(undefined);
    for (const position of positions) {
      if (position >= 0) row.push(scan.value(position));
      else if (position === -1) row.push(this.#reader.vidOf(scan.src));
      else if (position === -4) row.push(this.#reader.vidOf(scan.dst));
      else row.push(position === -3 ? scan.rank : BigInt(typeId));
    }
    while (row.length < this.#width) row.push(undefined);
    return row;
  }

  cursor(): Uint8Array {
    const { src, rank, dst } = this.#scan!;
    return encodeEdgePlace({ dataId: this.#reader.dataId, typeId: this.#types[this.#type]!.typeId, src, rank, dst });
  }

  #open(from?: EdgePosition): EdgePartScan | undefined {
    const type = this.#types[this.#type];
    return type && this.#reader.scanEdgePart(type.typeId, this.#part, from);
  }
}

function positionIn(edge: SchemaDefinition, name: string): number {
  const key = KEYS.get(name);
  if (key !== undefined) return key;
  const position = edge.properties.findIndex((property) => property.name === name);
  if (position >= 0) return position;
  throw new ScanRefusal(ErrorCode.E_EDGE_PROP_NOT_FOUND, `edge type ${edge.name} has no property ${name}`);
}
