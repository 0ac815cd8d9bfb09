import { DataSet, type Value } from '@orrery/contracts';
import {
  ErrorCode,
  HostRole,
  HostStatus,
  metaService,
  PropertyType,
  storageService,
  WireServer,
  type HostAddress,
  type MetaServiceHandler,
  type ScanAnswer,
  type ScanRequest,
} from '@orrery/wire';
import type { SmallEdge, SmallGraph } from './small-graph.ts';

const SPACE_IDS: ReadonlyMap<string, number> = new Map([
  ['social', 1],
  ['numbers', 1],
]);
const EDGE_TYPE = 5;

/** What a storage host was asked. */
export interface Asked {
  readonly host: number;
  readonly part: number;
  readonly request: ScanRequest;
}

/**
 * The meta service and the storage hosts of a {@link SmallGraph}'s edges. A part holds the edges of a hash of their
 * source, in order of source, rank and destination; its cursor is the key of what follows, as storaged's is, so that it
 * holds while edges come and go. A limit counts an answer's rows.
 */
export class SmallCluster {
  readonly #graph: SmallGraph;
  readonly partCount: number;
  readonly storage: WireServer[] = [];
  meta!: WireServer;
  /** Index of the host that leads each part, from part 1. */
  readonly leaders: number[];
  /** The same as the meta service believes it. */
  readonly believed: number[];
  readonly asked: Asked[] = [];
  readonly spaceIds = new Map(SPACE_IDS);
  /** Whether a host that does not lead a part says who does. */
  namesLeader = true;
  /** Runs before a page is read; an answer that it gives is given instead. */
  beforePage: (asked: Asked) => void | ScanAnswer | Promise<void | ScanAnswer> = () => {};
  readonly errors: unknown[] = [];
  readonly #addresses: HostAddress[] = [];
  readonly #announced: string;

  /** @param announced the host that the services say they are at */
  constructor(graph: SmallGraph, partCount: number, announced = '127.0.0.1') {
    this.#graph = graph;
    this.partCount = partCount;
    this.leaders = Array.from({ length: partCount }, () => 0);
    this.believed = [...this.leaders];
    this.#announced = announced;
  }

