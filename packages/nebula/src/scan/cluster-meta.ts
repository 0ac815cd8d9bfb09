import {
  ErrorCode,
  errorCodeName,
  ListHostsType,
  MetaClient,
  type CallOptions,
  type HostAddress,
  type MetaAnswer,
} from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { hostText, MAX_ANSWER_BYTES, type ClusterReach } from './cluster-reach.ts';
import { clusterError } from './wire-failure.ts';

/** Who has a part of a space. */
export interface PartHosts {
  /** As the meta service knows it; it may have moved since. */
  readonly leader: HostAddress;
  readonly peers: readonly HostAddress[];
}

export interface ClusterMetaOptions {
  readonly reach: ClusterReach;
  /** For connecting and for each answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Times that a question goes on to another host before it is given up. */
const MAX_HOPS = 5;

/** A cluster's meta service: one connection, to the host that leads it. */
export class ClusterMeta {
  readonly #addresses: readonly HostAddress[];
  readonly #options: ClusterMetaOptions;
  #client: { readonly host: HostAddress; readonly client: MetaClient } | undefined;

  /** @param addresses at least one of its hosts, as announced */
  constructor(addresses: readonly HostAddress[], options: ClusterMetaOptions) {
    if (addresses.length === 0) throw new RangeError('a meta service has at least one address');
    this.#addresses = addresses;
    this.#options = options;
  }

  /** @throws NebulaError statement when there is no such space */
  async spaceId(space: string): Promise<number> {
    const answer = await this.#ask(`space ${space}`, (client, call) => client.getSpace(space, call));
    return present(answer.space, `space ${space}`).id;
  }

  /** Numbers of the space's edge types by name. */
  async edgeTypeIds(spaceId: number): Promise<ReadonlyMap<string, number>> {
    const answer = await this.#ask('edge types', (client, call) => client.listEdges(spaceId, call));
    return new Map(present(answer.items, 'edge types').map(({ name, id }) => [name, id]));
  }

  /** The space's parts. A leader that the meta service does not know is taken to be the first of the part's hosts. */
  async parts(spaceId: number, space: string): Promise<ReadonlyMap<number, PartHosts>> {
    const allocated = await this.#ask('parts', (client, call) => client.getPartsAlloc(spaceId, call));
    const listed = await this.#ask('hosts', (client, call) => client.listHosts(ListHostsType.ALLOC, call));
    const leaders = new Map<number, HostAddress>();
    for (const { address, leaderParts } of present(listed.hosts, 'hosts')) {
      for (const part of leaderParts.get(space) ?? []) leaders.set(part, address);
    }
    const parts = new Map<number, PartHosts>();
    for (const [part, peers] of present(allocated.parts, 'parts')) {
      const leader = leaders.get(part) ?? peers[0];
      if (!leader) throw new NebulaError('protocol', `part ${part} of space ${space} is at no host`);
      parts.set(part, { leader, peers });
    }
    return parts;
  }

  close(): void {
    this.#client?.client.close();
    this.#client = undefined;
  }

  /** Asks the leader, whoever that turns out to be. */
  async #ask<A extends MetaAnswer>(
    what: string,
    ask: (client: MetaClient, call: CallOptions) => Promise<A>,
  ): Promise<A> {
    const { timeoutMs, signal } = this.#options;
    let next: HostAddress | undefined;
    let failure: unknown;
    let failures = 0;
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      const candidate = next ?? this.#client?.host ?? this.#addresses[failures % this.#addresses.length]!;
      next = undefined;
      const doing = `asking the meta service at ${hostText(candidate)} for ${what}`;
      try {
        const answer = await ask(await this.#connected(candidate), { timeoutMs, signal });
        if (answer.errorCode === ErrorCode.E_SUCCEEDED) return answer;
        if (answer.errorCode !== ErrorCode.E_LEADER_CHANGED) throw metaError(answer.errorCode, doing);
        this.close();
        next = answer.leader?.host ? answer.leader : undefined;
        failure = metaError(answer.errorCode, doing);
      } catch (error) {
        failure = clusterError(error, doing);
        this.close();
        const isOver = ++failures >= this.#addresses.length;
        if (isOver || !(failure instanceof NebulaError) || !failure.isConnectionFailure) throw failure;
      }
    }
    throw failure;
  }

  async #connected(announced: HostAddress): Promise<MetaClient> {
    if (this.#client && hostText(this.#client.host) === hostText(announced) && !this.#client.client.closed) {
      return this.#client.client;
    }
    this.close();
    const { reach, timeoutMs, signal } = this.#options;
    const connecting = { connectTimeoutMs: timeoutMs, maxFrameBytes: MAX_ANSWER_BYTES, signal };
    const client = await MetaClient.connect({ ...reach.of(announced), ...connecting });
    this.#client = { host: announced, client };
    return client;
  }
}

function metaError(code: number, doing: string): NebulaError {
  const kind = code === ErrorCode.E_LEADER_CHANGED ? 'unreachable' : 'statement';
  return new NebulaError(kind, `${doing}: ${errorCodeName(code) ?? `error ${code}`}`, { code });
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new NebulaError('protocol', `the meta service answered without ${what}`);
  return value;
}
