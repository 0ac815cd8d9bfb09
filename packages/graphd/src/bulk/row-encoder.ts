import type { Value } from '@orrery/contracts';
import type { EvaluationContext } from '../bind/scope.ts';
import { decodeState, encodeState } from '../catalog/catalog-state.ts';
import type { PropertyDefinition, SchemaDefinition } from '../catalog/definitions.ts';
import { constantOf } from '../plan/statements/insert.ts';
import { coerce, defaultExpression } from '../plan/statements/property-type.ts';
import { grown } from '../storage/grown.ts';
import { RowLayout } from '../storage/row-codec.ts';
import { RowScratch } from '../storage/row-scratch.ts';
import type { EncodedRows } from '../storage/store.ts';

/** A tag or edge type in a form that goes to another thread whole, default values included. */
export type SchemaImage = Uint8Array;

export function schemaImage(schema: SchemaDefinition): SchemaImage {
  return new Uint8Array(encodeState(schema));
}

/**
 * Makes rows of one tag or edge type, in any thread, with the conversions of INSERT: a row is `begin`, its ids, then every
 * property in the schema's order, then `end`. A row that is not ended leaves nothing.
 */
export class RowEncoder {
  readonly properties: readonly PropertyDefinition[];
  readonly #layout: RowLayout;
  readonly #scratch = new RowScratch();
  readonly #defaults: readonly (Value | (() => Value))[];
  #end = 0;
  #count = 0;
  #ids = new Uint8Array(1 << 16);
  #idsEnd = 0;
  #idEnds = new Uint32Array(8192);
  #idCount = 0;
  #ranks: BigInt64Array | undefined;
  #rows = new Uint8Array(1 << 16);
  #rowsEnd = 0;
  #rowEnds = new Uint32Array(4096);
  #rowIdsEnd = 0;
  #rowIdCount = 0;

  constructor(image: SchemaImage) {
    const schema = decodeState<SchemaDefinition>(image);
    this.properties = schema.properties;
    this.#layout = new RowLayout(schema.version, schema.properties);
    const context: EvaluationContext = { nowMs: Date.now(), random: Math.random, parameters: new Map() };
    this.#defaults = schema.properties.map((property) => {
      if (!property.default) return null;
      const { constant } = property.default;
      if (constant !== undefined) return coerce(constant, property.type);
      return () => coerce(constantOf(defaultExpression(property), context), property.type);
    });
  }

  begin(): void {
    this.#idsEnd = this.#rowIdsEnd;
    this.#idCount = this.#rowIdCount;
    this.#end = this.#layout.begin(this.#scratch);
  }

  /** A vertex id of a string space, as UTF-8. */
  putTextId(text: Uint8Array, start: number, end: number): void {
    this.#roomForId(end - start);
    const bytes = this.#ids;
    for (let i = start, at = this.#idsEnd; i < end; i++, at++) bytes[at] = text[i]!;
    this.#idsEnd += end - start;
    this.#idEnds[this.#idCount++] = this.#idsEnd;
  }

  /** A vertex id of an int64 space, within ±2^53. */
  putIntId(id: number): void {
    this.#roomForId(8);
    let high = Math.floor(id / 2 ** 32);
    let low = id >>> 0;
    const bytes = this.#ids;
    for (let at = this.#idsEnd; at < this.#idsEnd + 4; at++) {
      bytes[at] = low & 0xff;
      bytes[at + 4] = high & 0xff;
      low >>>= 8;
      high >>= 8;
    }
    this.#idsEnd += 8;
    this.#idEnds[this.#idCount++] = this.#idsEnd;
  }

  putLongId(id: bigint): void {
    this.#roomForId(8);
    new DataView(this.#ids.buffer).setBigInt64(this.#idsEnd, id, true);
    this.#idsEnd += 8;
    this.#idEnds[this.#idCount++] = this.#idsEnd;
  }

  putNull(position: number): void {
    this.putValue(position, null);
  }

  /** A whole number within ±2^53 for an int property whose kind holds it. */
  putInt(position: number, value: number): void {
    this.#end = this.#layout.putInt(position, value, this.#scratch, this.#end);
  }

  /** A finite number that the property, a float or double, holds. */
  putDouble(position: number, value: number): void {
    this.#end = this.#layout.putDouble(position, value, this.#scratch, this.#end);
  }

  /** UTF-8 for a string property. */
  putText(position: number, text: Uint8Array, start: number, end: number): void {
    this.#end = this.#layout.putText(position, text, start, end, this.#scratch, this.#end);
  }

  /** As INSERT takes it. @throws StoreError, or StatementError: why the property does not take it */
  putValue(position: number, value: Value): void {
    const fitted = coerce(value, this.properties[position]!.type);
    this.#end = this.#layout.put(position, fitted, this.#scratch, this.#end);
  }

  putDefault(position: number): void {
    const known = this.#defaults[position]!;
    this.#end = this.#layout.put(position, typeof known === 'function' ? known() : known, this.#scratch, this.#end);
  }

  end(rank = 0n): void {
    const i = this.#count;
    if (i === this.#rowEnds.length) this.#rowEnds = grown(this.#rowEnds, new Uint32Array(2 * i));
    if (this.#rowsEnd + this.#end > this.#rows.length) {
      this.#rows = grown(this.#rows, new Uint8Array(Math.max(2 * this.#rows.length, this.#rowsEnd + this.#end)));
    }
    const { bytes } = this.#scratch;
    const rows = this.#rows;
    for (let from = 0, at = this.#rowsEnd; from < this.#end; from++, at++) rows[at] = bytes[from]!;
    this.#rowsEnd += this.#end;
    this.#rowEnds[i] = this.#rowsEnd;
    if (rank !== 0n) this.#ranks ??= new BigInt64Array(this.#rowEnds.length);
    if (this.#ranks) {
      if (i >= this.#ranks.length) this.#ranks = grown(this.#ranks, new BigInt64Array(this.#rowEnds.length));
      this.#ranks[i] = rank;
    }
    this.#rowIdsEnd = this.#idsEnd;
    this.#rowIdCount = this.#idCount;
    this.#count = i + 1;
  }

  /** The rows since the last call, in memory of their own. */
  take(): EncodedRows {
    const rows: EncodedRows = {
      count: this.#count,
      ids: this.#ids.slice(0, this.#rowIdsEnd),
      idEnds: this.#idEnds.slice(0, this.#rowIdCount),
      ranks: this.#ranks?.slice(0, this.#count),
      rows: this.#rows.slice(0, this.#rowsEnd),
      rowEnds: this.#rowEnds.slice(0, this.#count),
    };
    this.#count = 0;
    this.#rowIdsEnd = 0;
    this.#rowIdCount = 0;
    this.#rowsEnd = 0;
    this.#ranks = undefined;
    return rows;
  }

  #roomForId(length: number): void {
    if (this.#idsEnd + length > this.#ids.length) {
      this.#ids = grown(this.#ids, new Uint8Array(Math.max(2 * this.#ids.length, this.#idsEnd + length)));
    }
    if (this.#idCount === this.#idEnds.length) {
      this.#idEnds = grown(this.#idEnds, new Uint32Array(2 * this.#idEnds.length));
    }
  }
}
