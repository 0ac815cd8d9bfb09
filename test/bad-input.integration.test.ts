import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSampleServer, type SampleServer } from './sample-server.ts';
import { HttpClient } from '../tools/testing/server-process.ts';
import { sendRequest, type RawAnswer } from './send-request.ts';

/*
 * One real server with the embedded graph under everything that a client should not send. packages/api tests each
 * route's refusals alone; here they meet the real graph, files and tasks, and the server must come out of it well.
 * Long because all of it meets the same server, which is looked at once at the end.
 */
const BAD_REQUEST = 40004000;
const BAD_PARAMETER = 40004001;
const UNAUTHORIZED = 40104000;
const BAD_SESSION = 40104001;
const FORBIDDEN = 40304000;
const NOT_FOUND = 40404000;
const FAILED = 3;
const INTERRUPTED = 4;

const PLAYER = 'MATCH (v:player{name:${name}}) RETURN v.player.name AS name, ${n} AS n, "text ${name}" AS text';
const WORKFLOW = {
  name: 'target',
  tasks: {
    query_1: { type: 'Query', space: 'basketballplayer', query: PLAYER, params: { name: null, n: 1 } },
    bfs_1: {
      type: 'BFS',
      input: { space: 'basketballplayer', edges: ['follow'] },
      params: { ROOT: 'player100', OUTPUT: 'levels' },
    },
  },
};

interface JobDetail {
  readonly status: number;
  readonly reason: string;
  readonly tasks: readonly { key: string; status: number; reason: string }[];
}
type Send = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

let sample: SampleServer;
let workflowId: string;
let doneJob: number;

