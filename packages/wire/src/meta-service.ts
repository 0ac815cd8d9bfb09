import { ErrorCode } from './error-code.ts';
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
import type { MetaServiceHandler } from './meta-handler.ts';
import { served, service, type Service } from './service.ts';

/** NebulaGraph's MetaService, port 9559, as far as clients call it. */
export function metaService(handler: MetaServiceHandler): Service {
  return service(handler, [
    served(
      metaVerifyClientVersion,
      async ({ request }, call) =>
        (await handler.verifyClientVersion?.(request.version, call)) ?? { errorCode: ErrorCode.E_SUCCEEDED },
    ),
    served(listSpaces, (_, call) => handler.listSpaces(call)),
    served(getSpace, ({ request }, call) => handler.getSpace(request.name, call)),
    served(listTags, ({ request }, call) => handler.listTags(request.spaceId, call)),
    served(getTag, ({ request: { spaceId, name, version } }, call) => handler.getTag(spaceId, name, version, call)),
    served(listEdges, ({ request }, call) => handler.listEdges(request.spaceId, call)),
    served(getEdge, ({ request: { spaceId, name, version } }, call) => handler.getEdge(spaceId, name, version, call)),
    served(getPartsAlloc, ({ request }, call) => handler.getPartsAlloc(request.spaceId, call)),
    served(listHosts, ({ request }, call) => handler.listHosts(request.type, call)),
    served(listParts, ({ request }, call) => handler.listParts(request.spaceId, request.partIds, call)),
  ]);
}
