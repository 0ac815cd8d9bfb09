import type { EdgeScanRequest, GraphCredentials, GraphSize } from '@orrery/contracts';
import type { TaskType } from '@orrery/jobs';
import { describeEdge, NebulaPool, openClusterEdgeScan, type ClusterScanMode } from '@orrery/nebula';
import { createTaskTypes, type TaskDependencies } from '@orrery/tasks';
import { announcedHosts } from '../engines/announced-hosts.ts';
import { graphAddresses } from '../engines/graph-addresses.ts';

/** What an executor is told when it starts; a plain object, it crosses a process boundary. */
export interface ExecutorInit {
  readonly fileFolders: readonly string[];
  readonly memoryBytes: number;
  readonly threads: number;
  readonly graphDir: string;
  /** Exists; projections that executors hand each other. */
  readonly projectionFolder: string;
  /** Where the embedded graph listens; undefined when there is none. */
  readonly embedded: { readonly host: string; readonly port: number } | undefined;
  /** How edges of other graphs are read: the configuration's graph.clusterScan and graph.clusterHosts. */
  readonly cluster: { readonly scan: string; readonly hosts: readonly string[] };
}

/** The task types, wired to this machine. */
export interface Tasks {
  readonly types: readonly TaskType[];
  readonly dependencies: TaskDependencies;
  close(): Promise<void>;
}

/**
 * Wires the task types: edges of the embedded graph are read straight from its files, after the graph itself has
 * checked that the account may; those of a cluster at its storage service or over the connection. The graph's modules are loaded when a
 * task reads from one: a job over files starts without them.
 */
export function createTasks(init: ExecutorInit): Tasks {
  const pool = new NebulaPool({ maxIdlePerAccount: 1 });
  const addresses = graphAddresses(init.embedded, []);
  const mode = init.cluster.scan as ClusterScanMode;
  const reachable = announcedHosts(init.cluster.hosts);
  const isEmbedded = ({ address, port }: GraphCredentials): boolean => addresses.canonical(address, port) !== undefined;

  const checkRights = async (
    credentials: GraphCredentials,
    request: EdgeScanRequest,
    signal: AbortSignal,
  ): Promise<void> => {
    using loan = await pool.acquire(credentials, { space: request.space, signal });
    for (const edge of request.edges) await describeEdge(loan.session, edge, { signal });
  };

  const dependencies: TaskDependencies = {
    pool,
    async openSpaceScan(credentials, request, signal, report) {
      if (!isEmbedded(credentials)) {
        return openClusterEdgeScan(pool, credentials, request, { mode, storage: { reachable }, report, signal });
      }
      await checkRights(credentials, request, signal);
      const { openEdgeScan } = await import('@orrery/graphd');
      return openEdgeScan(init.graphDir, request);
    },
    async spaceSize(request): Promise<GraphSize | undefined> {
      if (init.embedded === undefined) return undefined;
      const { edgeTypeSizes } = await import('@orrery/graphd');
      return edgeTypeSizes(init.graphDir, request.space, request.edges);
    },
    inputFolders: init.fileFolders,
    defaultThreads: init.threads,
    memoryLimitBytes: init.memoryBytes,
    projectionFolder: init.projectionFolder,
  };
  return { types: createTaskTypes(dependencies), dependencies, close: () => pool.close() };
}
