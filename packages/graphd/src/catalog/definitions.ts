import type { Value } from '@orrery/contracts';

/** Ids count up within their kind, start at 1 and are never given again. */
export type SpaceId = number;
export type TagId = number;
export type EdgeTypeId = number;
export type IndexId = number;

export type IntKind = 'int8' | 'int16' | 'int32' | 'int64';

/** What a property may hold. `timestamp` is seconds since 1970 as an int. */
export type PropertyType =
  | { readonly kind: 'bool' | IntKind | 'float' | 'double' | 'string' }
  /** At most `length` bytes of UTF-8. */
  | { readonly kind: 'fixed_string'; readonly length: number }
  | { readonly kind: 'date' | 'time' | 'datetime' | 'timestamp' | 'duration' }
  /** Without a shape: any of them. */
  | { readonly kind: 'geography'; readonly shape?: 'point' | 'linestring' | 'polygon' }
  | { readonly kind: 'list' | 'set'; readonly element: 'string' | 'int64' | 'float' };

export interface PropertyDefault {
  /** The expression as the AST printer writes it; SHOW CREATE and DESCRIBE print it. */
  readonly text: string;
  /**
   * Its value when it is constant. Rows written before the property existed answer it; a default that is not constant
   * (`now()`) leaves them NULL.
   */
  readonly constant?: Value;
}

export interface PropertyDefinition {
  /** Unique within its tag or edge type for ever. */
  readonly id: number;
  readonly name: string;
  readonly type: PropertyType;
  readonly nullable: boolean;
  readonly default?: PropertyDefault;
  readonly comment?: string;
}

export interface Ttl {
  /** An int or timestamp property that holds seconds since 1970. */
  readonly column: string;
  /** Seconds; 0 never expires. */
  readonly durationSeconds: bigint;
}

/** A tag or an edge type at its newest schema version. */
export interface SchemaDefinition {
  readonly kind: 'tag' | 'edge';
  readonly id: number;
  readonly name: string;
  /** Counts the ALTERs, from 0. */
  readonly version: number;
  readonly properties: readonly PropertyDefinition[];
  readonly ttl?: Ttl;
  readonly comment?: string;
}

export interface IndexField {
  readonly property: string;
  /** Bytes of a string that are indexed; set for every string, unset for other types. */
  readonly length?: number;
}

/** `fields` is empty for an index on the tag or edge type itself (LOOKUP ON player without a WHERE). */
export interface IndexDefinition {
  readonly id: IndexId;
  readonly name: string;
  readonly kind: 'tag' | 'edge';
  readonly schemaId: number;
  readonly schemaName: string;
  readonly fields: readonly IndexField[];
  readonly comment?: string;
}

export type VidDefinition = { readonly kind: 'fixed_string'; readonly length: number } | { readonly kind: 'int64' };

export interface SpaceOptions {
  readonly vid: VidDefinition;
  readonly partitionNum: number;
  readonly replicaFactor: number;
  readonly charset: string;
  readonly collate: string;
  readonly comment?: string;
}

export interface SpaceDefinition extends SpaceOptions {
  readonly id: SpaceId;
  readonly name: string;
  readonly createTimeMs: number;
}

export const ROLES = ['GOD', 'ADMIN', 'DBA', 'USER', 'GUEST'] as const;
export type Role = (typeof ROLES)[number];

export interface UserDefinition {
  readonly name: string;
  /** Roles by space id. `root` alone is GOD, everywhere, and has no entries. */
  readonly roles: ReadonlyMap<SpaceId, Exclude<Role, 'GOD'>>;
}
