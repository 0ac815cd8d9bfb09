import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { algorithms } from '@orrery/analytics';
import { OrreryError, type Catalogue } from '@orrery/contracts';
import {
  createController,
  createSessionStore,
  createWorkflowStore,
  lockFolder,
  makeRoomToStart,
  openMetadata,
  type Controller,
  type Metadata,
  type MetadataLocation,
  type SessionStore,
  type WorkflowStore,
} from '@orrery/jobs';
import type { ScanServicesOptions } from '@orrery/graphd';
import { NebulaPool } from '@orrery/nebula';
import { createInputFiles, createTableReader, type ClosableTableReader } from '@orrery/tables';
import type { Config, LoadedConfig } from './config/load.ts';
import { openControlSocket } from './control-socket.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { createEstimator } from './engines/estimator.ts';
import { EMBEDDED, graphAddresses, type GraphAddresses } from './engines/graph-addresses.ts';
import { createGraphGateway } from './engines/graph-gateway.ts';
import { createHealth } from './engines/health.ts';
import { metricsText } from './engines/metrics.ts';
import { createSettings } from './engines/settings.ts';
import { createTasks, type ExecutorInit } from './executor/executor-init.ts';
import { startGraphProcess, type GraphProcess } from './graph/graph-process.ts';
import { backUpInstallation } from './installation-backup.ts';
import type { Logger } from './logger.ts';
import { removeServerFile, writeServerFile } from './server-file.ts';
import { VERSION } from './version.ts';

export interface ServerOptions {
  readonly config: LoadedConfig;
  readonly logger: Logger;
  /** False: everything but the HTTP server, for a command that works on the data folder itself. */
  readonly listen: boolean;
  /** False: without the embedded graph, for workflows that touch none. */
  readonly graph: boolean;
  /** Password of the embedded graph's root in a new data folder. */
  readonly rootPassword?: string;
}

/** A running installation. */
export interface Server {
  readonly controller: Controller;
  readonly workflows: WorkflowStore;
  readonly tables: ClosableTableReader;
  readonly catalogue: Catalogue;
  readonly addresses: GraphAddresses;
  /** Undefined when it does not listen. */
  readonly url: string | undefined;
  readonly graph: { readonly host: string; readonly port: number } | undefined;
  /** Where NebulaGraph's storage clients find the embedded graph, if they may. */
  readonly scanServices: GraphProcess['scanServices'];
  /** Keeps the embedded graph from writing, for a bulk load, until the function it gives is called. */
  holdWriter(): Promise<() => void>;
  /** Drains within a bound, then ends everything; what was not finished is recovered at the next start. */
  stop(): Promise<void>;
  /** Settles with the reason when the server cannot go on (the metadata database was taken over). */
  readonly lost: Promise<string>;
}

/** What this build can run. */
export const CATALOGUE: Catalogue = { algorithms, engines: ['local'], stores: ['local', 'nebula'] };

/** Whether only this machine reaches an address. */
const isLoopback = (host: string): boolean => ['localhost', '::1'].includes(host) || /^127(\.\d+){3}$/.test(host);

/** How long answers that are under way may go on when the server stops. */
const ANSWERS_END_MS = 3000;

/** The built web app; where it is not built, the API's own start page stands in its place. */
const WEB_APP = fileURLToPath(new URL('../../web/build/app', import.meta.url));

/** Where the configuration keeps the metadata. */
export function metadataLocation(config: Config, sqliteFile: string): MetadataLocation {
  const url = config['metadata.url'];
  return url === '' ? { kind: 'sqlite', path: sqliteFile } : { kind: 'postgres', connectionString: url };
}

/** A folder for what does not outlive this run. */
function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** Runs the started parts' ends in reverse, each whatever the others do. */
class Ends {
  readonly #ends: (() => unknown)[] = [];
  add(end: () => unknown): void {
    this.#ends.push(end);
  }
  async run(logger: Logger): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        logger.error({ err: error }, 'a part did not stop cleanly');
      }
    }
  }
}

