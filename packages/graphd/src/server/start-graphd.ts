import { graphService, WireServer } from '@orrery/wire';
import { startScanServices } from '../cluster/scan-services.ts';
import type { ScanServices, ScanServicesOptions } from '../cluster/scan-services.ts';
import { openStore } from '../storage/lmdb-store.ts';
import type { Store } from '../storage/store.ts';
import type { CreateQueryEngine, ServerView, StatementLimits } from './engine.ts';
import { GraphService } from './graph-service.ts';
import { SILENT_LOGGER } from './logger.ts';
import type { Logger } from './logger.ts';
import { isLoopback } from './loopback.ts';
import { Sessions } from './sessions.ts';

export interface GraphdOptions {
  readonly dataDir: string;
  /** Default 127.0.0.1. Others only after root's password was changed. */
  readonly host?: string;
  /** Default 9669; 0 takes a free one. */
  readonly port?: number;
  readonly limits?: Partial<StatementLimits>;
  /** Default 8 hours. */
  readonly sessionIdleTimeoutMs?: number;
  /** Default 300. */
  readonly sessionsPerUserAndAddress?: number;
  /** NebulaGraph's meta and storage services, for clients that scan. Not there by default: they know no accounts. */
  readonly scanServices?: ScanServicesOptions;
  /** How long running statements may go on when the server stops. Default 5 seconds. */
  readonly drainMs?: number;
  readonly logger?: Logger;
  /** Milliseconds since 1970; default Date.now. */
  readonly clock?: () => number;
}

export interface Graphd {
  readonly host: string;
  readonly port: number;
  /** Where scanning clients are told to find the services, if they are there. */
  readonly scanServices: Pick<ScanServices, 'meta' | 'storage'> | undefined;
  /** For what runs in the same process: bulk loading, tests. */
  readonly store: Store;
  /** Takes no more statements, lets running ones end for a while, flushes and releases the data folder. */
  close(): Promise<void>;
}

export const DEFAULT_LIMITS: StatementLimits = {
  statementBytes: 4 * 2 ** 20,
  rows: 10_000_000,
  memoryBytes: 2 ** 30,
  timeoutMs: 10 * 60_000,
  nesting: 512,
};

export const GRAPHD_VERSION = '3.8.0';
const DEFAULT_PORT = 9669;
const EXPIRE_EVERY_MS = 30_000;
/** An engine yields every few milliseconds; one that does not for so long is not waited for. */
const STOP_MS = 2000;

/**
 * Opens the data folder and listens.
 * @throws StoreError when the folder is in use or of an unknown format; Error on an open host with the default
 * password; the system's error when the port is taken
 */
export async function startGraphdWith(createEngine: CreateQueryEngine, options: GraphdOptions): Promise<Graphd> {
  const host = options.host ?? '127.0.0.1';
  const clock = options.clock ?? Date.now;
  const logger = options.logger ?? SILENT_LOGGER;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store = await openStore({ dataDir: options.dataDir, clock });
  try {
    if (!isLoopback(host) && (await store.catalog.hasDefaultRootPassword())) {
      throw new Error(
        `the graph listens on ${host} only once root has another password than the default: set ` +
          'ORRERY_GRAPH_ROOT_PASSWORD, run "orrery passwd", or CHANGE PASSWORD root FROM "nebula" TO "…"',
      );
    }
    const port = options.port ?? DEFAULT_PORT;
    let boundPort = port;
    let scanServices: ScanServices | undefined;
    const sessions = new Sessions(
      {
        idleTimeoutMs: options.sessionIdleTimeoutMs ?? 8 * 3_600_000,
        perUserAndAddress: options.sessionsPerUserAndAddress ?? 300,
      },
      () => `${host}:${boundPort}`,
      clock,
    );
    const view: ServerView = {
      host,
      get port() {
        return boundPort;
      },
      get scanServices() {
        return scanServices;
      },
      version: GRAPHD_VERSION,
      sessions: () => sessions.list(),
      queries: () => sessions.queries(),
      killQuery: (sessionId, planId) => sessions.kill(sessionId, planId),
      killSession: (id) => sessions.close(id),
      endSessionsOf: (user) => sessions.closeOf(user),
    };
    const engine = createEngine({ store, server: view, limits, clock });
    const service = new GraphService(store, engine, sessions, limits, logger);
    const server = await WireServer.listen({
      service: graphService(service),
      host,
      port,
      // A request is its statement and its parameters.
      maxFrameBytes: Math.max(64 * 2 ** 20, 2 * limits.statementBytes),
      onError: (error) => logger.warn({ err: error }, 'a connection failed'),
    });
    boundPort = server.port;
    if (options.scanServices) {
      const graph = { host, port: boundPort };
      try {
        const context = { store, graph, version: GRAPHD_VERSION, logger };
        scanServices = await startScanServices(options.scanServices, context);
      } catch (error) {
        await server.close();
        throw error;
      }
    }
    const expiry = setInterval(() => sessions.expire(), EXPIRE_EVERY_MS);
    expiry.unref();
    logger.info({ host, port: boundPort, dataDir: options.dataDir }, 'graphd listens');
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      clearInterval(expiry);
      service.stop();
      const drainMs = options.drainMs ?? 5000;
      await Promise.all([server.close(drainMs), scanServices?.close(drainMs)]);
      sessions.closeAll();
      // Aborted statements stop at their next pause; until then they read the store.
      await Promise.race([sessions.idle(), new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      await store.close();
      logger.info({}, 'graphd stopped');
    };
    return { host, port: boundPort, scanServices, store, close: () => (closing ??= close()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}
