import type { EdgeBatch, EdgeScan, EdgeScanRequest, GraphCredentials } from '@orrery/contracts';
import type { HostAddress, ScanRequest } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import type { NebulaPool } from '../session/nebula-pool.ts';
import { ClusterMeta, type PartHosts } from './cluster-meta.ts';
import { ClusterReach, hostText } from './cluster-reach.ts';
import type { ScannedSpace } from './edge-types.ts';
import { partPages } from './part-pages.ts';
import { StorageHosts } from './storage-hosts.ts';
import { tableBatch, wantedColumns } from './table-batch.ts';
import { clusterError } from './wire-failure.ts';

export interface StorageEdgeScanOptions {
  /** Where announced addresses are reached, by `host:port` in lower case; others are taken as they are. */
  readonly reachable?: ReadonlyMap<string, HostAddress>;
  /** For connecting to a host, and for its answers before the scan begins. Default 2 seconds. */
  readonly connectTimeoutMs?: number;
  /** Edges of a page. Default 65,536. */
  readonly pageEdges?: number;
  /** For each page. Default 10 minutes: storage walks over all other types' edges to find those of one. */
  readonly pageTimeoutMs?: number;
  /** Before a part is asked for again that was lost; doubled each time. Default 1 second. */
  readonly retryMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** An edge scan at the storage service, and where it reads. */
export interface StorageEdgeScan extends EdgeScan {
  readonly partCount: number;
  /** The hosts that lead the parts, `host:port` as announced. */
  readonly hosts: readonly string[];
}

interface Cluster {
  readonly spaceId: number;
  readonly parts: ReadonlyMap<number, PartHosts>;
  readonly typeIds: readonly number[];
}

/**
 * Reads edges at a NebulaGraph cluster's storage service, which costs one scan of each part, at several hosts at once. The
 * storage service knows no accounts: `described` must have come from graphd, for the account.
 *
 * Consistency: each page of a part is read at one moment. An edge that is there all the time comes exactly once; one that
 * is written or deleted meanwhile comes or does not.
 *
 * Loss: see {@link partPages}. Nothing is read from followers.
 *
 * @throws NebulaError unreachable, lost, timeout, protocol or permission when the cluster can't be read in this way;
 * statement when it is not the cluster that graphd speaks for
 */
export async function openStorageEdgeScan(
  pool: NebulaPool,
  account: GraphCredentials,
  request: EdgeScanRequest,
  described: ScannedSpace,
  options: StorageEdgeScanOptions = {},
): Promise<StorageEdgeScan> {
  const { connectTimeoutMs = 2_000, signal } = options;
  const reach = new ClusterReach(account.address, options.reachable);
  const metaHosts = await announcedMetaHosts(pool, account, signal);
  const meta = new ClusterMeta(metaHosts, { reach, timeoutMs: connectTimeoutMs, signal });
  const hosts = new StorageHosts(reach, connectTimeoutMs);
  try {
    const cluster = await resolve(meta, request, described);
    const leaders = new Map([...cluster.parts.values()].map(({ leader }) => [hostText(leader), leader]));
    await Promise.all(
      Array.from(leaders.values(), (leader) => checkHost(hosts, leader, cluster, connectTimeoutMs, signal)),
    );
    return {
      vidType: described.vidType,
      edgeCount: undefined,
      partCount: cluster.parts.size,
      hosts: [...leaders.keys()],
      batches: (cancel) => read({ meta, hosts, cluster, request, described, options }, cancel),
      close: async () => {
        meta.close();
        hosts.close();
      },
    };
  } catch (error) {
    meta.close();
    hosts.close();
    throw error;
  }
}

/** The meta service's hosts, those that are up first, as graphd knows them. */
async function announcedMetaHosts(
  pool: NebulaPool,
  account: GraphCredentials,
  signal: AbortSignal | undefined,
): Promise<HostAddress[]> {
  const { columns, rows } = await pool.execute(account, 'SHOW HOSTS META', { signal });
  const [host, port, status] = ['Host', 'Port', 'Status'].map((name) => columns.indexOf(name)) as [
    number,
    number,
    number,
  ];
  const known = rows
    .map((row) => ({ host: String(row[host]), port: Number(row[port]), isUp: row[status] === 'ONLINE' }))
    .filter(({ port: number }) => Number.isInteger(number) && number > 0 && number < 65_536);
  if (known.length === 0) throw new NebulaError('unreachable', 'graphd names no host of the meta service');
  return known.toSorted((a, b) => Number(b.isUp) - Number(a.isUp));
}

async function resolve(meta: ClusterMeta, request: EdgeScanRequest, described: ScannedSpace): Promise<Cluster> {
  const { space } = request;
  const spaceId = await meta.spaceId(space);
  if (described.spaceId !== undefined && described.spaceId !== spaceId) {
    const text = `space ${space} is number ${spaceId} at the meta service but ${described.spaceId} at graphd: they are of two clusters`;
    throw new NebulaError('statement', text);
  }
  const ids = await meta.edgeTypeIds(spaceId);
  const typeIds = described.types.map(({ name }) => {
    const id = ids.get(name);
    if (id === undefined) throw new NebulaError('statement', `the meta service knows no edge type ${name} of ${space}`);
    return id;
  });
  return { spaceId, typeIds, parts: await meta.parts(spaceId, space) };
}

/** Asks a host for a part that no space has, which it refuses without reading; anything but a storage host fails. */
async function checkHost(
  hosts: StorageHosts,
  host: HostAddress,
  { spaceId, typeIds }: Cluster,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const columns = [{ schemaId: typeIds[0]!, properties: ['_src'] }];
  const request = { ...scanOf(spaceId, columns, 1), parts: new Map([[0, undefined]]) };
  try {
    await hosts.with(host, signal, (client) => client.scanEdge(request, { timeoutMs, signal }));
  } catch (error) {
    throw clusterError(error, `storage host ${hostText(host)} does not answer`);
  }
}

function scanOf(spaceId: number, columns: ScanRequest['columns'], pageEdges: number): Omit<ScanRequest, 'parts'> {
  return { spaceId, columns, limit: BigInt(pageEdges), onlyLatestVersion: false, readFromFollower: false };
}

interface Reading {
  readonly meta: ClusterMeta;
  readonly hosts: StorageHosts;
  readonly cluster: Cluster;
  readonly request: EdgeScanRequest;
  readonly described: ScannedSpace;
  readonly options: StorageEdgeScanOptions;
}

async function* read(reading: Reading, cancel: AbortSignal | undefined): AsyncGenerator<EdgeBatch> {
  const { meta, hosts, cluster, request, described, options } = reading;
  const { pageEdges = 65_536, pageTimeoutMs: timeoutMs = 600_000, retryMs = 1_000 } = options;
  const { spaceId, typeIds } = cluster;
  let { parts } = cluster;
  const locate = async (): Promise<ReadonlyMap<number, PartHosts>> =>
    (parts = await meta.parts(spaceId, request.space));
  for (const [i, { name, timeUnit }] of described.types.entries()) {
    const columns = wantedColumns(name, described.vidType, request, timeUnit);
    const scan = scanOf(spaceId, [{ schemaId: typeIds[i]!, properties: columns.properties }], pageEdges);
    const pages = partPages({
      parts,
      locate,
      retryMs,
      signal: cancel ?? new AbortController().signal,
      ask: (host, partId, cursor, signal) =>
        hosts.with(host, signal, (client) =>
          client.scanEdgeColumns({ ...scan, parts: new Map([[partId, cursor]]) }, { timeoutMs, signal }),
        ),
    });
    for await (const { data } of pages) if (data && data.rowCount > 0) yield tableBatch(data, columns);
  }
}
