import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';
import { rawRequest, requestText } from './raw-http.ts';

const harness = new ApiHarness();
let path = '';
beforeAll(async () => {
  await harness.start();
  const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
  path = `/api-open/v1/workflows/${id}/jobs`;
});
afterAll(() => harness.stop());

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  harness.as('ada', 'POST', path, body, headers);

describe('hostile requests', () => {
  it('get malformed and hostile bodies back with what is wrong', async () => {
    expectError(await post('{"input":'), 'ErrBadRequest', /^the body is not JSON: /);
    expectError(await post("{'input':{}}"), 'ErrBadRequest', /^the body is not JSON: /);
    expectError(await post('{"input":{}} trailing'), 'ErrBadRequest', /^the body is not JSON: /);
    expectError(await post('null'), 'ErrBadRequest', 'the body must be a JSON object, not null');
    expectError(await post('"text"'), 'ErrBadRequest', 'the body must be a JSON object, not "text"');
    expectError(await post('12'), 'ErrBadRequest', 'the body must be a JSON object, not 12');
    expectError(
      await post('{"input":{},"input":{}}'),
      'ErrBadRequest',
      'the body is line 1, column 13: the key "input" occurs twice',
    );
    expectError(await post('{"input":{"query_1":{"rows":1e999}}}'), 'ErrBadRequest', /beyond the range of a double/);
    expectError(
      await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
      'ErrBadRequest',
      'the body is not valid UTF-8',
    );
    expectError(await post('{"input":{"query_1":{"name":"\\ud800"}}}'), 'ErrParam', /half a surrogate pair/);
  });

  it('nested deeply run out of patience, not of stack', async () => {
    for (const depth of [65, 10_000, 1_000_000]) {
      expectError(
        await post('['.repeat(depth) + ']'.repeat(depth)),
        'ErrBadRequest',
        'the body is nested deeper than 64 levels',
      );
      expectError(
        await post(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
        'ErrBadRequest',
        'the body is nested deeper than 64 levels',
      );
    }
  });

  it('beyond the limit are refused by their length', async () => {
    expectError(
      await post(`{"input":{"query_1":{"name":"${'x'.repeat(8 * 1024 * 1024)}"}}}`),
      'ErrBadRequest',
      /^the body is larger than the limit of 8388608 bytes/,
    );
  });

  it('of another Content-Type are told which one to send', async () => {
    const body = '{"input":{}}';
    expectError(
      await post(body, { 'Content-Type': 'text/plain' }),
      'ErrBadRequest',
      'the Content-Type text/plain is not supported here; send application/json',
    );
    expectError(
      await post('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      'ErrBadRequest',
      /x-www-form-urlencoded is not supported here/,
    );
    expectError(
      await post(body, { 'Content-Type': 'application/yaml' }),
      'ErrBadRequest',
      /^the Content-Type application\/yaml is not supported here; send application\/json$/,
    );
    expectError(
      await post(body, { 'Content-Type': 'application/json; charset=utf-16' }),
      'ErrBadRequest',
      'the charset utf-16 is not supported; send UTF-8',
    );
    expectError(await post(body, { 'Content-Type': 'garbage' }), 'ErrBadRequest', /Content-Type/);
    const bare = await rawRequest(
      harness.port,
      requestText('POST', path, { headers: { Cookie: await harness.cookie() }, body }),
    );
    expectError(bare, 'ErrBadRequest', 'the body has no Content-Type; send application/json');
  });

  it('for routes that are not there get the envelope too', async () => {
    expectError(
      await harness.send('GET', '/api-open/v1/nothing'),
      'ErrNotFound',
      'there is no GET /api-open/v1/nothing; /api/docs lists what there is',
    );
    expectError(
      await harness.send('GET', '/api-open/v2/jobs?x=1'),
      'ErrNotFound',
      /^there is no GET \/api-open\/v2\/jobs;/,
    );
    expectError(await harness.as('ada', 'DELETE', '/api-open/v1/jobs'), 'ErrNotFound', /^there is no DELETE/);
    expectError(await harness.as('ada', 'GET', '/api-open/v1/connect'), 'ErrNotFound', /^there is no GET/);
    expectError(await harness.send('PROPFIND', '/coffee'), 'ErrNotFound', /./);
  });

  it('that are not even HTTP get the envelope and no crash', async () => {
    for (const bytes of [
      'GET\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`,
    ]) {
      const answer = await rawRequest(harness.port, bytes);
      expect(answer.statusLine).toBe('HTTP/1.1 400 Bad Request');
      expect(answer.json).toEqual({
        code: 40004000,
        message: expect.stringMatching(/^ErrBadRequest::(the request is not valid HTTP|the headers are too large)$/),
      });
    }
    const bad = await harness.send('GET', '/api-open/v1/jobs/%zz');
    expect(bad.json).toEqual({ code: 40004000, message: expect.stringMatching(/^ErrBadRequest::/) });
    expectData(await harness.as('ada', 'GET', '/api-open/v1/jobs?pageSize=1'), /./);
  });

  it('of every random kind never get a 500', async () => {
    const paths = [
      '/connect',
      '/jobs',
      '/jobs/1',
      '/jobs/1/cancel',
      '/jobs/1/tasks/query_1/sample_result',
      '/workflows/1/jobs',
    ].map((end) => `/api-open/v1${end}`);
    const management = [
      '/workflows',
      '/workflows/1',
      '/workflows/1/clone',
      '/validate',
      '/parse',
      '/jobs/1/resume',
      '/graph/query',
      '/graph/neighbourhood',
      '/estimates',
      '/session/password',
      '/settings/validate',
    ].map((end) => `/api/v1${end}`);
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom<unknown>(
        { input: { query_1: { name: [] } } },
        { definition: { tasks: { a: null } } },
        { tasks: [] },
        { query: '${' },
        { statement: '`' },
      ),
    );
    const body = fc.oneof(
      value.map((item) => Buffer.from(JSON.stringify(item))),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      fc.constant(Buffer.alloc(0)),
    );
    const query = fc.dictionary(
      fc.constantFrom('filter', 'page', 'pageSize', 'limit', 'wait', 'sort', 'filters', 'version', 'id', 'search'),
      fc.oneof(
        fc.string(),
        fc.jsonValue().map((item) => JSON.stringify(item)),
      ),
      { maxKeys: 3 },
    );
    const cookie = await harness.cookie('root');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths, ...management),
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
        fc.constantFrom('application/json', 'application/yaml', 'text/plain'),
        query,
        body,
        async (url, method, type, texts, bytes) => {
          const search = new URLSearchParams(texts).toString();
          const answer = await harness.send(method, `${url}?${search}`, {
            headers: { Cookie: cookie, 'Content-Type': type, Authorization: 'Bearer x' },
            body: bytes,
          });
          expect(answer.status, `${method} ${url}?${search} ${bytes.toString()}: ${answer.body}`).toBeLessThan(500);
          const { code, message } = answer.json;
          expect(code === 0 ? message : message.includes('::'), answer.body).toBeTruthy();
        },
      ),
      { seed: 20260722, numRuns: 600 },
    );
  }, 120_000);
});
