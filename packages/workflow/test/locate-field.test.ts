import { expect, it } from 'vitest';
import { locateFields, parseDefinitionText, validateDefinition } from '@orrery/workflow';

const YAML = `# a comment
name: n
tasks:
  query_1:
    type: Query
    params: { name: x, "a b": 2 }
  bfs_1:
    after: [query_1, nobody]
`;

it('finds keys, items of lists and quoted keys', () => {
  expect(
    locateFields(YAML, ['name', 'tasks.query_1.params.name', 'tasks.query_1.params["a b"]', 'tasks.bfs_1.after[1]']),
  ).toEqual([
    { line: 2, column: 1 },
    { line: 6, column: 15 },
    { line: 6, column: 24 },
    { line: 8, column: 22 },
  ]);
});

it('gives the innermost field around one that is missing', () => {
  expect(locateFields(YAML, ['tasks.query_1.query', 'layout.x', ''])).toEqual([
    { line: 4, column: 3 },
    { line: 2, column: 1 },
    { line: 2, column: 1 },
  ]);
});

it('reads JSON, and places the faults of a check', () => {
  const text = '{\n  "tasks": {\n    "pagerank_1": { "type": "PageRnak" }\n  }\n}';
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) throw new Error('is JSON');
  const checked = validateDefinition(parsed.value, { algorithms: new Map(), engines: ['local'], stores: ['local'] });
  if (checked.ok) throw new Error('has faults');
  const places = locateFields(
    text,
    checked.faults.map((fault) => fault.path),
  );
  expect(places).toContainEqual({ line: 3, column: 21 });
});

it('knows no place in text that is no definition', () => {
  expect(locateFields('', ['tasks'])).toEqual([undefined]);
});
