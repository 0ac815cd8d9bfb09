import { BlockList, isIP } from 'node:net';

const ALL_ADDRESSES = new BlockList();
ALL_ADDRESSES.addAddress('0.0.0.0');
ALL_ADDRESSES.addAddress('::', 'ipv6');

/** True for what stands for all addresses of the machine, however it is written. */
function isAllAddresses(host: string): boolean {
  const version = isIP(host);
  return version !== 0 && ALL_ADDRESSES.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** What is wrong with the name or address that clients are told to connect to; the empty text stands for none. */
export function announcedHostFault(host: string): string | undefined {
  if (isAllAddresses(host)) return `${host} stands for all addresses, and clients need one that leads to this machine`;
  const isName = /^\w([\w.-]*\w)?\.?$/.test(host) && !/^[\d.]+$/.test(host);
  if (host === '' || isIP(host) !== 0 || isName) return undefined;
  return `expected a host’s name or address, without a port, found ${JSON.stringify(host)}`;
}

/** Faults of the keys of the embedded graph's meta and storage services that only show together, one line each. */
export function storageKeyFaults(values: {
  readonly 'graph.embedded': boolean;
  readonly 'graph.storage.enabled': boolean;
  readonly 'graph.storage.host': string;
  readonly 'graph.storage.announcedHost': string;
}): readonly string[] {
  if (!values['graph.storage.enabled']) return [];
  if (!values['graph.embedded']) {
    return [
      'graph.storage.enabled: lets storage clients scan the embedded graph, and graph.embedded is false; set it to true, or this to false',
    ];
  }
  const host = values['graph.storage.host'];
  if (!isAllAddresses(host) || values['graph.storage.announcedHost'] !== '') return [];
  return [
    `graph.storage.announcedHost: must be set to the name or address by which clients reach this machine, as graph.storage.host is ${host}, which stands for all addresses`,
  ];
}
