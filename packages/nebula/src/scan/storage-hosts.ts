import { StorageClient, type HostAddress } from '@orrery/wire';
import { hostText, type ClusterReach } from './cluster-reach.ts';

/** Connections to the storage hosts of a cluster, kept while a scan uses them. */
export class StorageHosts {
  readonly #reach: ClusterReach;
  readonly #connectTimeoutMs: number;
  readonly #idle = new Map<string, StorageClient[]>();
  readonly #all = new Set<StorageClient>();
  #closed = false;

  constructor(reach: ClusterReach, connectTimeoutMs: number) {
    this.#reach = reach;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /**
   * Calls `use` with a connection that nobody else uses meanwhile.
   * @throws WireError, or NebulaError unreachable where the host can't be meant; whatever `use` throws
   */
  async with<R>(
    host: HostAddress,
    signal: AbortSignal | undefined,
    use: (client: StorageClient) => Promise<R>,
  ): Promise<R> {
    const key = hostText(host);
    const idle = this.#idle.get(key) ?? [];
    this.#idle.set(key, idle);
    let client = idle.pop();
    while (client?.closed) client = idle.pop();
    client ??= await this.#connect(host, signal);
    try {
      return await use(client);
    } finally {
      if (!client.closed) idle.push(client);
    }
  }

  close(): void {
    this.#closed = true;
    for (const client of this.#all) client.close();
  }

  async #connect(host: HostAddress, signal: AbortSignal | undefined): Promise<StorageClient> {
    const client = await StorageClient.connect({
      ...this.#reach.of(host),
      connectTimeoutMs: this.#connectTimeoutMs,
      signal,
    });
    this.#all.add(client);
    client.onClose(() => this.#all.delete(client));
    if (this.#closed) client.close();
    return client;
  }
}
