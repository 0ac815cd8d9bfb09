import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';

const harness = new ApiHarness();
beforeAll(() => harness.start());
afterAll(() => harness.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');
const ROOT = `Bearer ${base64('["root","nebula"]')}`;
const ADDRESS = '{"address":"127.0.0.1","port":9669}';

function connect(
  authorization: string | undefined,
  body: string | Buffer = ADDRESS,
  headers: Record<string, string> = {},
) {
  const login: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  return harness.send('POST', '/api-open/v1/connect', {
    headers: { 'Content-Type': 'application/json', ...login, ...headers },
    body,
  });
}

describe('POST /connect', () => {
  it('answers with the cookie, byte for byte', async () => {
    const answer = await connect(ROOT);
    expectData(answer, '{"success":true}');
    expect(answer.headerLines.filter((line) => line.startsWith('Set-Cookie: '))).toEqual([
      expect.stringMatching(
        /^Set-Cookie: explorer_token=[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+; Path=\/; Max-Age=259200; HttpOnly; SameSite=Lax$/,
      ),
    ]);
  });

  it.each([
    ['a JSON array', base64('["root","nebula"]')],
    ['user:password', base64('root:nebula')],
    ['a trailing newline, as echo leaves it', base64('root:nebula\n')],
    ['no padding', base64('root:nebula').replace(/=+$/, '')],
  ])('takes the Authorization as %s', async (_form, encoded) => {
    expectData(await connect(`Bearer ${encoded}`), '{"success":true}');
    expectData(await connect(`bearer   ${encoded}`), '{"success":true}');
  });

  it('takes a password with a colon in both forms', async () => {
    expectData(await connect(`Bearer ${base64('ada:lovelace:1815')}`), '{"success":true}');
    expectData(await connect(`Bearer ${base64('["ada","lovelace:1815"]')}`), '{"success":true}');
  });

  it('hides the password in the token', async () => {
    const cookie = (await connect(ROOT)).headers.get('set-cookie')!;
    for (const part of cookie.split(/[.;=]/)) expect(Buffer.from(part, 'base64url').toString()).not.toContain('nebula');
  });

  it.each([
    ['no header', undefined, /^there is no Authorization header; send Authorization: Bearer <base64/],
    ['Basic', `Basic ${base64('root:nebula')}`, /^the Authorization header is not of the Bearer kind/],
    ['no base64', 'Bearer ro:ot', /^the Authorization is not base64/],
    [
      'no UTF-8',
      `Bearer ${Buffer.from([0xff, 0xfe]).toString('base64')}`,
      /^the Authorization is not base64 of UTF-8 text/,
    ],
    ['no colon', `Bearer ${base64('root')}`, /^the Authorization has no colon/],
    ['no user', `Bearer ${base64(':nebula')}`, /^the Authorization names no user/],
    ['no array', `Bearer ${base64('["root",')}`, /^the Authorization is not a JSON array/],
    ['three items', `Bearer ${base64('["a","b","c"]')}`, /^the Authorization must be an array of two texts/],
    ['numbers', `Bearer ${base64('["a",1]')}`, /^the Authorization must be an array of two texts/],
  ])('refuses a login with %s', async (_what, authorization, message) => {
    expectError(await connect(authorization), 'ErrUnauthorized', message);
  });

  it.each([
    ['', 'ErrBadRequest', 'the request has no body; send JSON with Content-Type: application/json'],
    ['[]', 'ErrBadRequest', 'the body must be a JSON object, not a list'],
    ['{', 'ErrBadRequest', /^the body is not JSON: /],
    ['{"address":"127.0.0.1"}', 'ErrParam', 'port is missing: it must be an int from 1 to 65535'],
    ['{"address":"127.0.0.1","port":"9669"}', 'ErrParam', 'port must be an int from 1 to 65535, not "9669"'],
    ['{"address":"127.0.0.1","port":0}', 'ErrParam', 'port must be an int from 1 to 65535, not 0'],
    ['{"address":"127.0.0.1","port":9669.0}', 'ErrParam', 'port must be an int from 1 to 65535, not 9669.0'],
    [
      '{"address":1,"port":70000}',
      'ErrParam',
      'address must be text of 1 to 255 characters, not 1; port must be an int from 1 to 65535, not 70000',
    ],
  ] as const)('refuses the body %s', async (body, name, message) => {
    expectError(await connect(ROOT, body), name, message);
  });

  it('does not send anything to an address that is not allowed', async () => {
    const before = harness.gateway.logins;
    expectError(
      await connect(ROOT, '{"address":"10.0.0.1","port":9669}'),
      'ErrForbidden',
      'the graph address 10.0.0.1:9669 is not allowed; graph.addresses names those that are',
    );
    expect(harness.gateway.logins).toBe(before);
  });

  it('says when the graph refuses the account or is not reached', async () => {
    expectError(
      await connect(`Bearer ${base64('eve:guess')}`),
      'ErrSession',
      'the graph refused eve: Bad username/password',
    );
    expectError(await connect(ROOT, '{"address":"127.0.0.1","port":1}'), 'ErrSession', /was not reached/);
  });

  it('does not count attempts at a graph that is not reached as failures', async () => {
    const away = '{"address":"127.0.0.1","port":1}';
    for (let i = 0; i < 70; i++) expectError(await connect(ROOT, away), 'ErrSession', /was not reached/);
    expectData(await connect(ROOT), '{"success":true}');
  });

  it('slows down guessing at an account, says for how long, and forgives a right password', async () => {
    const guess = (password: string) => connect(`Bearer ${base64(`bob:${password}`)}`);
    for (let i = 0; i < 4; i++) expectError(await guess(`wrong${i}`), 'ErrSession', /refused bob/);
    expectData(await guess('builder'), '{"success":true}');
    for (let i = 0; i < 5; i++) expectError(await guess(`wrong${i}`), 'ErrSession', /refused bob/);
    const logins = harness.gateway.logins;
    const refused = await guess('builder');
    expectError(refused, 'ErrTooManyRequests', /^too many failed logins; try again in \d+ s$/);
    expect(refused.headerLines.find((line) => line.startsWith('Retry-After: '))).toMatch(/^Retry-After: [1-9]\d*$/);
    expect(harness.gateway.logins).toBe(logins);
    expectData(await connect(ROOT), '{"success":true}');
  });

  it('takes right passwords that come together, and not more guesses than one after the other', async () => {
    const together = (password: string) =>
      Promise.all(Array.from({ length: 12 }, () => connect(`Bearer ${base64(`cy:${password}`)}`)));
    for (const answer of await together('pher')) expectData(answer, '{"success":true}');
    const logins = harness.gateway.logins;
    const codes = (await together('guess')).map((answer) => answer.json.code);
    expect(codes.filter((code) => code === 40104001)).toHaveLength(5);
    expect(codes.filter((code) => code === 42904000)).toHaveLength(7);
    expect(harness.gateway.logins).toBe(logins + 5);
  });

  it('continues the trace of the request, or starts one', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traced = await connect(ROOT, ADDRESS, { Traceparent: `00-${trace}-00f067aa0ba902b7-00` });
    expect(traced.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-00$`));
    for (const bad of [
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      'ff-x',
      `00-${trace}-00f067aa0ba902b7-01-more`,
      `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
    ]) {
      const fresh = await connect(ROOT, ADDRESS, { Traceparent: bad });
      expect(fresh.headers.get('traceparent')).toMatch(/^00-(?!4bf9)(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
  });
});
