import { splitAddress } from './split-address.ts';

interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** Addresses where hosts are reached, by what they announce, of `announced:port=reachable:port` each. Others are left out. */
export function announcedHosts(entries: readonly string[]): ReadonlyMap<string, HostAddress> {
  const reachable = new Map<string, HostAddress>();
  for (const entry of entries) {
    const [announced, host] = split(entry);
    if (announced && host) reachable.set(announced, host);
  }
  return reachable;
}

/** What is wrong with the first entry that is none. */
export function announcedFault(entries: readonly string[]): string | undefined {
  const wrong = entries.find((entry) => split(entry).includes(undefined));
  return wrong === undefined ? undefined : `expected announced:port=reachable:port, found ${JSON.stringify(wrong)}`;
}

function split(entry: string): [announced: string | undefined, reachable: HostAddress | undefined] {
  const [announced = '', reachable = '', ...more] = entry.split('=');
  if (more.length > 0) return [undefined, undefined];
  return [splitAddress(announced) && announced.toLowerCase(), splitAddress(reachable)];
}
