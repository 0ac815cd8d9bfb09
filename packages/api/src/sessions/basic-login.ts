import { OrreryError } from '@orrery/contracts';

const FORMS = 'send Authorization: Bearer <base64 of ["user","password"] or of user:password>';

/**
 * User and password of connect's `Authorization: Bearer <base64>`: of a JSON array of the two, or of `user:password`.
 * @throws ErrUnauthorized when there is none or it is malformed
 */
export function basicLogin(header: string | undefined): { user: string; password: string } {
  if (header === undefined || header.trim() === '') throw refused('there is no Authorization header');
  const encoded = /^Bearer\s+(\S+)$/i.exec(header.trim())?.[1];
  if (encoded === undefined) throw refused('the Authorization header is not of the Bearer kind');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) throw refused('the Authorization is not base64');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64'));
  } catch {
    throw refused('the Authorization is not base64 of UTF-8 text');
  }
  const [user, password] = text.startsWith('[') ? fromArray(text) : fromPair(text);
  if (user === '') throw refused('the Authorization names no user');
  return { user, password };
}

function fromArray(text: string): [string, string] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('the Authorization is not a JSON array');
  }
  if (!Array.isArray(value) || value.length !== 2 || !value.every((item) => typeof item === 'string')) {
    throw refused('the Authorization must be an array of two texts, user and password');
  }
  return value as [string, string];
}

function fromPair(text: string): [string, string] {
  const at = text.trimEnd().indexOf(':');
  if (at === -1) throw refused('the Authorization has no colon between user and password');
  return [text.slice(0, at), text.slice(at + 1).replace(/\r?\n$/, '')];
}

function refused(what: string): OrreryError {
  return new OrreryError('ErrUnauthorized', `${what}; ${FORMS}`);
}
