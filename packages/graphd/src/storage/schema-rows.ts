import type { Value } from '@orrery/contracts';
import type { EndedTtl, SchemaState } from '../catalog/catalog-state.ts';
import type { PropertyDefinition, PropertyType, SchemaDefinition } from '../catalog/definitions.ts';
import type { Block } from './block.ts';
import { RowLayout } from './row-codec.ts';
import type { PropertyRow } from './store.ts';

/** How the rows of one stored version answer for the newest one. */
interface VersionMap {
  readonly layout: RowLayout;
  /** Newest position -> position in the stored row, -1 where it had none. */
  readonly positions: Int32Array;
}

/** Reads rows of every version of a tag or edge type as rows of the newest. */
export class SchemaRows {
  readonly definition: SchemaDefinition;
  /** For writing. */
  readonly layout: RowLayout;
  /** Whether rows may have expired. */
  readonly hasTtl: boolean;
  readonly #versions: (VersionMap | undefined)[] = [];
  readonly #state: SchemaState;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #isTimed: boolean;
  readonly #ended: readonly EndedTtl[];
  readonly #ttlPosition: number;
  readonly #ttlSeconds: bigint;

  constructor(state: SchemaState) {
    this.#state = state;
    this.definition = state.definition;
    this.layout = new RowLayout(state.definition.version, state.definition.properties);
    this.#positions = new Map(state.definition.properties.map(({ name }, i) => [name, i]));
    const { ttl } = state.definition;
    this.#isTimed = ttl !== undefined && ttl.durationSeconds > 0n;
    this.#ended = (state.endedTtls ?? []).filter(({ durationSeconds }) => durationSeconds > 0n);
    this.hasTtl = this.#isTimed || this.#ended.length > 0;
    this.#ttlPosition = ttl === undefined ? -1 : this.#positions.get(ttl.column)!;
    this.#ttlSeconds = ttl?.durationSeconds ?? 0n;
  }

  positionOf(name: string): number | undefined {
    return this.#positions.get(name);
  }

  value(view: DataView, start: number, position: number): Value {
    const stored = view.getUint16(start, true);
    const map = (this.#versions[stored] ??= this.#mapOf(stored));
    const at = map.positions[position]!;
    const property = this.definition.properties[position]!;
    if (at < 0) return property.default?.constant ?? null;
    const value = map.layout.read(view, start, at);
    if (map.layout === this.layout) return value;
    return converted(value, map.layout.properties[at]!.type, property.type);
  }

  /** Where the newest layout's bytes can be read directly; undefined for rows of other versions. */
  versionMap(version: number): VersionMap {
    return (this.#versions[version] ??= this.#mapOf(version));
  }

  isExpired(view: DataView, start: number, nowSeconds: bigint): boolean {
    if (this.#isTimed) {
      const written = this.value(view, start, this.#ttlPosition);
      if (typeof written === 'bigint' && nowSeconds > written + this.#ttlSeconds) return true;
    }
    return this.#ended.length > 0 && this.#hadExpired(view, start);
  }

  /** Whether a row had expired when its TTL column was dropped. */
  #hadExpired(view: DataView, start: number): boolean {
    const stored = view.getUint16(start, true);
    return this.#ended.some(({ propertyId, durationSeconds, version, endedSeconds }) => {
      if (stored > version) return false;
      const { layout } = this.versionMap(stored);
      const at = layout.properties.findIndex(({ id }) => id === propertyId);
      const written = at < 0 ? undefined : layout.read(view, start, at);
      return typeof written === 'bigint' && endedSeconds > written + durationSeconds;
    });
  }

  #mapOf(version: number): VersionMap {
    const properties: readonly PropertyDefinition[] | undefined = this.#state.versions[version];
    if (!properties) throw new RangeError(`${this.definition.name} has no schema version ${version}`);
    const layout = version === this.definition.version ? this.layout : new RowLayout(version, properties);
    const positions = this.definition.properties.map(({ id }) => properties.findIndex((old) => old.id === id));
    return { layout, positions: Int32Array.from(positions) };
  }
}

const rowsByState = new WeakMap<SchemaState, SchemaRows>();

export function schemaRowsOf(state: SchemaState): SchemaRows {
  let rows = rowsByState.get(state);
  if (!rows) {
    rows = new SchemaRows(state);
    rowsByState.set(state, rows);
  }
  return rows;
}

/** A row within a block. */
export class BlockRow implements PropertyRow {
  readonly #rows: SchemaRows;
  readonly #view: DataView;
  readonly #start: number;

  constructor(rows: SchemaRows, block: Block, at: number) {
    this.#rows = rows;
    this.#view = block.view;
    this.#start = block.rowStart(at);
  }

  get schema(): SchemaDefinition {
    return this.#rows.definition;
  }

  value(position: number): Value {
    return this.#rows.value(this.#view, this.#start, position);
  }

  get(name: string): Value {
    const position = this.#rows.positionOf(name);
    return position === undefined ? undefined : this.value(position);
  }

  toMap(): Map<string, Value> {
    const map = new Map<string, Value>();
    const { properties } = this.#rows.definition;
    for (let i = 0; i < properties.length; i++) map.set(properties[i]!.name, this.value(i));
    return map;
  }
}

const INT_BITS: Partial<Record<PropertyType['kind'], number>> = {
  int8: 8,
  int16: 16,
  int32: 32,
  int64: 64,
  timestamp: 64,
};

/** A value written before ALTER … CHANGE, as the type it has now; NULL where it does not fit. */
function converted(value: Value, from: PropertyType, to: PropertyType): Value {
  if (value === null || (from.kind === to.kind && from.kind !== 'fixed_string')) return value;
  const bits = INT_BITS[to.kind];
  if (typeof value === 'bigint') {
    if (bits !== undefined) return BigInt.asIntN(bits, value) === value ? value : null;
    return to.kind === 'float' || to.kind === 'double' ? Number(value) : null;
  }
  if (typeof value === 'number') {
    if (to.kind === 'double') return value;
    return to.kind === 'float' ? Math.fround(value) : null;
  }
  if (typeof value === 'string' && (to.kind === 'string' || to.kind === 'fixed_string')) {
    if (to.kind !== 'fixed_string' || Buffer.byteLength(value) <= to.length) return value;
    return Buffer.from(value)
      .subarray(0, to.length)
      .toString()
      .replace(/\uFFFD$/, '');
  }
  return null;
}
