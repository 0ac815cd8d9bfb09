import { ConnectionError, OrreryError } from '@orrery/sdk';
import { errorText } from '../api/error-text.ts';
import type { Translate } from '../i18n/index.ts';

/** What to say of a sign-in that failed: the reason in the viewer's language, then the server's own words. */
export function signInFault(error: unknown, address: string, t: Translate): { title: string; details: string } {
  if (error instanceof ConnectionError) return { title: t('signin.serverAway'), details: '' };
  if (error instanceof OrreryError) {
    if (error.name === 'ErrTooManyRequests') {
      const seconds = Math.ceil(error.retryAfterSeconds ?? 1);
      return { title: t('signin.throttled', { seconds }), details: '' };
    }
    if (error.name === 'ErrForbidden') return { title: t('signin.forbidden', { address }), details: error.message };
    if (error.name === 'ErrSession') {
      const isAway = !/^the graph( at \S+)? refused /.test(error.message);
      const title = isAway ? t('signin.unreachable', { address }) : t('signin.refused');
      return { title, details: isAway ? error.message : '' };
    }
  }
  const { title, text } = errorText(error, t);
  return { title, details: text };
}
