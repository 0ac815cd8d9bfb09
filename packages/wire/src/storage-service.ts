import { served, service, type Service } from './service.ts';
import { scanEdge, scanVertex } from './storage-calls.ts';
import type { StorageServiceHandler } from './storage-handler.ts';

/** NebulaGraph's GraphStorageService, port 9779, as far as it reads whole partitions. */
export function storageService(handler: StorageServiceHandler): Service {
  return service(handler, [
    served(scanVertex, ({ request }, call) => handler.scanVertex(request, call)),
    served(scanEdge, ({ request }, call) => handler.scanEdge(request, call)),
  ]);
}
