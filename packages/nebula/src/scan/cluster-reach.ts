import type { HostAddress } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { addressOf } from '../session/account.ts';

/** `host:port` of an address, as messages and maps name it. */
export function hostText({ host, port }: HostAddress): string {
  return addressOf({ address: host, port });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Where the hosts of a cluster are reached from here, which need not be where they say they are. */
export class ClusterReach {
  readonly #graphHost: string;
  readonly #reachable: ReadonlyMap<string, HostAddress>;

  /** @param reachable by announced `host:port`, in lower case */
  constructor(graphHost: string, reachable: ReadonlyMap<string, HostAddress> = new Map()) {
    this.#graphHost = graphHost;
    this.#reachable = reachable;
  }

  /**
   * The address to connect to.
   * @throws NebulaError unreachable where a cluster elsewhere announces this machine's loopback: what listens here is
   * something else
   */
  of(announced: HostAddress): HostAddress {
    const mapped = this.#reachable.get(hostText(announced).toLowerCase());
    if (mapped) return mapped;
    if (isLoopback(announced.host) && !isLoopback(this.#graphHost)) {
      throw new NebulaError(
        'unreachable',
        `the cluster of ${this.#graphHost} announces ${hostText(announced)}, which is another machine from here`,
      );
    }
    return announced;
  }
}
