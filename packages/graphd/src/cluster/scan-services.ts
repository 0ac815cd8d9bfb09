import { metaService, storageService, WireError, WireServer } from '@orrery/wire';
import type { HostAddress, Service } from '@orrery/wire';
import type { Logger } from '../server/logger.ts';
import { isLoopback } from '../server/loopback.ts';
import type { Store } from '../storage/store.ts';
import { MetaService } from './meta-service.ts';
import { StorageService } from './storage-service.ts';

export interface ScanServicesOptions {
  /** Default 127.0.0.1. On others whoever reaches them reads every space: they know no accounts. */
  readonly host?: string;
  /** Default 9559; 0 takes a free one. */
  readonly metaPort?: number;
  /** Default 9779; 0 takes a free one. */
  readonly storagePort?: number;
  /** The name or address that clients are told to find the storage service at. Default `host`. */
  readonly announcedHost?: string;
}

/** NebulaGraph's meta and storage services over the store, as they are announced. */
export interface ScanServices {
  readonly meta: HostAddress;
  readonly storage: HostAddress;
  close(drainMs: number): Promise<void>;
}

const DEFAULT_META_PORT = 9559;
const DEFAULT_STORAGE_PORT = 9779;
/** The longest request has a cursor for each of a space's parts: 36 bytes each, enough for a million. */
const MAX_STORAGE_REQUEST_BYTES = 40 * 2 ** 20;
/** The longest names parts, a million of them in 4 MB. */
const MAX_META_REQUEST_BYTES = 5 * 2 ** 20;
/** Each may have an answer of some megabytes under way, and a request half arrived. */
const MAX_CONNECTIONS = 256;

/**
 * Listens for NebulaGraph's scanning clients.
 * @throws Error on a host that stands for all addresses without one to announce; the system's error when a port is taken
 */
export async function startScanServices(
  options: ScanServicesOptions,
  context: {
    readonly store: Store;
    readonly graph: HostAddress;
    readonly version: string;
    readonly logger: Logger;
  },
): Promise<ScanServices> {
  const { store, graph, version, logger } = context;
  const host = options.host ?? '127.0.0.1';
  const announcedHost = options.announcedHost ?? host;
  if (['0.0.0.0', '::', ''].includes(announcedHost)) {
    throw new Error(
      `the storage service listens on all addresses (${host}), and its clients must be told one: set ` +
        'graph.storage.announcedHost to the name or address by which they reach this machine',
    );
  }
  const listen = (service: Service, port: number, maxFrameBytes: number): Promise<WireServer> =>
    WireServer.listen({
      service,
      host,
      port,
      maxFrameBytes,
      maxConnections: MAX_CONNECTIONS,
      onError: (error) => {
        if (error instanceof WireError) logger.warn({ err: error }, 'a connection of a scanning client failed');
        else logger.error({ err: error }, 'a call of a scanning client failed');
      },
    });
  const storageServer = await listen(
    storageService(new StorageService(store)),
    options.storagePort ?? DEFAULT_STORAGE_PORT,
    MAX_STORAGE_REQUEST_BYTES,
  );
  const storage = { host: announcedHost, port: storageServer.port };
  try {
    // A free port is known only when it listens, before anybody can ask for it.
    const meta = { host: announcedHost, port: options.metaPort ?? DEFAULT_META_PORT };
    const service = new MetaService(store.catalog, { graph, meta, storage }, version);
    const metaServer = await listen(metaService(service), meta.port, MAX_META_REQUEST_BYTES);
    meta.port = metaServer.port;
    const ports = { host, metaPort: meta.port, storagePort: storage.port };
    logger.info({ ...ports, announcedHost }, 'the meta and storage services listen');
    if (!isLoopback(host)) {
      logger.warn(ports, 'whoever reaches the meta and storage services reads every space: they know no accounts');
    }
    return {
      meta,
      storage,
      close: async (drainMs) => {
        await Promise.all([metaServer.close(drainMs), storageServer.close(drainMs)]);
      },
    };
  } catch (error) {
    await storageServer.close();
    throw error;
  }
}
