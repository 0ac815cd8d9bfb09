import { DataSet, DateTimeValue, NullValue } from '@orrery/contracts';
import {
  ErrorCode,
  GeoShape,
  HostRole,
  HostStatus,
  ListHostsType,
  PropertyType,
  type HostAddress,
} from '../src/index.ts';
import * as meta from '../src/meta-calls.ts';
import * as storage from '../src/storage-calls.ts';
import type { Rpc } from '../src/service.ts';
import type { Codec } from '../src/thrift-struct.ts';

/** A struct in our shape, and field by field as the generated code of the official Python client names it. */
export interface Sample {
  readonly struct: string;
  readonly codec: Codec<unknown>;
  readonly ours: unknown;
  readonly fields: unknown;
}

const LONG_MAX = 2n ** 63n - 1n;
/** Bytes that are no UTF-8. */
const CURSOR = Uint8Array.of(0, 255, 128, 10, 7);
const latin1 = (bytes: Uint8Array | string): string => Buffer.from(bytes as string).toString('latin1');

function calls<Request, Result>(
  service: string,
  module: string,
  rpc: Rpc<{ readonly request: Request }, Result>,
  request: readonly [Request, unknown],
  answer: readonly [struct: string, Result, unknown],
): Sample[] {
  return [
    {
      struct: `${service}.${rpc.name}_args`,
      codec: rpc.arguments as Codec<unknown>,
      ours: { request: request[0] },
      fields: { req: request[1] },
    },
    { struct: `${module}.${answer[0]}`, codec: rpc.result as Codec<unknown>, ours: answer[1], fields: answer[2] },
  ];
}

const leader = { host: 'meta-1.example', port: 9559 };
const changed = { errorCode: ErrorCode.E_LEADER_CHANGED, leader };
const changedFields = { code: ErrorCode.E_LEADER_CHANGED, leader };
const hosts: readonly [HostAddress, HostAddress] = [
  { host: 'storage-0', port: 9779 },
  { host: '10.0.0.2', port: 29_779 },
];

const schema = {
  columns: [
    { name: 'name', type: { type: PropertyType.FIXED_STRING, length: 300 }, nullable: true, comment: '石佛' },
    { name: 'born', type: { type: PropertyType.DATETIME }, defaultValue: CURSOR },
    { name: 'where', type: { type: PropertyType.GEOGRAPHY, geoShape: GeoShape.POLYGON } },
  ],
  ttlSeconds: 86_400 * 365,
  ttlColumn: 'born',
  comment: 'people',
};
const schemaFields = {
  columns: [
    { name: 'name', type: { type: 7, type_length: 300 }, nullable: true, comment: latin1('石佛') },
    { name: 'born', type: { type: 25, type_length: 0 }, default_value: latin1(CURSOR), nullable: false },
    { name: 'where', type: { type: 31, type_length: 0, geo_shape: 3 }, nullable: false },
  ],
  schema_prop: { ttl_duration: 86_400 * 365, ttl_col: 'born', comment: 'people' },
};

const spaceProperties = {
  name: '图',
  partitionCount: 100,
  replicaFactor: 3,
  charset: 'utf8',
  collation: 'utf8_bin',
  vidType: { type: PropertyType.FIXED_STRING, length: 32 },
  zones: ['zone-a', 'zone-b'],
  isolationLevel: 1,
  comment: 'a space',
};

const host = {
  address: hosts[0],
  status: HostStatus.OFFLINE,
  leaderParts: new Map([['social', [1, 3]]]),
  allParts: new Map([
    ['social', [1, 2, 3]],
    ['other', []],
  ]),
  role: HostRole.STORAGE,
  gitSha: 'de9b3ed',
  zone: 'default_zone',
  version: '3.8.0',
};

