import { StorageClient, WireError, type HostAddress } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { hostText, MAX_ANSWER_BYTES, type ClusterReach } from './cluster-reach.ts';

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
   * @throws NebulaError unreachable where the host does not answer in time or can't be meant; WireError; whatever `use` throws
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
    const client = await this.#open(host, signal);
    this.#all.add(client);
    client.onClose(() => this.#all.delete(client));
    if (this.#closed) client.close();
    return client;
  }

  async #open(host: HostAddress, signal: AbortSignal | undefined): Promise<StorageClient> {
    try {
      const options = { connectTimeoutMs: this.#connectTimeoutMs, maxFrameBytes: MAX_ANSWER_BYTES, signal };
      return await StorageClient.connect({ ...this.#reach.of(host), ...options });
    } catch (error) {
      // Not the timeout of a call: nothing was asked yet, so another host may be.
      if (!(error instanceof WireError && error.kind === 'timeout')) throw error;
      throw new NebulaError('unreachable', error.message, { cause: error });
    }
  }
}
