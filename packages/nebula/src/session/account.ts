import { createHash } from 'node:crypto';
import type { GraphCredentials } from '@orrery/contracts';

/** Where a graph is. */
export type GraphTarget = Pick<GraphCredentials, 'address' | 'port'>;

/** `host:port`, with brackets around an IPv6 address. */
export function addressOf({ address, port }: GraphTarget): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Equal for equal credentials; does not reveal the password. */
export function accountKey(account: GraphCredentials): string {
  const parts = JSON.stringify([account.address, account.port, account.user, account.password]);
  return createHash('sha256').update(parts).digest('base64');
}