/**
 * Starts an installation on its data folder: graph, metadata, controller with its recovery, API.
 * @throws OrreryError or Error with what is wrong (folder in use, port taken, default password on an open address);
 * what had been started is ended again
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const ends = new Ends();
  try {
    return await start(options, ends);
  } catch (error) {
    await ends.run(options.logger);
    throw error;
  }
}

async function start(options: ServerOptions, ends: Ends): Promise<Server> {
  const { logger } = options;
  const config = options.config.values;
  const dataDir = config['data.dir'];
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await makeRoomToStart(dataDir);
  const folderLock = await lockFolder(dataDir);
  ends.add(() => folderLock.release());
  const folder = openDataFolder(dataDir);

  const graph = options.graph && config['graph.embedded'] ? await startGraph(options, folder, ends) : undefined;
  const embedded = graph && { host: config['graph.host'], port: graph.port };
  if (graph?.hasDefaultRootPassword && options.listen && !isLoopback(config['server.host'])) {
    throw new OrreryError(
      'ErrForbidden',
      `server.host is ${config['server.host']}, and the embedded graph still has its default password: everybody who ` +
        'reaches this address could sign in. Set one with `orrery passwd`, or start a new data folder with ' +
        'ORRERY_GRAPH_ROOT_PASSWORD, or listen on 127.0.0.1.',
    );
  }
  const addresses = graphAddresses(embedded, config['graph.addresses']);

  const metadata = await openMetadata(metadataLocation(config, folder.metadataFile));
  ends.add(() => metadata.close());
  const workflows = await createWorkflowStore(metadata);
  const sessions = await createSessionStore(metadata);

  const init: ExecutorInit = {
    projectionFolder: emptyFolder(join(folder.dir, 'projections')),
    fileFolders: config['files.folders'],
    memoryBytes: config['execution.memory'],
    threads: config['execution.threads'],
    graphDir: folder.graphDir,
    embedded,
    cluster: { scan: config['graph.clusterScan'], hosts: config['graph.clusterHosts'] },
  };
  const tasks = createTasks(init);
  ends.add(() => tasks.close());

  const controller = await createController({
    metadata,
    dataDir: folder.dir,
    folderLock,
    key: folder.credentialsKey,
    taskTypes: tasks.types,
    executorEntry: new URL('./executor/executor-main.ts', import.meta.url),
    executorInit: init,
    // Without the HTTP server this is a command that may lack what other people's jobs need: their graph, its port.
    resumeJobs: options.listen,
    limits: {
      maxRunningJobs: config['queue.runningJobs'],
      maxRunningTasks: config['queue.runningTasks'],
      maxWaitingJobs: config['queue.maxJobs'],
      resources: { threads: config['execution.threads'], memoryBytes: config['execution.memory'] },
      cancelGraceMs: config['execution.cancelGrace'],
      hangTimeoutMs: config['execution.hangTimeout'],
      minFreeDiskBytes: config['results.minFreeSpace'],
      retentionAgeMs: config['results.retention'],
      retentionBytes: config['results.maxSize'],
    },
    log: (level, message, details) => logger[level](details ?? {}, message),
  });
  ends.add(() => controller.stop());

  const tables = createTableReader({
    folders: [folder.resultsDir],
    spillFolder: emptyFolder(join(folder.dir, 'spill')),
  });
  ends.add(() => tables.close());

  const pool = new NebulaPool();
  ends.add(() => pool.close());
  const gateway = createGraphGateway(pool, addresses);

  const holdWriter = async (): Promise<() => void> => {
    if (!graph) throw new OrreryError('ErrBadRequest', 'this server has no embedded graph');
    return graph.holdWriter();
  };
  if (options.listen) {
    const control = await openControlSocket(folder.dir, {
      backup: (target) => backUpInstallation(folder.dir, controller, target),
      holdWriter,
    });
    ends.add(() => control.close());
  }
  const url = options.listen
    ? await listen({
        options,
        folder,
        controller,
        metadata,
        workflows,
        sessions,
        tables,
        gateway,
        addresses,
        graph,
        tasks,
        ends,
      })
    : undefined;
  if (url !== undefined) {
    writeServerFile(folder.serverFile, { pid: process.pid, url, graph: embedded });
    ends.add(() => removeServerFile(folder.serverFile));
  }
  return {
    controller,
    workflows,
    tables,
    catalogue: CATALOGUE,
    addresses,
    url,
    graph: embedded,
    scanServices: graph?.scanServices,
    holdWriter,
    lost: metadata.lost,
    stop: () => ends.run(logger),
  };
}

async function startGraph(options: ServerOptions, folder: DataFolder, ends: Ends): Promise<GraphProcess> {
  const config = options.config.values;
  const graph = await startGraphProcess(
    {
      dataDir: folder.graphDir,
      host: config['graph.host'],
      port: config['graph.port'],
      limits: {
        statementBytes: config['graph.limits.statementBytes'],
        rows: config['graph.limits.rows'],
        memoryBytes: config['graph.limits.memoryBytes'],
        timeoutMs: config['graph.limits.timeoutMs'],
        nesting: config['graph.limits.nesting'],
      },
      // A command that works on the folder itself serves nobody.
      ...(options.listen && config['graph.storage.enabled'] && { scanServices: scanServices(config) }),
      logLevel: config['log.level'],
      ...(options.rootPassword === undefined ? {} : { rootPassword: options.rootPassword }),
    },
    options.logger,
  );
  ends.add(() => graph.stop());
  return graph;
}

function scanServices(config: Config): ScanServicesOptions {
  const announcedHost = config['graph.storage.announcedHost'];
  return {
    host: config['graph.storage.host'],
    metaPort: config['graph.storage.metaPort'],
    storagePort: config['graph.storage.port'],
    ...(announcedHost !== '' && { announcedHost }),
  };
}

/** Names of a server that others reach are not known here; one on a loopback address has none but those given. */
function allowedHosts(config: Config): { allowedHosts?: readonly string[] } {
  const names = config['server.allowedHosts'];
  return names.length > 0 || isLoopback(config['server.host']) ? { allowedHosts: names } : {};
}

