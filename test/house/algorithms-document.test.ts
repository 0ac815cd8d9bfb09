import { readFileSync } from 'node:fs';
import { algorithms } from '@orrery/analytics';
import { expect, it } from 'vitest';
import { ALGORITHMS_DOCUMENT, algorithmsTable, withTable } from '../../tools/docs/algorithms.ts';

it('docs/algorithms.md has the algorithms, parameters and columns of the descriptors', () => {
  const document = readFileSync(ALGORITHMS_DOCUMENT, 'utf8');
  expect(document, 'node tools/docs/algorithms.ts writes the table').toBe(withTable(document));
});

it('names every algorithm and every parameter once', () => {
  const rows = algorithmsTable().split('\n').slice(2);
  expect(rows).toHaveLength(algorithms.size);
  for (const [i, { id, category, parameters }] of [...algorithms.values()].entries()) {
    expect(rows[i]).toContain(`| [${id}](`);
    expect(rows[i]).toContain(`| ${category} |`);
    for (const { name } of parameters) expect(rows[i]!.split(`\`${name}\``)).toHaveLength(2);
    // a cell more or less would shift the others
    expect(rows[i]!.split(' | ')).toHaveLength(5);
  }
});
