import type { Value } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import type { ScanColumns, ScanCursor } from '@orrery/wire';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import { firstInPart } from '../storage/part-entries.ts';
import type { Part, SpaceReader, VertexPartScan } from '../storage/store.ts';
import { wantedSchemas } from './row-scan.ts';
import type { PartRows, RowScan } from './row-scan.ts';
import { decodeVertexPlace, encodeVertexPlace } from './scan-cursor.ts';
import { ScanRefusal } from './scan-refusal.ts';

const VID = '_vid';
const TAG = '_tag';

interface TagColumn {
  /** Its place among the tags that are read. */
  readonly tag: number;
  readonly tagId: bigint;
  /** Of a property; -1 is the vertex id, -2 the tag's id. */
  readonly position: number;
}

/**
 * The vertices that have one of the tags asked for, or any if none is. The first column is `_vid`, the others are named
 * after their tags (`player.name`); they are EMPTY where the vertex does not have the tag.
 */
export class VertexRows implements RowScan {
  readonly columns: readonly string[];
  readonly #reader: SpaceReader;
  readonly #tagIds: readonly number[];
  readonly #read: readonly TagColumn[];

  /** @throws ScanRefusal E_TAG_NOT_FOUND, E_TAG_PROP_NOT_FOUND, E_INVALID_OPERATION */
  constructor(reader: SpaceReader, wanted: readonly ScanColumns[]) {
    this.#reader = reader;
    const columns = [VID];
    const read: TagColumn[] = [];
    const tags = wantedSchemas(wanted, reader.catalog.tagsById, ErrorCode.E_TAG_NOT_FOUND);
    for (const [tag, { schema, names }] of tags.entries()) {
      for (const name of names.length === 0 ? schema.properties.map((property) => property.name) : names) {
        columns.push(`${schema.name}.${name}`);
        read.push({ tag, tagId: BigInt(schema.id), position: positionIn(schema, name) });
      }
    }
    this.columns = columns;
    this.#read = read;
    this.#tagIds = tags.map(({ schema }) => schema.id);
  }

  open(part: Part, cursor: ScanCursor): PartRows {
    const from = cursor === undefined ? 0 : this.#placeOf(cursor, part);
    const scan = this.#reader.scanVertexPart(this.#tagIds, part, from);
    return {
      advance: () => scan.advance(),
      get isRow() {
        return scan.isRow;
      },
      row: () => this.#row(scan),
      cursor: () => this.#cursorAt(scan.vertex),
    };
  }

  begin(part: Part): Uint8Array {
    return this.#cursorAt(firstInPart(0, part));
  }

  #cursorAt(vertex: number): Uint8Array {
    return encodeVertexPlace({ dataId: this.#reader.dataId, vertex });
  }

  #placeOf(cursor: Uint8Array, part: Part): number {
    const place = decodeVertexPlace(cursor);
    if (place?.dataId === this.#reader.dataId && firstInPart(place.vertex, part) === place.vertex) return place.vertex;
    throw new ScanRefusal(ErrorCode.E_INVALID_DATA, `the cursor is none of part ${part.number} as it is now`);
  }

  #row(scan: VertexPartScan): Value[] {
    const vid = this.#reader.vidOf(scan.vertex);
    const row: Value[] = [vid];
    for (const { tag, tagId, position } of this.#read) {
      if (!scan.has(tag)) row.push(undefined);
      else if (position === -1) row.push(vid);
      else row.push(position === -2 ? tagId : scan.value(tag, position));
    }
    return row;
  }
}

function positionIn(tag: SchemaDefinition, name: string): number {
  if (name === VID) return -1;
  if (name === TAG) return -2;
  const position = tag.properties.findIndex((property) => property.name === name);
  if (position >= 0) return position;
  throw new ScanRefusal(ErrorCode.E_TAG_PROP_NOT_FOUND, `tag ${tag.name} has no property ${name}`);
}