beforeAll(async () => {
  sample = await startSampleServer();
  ({ id: workflowId } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', WORKFLOW));
  doneJob = (await run({ input: { query_1: { name: 'Tim Duncan' } } })).id;
}, 120_000);
afterAll(() => sample?.close(), 60_000);

/** Text and bytes are sent as they are, anything else as JSON. `{wf}` and `{job}` stand for the target's ids. */
function send(method: string, path: string, { body, headers = {} }: Send = {}): Promise<RawAnswer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  return sendRequest(sample.server.url, method, path.replace('{wf}', workflowId).replace('{job}', String(doneJob)), {
    headers: {
      cookie: `explorer_token=${sample.client.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
}

async function expectRefusal(answer: Promise<RawAnswer>, code: number, message: RegExp): Promise<void> {
  const { status, headers, json } = await answer;
  expect(json).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(json.message).toMatch(/^Err[A-Za-z]+::\S/);
  expect(status).toBe(Math.floor(code / 100_000));
  expect(headers['content-type']).toBe('application/json');
}

async function run(body: unknown, id = workflowId): Promise<{ id: number; status: number }> {
  return sample.client.data('POST', `/api/v1/workflows/${id}/jobs?wait=30s`, body);
}

async function save(tasks: unknown): Promise<string> {
  return (await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', { name: 'other', tasks })).id;
}

/** Runs tasks to their end and gives the job as the management API shows it. */
async function runTasks(tasks: unknown, input: unknown = {}): Promise<JobDetail & { id: number }> {
  const { id } = await run({ input }, await save(tasks));
  return sample.client.data('GET', `/api/v1/jobs/${id}`);
}

const query = (text: string, more: object = {}) => ({
  query_1: { type: 'Query', space: 'basketballplayer', query: text, ...more },
});

describe('calls of Explorer', () => {
  const JOBS = '/api-open/v1/workflows/{wf}/jobs';
  const named = (extra: string): string => `{"input":{"query_1":{"name":"x"${extra}}}}`;
  const bodies: [string, string | Uint8Array, number, RegExp][] = [
    ['half a body', '{"input":', BAD_REQUEST, /not JSON/],
    ['text after the body', '{} x', BAD_REQUEST, /not JSON/],
    ['a list', '[]', BAD_REQUEST, /must be a JSON object/],
    ['NaN', named(',"n":NaN'), BAD_REQUEST, /not JSON/],
    ['Infinity as a number', named(',"n":1e400'), BAD_REQUEST, /beyond the range of a double/],
    ['bytes that are not UTF-8', Buffer.from('7b22ff223a317d', 'hex'), BAD_REQUEST, /UTF-8/],
    ['deep nesting', `{"input":${'['.repeat(5000)}${']'.repeat(5000)}}`, BAD_REQUEST, /nested deeper than 64/],
    ['nine megabytes', named(`,"n":"${'x'.repeat(9 * 2 ** 20)}"`), BAD_REQUEST, /limit of 8388608 bytes/],
    ['a key twice', '{"input":{},"input":{}}', BAD_REQUEST, /"input" occurs twice/],
    ['__proto__ beside input', '{"__proto__":{"input":{}}}', BAD_PARAMETER, /__proto__/],
    ['__proto__ as a task', '{"input":{"__proto__":{"name":"x"}}}', BAD_PARAMETER, /__proto__/],
    ['constructor as a task', '{"input":{"constructor":{"name":"x"}}}', BAD_PARAMETER, /constructor/],
    ['__proto__ as a parameter', named(',"__proto__":1'), BAD_PARAMETER, /query_1.*__proto__/],
    ['an unknown key', '{"inputs":{}}', BAD_PARAMETER, /inputs/],
    ['input as text', '{"input":"query_1"}', BAD_PARAMETER, /input must be a map of names to values/],
    ['input as null', '{"input":null}', BAD_PARAMETER, /input must be a map of names to values/],
    ['a task as a list', '{"input":{"query_1":[]}}', BAD_PARAMETER, /query_1/],
    ['an unknown task', '{"input":{"query_9":{"name":"x"}}}', BAD_PARAMETER, /query_9/],
    ['an unknown parameter', named(',"nmae":"x"'), BAD_PARAMETER, /query_1.*nmae/],
    ['a parameter that is not given', '{}', BAD_PARAMETER, /query_1.*name/],
    ['an object as a value', '{"input":{"query_1":{"name":{}}}}', BAD_PARAMETER, /query_1\.name/],
    ['null as a value', '{"input":{"query_1":{"name":null}}}', BAD_PARAMETER, /query_1.*name/],
    ['an int above int64', named(',"n":9223372036854775808'), BAD_PARAMETER, /query_1\.n .*9223372036854775808/],
    ['an int below int64', named(',"n":-9223372036854775809'), BAD_PARAMETER, /query_1\.n .*-9223372036854775809/],
    ['an algorithm out of its values', named('},"bfs_1":{"OUTPUT":"all"'), BAD_PARAMETER, /bfs_1\.OUTPUT.*levels/],
    ['an algorithm of a wrong type', named('},"bfs_1":{"IS_DIRECTED":7'), BAD_PARAMETER, /bfs_1\.IS_DIRECTED/],
    ['an unknown algorithm parameter', named('},"bfs_1":{"ROOTS":"x"'), BAD_PARAMETER, /bfs_1.*ROOTS/],
    ['half a surrogate pair', '{"input":{"query_1":{"name":"\\udc00"}}}', BAD_PARAMETER, /query_1\.name.*surrogate/],
  ];
  it.each(bodies)('POST jobs with %s', (_name, body, code, message) =>
    expectRefusal(send('POST', JOBS, { body }), code, message),
  );

  it('a refusal reaches a client that is still writing, and closes afterwards', async () => {
    const body = named(`,"n":"${'x'.repeat(32 * 2 ** 20)}"`);
    for (let i = 0; i < 10; i++) {
      await expectRefusal(
        send('POST', JOBS, { body, headers: { connection: 'close' } }),
        BAD_REQUEST,
        /limit of 8388608 bytes/,
      );
      await expectRefusal(
        send('POST', JOBS, { body, headers: { connection: 'close', cookie: '' } }),
        UNAUTHORIZED,
        /./,
      );
    }
  });

  const others: [string, string, Send, number, RegExp][] = [
    ['POST', '/api-open/v1/workflows/1/jobs', { body: '{}' }, NOT_FOUND, /no workflow "1"/],
    ['POST', '/api-open/v1/workflows/..%2f..%2fetc/jobs', { body: '{}' }, NOT_FOUND, /workflow/],
    ['POST', '/api-open/v1/workflows/1%00/jobs', { body: '{}' }, NOT_FOUND, /workflow/],
    ['POST', `${JOBS}?wait=soon`, { body: named('') }, BAD_PARAMETER, /wait.*soon/],
    [
      'POST',
      JOBS,
      { body: '{}', headers: { 'content-type': 'text/xml' } },
      BAD_REQUEST,
      /text\/xml.*application\/json/,
    ],
    [
      'POST',
      JOBS,
      { body: named(''), headers: { 'idempotency-key': 'x'.repeat(300) } },
      BAD_REQUEST,
      /Idempotency-Key must be 1 to 255/,
    ],
    ['GET', '/api-open/v1/jobs', { headers: { cookie: '' } }, UNAUTHORIZED, /token/],
    ['GET', '/api-open/v1/jobs', { headers: { cookie: 'explorer_token=eyJhbGciOiJub25lIn0..' } }, BAD_SESSION, /token/],
    ['GET', '/api-open/v1/jobs', { headers: { cookie: `explorer_token=${'A'.repeat(9000)}` } }, BAD_SESSION, /token/],
    ['GET', `${JOBS}?page=0`, {}, BAD_PARAMETER, /page.*0/],
    ['GET', `${JOBS}?page=1e3`, {}, BAD_PARAMETER, /page.*1e3/],
    ['GET', `${JOBS}?pageSize=1001`, {}, BAD_PARAMETER, /pageSize.*1000/],
    ['GET', `${JOBS}?pageSize=-1`, {}, BAD_PARAMETER, /pageSize/],
    ['GET', `${JOBS}?page=1&page=2`, {}, BAD_PARAMETER, /page is given more than once/],
    ['GET', `${JOBS}?filter=%7B`, {}, BAD_PARAMETER, /filter.*JSON/],
    ['GET', `${JOBS}?filter=[]`, {}, BAD_PARAMETER, /filter must be a JSON object/],
    ['GET', `${JOBS}?filter=${encodeURIComponent('{"state":1}')}`, {}, BAD_PARAMETER, /filter.*state/],
    ['GET', `${JOBS}?filter=${encodeURIComponent('{"__proto__":1}')}`, {}, BAD_PARAMETER, /filter.*__proto__/],
    ['GET', `${JOBS}?filter=${encodeURIComponent('{"status":6}')}`, {}, BAD_PARAMETER, /filter\.status/],
    ['GET', `${JOBS}?filter=${encodeURIComponent('{"fromCreateTime":"x"}')}`, {}, BAD_PARAMETER, /fromCreateTime/],
    [
      'GET',
      `/api-open/v1/jobs?filter=${encodeURIComponent('{"orderByCreateTime":"up"}')}`,
      {},
      BAD_PARAMETER,
      /orderBy/,
    ],
    ['GET', '/api-open/v1/workflows/12345678901234/jobs', {}, NOT_FOUND, /12345678901234/],
    ['GET', '/api-open/v1/jobs/abc', {}, BAD_PARAMETER, /job_id.*abc/],
    ['GET', '/api-open/v1/jobs/-1', {}, BAD_PARAMETER, /job_id.*-1/],
    ['GET', '/api-open/v1/jobs/1.5', {}, BAD_PARAMETER, /job_id.*1\.5/],
    ['GET', '/api-open/v1/jobs/99999999999999999999', {}, BAD_PARAMETER, /job_id.*99999999999999999999/],
    ['GET', '/api-open/v1/jobs/1%00', {}, BAD_PARAMETER, /job_id/],
    ['GET', '/api-open/v1/jobs/987654', {}, NOT_FOUND, /job 987654/],
    ['GET', '/api-open/v1/jobs/%zz', {}, BAD_REQUEST, /%zz/],
    ['GET', '/api-open/v1/../../etc/passwd', {}, NOT_FOUND, /\.\.\/etc\/passwd/],
    ['PUT', '/api-open/v1/jobs/{job}/cancel', {}, BAD_REQUEST, /job \d+ has ended/],
    ['PUT', '/api-open/v1/jobs/987654/cancel', {}, NOT_FOUND, /job 987654/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/query_9/sample_result', {}, NOT_FOUND, /query_9/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/%2e%2e%2f1/sample_result', {}, NOT_FOUND, /task/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/..%00/sample_result', {}, NOT_FOUND, /task/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/__proto__/sample_result', {}, NOT_FOUND, /__proto__/],
    ['GET', `/api-open/v1/jobs/{job}/tasks/${'f'.repeat(32)}/sample_result`, {}, NOT_FOUND, /f{32}/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/query_1/sample_result?limit=0', {}, BAD_PARAMETER, /limit/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/query_1/sample_result?limit=100001', {}, BAD_PARAMETER, /limit.*100000/],
    ['GET', '/api-open/v1/jobs/{job}/tasks/query_1/sample_result?limit=NaN', {}, BAD_PARAMETER, /limit.*NaN/],
    ['PATCH', '/api-open/v1/jobs', { body: '{}' }, NOT_FOUND, /PATCH \/api-open\/v1\/jobs/],
  ];
  it.each(others)('%s %s', (method, path, options, code, message) =>
    expectRefusal(send(method, path, options), code, message),
  );

  const bearer = (text: string) => ({ cookie: '', authorization: `Bearer ${Buffer.from(text).toString('base64')}` });
  const here = () => ({ address: sample.server.graphHost, port: sample.server.graphPort });
  it.each<[string, () => unknown, Record<string, string>, number, RegExp]>([
    ['no Authorization', here, {}, UNAUTHORIZED, /Authorization/],
    ['another scheme', here, { authorization: 'Basic cm9vdDpuZWJ1bGE=' }, UNAUTHORIZED, /Bearer/],
    ['a Bearer that is no account', here, bearer('root'), UNAUTHORIZED, /Authorization|account|password/],
    ['a list of three', here, bearer('["root","nebula","x"]'), UNAUTHORIZED, /Authorization|account|password/],
    ['a wrong password', here, bearer('["root","wrong"]'), BAD_SESSION, /root|password/],
    ['an account that is not there', here, bearer('["nobody","x"]'), BAD_SESSION, /nobody|password/],
    [
      'an address that is not configured',
      () => ({ address: '10.1.2.3', port: 9669 }),
      bearer('root:nebula'),
      FORBIDDEN,
      /10\.1\.2\.3:9669/,
    ],
    ['a port of text', () => ({ address: '127.0.0.1', port: 'x' }), bearer('root:nebula'), BAD_PARAMETER, /port/],
    [
      'a port out of range',
      () => ({ address: '127.0.0.1', port: 65536 }),
      bearer('root:nebula'),
      BAD_PARAMETER,
      /port.*65535/,
    ],
    ['no address', () => ({ port: 9669 }), bearer('root:nebula'), BAD_PARAMETER, /address/],
    ['a list as a body', () => [], bearer('root:nebula'), BAD_REQUEST, /object/],
  ])('connect with %s', (_name, body, headers, code, message) =>
    expectRefusal(
      send('POST', '/api-open/v1/connect', { body: body(), headers: { cookie: '', ...headers } }),
      code,
      message,
    ),
  );
});

describe('definitions', () => {
  const bfs = (more: object) => ({ bfs_1: { type: 'BFS', params: { ROOT: 'x' }, ...more } });
  const file = { file: 'edges.csv', src: 'src', dst: 'dst' };
  const cases: [string, unknown, RegExp][] = [
    [
      'a cycle',
      {
        a: { type: 'Query', space: 's', query: 'YIELD 1 AS x', after: ['b'] },
        b: { type: 'Query', space: 's', query: 'YIELD 1 AS x', after: ['a'] },
      },
      /tasks\.[ab].*(a -> b|b -> a|cycle|circle)/,
    ],
    ['an unknown type', { pagernk_1: { type: 'PageRnk', input: file } }, /pagernk_1\.type.*PageRnk.*PageRank/],
    ['an unknown parameter', bfs({ input: file, params: { ROOT: 'x', ROOTS: 'x' } }), /bfs_1\.params\.ROOTS/],
    [
      'a parameter out of range',
      { pagerank_1: { type: 'PageRank', input: file, params: { ITERATIONS: -5 } } },
      /pagerank_1\.params\.ITERATIONS.*-5/,
    ],
    ['a missing parameter', { bfs_1: { type: 'BFS', input: file } }, /bfs_1\.params\.ROOT|bfs_1.*ROOT/],
    [
      'an unknown upstream task',
      bfs({ input: { from: 'query_9', src: 'a', dst: 'b' } }),
      /bfs_1\.input\.from.*query_9/,
    ],
    [
      'an unknown upstream column',
      {
        ...query('YIELD 1 AS a, 2 AS b'),
        ...bfs({ input: { from: 'query_1', src: 'a', dst: 'c' } }),
      },
      /bfs_1\.input\.dst.*c\b/,
    ],
    ['a statement that does not parse', query('MATCH (v RETURN v'), /query_1\.query.*line 1/],
    ['a parameter that is open', query('YIELD ${ AS x'), /query_1\.query/],
    ['no input', bfs({}), /bfs_1\.input/],
    ['a weight of the wrong kind', bfs({ input: { ...file, weight: 7 } }), /bfs_1\.input\.weight/],
    ['a store that is not there', bfs({ input: file, result: { store: 's3' } }), /bfs_1\.result\.store.*s3/],
    [
      'an engine that is not there',
      bfs({ input: file, execution: { engine: 'spark' } }),
      /bfs_1\.execution\.engine.*spark/,
    ],
    ['a bad id', { 'Bad Id': { type: 'Query', space: 's', query: 'YIELD 1 AS x' } }, /Bad Id/],
    ['a bad timeout', query('YIELD 1 AS x', { timeout: 'soon' }), /query_1\.timeout.*soon/],
    ['too many attempts', query('YIELD 1 AS x', { retry: 11 }), /query_1\.retry/],
    ['an unknown field', query('YIELD 1 AS x', { spaces: 'x' }), /query_1\.spaces|query_1.*spaces/],
    ['a task as null', { query_1: null }, /query_1/],
    ['no tasks', {}, /tasks/],
    ['a list of tasks', [], /tasks/],
  ];
  it.each(cases)('with %s are refused with the field', async (_name, tasks, message) => {
    await expectRefusal(send('POST', '/api/v1/workflows', { body: { name: 'bad', tasks } }), BAD_PARAMETER, message);
    const checked = await send('POST', '/api/v1/validate', { body: { name: 'bad', tasks } });
    expect(checked.json).toMatchObject({ code: 0, data: { valid: false } });
  });

  it.each<[string, string, string, number, RegExp]>([
    [
      'a tag that calls a constructor',
      'name: !!js/function "x"\ntasks: {}',
      'application/yaml',
      BAD_REQUEST,
      /YAML|tag/,
    ],
    ['text that is no YAML', 'name: [a\ntasks: {', 'application/yaml', BAD_REQUEST, /line \d/],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]`,
      'application/yaml',
      BAD_REQUEST,
      /alias/i,
    ],
    ['a JSON key twice', '{"name":"a","name":"b","tasks":{}}', 'application/json', BAD_REQUEST, /line 1.*name/],
    ['__proto__', '{"__proto__":{"name":"a"},"tasks":{}}', 'application/json', BAD_PARAMETER, /__proto__/],
  ])('as text with %s are refused', (_name, body, type, code, message) =>
    expectRefusal(send('POST', '/api/v1/workflows', { body, headers: { 'content-type': type } }), code, message),
  );
});