const scanRequest = {
  spaceId: 7,
  parts: new Map([
    [1, undefined],
    [200, CURSOR],
  ]),
  columns: [
    { schemaId: 12, properties: ['_src', '_dst', 'degree'] },
    { schemaId: -12, properties: [] },
  ],
  limit: LONG_MAX,
  startTime: -(2n ** 63n),
  endTime: 1_700_000_000_000n,
  filter: CURSOR,
  onlyLatestVersion: true,
  readFromFollower: false,
};
const scanRequestFields = (schemaField: string): unknown => ({
  space_id: 7,
  parts: { 1: {}, 200: { next_cursor: latin1(CURSOR) } },
  return_columns: [
    { [schemaField]: 12, props: ['_src', '_dst', 'degree'] },
    { [schemaField]: -12, props: [] },
  ],
  limit: String(LONG_MAX),
  start_time: String(-(2n ** 63n)),
  end_time: 1_700_000_000_000,
  filter: latin1(CURSOR),
  only_latest_version: true,
  enable_read_from_follower: false,
});

const scanAnswer = {
  failedParts: [
    { errorCode: ErrorCode.E_LEADER_CHANGED, partId: 3, leader: hosts[1] },
    { errorCode: ErrorCode.E_PART_NOT_FOUND, partId: 4 },
  ],
  latencyUs: 1_234_567,
  data: new DataSet(
    ['follow._src', 'follow._dst', 'follow.since'],
    [
      ['a', 'b', new DateTimeValue(2023, 2, 28, 12, 30, 45, 123_456)],
      [1n, -LONG_MAX, null],
      [1.5, true, NullValue.BAD_DATA],
    ],
  ),
  cursors: new Map([
    [1, CURSOR],
    [2, undefined],
  ]),
};
const scanAnswerFields = {
  result: {
    failed_parts: [
      { code: ErrorCode.E_LEADER_CHANGED, part_id: 3, leader: hosts[1] },
      { code: ErrorCode.E_PART_NOT_FOUND, part_id: 4 },
    ],
    latency_in_us: 1_234_567,
  },
  props: {
    column_names: ['follow._src', 'follow._dst', 'follow.since'],
    rows: [
      {
        values: [
          { sVal: 'a' },
          { sVal: 'b' },
          { dtVal: { year: 2023, month: 2, day: 28, hour: 12, minute: 30, sec: 45, microsec: 123_456 } },
        ],
      },
      { values: [{ iVal: 1 }, { iVal: String(-LONG_MAX) }, { nVal: 0 }] },
      { values: [{ fVal: 1.5 }, { bVal: true }, { nVal: 2 }] },
    ],
  },
  cursors: { 1: { next_cursor: latin1(CURSOR) }, 2: {} },
};

const schemaRequest = [
  { spaceId: 7, name: '人', version: -1 },
  (name: string) => ({ space_id: 7, [name]: latin1('人'), version: -1 }),
] as const;
const inSpace = [{ spaceId: 7 }, { space_id: 7 }] as const;

