import type { Value } from '@orrery/contracts';
import { RowLayout } from '../storage/row-codec.ts';
import { RowScratch } from '../storage/row-scratch.ts';
import type { CatalogView, SpaceCatalog } from './catalog.ts';
import type {
  IndexDefinition,
  PropertyDefinition,
  PropertyType,
  Role,
  SchemaDefinition,
  SpaceDefinition,
  SpaceId,
} from './definitions.ts';

/** A tag or edge type with the properties of all its versions, by version: rows of old versions stay readable. */
export interface SchemaState {
  readonly definition: SchemaDefinition;
  readonly versions: readonly (readonly PropertyDefinition[])[];
  /** Highest property id given so far. */
  readonly lastPropertyId: number;
  /** Of columns that were dropped: what had expired by then stays so. */
  readonly endedTtls?: readonly EndedTtl[];
}

/** A TTL that ended with its column. */
export interface EndedTtl {
  readonly propertyId: number;
  readonly durationSeconds: bigint;
  /** Of the rows that have the column, the newest version. */
  readonly version: number;
  /** When it ended, in seconds since 1970. */
  readonly endedSeconds: bigint;
}

/** A space as it is stored. */
export interface SpaceState {
  readonly definition: SpaceDefinition;
  /** Names the space's data in the store; CLEAR SPACE gives a new one. */
  readonly dataId: number;
  readonly schemas: readonly SchemaState[];
  readonly indexes: readonly IndexDefinition[];
  /** Highest ids given so far. */
  readonly lastSchemaId: number;
  readonly lastIndexId: number;
}

export interface UserState {
  readonly name: string;
  readonly passwordHash: string;
  readonly roles: ReadonlyMap<SpaceId, Exclude<Role, 'GOD'>>;
}

export interface CatalogState {
  readonly version: number;
  readonly lastSpaceId: number;
  readonly lastDataId: number;
  readonly spaces: ReadonlyMap<SpaceId, SpaceState>;
  readonly users: ReadonlyMap<string, UserState>;
}

export const EMPTY_CATALOG: CatalogState = {
  version: 0,
  lastSpaceId: 0,
  lastDataId: 0,
  spaces: new Map(),
  users: new Map(),
};

/** A SpaceCatalog that knows, besides, what only the storage asks for. */
export interface StoredSpaceCatalog extends SpaceCatalog {
  readonly state: SpaceState;
}

export interface StoredCatalogView extends CatalogView {
  readonly state: CatalogState;
  readonly spaces: ReadonlyMap<string, StoredSpaceCatalog>;
  readonly spacesById: ReadonlyMap<SpaceId, StoredSpaceCatalog>;
}

const viewBySpace = new WeakMap<SpaceState, StoredSpaceCatalog>();

/** What users of the catalog see of a state. Spaces that did not change keep their object. */
export function viewOf(state: CatalogState): StoredCatalogView {
  const spacesById = new Map([...state.spaces].map(([id, space]) => [id, spaceView(space)]));
  return {
    state,
    version: state.version,
    spacesById,
    spaces: new Map([...spacesById.values()].map((space) => [space.definition.name, space])),
    users: new Map([...state.users.values()].map(({ name, roles }) => [name, { name, roles }])),
  };
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}

function byId(items: readonly SchemaDefinition[]): Map<number, SchemaDefinition> {
  return new Map(items.map((item) => [item.id, item]));
}

function spaceView(state: SpaceState): StoredSpaceCatalog {
  const known = viewBySpace.get(state);
  if (known) return known;
  const byKind = (kind: 'tag' | 'edge'): SchemaDefinition[] =>
    state.schemas.map((schema) => schema.definition).filter((schema) => schema.kind === kind);
  const view: StoredSpaceCatalog = {
    state,
    definition: state.definition,
    tags: byName(byKind('tag')),
    edges: byName(byKind('edge')),
    tagIndexes: byName(state.indexes.filter((index) => index.kind === 'tag')),
    edgeIndexes: byName(state.indexes.filter((index) => index.kind === 'edge')),
    tagsById: byId(byKind('tag')),
    edgesById: byId(byKind('edge')),
    versionsById: new Map(state.schemas.map(({ definition, versions }) => [definition.id, versions])),
  };
  viewBySpace.set(state, view);
  return view;
}

/** JSON that keeps bigints, Maps and the constants of defaults. */
export function encodeState(state: unknown): Buffer {
  return Buffer.from(
    JSON.stringify(state, (_key: string, value: unknown) => {
      if (typeof value === 'bigint') return { $int: value.toString() };
      if (value instanceof Map) return { $map: [...value] };
      if (isProperty(value) && value.default && 'constant' in value.default) {
        return { ...value, default: { text: value.default.text, $row: encodeConstant(value) } };
      }
      return value;
    }),
  );
}

export function decodeState<T>(bytes: Uint8Array): T {
  return JSON.parse(Buffer.from(bytes).toString(), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$int' in value) return BigInt(value.$int as string);
    if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
    if (isProperty(value) && value.default && '$row' in value.default) {
      const row = value.default.$row as string;
      return { ...value, default: { text: value.default.text, constant: decodeConstant(value, row) } };
    }
    return value;
  }) as T;
}

function isProperty(value: unknown): value is PropertyDefinition {
  return typeof value === 'object' && value !== null && 'nullable' in value && 'type' in value && 'name' in value;
}

/** A default's value as a row of one property, so that it has the type's own bytes. */
function encodeConstant(property: PropertyDefinition): string {
  const scratch = new RowScratch();
  const length = constantLayout(property.type).encode([property.default!.constant], scratch);
  return Buffer.from(scratch.bytes.subarray(0, length)).toString('base64');
}

function decodeConstant(property: PropertyDefinition, row: string): Value {
  const bytes = new Uint8Array(Buffer.from(row, 'base64'));
  return constantLayout(property.type).read(new DataView(bytes.buffer, bytes.byteOffset), 0, 0);
}

function constantLayout(type: PropertyType): RowLayout {
  return new RowLayout(0, [{ id: 0, name: 'default', type, nullable: true }]);
}