describe('the management API', () => {
  const result = '/api/v1/jobs/{job}/tasks/query_1/result';
  const selected = (name: string, value: string): string => `${result}?${name}=${encodeURIComponent(value)}`;
  const cases: [string, string, Send, number, RegExp][] = [
    ['POST', '/api/v1/workflows?id=0123', { body: WORKFLOW }, BAD_PARAMETER, /id.*0123/],
    ['POST', '/api/v1/workflows?id={wf}', { body: WORKFLOW }, BAD_REQUEST, /id \d+ is in use/],
    ['GET', '/api/v1/workflows/abc', {}, NOT_FOUND, /abc/],
    ['GET', '/api/v1/workflows/{wf}?version=99', {}, NOT_FOUND, /version 99/],
    ['GET', '/api/v1/workflows/{wf}?version=0', {}, BAD_PARAMETER, /version/],
    ['PUT', '/api/v1/workflows/{wf}?ifVersion=7', { body: WORKFLOW }, BAD_REQUEST, /version/],
    ['PATCH', '/api/v1/workflows/{wf}', { body: { name: '' } }, BAD_PARAMETER, /name/],
    ['PATCH', '/api/v1/workflows/{wf}', { body: { nam: 'x' } }, BAD_PARAMETER, /nam\b/],
    ['GET', '/api/v1/workflows/{wf}/diff?with=77', {}, NOT_FOUND, /77/],
    ['GET', selected('sort', '[{"column":"nam"}]'), {}, BAD_PARAMETER, /nam\b.*name/],
    ['GET', selected('sort', '{"column":"name"}'), {}, BAD_PARAMETER, /sort/],
    ['GET', selected('sort', '[{"column":"name\\" DESC; DROP TABLE x; --"}]'), {}, BAD_PARAMETER, /DROP TABLE/],
    ['GET', selected('filters', '[{"column":"n","operator":"eq","value":"x"}]'), {}, BAD_PARAMETER, /n\b.*"?x"?/],
    ['GET', selected('filters', '[{"column":"n","operator":"like","value":"x"}]'), {}, BAD_PARAMETER, /operator/],
    ['GET', selected('filters', 'nonsense'), {}, BAD_PARAMETER, /filters/],
    ['GET', `${result}?offset=-1`, {}, BAD_PARAMETER, /offset/],
    ['GET', `${result}?limit=100001`, {}, BAD_PARAMETER, /limit/],
    ['GET', `${result}/statistics?column=nam`, {}, BAD_PARAMETER, /nam\b/],
    ['GET', `${result}/statistics`, {}, BAD_PARAMETER, /column/],
    ['GET', `${result}/download?format=xls`, {}, BAD_PARAMETER, /format/],
    ['GET', '/api/v1/jobs/{job}/tasks/..%2f..%2fsecret.key/result', {}, NOT_FOUND, /secret\.key/],
    ['GET', '/api/v1/jobs/{job}/tasks/query_1/logs?after=x', {}, BAD_PARAMETER, /after/],
    ['GET', '/api/v1/jobs/{job}/events', { headers: { 'last-event-id': 'x' } }, BAD_PARAMETER, /Last-Event-ID/],
    ['GET', '/api/v1/jobs?status=9', {}, BAD_PARAMETER, /status/],
    ['POST', '/api/v1/jobs/{job}/resume', { body: { redo: ['query_9'] } }, BAD_PARAMETER, /redo.*query_9/],
    ['POST', '/api/v1/jobs/{job}/rerun', { body: { version: 99 } }, NOT_FOUND, /version 99/],
    ['POST', '/api/v1/jobs/{job}/rerun', { body: { input: { query_9: {} } } }, BAD_PARAMETER, /query_9/],
    ['DELETE', '/api/v1/jobs/987654', {}, NOT_FOUND, /job 987654/],
    ['POST', '/api/v1/graph/query', { body: { statement: 'DROP SPACE basketballplayer' } }, FORBIDDEN, /only reads/],
    [
      'POST',
      '/api/v1/graph/query',
      { body: { statement: 'YIELD 1; DROP SPACE basketballplayer' } },
      FORBIDDEN,
      /only reads/,
    ],
    ['POST', '/api/v1/graph/query', { body: { statement: 'MATCH (v' } }, BAD_PARAMETER, /line 1, column \d+/],
    ['POST', '/api/v1/graph/query', { body: { statement: 'YIELD ${x}' } }, BAD_PARAMETER, /\$\{x\}/],
    [
      'POST',
      '/api/v1/graph/query',
      { body: { statement: 'SHOW TAGS', space: 'nowhere' } },
      BAD_REQUEST,
      /SpaceNotFound.*nowhere/,
    ],
    [
      'POST',
      '/api/v1/graph/query',
      { body: { statement: 'YIELD 1', space: '`; DROP SPACE basketballplayer' } },
      BAD_PARAMETER,
      /DROP SPACE.*backtick/,
    ],
    ['POST', '/api/v1/graph/query', { body: { statement: 'YIELD 1', maxRows: 0 } }, BAD_PARAMETER, /maxRows/],
    [
      'POST',
      '/api/v1/graph/query',
      { body: { statement: `YIELD ${'('.repeat(4000)}1${')'.repeat(4000)}` } },
      BAD_PARAMETER,
      /maximum depth/,
    ],
    [
      'POST',
      '/api/v1/graph/query',
      { body: { statement: 'FETCH PROP ON nothing "a" YIELD id(vertex)', space: 'basketballplayer' } },
      BAD_REQUEST,
      /TagNotFound.*nothing/,
    ],
    ['GET', '/api/v1/graph/spaces/nowhere', {}, NOT_FOUND, /nowhere/],
    ['GET', '/api/v1/graph/spaces/%60%3B%20DROP', {}, NOT_FOUND, /DROP/],
    ['POST', '/api/v1/graph/neighbourhood', { body: { space: 'basketballplayer', vids: [] } }, BAD_PARAMETER, /vids/],
    [
      'POST',
      '/api/v1/graph/neighbourhood',
      { body: { space: 'basketballplayer', vids: ['x'], edges: ['nope'] } },
      BAD_REQUEST,
      /EdgeNotFound.*nope/,
    ],
    [
      'POST',
      '/api/v1/graph/neighbourhood',
      { body: { space: 'basketballplayer', vids: ['x'], steps: 6 } },
      BAD_PARAMETER,
      /steps/,
    ],
    [
      'POST',
      '/api/v1/graph/neighbourhood',
      { body: { space: 'basketballplayer', vids: ['x'], edges: ['follow` YIELD'] } },
      BAD_PARAMETER,
      /follow` YIELD.* can't be a name/,
    ],
    [
      'POST',
      '/api/v1/estimates',
      { body: { definition: WORKFLOW, input: { query_2: {} } } },
      BAD_PARAMETER,
      /no task query_2/,
    ],
    ['POST', '/api/v1/estimates', { body: { definition: WORKFLOW } }, BAD_PARAMETER, /needs the parameter name/],
    ['POST', '/api/v1/estimates', { body: {} }, BAD_PARAMETER, /definition or workflowId/],
    ['POST', '/api/v1/estimates', { body: { workflowId: '77' } }, NOT_FOUND, /77/],
    ['POST', '/api/v1/parse', { body: { query: '' } }, BAD_PARAMETER, /query/],
    ['PUT', '/api/v1/session/password', { body: { oldPassword: 'x', newPassword: 'y' } }, BAD_PARAMETER, /oldPassword/],
    ['GET', '/api/v1/nothing', {}, NOT_FOUND, /GET \/api\/v1\/nothing/],
    ['DELETE', '/api/v1/workflows/{wf}', { headers: { origin: 'http://evil.example' } }, FORBIDDEN, /evil\.example/],
  ];
  it.each(cases)('%s %s', (method, path, options, code, message) =>
    expectRefusal(send(method, path, options), code, message),
  );

  it('tells the size of a space to nobody who may not see it', async () => {
    await runTasks(query('CREATE USER IF NOT EXISTS eve WITH PASSWORD "eve"'));
    const estimate = async (client: HttpClient) =>
      (
        await client.data<{ items: { edgeCount: number; isAssumed: boolean }[] }>('POST', '/api/v1/estimates', {
          definition: WORKFLOW,
          input: { query_1: { name: 'x' } },
        })
      ).items.map(({ edgeCount, isAssumed }) => (isAssumed ? 'assumed' : edgeCount));
    const eve = new HttpClient(sample.server.url);
    await eve.connect(sample.server.graphHost, sample.server.graphPort, 'eve', 'eve');
    expect([await estimate(sample.client), await estimate(eve)]).toEqual([[81], ['assumed']]);
  });
});

describe('what goes wrong only when a task runs', () => {
  const edges = (file: object) => ({
    connectedcomponent_1: { type: 'ConnectedComponent', input: { src: 'src', dst: 'dst', ...file } },
  });

  beforeAll(() => {
    const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(sample.filesDir, name), text);
    write('good.csv', 'src,dst,weight\na,b,1\nb,c,2\n');
    write('bad-weight.csv', 'src,dst,weight\na,b,1\nb,c,heavy\n');
    write('ragged.csv', 'src,dst\na,b\nc\n');
    write('not-utf8.csv', Buffer.concat([Buffer.from('src,dst\na,b\n'), Buffer.from([0xff, 0xfe, 0x2c, 0x62, 0x0a])]));
    write('overflow.csv', 'src,dst\n1,2\n9223372036854775808,3\n');
    write('empty.csv', '');
    write('noise.parquet', 'this is no parquet');
    const outside = join(sample.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret.csv'), 'src,dst\nsecret,secret\n');
    symlinkSync(join(outside, 'secret.csv'), join(sample.filesDir, 'link.csv'));
    symlinkSync(outside, join(sample.filesDir, 'linked'));
  });

  const bfsOn = (root: string) => ({
    bfs_1: { type: 'BFS', input: { space: 'basketballplayer', edges: ['follow'] }, params: { ROOT: root } },
  });
  const cases: [string, unknown, RegExp][] = [
    ['an unknown space', query('YIELD 1 AS x', { space: 'nowhere' }), /nowhere/],
    ['an unknown tag', query('FETCH PROP ON nothing "a" YIELD id(vertex) AS id'), /nothing/],
    ['an unknown edge type', query('GO FROM "a" OVER nothing YIELD dst(edge) AS d'), /nothing/],
    ['a match without an index', query('MATCH (v:bachelor) RETURN v'), /bachelor/],
    ['a division by zero', query('YIELD 1 / 0 AS x'), /Divide by 0/],
    ['an overflow', query('YIELD 9223372036854775807 + 1 AS x'), /9223372036854775807|overflow|range/],
    ['a tag that is there already', query('CREATE TAG player(name string)'), /player|[Ee]xist/],
    ['a missing file', edges({ file: 'missing.csv' }), /missing\.csv/],
    ['a file above its folder', edges({ file: '../data/secret.key' }), /secret\.key/],
    ['an absolute file', edges({ file: '/etc/passwd' }), /\/etc\/passwd/],
    ['a file with a null byte', edges({ file: 'good.csv\u0000' }), /good\.csv/],
    ['a symbolic link out', edges({ file: 'link.csv' }), /link\.csv/],
    ['a folder linked out', edges({ file: 'linked/secret.csv' }), /linked\/secret\.csv/],
    ['an unknown column', edges({ file: 'good.csv', src: 'source' }), /good\.csv.*source/],
    [
      'a weight that is no number',
      {
        sssp_1: {
          type: 'SSSP',
          input: { file: 'bad-weight.csv', src: 'src', dst: 'dst', weight: 'weight' },
          params: { ROOT: 'a' },
        },
      },
      /bad-weight\.csv.*(heavy|line 3|row 2)/,
    ],
    ['a row with a column too few', edges({ file: 'ragged.csv' }), /ragged\.csv.*(line 3|row 2)/],
    ['bytes that are not UTF-8', edges({ file: 'not-utf8.csv' }), /not-utf8\.csv.*(UTF-8|line 3)/i],
    [
      'an id beyond int64',
      edges({ file: 'overflow.csv', vidType: 'int64' }),
      /overflow\.csv.*(9223372036854775808|line 3|row 2)/,
    ],
    ['an empty file', edges({ file: 'empty.csv' }), /empty\.csv/],
    ['noise as Parquet', edges({ file: 'noise.parquet' }), /noise\.parquet/],
    ['an unknown ROOT', bfsOn('player999'), /player999/],
    ['a hostile ROOT', bfsOn('"; DROP SPACE basketballplayer; --'), /DROP SPACE/],
    [
      'an unknown edge type as input',
      { connectedcomponent_1: { type: 'ConnectedComponent', input: { space: 'basketballplayer', edges: ['nope'] } } },
      /nope/,
    ],
  ];
  it.each(cases)('%s fails the task with what is wrong', async (_name, tasks, reason) => {
    const job = await runTasks(tasks);
    expect(job.tasks[0]).toMatchObject({ status: FAILED, reason: expect.stringMatching(reason) });
    expect(job.tasks[0]!.reason).not.toMatch(/\n\s+at |node_modules|\.ts:\d/);
    expect(job.tasks[0]!.reason).not.toContain(sample.folder);
    expect(job.status).toBe(FAILED);
    expect(job.reason).not.toBe('');
    const { key } = job.tasks[0]!;
    await expectRefusal(
      send('GET', `/api-open/v1/jobs/${job.id}/tasks/${key}/sample_result`),
      BAD_REQUEST,
      new RegExp(key),
    );
  });

  it('a missing row upstream fails the task that wanted it, by name', async () => {
    const job = await runTasks({
      ...query('MATCH (v:player{name:"Nobody"}) RETURN id(v) AS id'),
      bfs_1: {
        ...bfsOn('').bfs_1,
        params: { ROOT: { from: 'query_1', column: 'id', row: 0 } },
      },
    });
    expect(job.tasks.find(({ key }) => key === 'bfs_1')).toMatchObject({
      status: FAILED,
      reason: expect.stringMatching(/ROOT.*query_1|query_1.*row/),
    });
  });

  it('what depends on a failed task is interrupted with the reason', async () => {
    const job = await runTasks({
      ...query('FETCH PROP ON nothing "a" YIELD id(vertex) AS src, id(vertex) AS dst'),
      connectedcomponent_1: { type: 'ConnectedComponent', input: { from: 'query_1', src: 'src', dst: 'dst' } },
    });
    expect(job.tasks.find(({ key }) => key === 'connectedcomponent_1')).toMatchObject({
      status: INTERRUPTED,
      reason: expect.stringContaining('query_1'),
    });
  });
});

interface ResultPage {
  readonly columns: readonly { name: string; type: string }[];
  readonly rows: readonly (string | number | null)[][];
}
const resultOf = (job: number): Promise<ResultPage> =>
  sample.client.data('GET', `/api/v1/jobs/${job}/tasks/query_1/result`);

describe('values in input', () => {
  it('keep their digits and their type', async () => {
    const id = await save({
      query_1: {
        type: 'Query',
        space: 'basketballplayer',
        query: 'RETURN ${a} AS a, ${b} AS b',
        params: { a: null, b: null },
      },
    });
    const numbers = async (a: string, b: string): Promise<ResultPage> => {
      const job = await run(`{"input":{"query_1":{"a":${a},"b":${b}}}}`, id);
      expect(job.status).toBe(2);
      return resultOf(job.id);
    };
    expect(await numbers('9007199254740993', '1.0')).toMatchObject({
      columns: [
        { name: 'a', type: 'int64' },
        { name: 'b', type: 'double' },
      ],
      rows: [['9007199254740993', 1]],
    });
    expect(await numbers('-9223372036854775808', '1e2')).toMatchObject({
      columns: [
        { name: 'a', type: 'int64' },
        { name: 'b', type: 'double' },
      ],
      rows: [['-9223372036854775808', 100]],
    });
    expect(await numbers('9223372036854775807', '-0.1')).toMatchObject({ rows: [['9223372036854775807', -0.1]] });
  });

  const hostile = [
    '"',
    "'",
    '\\',
    '\\"',
    'a\nb\r\n\tc',
    '${name}',
    '${n}${',
    '`player`',
    '"}) RETURN 1; DROP SPACE basketballplayer; MATCH (v:player{name:"x',
    "' OR 1 == 1 //",
    '# comment',
    '-- comment',
    '/* comment */',
    '\u0000\u0001\u007f',
    '𝕏 😀 ü \u2028',
    '$-.x $^ $$ $p',
    '\\u0041\\x41',
  ];
  it('can end no literal, bare or in quotes', { timeout: 120_000 }, async () => {
    const text = 'YIELD ${x} AS bare, "double ${x}" AS inDouble, \'single ${x}\' AS inSingle';
    const id = await save({ query_1: { type: 'Query', space: 'basketballplayer', query: text, params: { x: null } } });
    for (const x of hostile) {
      const job = await run({ input: { query_1: { x } } }, id);
      expect(await resultOf(job.id), JSON.stringify(x)).toMatchObject({
        rows: [[x, `double ${x}`, `single ${x}`]],
      });
    }
    const { items } = await sample.client.data<{ items: string[] }>('GET', '/api/v1/graph/spaces');
    expect(items).toEqual(['basketballplayer']);
  });
});

describe('at the end', () => {
  it('random mutations of good requests never get a 5xx or lose the connection', { timeout: 120_000 }, async () => {
    const seed = Number(process.env['ORRERY_FUZZ_SEED'] ?? 20260801);
    const { pick, below, mutated } = mutations(seed);
    const good: [string, string, string | undefined][] = [
      ['POST', '/api-open/v1/connect', JSON.stringify({ address: '127.0.0.1', port: sample.server.graphPort })],
      ['POST', `/api-open/v1/workflows/${workflowId}/jobs`, '{"input":{"query_1":{"name":"x","n":1.5}}}'],
      ['GET', `/api-open/v1/workflows/${workflowId}/jobs?filter=%7B%22status%22%3A2%7D&page=1&pageSize=10`, undefined],
      ['GET', '/api-open/v1/jobs?filter=%7B%22name%22%3A%22t%22%7D', undefined],
      ['GET', `/api-open/v1/jobs/${doneJob}`, undefined],
      ['PUT', `/api-open/v1/jobs/${doneJob}/cancel`, undefined],
      ['GET', `/api-open/v1/jobs/${doneJob}/tasks/query_1/sample_result?limit=3`, undefined],
      ['POST', '/api/v1/workflows', JSON.stringify(WORKFLOW)],
      ['POST', '/api/v1/validate', JSON.stringify(WORKFLOW)],
      ['PATCH', `/api/v1/workflows/${workflowId}`, '{"name":"target"}'],
      ['POST', `/api/v1/workflows/${workflowId}/clone`, '{"name":"copy"}'],
      [
        'GET',
        `/api/v1/jobs/${doneJob}/tasks/query_1/result?sort=[{"column":"name"}]&limit=5`.replaceAll('"', '%22'),
        undefined,
      ],
      ['GET', `/api/v1/jobs/${doneJob}/tasks/query_1/result/statistics?column=n&bins=4`, undefined],
      ['POST', `/api/v1/jobs/${doneJob}/resume`, '{"redo":["query_1"]}'],
      ['POST', '/api/v1/graph/query', '{"statement":"MATCH (v:player) RETURN v LIMIT 3","space":"basketballplayer"}'],
      ['POST', '/api/v1/graph/neighbourhood', '{"space":"basketballplayer","vids":["player100"],"steps":2}'],
      ['POST', '/api/v1/estimates', JSON.stringify({ definition: WORKFLOW, input: { query_1: { name: 'x' } } })],
      ['POST', '/api/v1/parse', JSON.stringify({ query: PLAYER })],
      ['POST', '/api/v1/settings/validate', '{"text":"server: { port: 1 }"}'],
    ];
    for (let i = 0; i < 300; i++) {
      const [method, path, body] = pick(good);
      const changed = mutated(path).replaceAll(/[^\x21-\x7e]/gu, (sign) => encodeURIComponent(sign.toWellFormed()));
      const bytes = body === undefined ? undefined : mutated(body);
      const type =
        below(10) === 0
          ? pick(['text/plain', 'application/yaml', 'x', 'application/json;charset=utf-16'])
          : 'application/json';
      const label = `seed ${seed}, request ${i}: ${method} ${changed} ${bytes}`;
      const answer = await send(method, below(2) === 0 ? path : changed, {
        ...(bytes === undefined ? {} : { body: bytes }),
        headers: {
          'content-type': type,
          authorization: `Bearer ${mutated('cm9vdDpuZWJ1bGE=').replaceAll(/[^\x20-\x7e]/g, '')}`,
        },
      }).catch((error: unknown) => expect.fail(`${label}: ${String(error)}`));
      expect(answer.status, `${label}: ${answer.text}`).toBeLessThan(500);
      if (answer.headers['content-type'] === 'application/json') expect(typeof answer.json.code, label).toBe('number');
    }
  });

  it('the server is healthy, logged no error of its own, and runs a job', async () => {
    const health = await sample.client.data<{ ok: boolean; components: unknown[] }>('GET', '/api/v1/health');
    expect(health).toMatchObject({ ok: true });
    const { id, status } = await run({ input: { query_1: { name: 'Tim Duncan', n: 7 } } });
    expect(status).toBe(2);
    expect(await resultOf(id)).toMatchObject({ rows: [['Tim Duncan', '7', 'text Tim Duncan']] });
    expect(sample.server.output()).not.toMatch(/\n?\s+at \S+ \(|"level":(50|60|"error"|"fatal")|"stack"/);
    expect(sample.server.child.exitCode).toBeNull();
  });
});

/** A generator of small damages to texts: mulberry32 of the seed. */
function mutations(seed: number) {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(random() * end);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const pieces = [
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    'null',
    'true',
    '-1',
    '1e999',
    '9223372036854775808',
    '__proto__',
    '${x}',
    '`',
    "'",
    '%00',
    '%zz',
    '..',
    '/',
    '?',
    '&',
    '=',
    '\u0000',
    '\n',
    'ü',
    '😀',
    '#',
    ' ',
  ];
  const mutated = (text: string): string => {
    let result = text;
    for (let n = 1 + below(3); n > 0; n--) {
      const at = below(result.length + 1);
      const length = below(2) === 0 ? 0 : 1 + below(6);
      result = result.slice(0, at) + (below(4) === 0 ? '' : pick(pieces)) + result.slice(at + length);
    }
    return result;
  };
  return { below, pick, mutated };
}
