import { isIP } from 'node:net';
import { OrreryError } from '@orrery/contracts';
import type { FastifyRequest } from 'fastify';

/**
 * DNS rebinding: a page of evil.example whose name is pointed at this machine is "same origin" with this server in a
 * browser's eyes, and could sign in with a well-known password. Its calls say `Host: evil.example`, so only addresses,
 * localhost and the names given pass. Every HTTP/1.1 request has a Host.
 *
 * @param allowed names without port, beside localhost and addresses; undefined lets every name pass
 */
export function hostCheck(allowed: readonly string[] | undefined) {
  const known = new Set(allowed?.map((name) => name.toLowerCase()));
  return async (request: FastifyRequest): Promise<void> => {
    const { host } = request.headers;
    if (host === undefined) {
      if (request.raw.httpVersion === '1.0') return;
      throw new OrreryError('ErrBadRequest', 'the request has no Host header');
    }
    if (allowed === undefined) return;
    const name = nameOf(host);
    if (isAddress(name) || name === 'localhost' || name.endsWith('.localhost') || known.has(name)) return;
    throw new OrreryError(
      'ErrForbidden',
      `this server is not called ${JSON.stringify(host.slice(0, 200))}; server.allowedHosts names what it is called`,
    );
  };
}

/** The host without its port and the dot that may end a name. */
function nameOf(host: string): string {
  return host.trim().toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