async function listen(parts: {
  options: ServerOptions;
  folder: DataFolder;
  controller: Controller;
  metadata: Metadata;
  workflows: WorkflowStore;
  sessions: SessionStore;
  tables: ClosableTableReader;
  gateway: ReturnType<typeof createGraphGateway>;
  addresses: GraphAddresses;
  graph: GraphProcess | undefined;
  tasks: ReturnType<typeof createTasks>;
  ends: Ends;
}): Promise<string> {
  const { options, folder, controller, gateway, addresses } = parts;
  const config = options.config.values;
  // Only here: a command that works on the data folder itself starts in half the time without the HTTP server's modules.
  const { createApi } = await import('@orrery/api');
  const app = createApi({
    controller,
    workflows: parts.workflows,
    sessions: parts.sessions,
    tables: parts.tables,
    gateway,
    catalogue: CATALOGUE,
    estimator: createEstimator(
      CATALOGUE,
      parts.tasks,
      config['execution.memory'],
      async (credentials, space, signal) =>
        addresses.canonical(credentials.address, credentials.port) === EMBEDDED &&
        (await gateway.spaces(credentials, signal)).includes(space),
    ),
    inputFiles: createInputFiles(config['files.folders']),
    settings: createSettings(options.config, folder.resultsDir, addresses),
    health: createHealth({
      version: VERSION,
      dataDir: folder.dir,
      minFreeBytes: config['results.minFreeSpace'],
      graph: parts.graph,
      checkMetadata: async () => {
        await parts.metadata.db.selectFrom('counters').select('name').limit(1).execute();
      },
    }),
    metrics: { text: async () => metricsText(controller.statistics()) },
    tokenKey: folder.tokenKey,
    taskDefaults: { maxAttempts: 3, timeoutMs: config['execution.taskTimeout'] },
    ...allowedHosts(config),
    allowedOrigins: config['server.allowedOrigins'],
    ...(existsSync(join(WEB_APP, 'index.html')) ? { staticRoot: WEB_APP } : {}),
    limits: {
      bodyBytes: config['server.bodyLimit'],
      sessionLifetimeMs: config['sessions.lifetime'],
      queryMaxRows: config['query.maxRows'],
      queryTimeoutMs: config['query.timeout'],
    },
    logger: options.logger,
  });
  parts.ends.add(async () => {
    // Long polls and downloads that nobody reads on would hold the stop up as long as their clients like.
    const timer = setTimeout(() => app.server.closeAllConnections(), ANSWERS_END_MS);
    await app.close();
    clearTimeout(timer);
  });
  return app.listen({ host: config['server.host'], port: config['server.port'] });
}
