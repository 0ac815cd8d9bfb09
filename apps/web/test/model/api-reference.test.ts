import { openApiDocument } from '@orrery/api';
import { describe, expect, it } from 'vitest';
import { apiGroups, curlText, matchingCalls, typeText, type OpenApiDocument } from '../../src/model/api-reference.ts';

const document = (await openApiDocument()) as unknown as OpenApiDocument;
const groups = apiGroups(document);
const call = (id: string) => groups.flatMap((group) => group.calls).find((candidate) => candidate.id === id)!;

describe("the server's own document", () => {
  it('is shown whole, by tag', () => {
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.keys(path).filter((method) => ['get', 'post', 'put', 'patch', 'delete'].includes(method)),
    );
    expect(groups.flatMap((group) => group.calls)).toHaveLength(operations.length);
    expect(groups.map((group) => group.name)).toEqual(expect.arrayContaining(['Workflows', 'Jobs', 'Operations']));
  });

  it('tells parameters, body, answer and errors', () => {
    const rename = call('renameWorkflow');
    expect(rename).toMatchObject({ method: 'PATCH', path: '/api/v1/workflows/{workflow_id}', isPublic: false });
    expect(rename.body).toBe('{\n  name: string;\n}');
    expect(rename.answer).toContain('lastJob: {');
    expect(rename.errors.map((error) => error.status)).toContain('404');
    expect(call('findJobs').parameters.find(({ name }) => name === 'status')).toMatchObject({
      in: 'query',
      type: 'string[]',
      isRequired: false,
    });
    expect(call('getHealth').isPublic).toBe(true);
  });

  it('is searched by words', () => {
    const found = matchingCalls(groups, 'DELETE workflow');
    expect(found.flatMap((group) => group.calls.map(({ id }) => id))).toEqual(['deleteWorkflow']);
    expect(matchingCalls(groups, 'no such call')).toEqual([]);
  });

  it('gives the call for curl', () => {
    expect(curlText(call('getHealth'), 'http://h')).toBe("curl -s \\\n  'http://h/api/v1/health'");
    expect(curlText(call('renameWorkflow'), 'http://h')).toContain('-X PATCH \\\n  -H "explorer_token: $TOKEN"');
  });
});

it.each([
  [{ type: ['integer', 'null'] }, 'int | null'],
  [{ anyOf: [{ const: 'a' }, { const: 'b' }] }, '"a" | "b"'],
  [{ items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }, '(string | int)[]'],
  [{ type: 'object', patternProperties: { '^.*$': { type: 'number' } } }, '{ [key]: number }'],
  [{}, 'any'],
])('writes %j as a type', (schema, text) => {
  expect(typeText({ paths: {} }, schema)).toBe(text);
});
