import type {
  IndexDefinition,
  IndexField,
  PropertyDefinition,
  Role,
  SchemaDefinition,
  SpaceDefinition,
  SpaceId,
  SpaceOptions,
  Ttl,
  UserDefinition,
} from './definitions.ts';

/** Everything known of one space. Immutable: a change makes a new one. */
export interface SpaceCatalog {
  readonly definition: SpaceDefinition;
  /** By name, in order of creation. Names are case-sensitive. */
  readonly tags: ReadonlyMap<string, SchemaDefinition>;
  readonly edges: ReadonlyMap<string, SchemaDefinition>;
  readonly tagIndexes: ReadonlyMap<string, IndexDefinition>;
  readonly edgeIndexes: ReadonlyMap<string, IndexDefinition>;
  readonly tagsById: ReadonlyMap<number, SchemaDefinition>;
  readonly edgesById: ReadonlyMap<number, SchemaDefinition>;
  /** The properties of every version of each tag and edge type, by its id, which no two of a space share. */
  readonly versionsById: ReadonlyMap<number, readonly (readonly PropertyDefinition[])[]>;
}

/** One state of the catalog. Immutable; held as long as wanted. */
export interface CatalogView {
  /** Grows by one with every change; a cached plan is valid while it is the same. */
  readonly version: number;
  readonly spaces: ReadonlyMap<string, SpaceCatalog>;
  readonly spacesById: ReadonlyMap<SpaceId, SpaceCatalog>;
  readonly users: ReadonlyMap<string, UserDefinition>;
}

/** A property as CREATE and ALTER give it; the catalog adds the id. */
export type NewProperty = Omit<PropertyDefinition, 'id'>;

export interface NewSchema {
  readonly name: string;
  readonly properties: readonly NewProperty[];
  readonly ttl?: Ttl;
  readonly comment?: string;
}

/** One ALTER TAG / ALTER EDGE. The parts are applied in this order, all or none. */
export interface SchemaAlteration {
  readonly add?: readonly NewProperty[];
  readonly change?: readonly NewProperty[];
  readonly drop?: readonly string[];
  /** null removes it. */
  readonly ttl?: Ttl | null;
  readonly comment?: string;
}

export interface NewIndex {
  readonly name: string;
  readonly kind: 'tag' | 'edge';
  readonly schemaName: string;
  readonly fields: readonly IndexField[];
  readonly comment?: string;
}

/**
 * Changes of the catalog within one transaction; each method sees the effect of those before it. They check what only
 * the catalog knows (names taken or missing, a property that an index or TTL still uses) and throw a
 * {@link CatalogError}; what needs the language (types of defaults, rights) is the caller's.
 */
export interface CatalogEditor {
  readonly view: CatalogView;
  createSpace(name: string, options: SpaceOptions): SpaceDefinition;
  /** A new space with the tags, edge types and indexes of another, without data. */
  createSpaceAs(name: string, source: string): SpaceDefinition;
  /** Its data goes with it. */
  dropSpace(name: string): void;
  /** Deletes the data, keeps the schema. */
  clearSpace(name: string): void;
  createTag(space: string, tag: NewSchema): SchemaDefinition;
  createEdge(space: string, edge: NewSchema): SchemaDefinition;
  alterTag(space: string, name: string, alteration: SchemaAlteration): SchemaDefinition;
  alterEdge(space: string, name: string, alteration: SchemaAlteration): SchemaDefinition;
  /** Its data becomes invisible at once. */
  dropTag(space: string, name: string): void;
  dropEdge(space: string, name: string): void;
  /** Rows written from now on are indexed; earlier ones by Store.rebuildIndexes. */
  createIndex(space: string, index: NewIndex): IndexDefinition;
  dropIndex(space: string, kind: 'tag' | 'edge', name: string): void;
  createUser(name: string, passwordHash: string): void;
  dropUser(name: string): void;
  setPassword(name: string, passwordHash: string): void;
  grantRole(user: string, space: string, role: Exclude<Role, 'GOD'>): void;
  revokeRole(user: string, space: string, role: Exclude<Role, 'GOD'>): void;
}

export type CatalogErrorCode =
  | 'SpaceNotFound'
  | 'TagNotFound'
  | 'EdgeNotFound'
  | 'IndexNotFound'
  /** Of an index. */
  | 'PropertyNotFound'
  | 'TagPropertyNotFound'
  | 'EdgePropertyNotFound'
  | 'UserNotFound'
  | 'RoleNotFound'
  | 'OtherRole'
  | 'Existed'
  | 'NameTaken'
  /** A property that was dropped and can't be added again. */
  | 'ExistedBefore'
  /** A property or schema that an index or the TTL uses. */
  | 'InUse'
  | 'InvalidTtl'
  | 'InvalidIndex'
  | 'InvalidProperty'
  /** root can't be dropped, granted or revoked. */
  | 'NotAllowed';

export class CatalogError extends Error {
  readonly code: CatalogErrorCode;
  constructor(code: CatalogErrorCode, message: string) {
    super(message);
    this.name = 'CatalogError';
    this.code = code;
  }
}

export interface Catalog {
  /** The newest committed state. Cheap: cached. */
  readonly view: CatalogView;
  /** Runs `change` in one transaction and resolves once it is flushed. A throw leaves nothing behind. */
  edit<T>(change: (editor: CatalogEditor) => T): Promise<T>;
  /** Checks off the event loop; false for an unknown user, after the same time. */
  verifyPassword(user: string, password: string): Promise<boolean>;
  /** scrypt with a fresh salt, off the event loop; for createUser and setPassword. */
  hashPassword(password: string): Promise<string>;
  /** True while root's password is the one of first start. */
  hasDefaultRootPassword(): Promise<boolean>;
}
