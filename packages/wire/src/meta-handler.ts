import type { CallContext, ServiceHandler } from './handler.ts';
import type {
  GetPartsAllocAnswer,
  GetSchemaAnswer,
  GetSpaceAnswer,
  ListHostsAnswer,
  ListPartsAnswer,
  ListSchemasAnswer,
  ListSpacesAnswer,
  MetaVersionAnswer,
} from './meta-messages.ts';

/** The methods of NebulaGraph's MetaService by which clients find their way to the storage hosts. */
export interface MetaServiceHandler extends ServiceHandler {
  /** Without it every version is accepted. */
  verifyClientVersion?(version: string, call: CallContext): MetaVersionAnswer | Promise<MetaVersionAnswer>;

  listSpaces(call: CallContext): ListSpacesAnswer | Promise<ListSpacesAnswer>;

  getSpace(name: string, call: CallContext): GetSpaceAnswer | Promise<GetSpaceAnswer>;

  /** All versions of all tags. */
  listTags(spaceId: number, call: CallContext): ListSchemasAnswer | Promise<ListSchemasAnswer>;

  /** @param version -1 is the newest */
  getTag(spaceId: number, name: string, version: number, call: CallContext): GetSchemaAnswer | Promise<GetSchemaAnswer>;

  /** All versions of all edge types. */
  listEdges(spaceId: number, call: CallContext): ListSchemasAnswer | Promise<ListSchemasAnswer>;

  /** @param version -1 is the newest */
  getEdge(
    spaceId: number,
    name: string,
    version: number,
    call: CallContext,
  ): GetSchemaAnswer | Promise<GetSchemaAnswer>;

  getPartsAlloc(spaceId: number, call: CallContext): GetPartsAllocAnswer | Promise<GetPartsAllocAnswer>;

  /** @param type of {@link ListHostsType} */
  listHosts(type: number, call: CallContext): ListHostsAnswer | Promise<ListHostsAnswer>;

  /** @param partIds empty for all of the space's parts */
  listParts(spaceId: number, partIds: readonly number[], call: CallContext): ListPartsAnswer | Promise<ListPartsAnswer>;
}
