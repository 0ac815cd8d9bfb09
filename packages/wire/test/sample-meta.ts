import {
  HostRole,
  HostStatus,
  PropertyType,
  type HostItem,
  type MetaServiceHandler,
  type SchemaDefinition,
} from '../src/index.ts';

const schema: SchemaDefinition = { columns: [{ name: 'since', type: { type: PropertyType.INT64 }, nullable: true }] };
const addresses = [
  { host: 'storage-0', port: 9779 },
  { host: 'storage-1', port: 9779 },
] as const;

function host(index: 0 | 1, status: number): HostItem {
  const parts = new Map([['social', [index + 1]]]);
  return { address: addresses[index], status, leaderParts: parts, allParts: parts, role: HostRole.STORAGE, gitSha: '' };
}

/** The meta service of one space on two hosts, the second of which is down. */
export const sampleMeta: MetaServiceHandler = {
  listSpaces: () => ({ errorCode: 0, spaces: [{ id: 7, name: 'social' }] }),
  getSpace: (name) => ({
    errorCode: 0,
    space: { id: 7, properties: { name, partitionCount: 2, replicaFactor: 1, vidType: { type: PropertyType.INT64 } } },
  }),
  listTags: (spaceId) => ({ errorCode: 0, items: [{ id: spaceId + 1, name: 'person', version: 1, schema }] }),
  getTag: () => ({ errorCode: 0, schema }),
  listEdges: (spaceId) => ({ errorCode: 0, items: [{ id: spaceId + 2, name: 'knows', version: 0, schema }] }),
  getEdge: () => ({ errorCode: 0, schema }),
  getPartsAlloc: () => ({
    errorCode: 0,
    parts: new Map([
      [1, [addresses[0]]],
      [2, [addresses[1]]],
    ]),
  }),
  listHosts: () => ({ errorCode: 0, hosts: [host(0, HostStatus.ONLINE), host(1, HostStatus.OFFLINE)] }),
  listParts: (_space, partIds) => ({
    errorCode: 0,
    parts: partIds.map((id) => ({ id, leader: addresses[0], peers: [addresses[0]], lost: [] })),
  }),
};