  async listen(hostCount: number): Promise<void> {
    for (let host = 0; host < hostCount; host++) {
      this.storage.push(await this.#listenStorage(host, 0));
      this.#addresses.push({ host: this.#announced, port: this.storage[host]!.port });
    }
    for (let part = 0; part < this.partCount; part++) this.leaders[part] = this.believed[part] = part % hostCount;
    const onError = (error: unknown): void => void this.errors.push(error);
    this.meta = await WireServer.listen({ service: metaService(this.#metaHandler()), port: 0, onError });
    this.#graph.metaHosts = [{ host: this.#announced, port: this.meta.port }];
  }

  address(host: number): HostAddress {
    return this.#addresses[host]!;
  }

  /** Ends a host's connections; it listens again at once. */
  async restart(host: number): Promise<void> {
    const { port } = this.storage[host]!;
    await this.storage[host]!.close();
    this.storage[host] = await this.#listenStorage(host, port);
  }

  async close(): Promise<void> {
    await Promise.all([this.meta.close(), ...this.storage.map((server) => server.close())]);
  }

  #listenStorage(host: number, port: number): Promise<WireServer> {
    const onError = (error: unknown): void => void this.errors.push(error);
    const service = storageService({
      scanVertex: () => ({ failedParts: [], latencyUs: 1, cursors: new Map() }),
      scanEdge: (request) => this.#scanEdge(host, request),
    });
    return WireServer.listen({ service, port, onError });
  }

  #metaHandler(): MetaServiceHandler {
    const parts = (leads: (part: number) => boolean): Map<string, number[]> => {
      const ids = Array.from({ length: this.partCount }, (_, i) => i + 1).filter((id) => leads(id - 1));
      return new Map([...this.spaceIds.keys()].map((space) => [space, ids]));
    };
    return {
      listSpaces: () => ({ errorCode: 0, spaces: [...this.spaceIds].map(([name, id]) => ({ id, name })) }),
      getSpace: (name) => {
        const id = this.spaceIds.get(name);
        if (id === undefined) return { errorCode: ErrorCode.E_SPACE_NOT_FOUND };
        const vidType = { type: PropertyType.INT64 };
        return {
          errorCode: 0,
          space: { id, properties: { name, partitionCount: this.partCount, replicaFactor: 1, vidType } },
        };
      },
      listTags: () => ({ errorCode: 0, items: [] }),
      getTag: () => ({ errorCode: ErrorCode.E_TAG_NOT_FOUND }),
      listEdges: () => ({
        errorCode: 0,
        items: [0, 1].map((version) => ({ id: EDGE_TYPE, name: 'knows', version, schema: { columns: [] } })),
      }),
      getEdge: () => ({ errorCode: ErrorCode.E_EDGE_NOT_FOUND }),
      getPartsAlloc: () => ({
        errorCode: 0,
        parts: new Map(this.leaders.map((_, part) => [part + 1, this.#addresses])),
      }),
      listHosts: () => ({
        errorCode: 0,
        hosts: this.#addresses.map((address, host) => ({
          address,
          status: HostStatus.ONLINE,
          leaderParts: parts((part) => this.believed[part] === host),
          allParts: parts(() => true),
          role: HostRole.STORAGE,
          gitSha: '',
        })),
      }),
      listParts: () => ({ errorCode: 0, parts: [] }),
    };
  }

  async #scanEdge(host: number, request: ScanRequest): Promise<ScanAnswer> {
    const [[part, cursor]] = request.parts as unknown as [[number, Uint8Array | undefined]];
    const refuse = (errorCode: number, leader?: HostAddress): ScanAnswer => ({
      failedParts: [{ errorCode, partId: part, leader }],
      latencyUs: 1,
      cursors: new Map(),
    });
    if (part < 1 || part > this.partCount) return refuse(ErrorCode.E_PART_NOT_FOUND);
    const asked = { host, part, request };
    this.asked.push(asked);
    const instead = await this.beforePage(asked);
    if (instead) return instead;
    const leader = this.leaders[part - 1]!;
    if (leader !== host) {
      return refuse(ErrorCode.E_LEADER_CHANGED, this.namesLeader ? this.#addresses[leader] : undefined);
    }
    const [columns] = request.columns;
    if (columns!.schemaId !== EDGE_TYPE) return refuse(ErrorCode.E_EDGE_NOT_FOUND);
    const from = cursor === undefined ? '' : Buffer.from(cursor).toString();
    const edges = this.#graph.edges
      .map((edge): [string, SmallEdge] => [keyOf(edge), edge])
      .filter(([key, { src }]) => key >= from && partOf(src, this.partCount) === part)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    const limit = Number(request.limit);
    const next = edges[limit]?.[0];
    const rows = edges.slice(0, limit).map(([, edge]) => columns!.properties.map((name) => valueOf(edge, name)));
    return {
      failedParts: [],
      latencyUs: 1,
      data: new DataSet(
        columns!.properties.map((name) => `knows.${name}`),
        rows,
      ),
      cursors: new Map([[part, next === undefined ? undefined : Buffer.from(next)]]),
    };
  }
}

function keyOf({ src, rank, dst }: SmallEdge): string {
  return JSON.stringify([src, rank, dst].map(String));
}

function partOf(src: Value, partCount: number): number {
  let hash = 0;
  for (const character of String(src)) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003;
  return (hash % partCount) + 1;
}

function valueOf(edge: SmallEdge, name: string): Value {
  switch (name) {
    case '_src':
      return edge.src;
    case '_dst':
      return edge.dst;
    case '_rank':
      return edge.rank;
    default:
      return edge.props.get(name) ?? null;
  }
}
