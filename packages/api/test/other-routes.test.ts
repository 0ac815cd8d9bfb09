import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';

const harness = new ApiHarness();
beforeAll(() => harness.start({ warmExecutors: 0 }, { allowedOrigins: ['https://tools.example.com'] }));
afterAll(() => harness.stop());

describe('the catalogue and estimates', () => {
  it('describe the algorithms', async () => {
    const { algorithms, engines, stores } = await harness.data<{
      algorithms: Record<string, unknown>[];
      engines: string[];
      stores: string[];
    }>('ada', 'GET', '/api/v1/catalogue');
    expect([engines, stores]).toEqual([['local'], ['local', 'nebula']]);
    expect(algorithms[0]).toMatchObject({
      id: 'PageRank',
      weight: 'ignored',
      parameters: [{ name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 1000, ours: false }, {}, {}],
      columns: [{ name: 'VID' }, { name: 'VALUE' }, { name: 'BIG' }],
    });
    expect(algorithms[0]).toMatchObject({ columnCases: [] });
    const types = (cases: unknown) =>
      (cases as { when: unknown; columns: { type: string }[] }[]).map(({ when, columns }) => [
        when,
        columns.map(({ type }) => type),
      ]);
    expect(types(algorithms[1]!['columnCases'])).toEqual([
      [{ TYPE: 'vertex' }, ['vid', 'int64']],
      [{ TYPE: 'subgraph' }, ['vid', 'vid']],
    ]);
  });

  it('estimate a definition or a saved workflow', async () => {
    expectData(
      await harness.as('ada', 'POST', '/api/v1/estimates', { definition: SAMPLE_WORKFLOW }),
      /^\{"items":\[\{"task":"query_1","vertexCount":3,"edgeCount":6,"isAssumed":false,"memoryBytes":48,"fits":true,"basis":"the file has 3 vertices","basisCode":"file","seconds":\{"least":1,"most":4\},"advice":""\},/,
    );
    const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    expectData(await harness.as('ada', 'POST', '/api/v1/estimates', { workflowId: id }), /"task":"pagerank_1"/);
    for (const body of [{}, { definition: SAMPLE_WORKFLOW, workflowId: id }, { definition: { tasks: {} } }]) {
      expect((await harness.as('ada', 'POST', '/api/v1/estimates', body)).json.code).toBe(40004001);
    }
  });
});

describe('the input files', () => {
  it('are listed, with the columns of each', async () => {
    harness.addFile('graphs/edges.csv', 'a;b\n1;2\n');
    expectData(await harness.as('ada', 'GET', '/api/v1/files'), '{"items":["graphs/edges.csv"],"isComplete":true}');
    const columns = '/api/v1/files/columns?file=graphs/edges.csv';
    expectData(await harness.as('ada', 'GET', `${columns}&delimiter=%3B`), '{"items":["a","b"]}');
    expectData(await harness.as('ada', 'GET', `${columns}&delimiter=%3B&header=false`), '{"items":["0","1"]}');
    const codes = ['?file=none.csv', '?file=../x.csv', '', '?file=graphs/edges.csv&delimiter=ab'].map(
      async (query) => (await harness.as('ada', 'GET', `/api/v1/files/columns${query}`)).json.code,
    );
    expect(await Promise.all(codes)).toEqual([40404000, 40304000, 40004001, 40004001]);
    expect((await harness.send('GET', '/api/v1/files')).json.code).toBe(40104000);
  });
});

describe('the graph', () => {
  it('is queried by statements that read, ints as text', async () => {
    expectData(
      await harness.as('ada', 'POST', '/api/v1/graph/query', {
        statement: 'MATCH (v) RETURN v LIMIT 1',
        space: 's',
        maxRows: 5,
      }),
      '{"columns":["id","name","x","n","l","m","v"],"rows":[["9007199254740993","Tim",1.5,null,["1"],{"a":"1"},' +
        '{"kind":"vertex","vid":"player100","tags":[{"name":"player","props":{"age":"42"}}]}]],"truncated":false,"latencyUs":42}',
    );
    expect(harness.gateway.lastQuery).toEqual({
      statement: 'MATCH (v) RETURN v LIMIT 1',
      space: 's',
      maxRows: 5,
      timeoutMs: 30_000,
    });
  });

  it.each([
    ['INSERT VERTEX t(a) VALUES "x":(1)', 'ErrForbidden', /^this query only reads/],
    ['MATCH (v) RETURN v; DROP SPACE s', 'ErrForbidden', /^this query only reads/],
    ['GO FROM "a" OVER e YIELD dst(edge) AS d | DELETE VERTEX $-.d', 'ErrForbidden', /^this query only reads/],
    ['PROFILE DELETE VERTEX "a"', 'ErrForbidden', /^this query only reads/],
    ['CHANGE PASSWORD root FROM "a" TO "b"', 'ErrForbidden', /^this query only reads/],
    ['MATCH (v RETURN v', 'ErrParam', /^statement: line 1, column 10: syntax error/],
    ['YIELD ${x}', 'ErrParam', 'statement: it has parameters (${x}); write their values instead'],
  ] as const)('is not changed by %s', async (statement, name, message) => {
    expectError(await harness.as('root', 'POST', '/api/v1/graph/query', { statement }), name, message);
  });

  it('limits what a query may ask for', async () => {
    const answer = await harness.as('ada', 'POST', '/api/v1/graph/query', { statement: 'YIELD 1', maxRows: 1001 });
    expect(answer.json.message).toBe('ErrParam::maxRows must be an int from 1 to 1000, not 1001');
  });

  it('shows spaces, their schema and neighbourhoods', async () => {
    expectData(await harness.as('ada', 'GET', '/api/v1/graph/spaces'), '{"items":["basketballplayer","numbers"]}');
    expect(await harness.data('ada', 'GET', '/api/v1/graph/spaces/basketballplayer')).toMatchObject({
      vidTypeText: 'FIXED_STRING(32)',
      tags: [{ name: 'player' }],
    });
    expectError(
      await harness.as('ada', 'GET', '/api/v1/graph/spaces/nothing'),
      'ErrNotFound',
      'there is no space nothing',
    );
    const around = await harness.data('ada', 'POST', '/api/v1/graph/neighbourhood', {
      space: 'basketballplayer',
      vids: ['player100'],
    });
    expect(around).toEqual({
      vertices: ['player100', 'player101'].map((vid) => ({
        kind: 'vertex',
        vid,
        tags: [{ name: 'player', props: { age: '42' } }],
      })),
      edges: [{ kind: 'edge', type: 'follow', src: 'player101', dst: 'player100', rank: '0', props: { degree: '95' } }],
      truncated: false,
    });
    expect(harness.gateway.lastNeighbourhood).toMatchObject({
      direction: 'both',
      steps: 1,
      limit: 500,
      vids: ['player100'],
    });
    const between = { space: 'basketballplayer', vids: ['player100', 'player101'], between: true };
    await harness.data('ada', 'POST', '/api/v1/graph/neighbourhood', between);
    expect(harness.gateway.lastNeighbourhood).toMatchObject({ between: true });
    await harness.as(
      'ada',
      'POST',
      '/api/v1/graph/neighbourhood',
      '{"space":"numbers","vids":[9007199254740993,"-7"],"direction":"out"}',
    );
    expect(harness.gateway.lastNeighbourhood?.vids).toEqual([9007199254740993n, -7n]);
    expectError(
      await harness.as('ada', 'POST', '/api/v1/graph/neighbourhood', { space: 'numbers', vids: ['x'] }),
      'ErrParam',
      /"x" is not a vertex id of an INT64 space/,
    );
  });
});

describe('operations', () => {
  it('show settings to root alone', async () => {
    for (const [method, path] of [
      ['GET', '/settings'],
      ['POST', '/settings/check'],
    ] as const) {
      expectError(
        await harness.as('ada', method, `/api/v1${path}`),
        'ErrForbidden',
        /^ada of 127\.0\.0\.1:9669 may not see the settings/,
      );
      expectData(await harness.as('root', method, `/api/v1${path}`), /"items":\[\{/);
    }
    expectData(
      await harness.as('root', 'POST', '/api/v1/settings/validate', { text: 'unknown: 1' }),
      '{"valid":false,"faults":[{"path":"unknown","message":"unknown key"}]}',
    );
  });

  it('tell where one can log in without a token', async () => {
    expectData(
      await harness.send('GET', '/api/v1/graphs'),
      '{"items":[{"address":"127.0.0.1:9669","isEmbedded":true},{"address":"127.0.0.1:9670","isEmbedded":false}]}',
    );
  });

  it('tell health and metrics without a token', async () => {
    expectData(
      await harness.send('GET', '/api/v1/health'),
      '{"ok":true,"version":"0.1.0","startTime":1,"components":[{"name":"metadata","ok":true,"message":"answers"}]}',
    );
    const metrics = await harness.send('GET', '/api/v1/metrics');
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(metrics.body).toMatch(
      /^orrery_http_requests_total\{method="GET",route="\/api\/v1\/health",status="200",error=""\} 1$/m,
    );
    expect(metrics.body).toMatch(/^orrery_http_requests_total\{.*error="ErrForbidden"\} \d+$/m);
  });

  it('let configured origins call from a browser, with its preflight', async () => {
    const origin = 'https://tools.example.com';
    const preflight = await harness.send('OPTIONS', '/api/v1/workflows', {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect([
      preflight.status,
      preflight.headers.get('access-control-allow-origin'),
      preflight.headers.get('access-control-allow-credentials'),
    ]).toEqual([204, origin, 'true']);
    const allowed = await harness.as('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW, { Origin: origin });
    expect([
      allowed.json.code,
      allowed.headers.get('access-control-allow-origin'),
      allowed.headers.get('vary'),
    ]).toEqual([0, origin, 'Origin']);
    const refused = await harness.as('ada', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW, {
      Origin: 'https://evil.example',
    });
    expect([refused.json.code, refused.headers.get('access-control-allow-origin')]).toEqual([40304000, undefined]);
  });
});

describe('pages', () => {
  it('start with a page of its own, which may run its own script only', async () => {
    const page = await harness.send('GET', '/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('href="/api/docs"');
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none';.*script-src 'sha256-[\w+/=]{44}';/,
    );
    expect(page.body).not.toMatch(/(src|href)="https?:/);
  });
});

describe('a built web app', () => {
  const root = mkdtempSync(join(tmpdir(), 'orrery-web-'));
  const web = new ApiHarness();
  beforeAll(async () => {
    mkdirSync(join(root, 'assets'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>app</title>');
    writeFileSync(join(root, 'assets/index-Ab3dEf9h.js'), 'console.log(1)');
    writeFileSync(join(root, 'favicon.svg'), '<svg/>');
    symlinkSync('/etc/passwd', join(root, 'passwd'));
    await web.start({ warmExecutors: 0 }, { staticRoot: root });
  });
  afterAll(async () => {
    await web.stop();
    rmSync(root, { recursive: true, force: true });
  });
  const html = { Accept: 'text/html,*/*' };

  it('is served with its own pages, and nothing beside it', async () => {
    const index = await web.send('GET', '/');
    expect([index.status, index.body]).toEqual([200, '<!doctype html><title>app</title>']);
    const script = await web.send('GET', '/assets/index-Ab3dEf9h.js');
    expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect(
      (
        await web.send('GET', '/favicon.svg', {
          headers: { 'If-None-Match': (await web.send('GET', '/favicon.svg')).headers.get('etag')! },
        })
      ).status,
    ).toBe(304);
    expect((await web.send('GET', '/workflows/4216617528', { headers: html })).body).toBe(index.body);
    for (const [accepted, encoding] of [
      ['br, gzip', 'gzip'],
      ['gzip;q=0.5', 'gzip'],
      ['gzip;q=0, br', undefined],
      ['identity', undefined],
    ] as const) {
      const answer = await web.send('GET', '/favicon.svg', { headers: { 'Accept-Encoding': accepted } });
      expect([accepted, answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([
        accepted,
        encoding,
        'Accept-Encoding',
      ]);
    }
    for (const path of ['/passwd', '/../package.json', '/%2e%2e/package.json', '/assets/', '/nothing.js', '/%zz']) {
      const answer = await web.send('GET', path);
      expect([400, 404], `${path}: ${answer.body.slice(0, 100)}`).toContain(answer.status);
    }
    expectError(await web.send('GET', '/api-open/v1/nothing', { headers: html }), 'ErrNotFound', /./);
    expectError(await web.send('GET', '/api/v1/nothing', { headers: html }), 'ErrNotFound', /./);
  });
});