/** Every call of the two services, arguments and answer, with all of their fields. */
export const samples: readonly Sample[] = [
  ...calls(
    'MetaService',
    'meta',
    meta.metaVerifyClientVersion,
    [{ version: '3.8.1' }, { client_version: '3.8.1' }],
    ['VerifyClientVersionResp', { ...changed, errorMessage: 'no' }, { ...changedFields, error_msg: 'no' }],
  ),
  ...calls(
    'MetaService',
    'meta',
    meta.listSpaces,
    [{}, {}],
    [
      'ListSpacesResp',
      { ...changed, spaces: [{ id: 7, name: '图' }] },
      { ...changedFields, spaces: [{ id: { space_id: 7 }, name: latin1('图') }] },
    ],
  ),
  ...calls(
    'MetaService',
    'meta',
    meta.getSpace,
    [{ name: '图' }, { space_name: latin1('图') }],
    [
      'GetSpaceResp',
      { ...changed, space: { id: 7, properties: spaceProperties } },
      {
        ...changedFields,
        item: {
          space_id: 7,
          properties: {
            space_name: latin1('图'),
            partition_num: 100,
            replica_factor: 3,
            charset_name: 'utf8',
            collate_name: 'utf8_bin',
            vid_type: { type: 7, type_length: 32 },
            zone_names: ['zone-a', 'zone-b'],
            isolation_level: 1,
            comment: 'a space',
          },
        },
      },
    ],
  ),
  ...calls('MetaService', 'meta', meta.listTags, inSpace, [
    'ListTagsResp',
    { ...changed, items: [{ id: 8, name: 'player', version: 2, schema }] },
    { ...changedFields, tags: [{ tag_id: 8, tag_name: 'player', version: 2, schema: schemaFields }] },
  ]),
  ...calls(
    'MetaService',
    'meta',
    meta.getTag,
    [schemaRequest[0], schemaRequest[1]('tag_name')],
    ['GetTagResp', { ...changed, schema }, { ...changedFields, schema: schemaFields }],
  ),
  ...calls('MetaService', 'meta', meta.listEdges, inSpace, [
    'ListEdgesResp',
    { ...changed, items: [{ id: 9, name: 'follow', version: 0, schema: { columns: [] } }] },
    {
      ...changedFields,
      edges: [{ edge_type: 9, edge_name: 'follow', version: 0, schema: { columns: [], schema_prop: {} } }],
    },
  ]),
  ...calls(
    'MetaService',
    'meta',
    meta.getEdge,
    [schemaRequest[0], schemaRequest[1]('edge_name')],
    ['GetEdgeResp', { ...changed, schema }, { ...changedFields, schema: schemaFields }],
  ),
  ...calls('MetaService', 'meta', meta.getPartsAlloc, inSpace, [
    'GetPartsAllocResp',
    {
      ...changed,
      parts: new Map<number, readonly HostAddress[]>([
        [1, hosts],
        [2, []],
      ]),
      terms: new Map([[1, 2 ** 40]]),
    },
    { ...changedFields, parts: { 1: hosts, 2: [] }, terms: { 1: 2 ** 40 } },
  ]),
  ...calls(
    'MetaService',
    'meta',
    meta.listHosts,
    [{ type: ListHostsType.STORAGE }, { type: 3 }],
    [
      'ListHostsResp',
      { ...changed, hosts: [host] },
      {
        ...changedFields,
        hosts: [
          {
            hostAddr: hosts[0],
            status: 1,
            leader_parts: { social: [1, 3] },
            all_parts: { social: [1, 2, 3], other: [] },
            role: 2,
            git_info_sha: 'de9b3ed',
            zone_name: 'default_zone',
            version: '3.8.0',
          },
        ],
      },
    ],
  ),
  ...calls(
    'MetaService',
    'meta',
    meta.listParts,
    [
      { spaceId: 7, partIds: [1, 70_000] },
      { space_id: 7, part_ids: [1, 70_000] },
    ],
    [
      'ListPartsResp',
      {
        ...changed,
        parts: [
          { id: 1, leader: hosts[1], peers: hosts, lost: [hosts[0]] },
          { id: 2, peers: [], lost: [] },
        ],
      },
      {
        ...changedFields,
        parts: [
          { part_id: 1, leader: hosts[1], peers: hosts, losts: [hosts[0]] },
          { part_id: 2, peers: [], losts: [] },
        ],
      },
    ],
  ),
  ...calls(
    'GraphStorageService',
    'storage',
    storage.scanVertex,
    [scanRequest, scanRequestFields('tag')],
    ['ScanResponse', scanAnswer, scanAnswerFields],
  ),
  ...calls(
    'GraphStorageService',
    'storage',
    storage.scanEdge,
    [scanRequest, scanRequestFields('type')],
    [
      'ScanResponse',
      { failedParts: [], latencyUs: 0, cursors: new Map() },
      { result: { failed_parts: [], latency_in_us: 0 }, cursors: {} },
    ],
  ),
];
