import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { rawRequest } from './raw-http.ts';

const local = new ApiHarness();
const open = new ApiHarness();
beforeAll(() =>
  Promise.all([
    local.start({ warmExecutors: 0 }, { allowedHosts: ['graphs.example.com'] }),
    open.start({ warmExecutors: 0 }),
  ]),
);
afterAll(() => Promise.all([local.stop(), open.stop()]));

const PATH = '/api-open/v1/jobs';
const EMPTY = '{"items":[],"total":0,"Page":1,"PageSize":10}';
const called = (harness: ApiHarness, host: string) => harness.as('ada', 'GET', PATH, undefined, { Host: host });

describe('the Host of a request', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:7002',
    '[::1]:7002',
    '10.1.2.3:80',
    'localhost:7002',
    'LocalHost',
    'orrery.localhost:7002',
    'graphs.example.com',
    'Graphs.Example.com.:443',
  ])('may be %s', async (host) => {
    expectData(await called(local, host), EMPTY);
  });

  it.each([
    'evil.example',
    'evil.example:7002',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'example.com',
    '1',
  ])('may not be %s, which a page could have pointed here', async (host) => {
    expectError(
      await called(local, host),
      'ErrForbidden',
      `this server is not called "${host}"; server.allowedHosts names what it is called`,
    );
  });

  it('is looked at before anything else, a login too', async () => {
    const before = local.gateway.logins;
    const login = Buffer.from('root:nebula').toString('base64');
    const headers = {
      Host: 'evil.example:7002',
      Origin: 'http://evil.example:7002',
      Authorization: `Bearer ${login}`,
      'Content-Type': 'application/json',
    };
    const body = '{"address":"127.0.0.1","port":9669}';
    expectError(await local.send('POST', '/api-open/v1/connect', { headers, body }), 'ErrForbidden', /^this server/);
    expect(local.gateway.logins).toBe(before);
  });

  it('may be any where nobody told the names', async () => {
    expectData(await called(open, 'evil.example'), EMPTY);
  });

  it('is missed in the envelope, and not by HTTP/1.0', async () => {
    const line = `GET ${PATH} HTTP/1`;
    const cookie = `Cookie: ${await local.cookie()}`;
    expectError(
      await rawRequest(local.port, `${line}.1\r\n${cookie}\r\n\r\n`),
      'ErrBadRequest',
      'the request has no Host header',
    );
    expectData(await rawRequest(local.port, `${line}.0\r\n${cookie}\r\n\r\n`), EMPTY);
  });
});

it('an unknown Expect is passed over', async () => {
  expectData(await local.as('ada', 'GET', PATH, undefined, { Expect: 'miracles' }), EMPTY);
});
