/** A service's address as the cluster's hosts know it; clients may reach it by another, or not at all. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** What every answer of the meta service begins with; its other fields are there exactly on success. */
export interface MetaAnswer {
  /** {@link ErrorCode}; 0 is success. */
  readonly errorCode: number;
  /** With E_LEADER_CHANGED: whom to ask instead. */
  readonly leader?: HostAddress | undefined;
}

/** What a property, or a vertex id, holds. VID is of no property. */
export const PropertyType = {
  UNKNOWN: 0,
  BOOL: 1,
  INT64: 2,
  VID: 3,
  FLOAT: 4,
  DOUBLE: 5,
  STRING: 6,
  FIXED_STRING: 7,
  INT8: 8,
  INT16: 9,
  INT32: 10,
  TIMESTAMP: 21,
  DURATION: 23,
  DATE: 24,
  DATETIME: 25,
  TIME: 26,
  GEOGRAPHY: 31,
} as const;

export const GeoShape = { ANY: 0, POINT: 1, LINESTRING: 2, POLYGON: 3 } as const;

export interface ColumnType {
  /** {@link PropertyType}. */
  readonly type: number;
  /** Bytes, of FIXED_STRING. */
  readonly length?: number | undefined;
  /** {@link GeoShape}, of GEOGRAPHY. */
  readonly geoShape?: number | undefined;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  /** An expression in NebulaGraph's own serialization; scanning clients don't read it. */
  readonly defaultValue?: Uint8Array | undefined;
  /** False where absent. */
  readonly nullable?: boolean | undefined;
  readonly comment?: string | undefined;
}

/** One version of a tag's or an edge type's properties. */
export interface SchemaDefinition {
  readonly columns: readonly ColumnDefinition[];
  readonly ttlSeconds?: number | undefined;
  readonly ttlColumn?: string | undefined;
  readonly comment?: string | undefined;
}

/** A tag or an edge type in one version; lists hold all versions, in no order. */
export interface SchemaItem {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly schema: SchemaDefinition;
}

export interface SpaceProperties {
  readonly name: string;
  readonly partitionCount: number;
  readonly replicaFactor: number;
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  /** INT64, or FIXED_STRING with its length. */
  readonly vidType: ColumnType;
  readonly zones?: readonly string[] | undefined;
  /** 0 = default, 1 = TOSS. */
  readonly isolationLevel?: number | undefined;
  readonly comment?: string | undefined;
}

export interface MetaVersionAnswer extends MetaAnswer {
  readonly errorMessage?: string | undefined;
}

export interface ListSpacesAnswer extends MetaAnswer {
  readonly spaces?: readonly { readonly id: number; readonly name: string }[] | undefined;
}

export interface GetSpaceAnswer extends MetaAnswer {
  readonly space?: { readonly id: number; readonly properties: SpaceProperties } | undefined;
}

/** Of listTags and listEdges. */
export interface ListSchemasAnswer extends MetaAnswer {
  readonly items?: readonly SchemaItem[] | undefined;
}

/** Of getTag and getEdge. */
export interface GetSchemaAnswer extends MetaAnswer {
  readonly schema?: SchemaDefinition | undefined;
}

export interface GetPartsAllocAnswer extends MetaAnswer {
  /** Hosts by part, its leader not marked. Parts count from 1. */
  readonly parts?: ReadonlyMap<number, readonly HostAddress[]> | undefined;
  /** Raft's term by part. */
  readonly terms?: ReadonlyMap<number, number> | undefined;
}

/** Which hosts are listed; ALLOC are the storage hosts with their parts. */
export const ListHostsType = { ALLOC: 0, GRAPH: 1, META: 2, STORAGE: 3, AGENT: 4, STORAGE_LISTENER: 5 } as const;
export const HostStatus = { ONLINE: 0, OFFLINE: 1, UNKNOWN: 2 } as const;
export const HostRole = { GRAPH: 0, META: 1, STORAGE: 2, STORAGE_LISTENER: 3, AGENT: 4, UNKNOWN: 5 } as const;

export interface HostItem {
  readonly address: HostAddress;
  /** {@link HostStatus}. */
  readonly status: number;
  /** By the space's name. */
  readonly leaderParts: ReadonlyMap<string, readonly number[]>;
  /** By the space's name. */
  readonly allParts: ReadonlyMap<string, readonly number[]>;
  /** {@link HostRole}. */
  readonly role: number;
  readonly gitSha: string;
  readonly zone?: string | undefined;
  readonly version?: string | undefined;
}

export interface ListHostsAnswer extends MetaAnswer {
  readonly hosts?: readonly HostItem[] | undefined;
}

export interface PartItem {
  readonly id: number;
  /** Absent while the part has none. */
  readonly leader?: HostAddress | undefined;
  readonly peers: readonly HostAddress[];
  readonly lost: readonly HostAddress[];
}

export interface ListPartsAnswer extends MetaAnswer {
  readonly parts?: readonly PartItem[] | undefined;
}
