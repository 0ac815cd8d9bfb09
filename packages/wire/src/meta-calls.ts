import { UNSAID_VERSION } from './graph-calls.ts';
import type {
  ColumnDefinition,
  ColumnType,
  GetPartsAllocAnswer,
  GetSchemaAnswer,
  GetSpaceAnswer,
  HostAddress,
  HostItem,
  ListHostsAnswer,
  ListPartsAnswer,
  ListSchemasAnswer,
  ListSpacesAnswer,
  MetaVersionAnswer,
  PartItem,
  SchemaDefinition,
  SchemaItem,
  SpaceProperties,
} from './meta-messages.ts';
import { requestRpc } from './service.ts';
import {
  bool,
  bytes,
  i16,
  i32,
  i64Number,
  list,
  longList,
  longMap,
  optional,
  required,
  reshaped,
  struct,
  text,
  type Codec,
} from './thrift-struct.ts';

export const hostAddress = struct<HostAddress>({ host: required(1, text), port: required(2, i32) });

/** The fields that every answer begins with. */
const answer = { errorCode: required(1, i32), leader: optional(2, hostAddress) };

const columnType = struct<ColumnType>({
  type: required(1, i32),
  length: optional(2, i16),
  geoShape: optional(3, i32),
});

const columnDefinition = struct<ColumnDefinition>({
  name: required(1, text),
  type: required(2, columnType),
  defaultValue: optional(3, bytes),
  nullable: optional(4, bool),
  comment: optional(5, text),
});

interface SchemaStruct {
  readonly columns: readonly ColumnDefinition[];
  readonly properties: Pick<SchemaDefinition, 'ttlSeconds' | 'ttlColumn' | 'comment'>;
}

const schema: Codec<SchemaDefinition> = reshaped(
  struct<SchemaStruct>({
    columns: required(1, list(columnDefinition)),
    properties: required(
      2,
      struct<SchemaStruct['properties']>({
        ttlSeconds: optional(1, i64Number),
        ttlColumn: optional(2, text),
        comment: optional(3, text),
      }),
    ),
  }),
  ({ columns, properties }) => ({ columns, ...properties }),
  ({ columns, ...properties }) => ({ columns, properties }),
);

const schemaItem = struct<SchemaItem>({
  id: required(1, i32),
  name: required(2, text),
  version: required(3, i64Number),
  schema: required(4, schema),
});

const spaceProperties = struct<SpaceProperties>({
  name: required(1, text),
  partitionCount: required(2, i32),
  replicaFactor: required(3, i32),
  charset: optional(4, text),
  collation: optional(5, text),
  vidType: required(6, columnType),
  zones: optional(7, list(text)),
  isolationLevel: optional(8, i32),
  comment: optional(9, text),
});

/** The first member of the union of ids. */
const spaceId: Codec<number> = reshaped(
  struct<{ id: number }>({ id: required(1, i32) }),
  ({ id }) => id,
  (id) => ({ id }),
);

const inSpace = struct<{ spaceId: number }>({ spaceId: required(1, i32) });
const nothing = struct<Record<never, never>>({});

/** A schema by name; -1 is its newest version, which is also what an older client means by none. */
const schemaRequest = struct<{ spaceId: number; name: string; version: number }>({
  spaceId: required(1, i32),
  name: required(2, text),
  version: required(3, i64Number, () => -1),
});

const hostItem = struct<HostItem>({
  address: required(1, hostAddress),
  status: required(2, i32),
  leaderParts: required(3, longMap(text, longList(i32))),
  allParts: required(4, longMap(text, longList(i32))),
  role: required(5, i32),
  gitSha: required(6, text),
  zone: optional(7, text),
  version: optional(8, text),
});

const partItem = struct<PartItem>({
  id: required(1, i32),
  leader: optional(2, hostAddress),
  peers: required(3, list(hostAddress)),
  lost: required(4, list(hostAddress)),
});

const schemasAnswer = struct<ListSchemasAnswer>({ ...answer, items: optional(3, longList(schemaItem)) });
const schemaAnswer = struct<GetSchemaAnswer>({ ...answer, schema: optional(3, schema) });

export const metaVerifyClientVersion = requestRpc(
  'verifyClientVersion',
  struct<{ version: string }>({ version: required(1, text, () => UNSAID_VERSION) }),
  struct<MetaVersionAnswer>({ ...answer, errorMessage: optional(3, text) }),
);

export const listSpaces = requestRpc(
  'listSpaces',
  nothing,
  struct<ListSpacesAnswer>({
    ...answer,
    spaces: optional(
      3,
      longList(struct<{ id: number; name: string }>({ id: required(1, spaceId), name: required(2, text) })),
    ),
  }),
);

export const getSpace = requestRpc(
  'getSpace',
  struct<{ name: string }>({ name: required(1, text) }),
  struct<GetSpaceAnswer>({
    ...answer,
    space: optional(
      3,
      struct<{ id: number; properties: SpaceProperties }>({
        id: required(1, i32),
        properties: required(2, spaceProperties),
      }),
    ),
  }),
);

export const listTags = requestRpc('listTags', inSpace, schemasAnswer);
export const getTag = requestRpc('getTag', schemaRequest, schemaAnswer);
export const listEdges = requestRpc('listEdges', inSpace, schemasAnswer);
export const getEdge = requestRpc('getEdge', schemaRequest, schemaAnswer);

export const getPartsAlloc = requestRpc(
  'getPartsAlloc',
  inSpace,
  struct<GetPartsAllocAnswer>({
    ...answer,
    parts: optional(3, longMap(i32, list(hostAddress))),
    terms: optional(4, longMap(i32, i64Number)),
  }),
);

export const listHosts = requestRpc(
  'listHosts',
  struct<{ type: number }>({ type: required(1, i32) }),
  struct<ListHostsAnswer>({ ...answer, hosts: optional(3, longList(hostItem)) }),
);

export const listParts = requestRpc(
  'listParts',
  struct<{ spaceId: number; partIds: readonly number[] }>({
    spaceId: required(1, i32),
    partIds: required(2, list(i32)),
  }),
  struct<ListPartsAnswer>({ ...answer, parts: optional(3, longList(partItem)) }),
);
