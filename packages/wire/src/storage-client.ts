import { ClientConnection, type CallOptions, type WireClientOptions } from './client-connection.ts';
import { ServiceClient } from './service-client.ts';
import type { ColumnTable } from './decode-columns.ts';
import { scanEdge, scanEdgeColumns, scanVertex } from './storage-calls.ts';
import type { ScanAnswer, ScanRequest } from './storage-messages.ts';

/** A connection to one storage host, which answers for the parts that it leads. */
export class StorageClient extends ServiceClient {
  /** Connects. @throws WireError unreachable, timeout or aborted */
  static async connect(options: WireClientOptions): Promise<StorageClient> {
    return new StorageClient(await ClientConnection.open(options));
  }

  scanVertex(request: ScanRequest, options?: CallOptions): Promise<ScanAnswer> {
    return this.connection.call(scanVertex, { request }, options);
  }

  scanEdge(request: ScanRequest, options?: CallOptions): Promise<ScanAnswer> {
    return this.connection.call(scanEdge, { request }, options);
  }

  /** As {@link scanEdge}, with the rows by column: several times cheaper where a column's cells are all of one type. */
  scanEdgeColumns(request: ScanRequest, options?: CallOptions): Promise<ScanAnswer<ColumnTable>> {
    return this.connection.call(scanEdgeColumns, { request }, options);
  }
}
