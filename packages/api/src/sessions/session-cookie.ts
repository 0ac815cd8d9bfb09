import type { IncomingHttpHeaders } from 'node:http';

export const TOKEN_NAME = 'explorer_token';

/** Exactly as Explorer sets it. */
export function sessionCookie(token: string, lifetimeMs: number): string {
  return `${TOKEN_NAME}=${token}; Path=/; Max-Age=${Math.floor(lifetimeMs / 1000)}; HttpOnly; SameSite=Lax`;
}

/** What makes a browser forget the token. */
export const CLEARED_COOKIE = `${TOKEN_NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;

/** The token that a request carries: the header of that name, else a Bearer, else the cookie. */
export function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const own = headers[TOKEN_NAME];
  if (typeof own === 'string' && own.trim() !== '') return own.trim();
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
  return bearer ?? cookieValue(headers.cookie, TOKEN_NAME);
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at === -1 || part.slice(0, at).trim() !== name) continue;
    const value = part
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    if (value !== '') return value;
  }
  return undefined;
}
