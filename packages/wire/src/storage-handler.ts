import type { CallContext, ServiceHandler } from './handler.ts';
import type { ScanAnswer, ScanRequest } from './storage-messages.ts';

/** The methods of NebulaGraph's GraphStorageService that read whole partitions. */
export interface StorageServiceHandler extends ServiceHandler {
  scanVertex(request: ScanRequest, call: CallContext): ScanAnswer | Promise<ScanAnswer>;
  scanEdge(request: ScanRequest, call: CallContext): ScanAnswer | Promise<ScanAnswer>;
}
