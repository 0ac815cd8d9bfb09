import { setTimeout } from 'node:timers/promises';
import { OrreryError } from '@orrery/contracts';
import type { SessionStore } from '@orrery/jobs';
import type { FastifyRequest } from 'fastify';
import type { PasswordWatch } from './password-watch.ts';
import { tokenOf } from './session-cookie.ts';
import type { SessionTokens } from './session-token.ts';

/** A graph that does not answer holds no call up for longer. */
const LONGEST_CHECK_MS = 2_000;

/** A hook that puts the caller's session on the request, before its body is read. @throws ErrUnauthorized, ErrSession */
export function authenticate(tokens: SessionTokens, store: SessionStore, watch: PasswordWatch) {
  return async (request: FastifyRequest): Promise<void> => {
    if (request.routeOptions.config.isPublic === true) return;
    const token = tokenOf(request.headers);
    if (token === undefined) {
      const { authorization } = request.headers;
      const what = authorization === undefined ? 'there is no token' : 'the Authorization header is malformed';
      throw new OrreryError(
        'ErrUnauthorized',
        `${what}; POST /api-open/v1/connect gives one, to be sent as the cookie explorer_token`,
      );
    }
    const session = await tokens.open(token);
    // A change waits for the check that is due, so that no token acts with a password that is no longer one.
    const checked = watch.see(session);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      await Promise.race([checked, setTimeout(LONGEST_CHECK_MS, undefined, { ref: false })]);
    }
    if (await store.isRevoked(session.tokenId, session.account, session.issuedAtMs)) {
      throw new OrreryError(
        'ErrSession',
        'the token was revoked by a logout or a change of the password; connect again',
      );
    }
    request.session = session;
  };
}
