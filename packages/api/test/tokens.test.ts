import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EncryptJWT } from 'jose';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { ECHO_QUERY } from './fixtures/sample-workflow.ts';

const harness = new ApiHarness();
beforeAll(() => harness.start());
afterAll(() => harness.stop());

const PATH = '/api-open/v1/jobs';
const EMPTY = '{"items":[],"total":0,"Page":1,"PageSize":10}';
const tokenOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

describe('tokens', () => {
  it('are taken from the cookie, the header of that name and the Bearer', async () => {
    const cookie = await harness.cookie();
    const token = tokenOf(cookie);
    for (const headers of [
      { Cookie: cookie },
      { Cookie: `a=b; ${cookie}; c=d` },
      { Cookie: `explorer_token="${token}"` },
      { explorer_token: token },
      { Authorization: `Bearer ${token}` },
      { Authorization: `Bearer ${token}`, Cookie: 'explorer_token=stale' },
    ]) {
      expectData(await harness.send('GET', PATH, { headers }), EMPTY);
    }
  });

  it('must be there', async () => {
    expectError(
      await harness.send('GET', PATH),
      'ErrUnauthorized',
      /^there is no token; POST \/api-open\/v1\/connect gives one/,
    );
    expectError(
      await harness.send('GET', PATH, { headers: { Cookie: 'explorer_token=' } }),
      'ErrUnauthorized',
      /^there is no token/,
    );
    expectError(
      await harness.send('GET', PATH, { headers: { Authorization: 'Basic eA==' } }),
      'ErrUnauthorized',
      /malformed/,
    );
    expectError(
      await harness.send('POST', '/api-open/v1/workflows/1/jobs', { body: '{' }),
      'ErrUnauthorized',
      /^there is no token/,
    );
  });

  it('must be ours, whole and fresh', async () => {
    const token = tokenOf(await harness.cookie());
    const tampered = `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    const foreign = await new EncryptJWT({ user: 'root' })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(new Uint8Array(32));
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"user":"root"}').toString('base64url')}.`;
    for (const bad of ['eyJhbxxx', tampered, foreign, unsigned, 'x'.repeat(4000)]) {
      expectError(
        await harness.send('GET', PATH, { headers: { Cookie: `explorer_token=${bad}` } }),
        'ErrSession',
        'the token is not one of this server; connect again',
      );
    }
  });

  it('are void after a logout, that one alone', async () => {
    const connect = async () => {
      const answer = await harness.send('POST', '/api-open/v1/connect', {
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${Buffer.from('bob:builder').toString('base64')}`,
        },
        body: '{"address":"127.0.0.1","port":9669}',
      });
      return answer.headers.get('set-cookie')!.split(';')[0]!;
    };
    const [one, two] = [await connect(), await connect()];
    const out = await harness.send('DELETE', '/api/v1/session', { headers: { Cookie: one } });
    expectData(out, '{"success":true}');
    expect(out.headerLines).toContain('Set-Cookie: explorer_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax');
    expectError(await harness.send('GET', PATH, { headers: { Cookie: one } }), 'ErrSession', /^the token was revoked/);
    expectData(await harness.send('GET', PATH, { headers: { Cookie: two } }), EMPTY);
  });

  it('of the account are void after a change of the password, but for the new one', async () => {
    const before = await harness.cookie('bob');
    const change = (body: unknown) => harness.as('bob', 'PUT', '/api/v1/session/password', body);
    expect((await change({ oldPassword: 'wrong', newPassword: 'longer' })).json).toEqual({
      code: 40004001,
      message: 'ErrParam::oldPassword is not the password of this account',
    });
    expect((await change({ oldPassword: 'builder', newPassword: 'x' })).json.message).toBe(
      'ErrBadRequest::the graph refused the password: too short',
    );
    const changed = await change({ oldPassword: 'builder', newPassword: 'longer' });
    expectData(changed, '{"success":true}');
    expectError(
      await harness.send('GET', PATH, { headers: { Cookie: before } }),
      'ErrSession',
      /change of the password/,
    );
    const after = changed.headers.get('set-cookie')!.split(';')[0]!;
    expectData(await harness.send('GET', PATH, { headers: { Cookie: after } }), EMPTY);
    expect(harness.gateway.passwords.get('bob')).toBe('longer');
  });

  it('say who is logged in', async () => {
    const { expiresTime, ...session } = await harness.data<Record<string, unknown>>('root', 'GET', '/api/v1/session');
    expect(session).toEqual({ user: 'root', graphAddress: '127.0.0.1:9669', isRoot: true });
    expect(Number(expiresTime) - Date.now()).toBeGreaterThan(259_000_000);
  });
});

/** Opens the events of a job that runs on, does something, and reads until the stream breaks off. */
async function brokenOff(api: ApiHarness, cookie: string, work: () => Promise<unknown>): Promise<string> {
  const headers = { Cookie: cookie };
  const workflow = { name: 'w', tasks: { query_1: ECHO_QUERY } };
  const { id } = await api.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', workflow);
  const job = await api.data<{ id: number }>('ada', 'POST', `/api/v1/workflows/${id}/jobs`, {
    input: { query_1: { sleepMs: 60_000 } },
  });
  const url = `http://127.0.0.1:${api.port}/api/v1/jobs/${job.id}/events`;
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  expect(response.status).toBe(200);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value!;
  await work();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  expect((await fetch(url, { headers })).status).toBe(401);
  return text;
}

describe('a stream of events', () => {
  const streaming = new ApiHarness();
  beforeAll(() => streaming.start());
  afterAll(() => streaming.stop());

  it('breaks off when its token is revoked, without an end of the job', async () => {
    const cookie = await streaming.cookie();
    const text = await brokenOff(streaming, cookie, async () => {
      await streaming.send('DELETE', '/api/v1/session', { headers: { Cookie: cookie } });
    });
    expect(text).toContain('event: task');
    expect(text).not.toContain('event: end');
  });

  it("breaks off when the account's password is changed", async () => {
    streaming.forget('ada');
    const old = await streaming.cookie();
    const change = { oldPassword: 'lovelace:1815', newPassword: 'longer' };
    const text = await brokenOff(streaming, old, () => streaming.as('ada', 'PUT', '/api/v1/session/password', change));
    expect(text).not.toContain('event: end');
  });
});

describe('tokens of a short life', () => {
  const short = new ApiHarness();
  beforeAll(() => short.start({ warmExecutors: 0 }, { limits: { sessionLifetimeMs: 1000 } }));
  afterAll(() => short.stop());

  it('end the streams of events that were opened with them', async () => {
    expect(await brokenOff(short, await short.cookie(), async () => {})).not.toContain('event: end');
    short.forget('ada');
  });

  it('expire', async () => {
    const cookie = await short.cookie();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expectError(
      await short.send('GET', PATH, { headers: { Cookie: cookie } }),
      'ErrSession',
      'the token has expired; connect again',
    );
  });
});

describe('a password that was changed at the graph', () => {
  const watching = new ApiHarness();
  beforeAll(() => watching.start({ warmExecutors: 0 }, { limits: { passwordCheckMs: 0 } }));
  afterAll(() => watching.stop());

  it('voids its tokens soon, and no others', async () => {
    const cookie = await watching.cookie();
    const call = (used: string) => watching.send('GET', PATH, { headers: { Cookie: used } });
    for (let i = 0; i < 5; i++) expectData(await call(cookie), EMPTY);
    watching.gateway.passwords.set('ada', 'changed elsewhere');
    watching.forget('ada');
    const fresh = await watching.cookie();
    let answer = await call(cookie);
    for (let i = 0; i < 100 && answer.status === 200; i++) answer = await call(cookie);
    expectError(answer, 'ErrSession', /^the token was revoked/);
    expectData(await call(fresh), EMPTY);
  });
});
