import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE } from '@orrery/contracts';
import { ApiHarness } from './api-harness.ts';
import { SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';
import type { RawAnswer } from './raw-http.ts';

type Json = Record<string, unknown>;
interface Operation extends Json {
  readonly operationId: string;
  readonly responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>;
  readonly security?: unknown[];
}
interface Document extends Json {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly responses: Record<string, Operation['responses'][string]> };
}

const harness = new ApiHarness();
let document: Document;
let workflow = '';
let job = 0;
beforeAll(async () => {
  await harness.start();
  harness.addFile('graphs/edges.csv', 'src,dst\n1,2\n');
  document = (await harness.send('GET', '/api/openapi.json')).json as unknown as Document;
  workflow = (await harness.data<{ id: string }>('root', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW)).id;
  job = (await harness.data<{ id: number }>('root', 'POST', `/api/v1/workflows/${workflow}/jobs?wait=30s`)).id;
});
afterAll(() => harness.stop());

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** An answer against the response that the document gives for its status. */
function expectDescribed(method: string, template: string, answer: RawAnswer): void {
  const response = document.paths[template]?.[method.toLowerCase()]?.responses[String(answer.status)];
  expect(
    response,
    `${method} ${template} answers ${answer.status}, which the document does not mention: ${answer.body}`,
  ).toBeDefined();
  const resolved =
    response!.$ref === undefined ? response! : document.components.responses[response!.$ref.split('/').at(-1)!]!;
  const type = answer.headers.get('content-type')!.split(';')[0]!;
  const schema = resolved.content?.[type]?.schema;
  expect(schema, `${method} ${template} answers ${type}`).toBeDefined();
  if (type !== 'application/json') return;
  const check = ajv.compile(schema!);
  expect(check(answer.json), `${method} ${template}: ${JSON.stringify(check.errors)} in ${answer.body}`).toBe(true);
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 with every route, each with an id of its own', () => {
    expect(document.openapi).toBe('3.1.0');
    const paths = Object.keys(document.paths);
    expect(paths.filter((path) => path.startsWith('/api-open/v1/')).sort()).toEqual([
      '/api-open/v1/connect',
      '/api-open/v1/jobs',
      '/api-open/v1/jobs/{job_id}',
      '/api-open/v1/jobs/{job_id}/cancel',
      '/api-open/v1/jobs/{job_id}/tasks/{task_id}/sample_result',
      '/api-open/v1/workflows/{workflow_id}/jobs',
    ]);
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(40);
    expect(JSON.stringify(document)).not.toMatch(/x-checked|"optional"/);
  });

  it('names every code of the catalogue that can be sent, with its meaning', () => {
    const described = JSON.stringify(document.components.responses);
    for (const [name, { code, when }] of Object.entries(ERROR_CATALOGUE)) {
      const isSent = name !== 'ErrInternalLicense' && name !== 'ErrUnknown';
      expect(described.includes(`${code} ${name}: ${when}`), name).toBe(isSent);
    }
  });

  it('describes the answers that come, refusals included', async () => {
    const params = () => ({
      workflow_id: workflow,
      job_id: String(job),
      task_id: 'pagerank_1',
      space: 'basketballplayer',
    });
    const definition = JSON.stringify(SAMPLE_WORKFLOW);
    const bodies: Record<string, unknown> = {
      createWorkflow: definition,
      updateWorkflow: definition,
      validateDefinition: '{"tasks":{"a":{"type":"Nothing"}}}',
      renameWorkflow: { name: 'renamed' },
      parseQuery: { query: 'YIELD ${x} AS a' },
      queryGraph: { statement: 'YIELD 1' },
      getNeighbourhood: { space: 'basketballplayer', vids: ['player100'] },
      estimate: { workflowId: workflow },
      validateSettings: { text: 'unknown: 1' },
      changePassword: { oldPassword: 'nebula', newPassword: 'nebula' },
    };
    const queries: Record<string, string> = {
      resultStatistics: '?column=VALUE',
      resumeJob: '?wait=30s',
      rerunJob: '?wait=30s',
      listFileColumns: '?file=graphs/edges.csv',
    };
    const last = ['deleteJob', 'deleteWorkflow', 'changePassword', 'logout'];
    const operations = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ template, method: method.toUpperCase(), operation })),
    );
    operations.sort((a, b) => last.indexOf(a.operation.operationId) - last.indexOf(b.operation.operationId));
    // The job has ended, and nothing of it was written back.
    const refused = ['cancelJob', 'stopJob', 'downloadRejectedRows'];
    let successes = 0;
    for (const { template, method, operation } of operations) {
      const { operationId: id } = operation;
      const path = template.replace(
        /\{(\w+)\}/g,
        (_match, name: string) => params()[name as keyof ReturnType<typeof params>],
      );
      const login = Buffer.from('root:nebula').toString('base64');
      const headers = id === 'connect' ? { Authorization: `Bearer ${login}` } : {};
      const body = id === 'connect' ? { address: '127.0.0.1', port: 9669 } : bodies[id];
      const answer = await harness.as(
        'root',
        method,
        path + (queries[id] ?? ''),
        body,
        headers as Record<string, string>,
      );
      expectDescribed(method, template, answer);
      if (id === 'changePassword' || id === 'logout') harness.forget('root');
      if (answer.status === 200) successes++;
      else expect(refused, `${id}: ${answer.body}`).toContain(id);
      if (operation.security === undefined) expectDescribed(method, template, await harness.send(method, path));
    }
    expect(successes).toBe(operations.length - refused.length);
  });

  it('is shown by a reference page that loads nothing from elsewhere', async () => {
    const page = await harness.send('GET', '/api/docs/');
    expect(page.statusLine).toBe('HTTP/1.1 200 OK');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.body).toContain('/api/openapi.json');
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    for (const url of loaded) expect(url).not.toMatch(/^(https?:)?\/\//);
  });
});

describe('docs/errors.md', () => {
  it('has the catalogue of contracts, code by code', () => {
    const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| (\d{8}) \| `(\w+)` \| (\d{3}) \| ([^|]+) \|/gm)].map(
      ([, code, name, status, when]) => ({
        name,
        code: Number(code),
        status: Number(status),
        when: when!.trim(),
      }),
    );
    expect(rows).toEqual(
      Object.entries(ERROR_CATALOGUE).map(([name, { code, when }]) => ({
        name,
        code,
        status: code >= 90_000_000 ? 500 : Math.floor(code / 100_000),
        when,
      })),
    );
  });
});

describe('docs/api.md', () => {
  it('has every call of the document, and no other', () => {
    const text = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
    const listed = [...text.matchAll(/^\| `([A-Z]+ \/[^`]+)` \|/gm)].map((match) => match[1]);
    const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.toSorted()).toEqual(calls.toSorted());
  });
});
