import { ErrorCode, HostRole, HostStatus, ListHostsType } from '@orrery/wire';
import type {
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
} from '@orrery/wire';
import type { Catalog, SpaceCatalog } from '../catalog/catalog.ts';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import { schemaItems, spaceProperties } from './schema-items.ts';

/** Where clients reach the services of the one host that there is. */
export interface ClusterAddresses {
  readonly graph: HostAddress;
  readonly meta: HostAddress;
  readonly storage: HostAddress;
}

const NEWEST = -1;
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

  constructor(catalog: Catalog, addresses: ClusterAddresses, version: string) {
    this.#catalog = catalog;
    this.#addresses = addresses;
    this.#version = version;
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

  getPartsAlloc(spaceId: number): GetPartsAllocAnswer {
    const space = this.#space(spaceId);
    if (!space) return NO_SPACE;
    const hosts = [this.#addresses.storage];
    return { ...OK, parts: new Map(partsOf(space).map((part) => [part, hosts])) };
  }

  listHosts(type: number): ListHostsAnswer {
    const { graph, meta, storage } = this.#addresses;
    switch (type) {
      case ListHostsType.ALLOC:
      case ListHostsType.STORAGE: {
        const parts = new Map(this.#spaces.map((space) => [space.definition.name, partsOf(space)]));
        return { ...OK, hosts: [this.#host(storage, HostRole.STORAGE, parts)] };
      }
      case ListHostsType.GRAPH:
        return { ...OK, hosts: [this.#host(graph, HostRole.GRAPH)] };
      case ListHostsType.META:
        return { ...OK, hosts: [this.#host(meta, HostRole.META)] };
      default:
        return { ...OK, hosts: [] };
    }
  }

  listParts(spaceId: number, partIds: readonly number[]): ListPartsAnswer {
    const space = this.#space(spaceId);
    if (!space) return NO_SPACE;
    const { partitionNum } = space.definition;
    const { storage } = this.#addresses;
    const wanted = partIds.length === 0 ? partsOf(space) : partIds;
    if (wanted.some((id) => id < 1 || id > partitionNum)) return { errorCode: ErrorCode.E_PART_NOT_FOUND };
    return { ...OK, parts: wanted.map((id) => ({ id, leader: storage, peers: [storage], lost: [] })) };
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

function partsOf({ definition: { partitionNum } }: SpaceCatalog): number[] {
  return Array.from({ length: partitionNum }, (_none, i) => i + 1);
}
