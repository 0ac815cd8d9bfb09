import type { EdgeScan, EdgeScanRequest, GraphCredentials } from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';
import type { NebulaPool } from '../session/nebula-pool.ts';
import { openConnectionEdgeScan, type ConnectionEdgeScanOptions } from './connection-edge-scan.ts';
import { describeScannedSpace } from './edge-types.ts';
import { openStorageEdgeScan, type StorageEdgeScanOptions } from './storage-edge-scan.ts';

/** How a cluster's edges are read: at its storage service, by statements, or at the one if it is reached and else by the other. */
export type ClusterScanMode = 'auto' | 'storage' | 'statements';

export interface ClusterEdgeScanOptions {
  readonly mode: ClusterScanMode;
  readonly storage?: Omit<StorageEdgeScanOptions, 'signal'>;
  readonly statements?: Omit<ConnectionEdgeScanOptions, 'signal'>;
  /** Told in one line which way the edges are read, and why. */
  readonly report?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads edges of a cluster in bulk: at its storage service, one scan in all ({@link openStorageEdgeScan}), where the meta
 * service and every storage host that leads a part of the space answer from here; else by statements, a scan a page
 * ({@link openConnectionEdgeScan}). Once it has begun, a scan does not change its way.
 * @throws NebulaError what the account may not read or does not exist; in mode `storage`, why storage is not reached
 */
export async function openClusterEdgeScan(
  pool: NebulaPool,
  account: GraphCredentials,
  request: EdgeScanRequest,
  options: ClusterEdgeScanOptions,
): Promise<EdgeScan> {
  const { mode, report, signal } = options;
  const { space } = request;
  if (mode !== 'statements') {
    const described = await describeScannedSpace(pool, account, request, signal);
    try {
      const scan = await openStorageEdgeScan(pool, account, request, described, { ...options.storage, signal });
      report?.(`space ${space} is read at its storage service: ${scan.partCount} parts at ${scan.hosts.join(', ')}`);
      return scan;
    } catch (error) {
      if (mode === 'storage' || !(error instanceof NebulaError) || error.kind === 'aborted') throw error;
      report?.(`space ${space} is read by statements, which is slower, because ${error.message}`);
    }
  } else {
    report?.(`space ${space} is read by statements, as configured`);
  }
  return openConnectionEdgeScan(pool, account, request, { ...options.statements, signal });
}
