import { describe, expect, it } from 'vitest';
import { describeQuery, parseDefinitionText, planJob, validateDefinition } from '@orrery/workflow';
import { catalogue } from './sample-catalogue.ts';

function messagesOf(text: string): string[] {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const checked = validateDefinition(parsed.value, catalogue);
  return checked.ok ? [] : checked.faults.map(({ path, message }) => `${path}: ${message}`);
}
const chained = (query: string, column: string) =>
  messagesOf(`
tasks:
  query_1: { type: Query, space: s, query: ${JSON.stringify(query)} }
  pagerank_1: { type: PageRank, input: { from: query_1, src: ${column}, dst: ${column} } }`);

describe('describeQuery', () => {
  it('tells parameters, columns and whether anything is changed', () => {
    expect(describeQuery('GO FROM ${id} OVER follow YIELD dst(edge) AS d, "x${name}" AS n // ${no}')).toEqual({
      parameters: new Map([
        ['id', { quoted: false }],
        ['name', { quoted: true }],
      ]),
      columns: ['d', 'n'],
      readOnly: true,
      faults: [],
    });
    expect(describeQuery('INSERT VERTEX t(a) VALUES "x":(1)')).toMatchObject({ columns: [], readOnly: false });
    expect(describeQuery('MATCH (v) RETURN *')).toMatchObject({ columns: undefined, readOnly: true });
    expect(describeQuery('YIELD ${x}')).toMatchObject({ columns: undefined });
    expect(describeQuery(' ; ').faults).toHaveLength(1);
  });
});

describe('statements in definitions', () => {
  it('reports what does not parse with line and column', () => {
    const text = 'tasks: { q: { type: Query, space: s, query: "YIELD 1 AS a;\\n  MATCH (v RETURN v" } }';
    expect(messagesOf(text)).toEqual(["tasks.q.query: line 2, column 12: syntax error near `RETURN'"]);
  });

  it('checks references against the columns of queries, where these are known', () => {
    const match = 'MATCH (v1:player{name:${name}})--(v2) RETURN id(v1) AS src, id(v2) AS dst';
    expect(chained(match, 'src')).toEqual([]);
    expect(chained(match, 'scr')).toEqual([
      'tasks.pagerank_1.input.src: query_1 has no column scr; did you mean src?',
      'tasks.pagerank_1.input.dst: query_1 has no column scr; did you mean src?',
    ]);
    expect(chained('MATCH (v) RETURN *', 'anything')).toEqual([]);
    expect(chained('INSERT VERTEX t(a) VALUES "x":(1)', 'src')[0]).toBe(
      'tasks.pagerank_1.input.src: query_1 has no column src: its result has no columns',
    );
    expect(chained('GO FROM "a" OVER e YIELD dst(edge) AS d | YIELD $-.d AS src', 'src')).toEqual([]);
  });

  it('refuses lists inside quotes, in the definition and in a job', () => {
    const text = `
tasks:
  query_1: { type: Query, space: s, query: YIELD 1 AS a }
  query_2: { type: Query, space: s, query: 'YIELD "x\${x}" AS b', params: { x: { from: query_1, column: a } } }`;
    expect(messagesOf(text)).toEqual([
      'tasks.query_2.params.x: ${x} stands inside a quoted string, which takes one value: add row (row: 0 for the first), or take ${x} out of the quotes',
    ]);
    const parsed = parseDefinitionText(text.replace('column: a', 'column: a, row: 0'));
    const checked = parsed.ok ? validateDefinition(parsed.value, catalogue) : undefined;
    if (checked?.ok !== true) throw new Error('the definition is sound');
    const planned = planJob(checked.definition, { query_2: { x: ['a', 'b'] } }, catalogue, {
      maxAttempts: 1,
      timeoutMs: 1,
    });
    expect(planned).toMatchObject({
      ok: false,
      faults: [
        { path: 'input.query_2.x', message: 'x stands inside a quoted string, which takes one value, not a list' },
      ],
    });
  });
});
