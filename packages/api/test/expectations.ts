import { ERROR_CATALOGUE, type ErrorName } from '@orrery/contracts';
import { expect } from 'vitest';
import type { RawAnswer } from './raw-http.ts';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** The raw lines that every answer of the Explorer API has, and nothing that a strict client would trip over. */
export function expectHead(answer: RawAnswer, status: number): void {
  expect(answer.statusLine).toBe(`HTTP/1.1 ${status} ${REASONS[status]}`);
  expect(answer.headerLines).toContain('Content-Type: application/json');
  expect(answer.headerLines).toContain(`Content-Length: ${Buffer.byteLength(answer.body)}`);
  expect(answer.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
  expect(answer.headerLines.some((line) => line.startsWith('Traceparent: '))).toBe(true);
  expect(answer.headers.get('transfer-encoding')).toBeUndefined();
}

/** A success with exactly these bytes as its data. */
export function expectData(answer: RawAnswer, data: string | RegExp): void {
  expectHead(answer, 200);
  const [before, after] = ['{"code":0,"data":', ',"message":"Success"}'];
  expect(answer.body.startsWith(before) && answer.body.endsWith(after), answer.body).toBe(true);
  const text = answer.body.slice(before.length, -after.length);
  if (typeof data === 'string') expect(text).toBe(data);
  else expect(text).toMatch(data);
}

/** A refusal: exactly code and message, the HTTP status that belongs to the code, the name in front of the message. */
export function expectError(answer: RawAnswer, name: ErrorName, what: string | RegExp): void {
  const { code } = ERROR_CATALOGUE[name];
  expect(answer.body).toMatch(new RegExp(`^\\{"code":${code},"message":"${name}::`));
  expectHead(answer, Math.floor(code / 100_000));
  expect(Object.keys(answer.json)).toEqual(['code', 'message']);
  const message = answer.json.message.slice(name.length + 2);
  if (typeof what === 'string') expect(message).toBe(what);
  else expect(message).toMatch(what);
}
