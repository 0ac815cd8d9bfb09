import type { NebulaPool } from '@orrery/nebula';
import type { EdgeScan, EdgeScanRequest, GraphCredentials, GraphSize } from '@orrery/contracts';

/** What the task types take from the composition root. */
export interface TaskDependencies {
  /** Sessions at graphs; closed by whoever made it. */
  readonly pool: NebulaPool;
  /**
   * Reads edges of a space in bulk, after the graph has checked the account's rights: from embedded files, at a cluster's
   * storage service, or over a connection. `report` is told in a line which way it is, where there is a choice.
   */
  readonly openSpaceScan: (
    credentials: GraphCredentials,
    request: EdgeScanRequest,
    signal: AbortSignal,
    report: (line: string) => void,
  ) => Promise<EdgeScan>;
  /** Sizes of these edge types as far as they are known without an account, for admission; undefined where not. */
  readonly spaceSize?: (request: EdgeScanRequest) => Promise<GraphSize | undefined>;
  /** Folders below which a workflow's input files lie. */
  readonly inputFolders: readonly string[];
  /** Threads of a task whose definition names none. */
  readonly defaultThreads: number;
  /** Shared memory that one task's projection and kernel may take. */
  readonly memoryLimitBytes: number;
  /**
   * Folder through which executors hand each other projections, so that tasks of one job build theirs once; emptied by
   * the server at its start. Without it every executor builds its own.
   */
  readonly projectionFolder?: string;
  /** Projections kept for later tasks of the executor; default half of memoryLimitBytes. */
  readonly projectionCacheBytes?: number;
}
