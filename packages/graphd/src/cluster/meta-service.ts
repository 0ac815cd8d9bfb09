import { ErrorCode, HostRole, HostStatus, ListHostsType } from '@orrery/wire';
import type {
  CallContext,
  GetPartsAllocAnswer,
  GetSchemaAnswer,
  GetSpaceAnswer,
  HostAddress,
  HostItem,
  ListHostsAnswer,
  ListPartsAnswer,
  ListSchemasAnswer,
  ListSpacesAnswer,
  MetaServiceHandler,
  PartItem,
} from '@orrery/wire';
import type { Catalog, SpaceCatalog } from '../catalog/catalog.ts';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import { NO_TIMEOUT, Pace } from '../execute/pace.ts';
import { codeOf, ScanRefusal } from './scan-refusal.ts';
import { schemaItems, spaceProperties } from './schema-items.ts';
import { Turns } from './turns.ts';

/** Where clients reach the services of the one host that there is. */
export interface ClusterAddresses {
  readonly graph: HostAddress;
  readonly meta: HostAddress;
  readonly storage: HostAddress;
}

const NEWEST = -1;
/** Answers of parts in the making; a space may have a million. */
const AT_ONCE = 4;
const OK = { errorCode: ErrorCode.E_SUCCEEDED } as const;
const NO_SPACE = { errorCode: ErrorCode.E_SPACE_NOT_FOUND } as const;

/**
 * NebulaGraph's meta service as far as its scanning clients ask it: spaces, schemas, and one storage host that leads
 * every part. It knows no accounts, as NebulaGraph's does not.
 */
export class MetaService implements MetaServiceHandler {
  readonly #catalog: Catalog;
  readonly #addresses: ClusterAddresses;
  readonly #version: string;
  readonly #clock: (() => number) | undefined;
  readonly #turns = new Turns(AT_ONCE);

  /** `clock`: milliseconds that never go back. */
  constructor(catalog: Catalog, addresses: ClusterAddresses, version: string, clock?: () => number) {
    this.#catalog = catalog;
    this.#addresses = addresses;
    this.#version = version;
    this.#clock = clock;
  }

  listSpaces(): ListSpacesAnswer {
    return { ...OK, spaces: this.#spaces.map(({ definition: { id, name } }) => ({ id, name })) };
  }

  getSpace(name: string): GetSpaceAnswer {
    const space = this.#catalog.view.spaces.get(name)?.definition;
    return space ? { ...OK, space: { id: space.id, properties: spaceProperties(space) } } : NO_SPACE;
  }

  listTags(spaceId: number): ListSchemasAnswer {
    return this.#listSchemas(spaceId, (space) => space.tags);
  }

  listEdges(spaceId: number): ListSchemasAnswer {
    return this.#listSchemas(spaceId, (space) => space.edges);
  }

  getTag(spaceId: number, name: string, version: number): GetSchemaAnswer {
    return this.#getSchema(spaceId, (space) => space.tags.get(name), version, ErrorCode.E_TAG_NOT_FOUND);
  }

  getEdge(spaceId: number, name: string, version: number): GetSchemaAnswer {
    return this.#getSchema(spaceId, (space) => space.edges.get(name), version, ErrorCode.E_EDGE_NOT_FOUND);
  }

  getPartsAlloc(spaceId: number, call: CallContext): Promise<GetPartsAllocAnswer> {
    return this.#inSlices<GetPartsAllocAnswer>(call, async (each) => {
      const space = this.#space(spaceId);
      if (!space) return NO_SPACE;
      const hosts = [this.#addresses.storage];
      const parts = new Map<number, readonly HostAddress[]>();
      await each(partsOf(space), (part) => parts.set(part, hosts));
      return { ...OK, parts };
    });
  }

