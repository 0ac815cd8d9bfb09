import { ConnectionError, OrreryError } from '@orrery/sdk';
import { faultText, type Translate } from '../i18n/index.ts';

export interface ErrorText {
  /** What kind of thing went wrong, in a few words of the viewer's language. */
  readonly title: string;
  /** What exactly, in the server's own words, and what to do. */
  readonly text: string;
  /** Faults of an input that was checked as a whole. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  /** Whether trying again may help. */
  readonly isRetryable: boolean;
}

/** What to tell a user of whatever was thrown. */
export function errorText(error: unknown, t: Translate): ErrorText {
  if (error instanceof OrreryError) {
    const { name, message, faults, retryAfterSeconds } = error;
    const advice =
      retryAfterSeconds === undefined ? undefined : t('error.retryAfter', { seconds: Math.ceil(retryAfterSeconds) });
    // The message of such an error is its faults once more, in English.
    const isListed = faults.length > 0 && faults.every(({ code }) => code !== undefined);
    return {
      title: t(`error.${name}`),
      text: [
        isListed ? undefined : sentence(message),
        name === 'ErrNotFound' ? t('error.notFound.text') : undefined,
        advice,
      ]
        .filter((part) => part !== undefined && part !== '')
        .join(' '),
      faults: faults.map((fault) => ({ path: fault.path, message: faultText(fault) })),
      isRetryable: error.httpStatus >= 500 || name === 'ErrTooManyRequests',
    };
  }
  if (error instanceof ConnectionError) {
    return { title: t('error.connection'), text: t('error.connection.text'), faults: [], isRetryable: true };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { title: t('error.ErrUnknown'), text: sentence(message), faults: [], isRetryable: false };
}

/** With a capital letter and a full stop, as it stands behind a title. */
function sentence(message: string): string {
  const trimmed = message.trim();
  if (trimmed === '') return '';
  const capital = trimmed[0]!.toUpperCase() + trimmed.slice(1);
  return /[.!?…。！？:]$/.test(capital) ? capital : `${capital}.`;
}
