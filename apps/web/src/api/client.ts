import { OrreryClient } from '@orrery/sdk';
import { reportAway } from './server-reach.ts';
import { reportExpiry } from './session-expiry.ts';

const SIGN_IN_PATH = '/api-open/v1/connect';
const SESSION_PATH = '/api/v1/session';

/**
 * The client of this page's own server; the cookie carries the token. A call that is answered with 401 may have come
 * upon an ended session, or upon a graph that is not reached; the server is asked which, and an ended session is
 * reported, so that the app asks for a new sign-in.
 */
export const client = new OrreryClient({
  baseUrl: '',
  fetch: async (input, init) => {
    const response = await fetch(input, init).catch((error: unknown) => {
      if (init?.signal?.aborted !== true) reportAway();
      throw error;
    });
    if (response.status === 401 && input !== SIGN_IN_PATH) {
      if (input === SESSION_PATH || (await fetch(SESSION_PATH)).status === 401) reportExpiry();
    }
    return response;
  },
});
