import { ERROR_CATALOGUE } from '@orrery/contracts';
import { ConnectionError, OrreryError } from '@orrery/sdk';
import { expect, it } from 'vitest';
import { errorText } from '../../src/api/error-text.ts';
import { signInFault } from '../../src/app/sign-in-fault.ts';
import { en, type MessageKey } from '../../src/i18n/en.ts';
import { messageText } from '../../src/i18n/message-text.ts';

const t = (key: MessageKey, parameters = {}): string => messageText(en[key], parameters, 'en');

it('has words for every error of the catalogue', () => {
  for (const name of Object.keys(ERROR_CATALOGUE) as (keyof typeof ERROR_CATALOGUE)[]) {
    const { title, text } = errorText(new OrreryError(name, 'the thing is broken'), t);
    expect(title).toBe(en[`error.${name}`]);
    expect(text).toMatch(/^The thing is broken\./);
  }
});

it('says what to do next and keeps the faults', () => {
  const faults = [{ path: 'tasks.query_1.query', message: 'no statement' }];
  expect(errorText(new OrreryError('ErrParam', 'the definition has 1 fault', { faults }), t)).toEqual({
    title: 'A value is not valid',
    text: 'The definition has 1 fault.',
    faults,
    isRetryable: false,
  });
  expect(errorText(new OrreryError('ErrNotFound', 'there is no job 7'), t).text).toBe(
    'There is no job 7. It may have been deleted, or it belongs to another account.',
  );
  const busy = errorText(new OrreryError('ErrTooManyRequests', 'wait', { retryAfterSeconds: 1 }), t);
  expect(busy).toMatchObject({ text: 'Wait. Try again in 1 second.', isRetryable: true });
  expect(errorText(new ConnectionError('refused'), t)).toMatchObject({
    title: 'The server was not reached',
    isRetryable: true,
  });
  expect(errorText(new TypeError('x is undefined'), t)).toMatchObject({ text: 'X is undefined.', isRetryable: false });
  expect(errorText('plain words', t).text).toBe('Plain words.');
});

it('tells a refused sign-in from a graph that is away, a forbidden address and too many attempts', () => {
  const fault = (error: unknown): string => {
    const { title, details } = signInFault(error, '10.0.0.1:9669', t);
    return `${title} ${details}`.trim();
  };
  expect(fault(new OrreryError('ErrSession', 'the graph at 10.0.0.1:9669 refused user "root": Bad username'))).toBe(
    'The graph did not accept this account and password.',
  );
  const away = 'the graph at 10.0.0.1:9669 was not reached: connect ECONNREFUSED';
  expect(fault(new OrreryError('ErrSession', away))).toBe(`The graph at 10.0.0.1:9669 was not reached. ${away}`);
  expect(fault(new OrreryError('ErrForbidden', 'not allowed'))).toBe(
    'This server may not connect to 10.0.0.1:9669. not allowed',
  );
  expect(fault(new OrreryError('ErrTooManyRequests', '', { retryAfterSeconds: 4.2 }))).toBe(
    'Too many failed attempts. Try again in 5 seconds.',
  );
  expect(fault(new ConnectionError('gone'))).toBe('The Orrery server was not reached. Is it running?');
  expect(fault(new OrreryError('ErrInternalServer', 'a fault'))).toBe('The server had a fault A fault.');
});
