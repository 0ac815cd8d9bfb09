import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { HostAddress } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { addressOf } from '../session/account.ts';

/** `host:port` of an address, as messages and maps name it. */
export function hostText({ host, port }: HostAddress): string {
  return addressOf({ address: host, port });
}

/** Addresses that lead to the machine that connects to them. */
const OWN = new BlockList();
OWN.addSubnet('127.0.0.0', 8);
OWN.addSubnet('0.0.0.0', 8);
OWN.addAddress('::1', 'ipv6');
OWN.addAddress('::', 'ipv6');

function isOwn(address: string): boolean {
  return OWN.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const lookupElsewhere: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) {
      done(error, []);
      return;
    }
    const elsewhere = found.filter(({ address }) => !isOwn(address));
    const [first] = elsewhere;
    if (!first) done(new Error(`${hostname} is this machine here, and another in its cluster`), []);
    else if (options.all) done(null, elsewhere);
    else done(null, first.address, first.family);
  });
};

/**
 * Largest answer of a cluster's host that is taken, in bytes; several may be under way. A page of 65,536 edges with long
 * ids, and the parts of a space that has a million, are a fraction of it.
 */
export const MAX_ANSWER_BYTES = 128 * 2 ** 20;

/** Where to connect to. */
export interface ReachedHost extends HostAddress {
  readonly lookup?: LookupFunction;
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
   * The address to connect to. One that is not mapped never leads to this machine, however it is written or resolved,
   * unless graphd is reached there: what listens here is not of a cluster elsewhere.
   * @throws NebulaError unreachable where a cluster elsewhere announces a loopback address; protocol on what is no address
   */
  of(announced: HostAddress): ReachedHost {
    const { host, port } = announced;
    if (host === '' || port < 1 || port > 65_535) {
      const text = `the cluster of ${this.#graphHost} announces a host at ${JSON.stringify(`${host}:${port}`)}`;
      throw new NebulaError('protocol', `${text}, which is no address`);
    }
    const mapped = this.#reachable.get(hostText(announced).toLowerCase());
    if (mapped) return mapped;
    if (this.#graphHost.toLowerCase() === 'localhost' || (isIP(this.#graphHost) !== 0 && isOwn(this.#graphHost))) {
      return { host, port };
    }
    if (isIP(host) === 0) return { host, port, lookup: lookupElsewhere };
    if (!isOwn(host)) return { host, port };
    throw new NebulaError(
      'unreachable',
      `the cluster of ${this.#graphHost} announces ${hostText(announced)}, which is another machine from here`,
    );
  }
}
