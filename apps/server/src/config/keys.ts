import { availableParallelism, totalmem } from 'node:os';
import type { ClusterScanMode } from '@orrery/nebula';
import { announcedFault } from '../engines/announced-hosts.ts';
import { announcedHostFault } from './storage-keys.ts';

export type ConfigValue = string | number | boolean | readonly string[];

/** One key of the configuration file. docs/configuration.md has a line for each; a test holds the two together. */
export interface ConfigKey {
  readonly path: string;
  readonly env: string;
  readonly type: 'string' | 'int' | 'bytes' | 'duration' | 'bool' | 'strings';
  readonly default: ConfigValue;
  /** How the default reads in the docs, where it depends on the machine. */
  readonly defaultText?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What else is wrong with a value of the right type. */
  readonly fault?: (value: ConfigValue) => string | undefined;
  readonly help: string;
}

const GIB = 1024 ** 3;
const CLUSTER_SCANS: readonly ClusterScanMode[] = ['auto', 'storage', 'statements'];

/**
 * Every key there is. Durations are milliseconds after reading (`30s`, `5m`, `1h`, `30d` in the file), bytes are
 * bytes (`512MiB`, `2GiB` in the file); lists are comma-separated in environment variables.
 */
export const CONFIG_KEYS = {
  'server.host': { type: 'string', default: '127.0.0.1', help: 'address the HTTP server listens on' },
  'server.port': {
    type: 'int',
    default: 7002,
    minimum: 0,
    maximum: 65535,
    help: 'port of the HTTP server; 0 = any free one',
  },
  'server.bodyLimit': { type: 'bytes', default: 8 * 1024 ** 2, minimum: 1024, help: 'largest request body' },
  'server.allowedOrigins': {
    type: 'strings',
    default: [],
    help: 'origins of other web pages that may call the API from a browser; the server’s own is always allowed',
  },
  'server.allowedHosts': {
    type: 'strings',
    default: [],
    help: 'names that browsers and proxies call the server by, beside localhost and addresses; a server on a loopback address refuses other names, one on another address only when names are given',
  },
  'data.dir': { type: 'string', default: 'data', help: 'folder for the graph, the metadata, the results and the keys' },
  'metadata.url': {
    type: 'string',
    default: '',
    defaultText: 'SQLite in the data folder',
    help: 'postgres://user:password@host:port/database to keep the metadata in PostgreSQL',
  },
  'graph.embedded': { type: 'bool', default: true, help: 'start the embedded graph' },
  'graph.host': { type: 'string', default: '127.0.0.1', help: 'address the embedded graph listens on' },
  'graph.port': {
    type: 'int',
    default: 9669,
    minimum: 0,
    maximum: 65535,
    help: 'port of the embedded graph; 0 = any free one',
  },
  'graph.storage.enabled': {
    type: 'bool',
    default: false,
    help: 'let NebulaGraph’s storage clients (Spark and Flink connectors, …) scan the embedded graph; these services know no accounts, see docs/storage-clients.md',
  },
  'graph.storage.host': {
    type: 'string',
    default: '127.0.0.1',
    help: 'address the meta and storage services listen on; on another than a loopback one, whoever reaches it reads every space',
  },
  'graph.storage.metaPort': {
    type: 'int',
    default: 9559,
    minimum: 0,
    maximum: 65535,
    help: 'port of the meta service, which storage clients are given; 0 = any free one',
  },
  'graph.storage.port': {
    type: 'int',
    default: 9779,
    minimum: 0,
    maximum: 65535,
    help: 'port of the storage service, which the meta service tells them; 0 = any free one',
  },
  'graph.storage.announcedHost': {
    type: 'string',
    default: '',
    defaultText: '`graph.storage.host`',
    fault: (value: ConfigValue) => announcedHostFault(value as string),
    help: 'name or address under which the meta service announces the storage service; must be set where that listens on 0.0.0.0 or ::',
  },
  'graph.addresses': {
    type: 'strings',
    default: [],
    help: 'host:port of other graphds that accounts may connect to; the embedded one is always allowed',
  },
  'graph.clusterScan': {
    type: 'string',
    default: 'auto',
    fault: (value: ConfigValue) =>
      CLUSTER_SCANS.some((mode) => mode === value) ? undefined : `must be one of ${CLUSTER_SCANS.join(', ')}`,
    help: 'how algorithms read the edges of a NebulaGraph cluster: `storage` = at its meta and storage services, `statements` = through graphd, `auto` = at storage where all its hosts are reached, else through graphd',
  },
  'graph.clusterHosts': {
    type: 'strings',
    default: [],
    fault: (value: ConfigValue) => announcedFault(value as readonly string[]),
    help: 'where meta and storage hosts are reached that announce other addresses to their cluster: `announced:port=reachable:port`',
  },
  'graph.limits.statementBytes': {
    type: 'bytes',
    default: 16 * 1024 ** 2,
    minimum: 1024,
    help: 'largest statement that the embedded graph takes',
  },
  'graph.limits.rows': {
    type: 'int',
    default: 10_000_000,
    minimum: 1,
    help: 'most rows one statement of the embedded graph may return',
  },
  'graph.limits.memoryBytes': {
    type: 'bytes',
    default: GIB,
    minimum: 16 * 1024 ** 2,
    help: 'memory one statement of the embedded graph may hold',
  },
  'graph.limits.timeoutMs': {
    type: 'duration',
    default: 3_600_000,
    minimum: 1,
    help: 'longest run of one statement of the embedded graph',
  },
  'graph.limits.nesting': {
    type: 'int',
    default: 512,
    minimum: 10,
    maximum: 10_000,
    help: 'deepest nesting of expressions in a statement',
  },
  'queue.maxJobs': {
    type: 'int',
    default: 10_000,
    minimum: 1,
    help: 'jobs that may wait; one more is answered with 42904000',
  },
  'queue.runningJobs': { type: 'int', default: 3, minimum: 1, maximum: 1000, help: 'jobs that run at once' },
  'queue.runningTasks': {
    type: 'int',
    default: 10,
    minimum: 1,
    maximum: 1000,
    help: 'tasks that run at once, each in an executor process',
  },
  'execution.threads': {
    type: 'int',
    default: availableParallelism(),
    defaultText: 'number of cores',
    minimum: 1,
    maximum: 1024,
    help: 'threads that all tasks share, and the default of one algorithm',
  },
  'execution.memory': {
    type: 'bytes',
    default: Math.floor(totalmem() * 0.7),
    defaultText: '70 % of the machine’s memory',
    minimum: 64 * 1024 ** 2,
    help: 'memory that all tasks share; a task that cannot fit is refused with the figure',
  },
  'execution.taskTimeout': {
    type: 'duration',
    default: 86_400_000,
    minimum: 1,
    help: 'longest run of one task, unless it says otherwise',
  },
  'execution.cancelGrace': {
    type: 'duration',
    default: 5_000,
    minimum: 1,
    help: 'time a cancelled task has before its process is ended',
  },
  'execution.hangTimeout': {
    type: 'duration',
    default: 60_000,
    minimum: 1000,
    help: 'silence after which an executor counts as hung and is ended',
  },
  'files.folders': { type: 'strings', default: [], help: 'folders that workflows may read CSV and Parquet files from' },
  'results.retention': {
    type: 'duration',
    default: 30 * 86_400_000,
    minimum: 60_000,
    help: 'age at which finished jobs and their results are deleted',
  },
  'results.maxSize': {
    type: 'bytes',
    default: 100 * GIB,
    minimum: 1024 ** 2,
    help: 'total size of results; the oldest jobs go first',
  },
  'results.minFreeSpace': {
    type: 'bytes',
    default: 256 * 1024 ** 2,
    minimum: 0,
    help: 'free disk space below which no task starts, so that metadata can always be written',
  },
  'sessions.lifetime': {
    type: 'duration',
    default: 259_200_000,
    minimum: 60_000,
    help: 'how long a token of connect is valid',
  },
  'query.maxRows': {
    type: 'int',
    default: 1000,
    minimum: 1,
    maximum: 100_000,
    help: 'rows of the read-only query of the management API',
  },
  'query.timeout': { type: 'duration', default: 30_000, minimum: 1, help: 'longest run of that query' },
  'log.level': { type: 'string', default: 'info', help: 'trace, debug, info, warn, error or silent' },
} as const satisfies Record<string, Omit<ConfigKey, 'path' | 'env'>>;

export type ConfigPath = keyof typeof CONFIG_KEYS;

/** `results.maxSize` -> `ORRERY_RESULTS_MAX_SIZE`. */
export function envName(path: string): string {
  return `ORRERY_${path
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

export function configKey(path: ConfigPath): ConfigKey {
  return { ...(CONFIG_KEYS[path] as Omit<ConfigKey, 'path' | 'env'>), path, env: envName(path) };
}

export const CONFIG_PATHS = Object.keys(CONFIG_KEYS) as ConfigPath[];
