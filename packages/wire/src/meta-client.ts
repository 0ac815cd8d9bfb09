import { ClientConnection, type CallOptions, type WireClientOptions } from './client-connection.ts';
import {
  getEdge,
  getPartsAlloc,
  getSpace,
  getTag,
  listEdges,
  listHosts,
  listParts,
  listSpaces,
  listTags,
  metaVerifyClientVersion,
} from './meta-calls.ts';
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
import { ServiceClient } from './service-client.ts';

/** A connection to one host of the meta service, which answers E_LEADER_CHANGED when another has the lead. */
export class MetaClient extends ServiceClient {
  /** Connects. @throws WireError unreachable, timeout or aborted */
  static async connect(options: WireClientOptions): Promise<MetaClient> {
    return new MetaClient(await ClientConnection.open(options));
  }

  verifyClientVersion(version: string, options?: CallOptions): Promise<MetaVersionAnswer> {
    return this.connection.call(metaVerifyClientVersion, { request: { version } }, options);
  }

  listSpaces(options?: CallOptions): Promise<ListSpacesAnswer> {
    return this.connection.call(listSpaces, { request: {} }, options);
  }

  getSpace(name: string, options?: CallOptions): Promise<GetSpaceAnswer> {
    return this.connection.call(getSpace, { request: { name } }, options);
  }

  listTags(spaceId: number, options?: CallOptions): Promise<ListSchemasAnswer> {
    return this.connection.call(listTags, { request: { spaceId } }, options);
  }

  /** @param version -1 is the newest */
  getTag(spaceId: number, name: string, version: number, options?: CallOptions): Promise<GetSchemaAnswer> {
    return this.connection.call(getTag, { request: { spaceId, name, version } }, options);
  }

  listEdges(spaceId: number, options?: CallOptions): Promise<ListSchemasAnswer> {
    return this.connection.call(listEdges, { request: { spaceId } }, options);
  }

  /** @param version -1 is the newest */
  getEdge(spaceId: number, name: string, version: number, options?: CallOptions): Promise<GetSchemaAnswer> {
    return this.connection.call(getEdge, { request: { spaceId, name, version } }, options);
  }

  getPartsAlloc(spaceId: number, options?: CallOptions): Promise<GetPartsAllocAnswer> {
    return this.connection.call(getPartsAlloc, { request: { spaceId } }, options);
  }

  /** @param type of {@link ListHostsType} */
  listHosts(type: number, options?: CallOptions): Promise<ListHostsAnswer> {
    return this.connection.call(listHosts, { request: { type } }, options);
  }

  /** @param partIds empty for all of the space's parts */
  listParts(spaceId: number, partIds: readonly number[], options?: CallOptions): Promise<ListPartsAnswer> {
    return this.connection.call(listParts, { request: { spaceId, partIds } }, options);
  }
}