  listHosts(type: number, call: CallContext): ListHostsAnswer | Promise<ListHostsAnswer> {
    const { graph, meta, storage } = this.#addresses;
    switch (type) {
      case ListHostsType.ALLOC:
      case ListHostsType.STORAGE:
        return this.#inSlices<ListHostsAnswer>(call, async (each) => {
          const parts = new Map<string, readonly number[]>();
          for (const space of this.#spaces) {
            const ofSpace: number[] = [];
            await each(partsOf(space), (part) => ofSpace.push(part));
            parts.set(space.definition.name, ofSpace);
          }
          return { ...OK, hosts: [this.#host(storage, HostRole.STORAGE, parts)] };
        });
      case ListHostsType.GRAPH:
        return { ...OK, hosts: [this.#host(graph, HostRole.GRAPH)] };
      case ListHostsType.META:
        return { ...OK, hosts: [this.#host(meta, HostRole.META)] };
      default:
        return { ...OK, hosts: [] };
    }
  }

  /** A part that is asked for more than once is told once. */
  listParts(spaceId: number, partIds: readonly number[], call: CallContext): Promise<ListPartsAnswer> {
    return this.#inSlices<ListPartsAnswer>(call, async (each) => {
      const space = this.#space(spaceId);
      if (!space) return NO_SPACE;
      const { partitionNum } = space.definition;
      const leader = this.#addresses.storage;
      const [peers, lost] = [[leader], []];
      const parts = new Map<number, PartItem>();
      await each(partIds.length === 0 ? partsOf(space) : partIds, (id) => {
        if (id < 1 || id > partitionNum) {
          throw new ScanRefusal(ErrorCode.E_PART_NOT_FOUND, `the space has the parts 1 to ${partitionNum}`);
        }
        if (!parts.has(id)) parts.set(id, { id, leader, peers, lost });
      });
      return { ...OK, parts: [...parts.values()] };
    });
  }

  /** Makes an answer of many parts: `each` goes over them and lets others have their turns, until the client goes. */
  #inSlices<Answer>(
    { connection }: CallContext,
    make: (each: Each) => Promise<Answer>,
  ): Promise<Answer | { readonly errorCode: number }> {
    return this.#turns.run(async () => {
      const pace = new Pace(connection.signal, NO_TIMEOUT, this.#clock);
      try {
        return await make(async (parts, take) => {
          for (const part of parts) {
            take(part);
            if (pace.due()) await pace.pause();
          }
        });
      } catch (error) {
        return { errorCode: codeOf(error) };
      }
    });
  }

  get #spaces(): SpaceCatalog[] {
    return [...this.#catalog.view.spaces.values()];
  }

  #space(id: number): SpaceCatalog | undefined {
    return this.#catalog.view.spacesById.get(id);
  }

  #listSchemas(
    spaceId: number,
    schemasOf: (space: SpaceCatalog) => ReadonlyMap<string, SchemaDefinition>,
  ): ListSchemasAnswer {
    const space = this.#space(spaceId);
    if (!space) return NO_SPACE;
    return { ...OK, items: [...schemasOf(space).values()].flatMap((schema) => schemaItems(space, schema)) };
  }

  #getSchema(
    spaceId: number,
    schemaOf: (space: SpaceCatalog) => SchemaDefinition | undefined,
    version: number,
    notFound: number,
  ): GetSchemaAnswer {
    const space = this.#space(spaceId);
    if (!space) return NO_SPACE;
    const schema = schemaOf(space);
    const items = schema ? schemaItems(space, schema) : [];
    const item = version === NEWEST ? items.at(-1) : items[version];
    return item ? { ...OK, schema: item.schema } : { errorCode: notFound };
  }

  #host(address: HostAddress, role: number, parts: ReadonlyMap<string, readonly number[]> = new Map()): HostItem {
    const { ONLINE } = HostStatus;
    return { address, status: ONLINE, role, leaderParts: parts, allParts: parts, gitSha: '', version: this.#version };
  }
}

type Each = (parts: Iterable<number>, take: (part: number) => void) => Promise<void>;

function* partsOf({ definition: { partitionNum } }: SpaceCatalog): Generator<number> {
  for (let part = 1; part <= partitionNum; part++) yield part;
}
