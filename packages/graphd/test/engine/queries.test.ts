import { readdirSync, readFileSync } from 'node:fs';
import { valueText } from '@orrery/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestEngine } from './test-engine.ts';

interface QueryCase {
  readonly query: string;
  readonly error?: string;
  /** Rows come in this order; without it, in any. */
  readonly ordered?: boolean;
  readonly columns?: readonly string[];
  /** Texts of values; rows of unordered results are sorted. */
  readonly rows?: readonly (readonly string[])[];
}

const folder = new URL('../queries/', import.meta.url);
let engine: TestEngine;

beforeAll(async () => {
  engine = await TestEngine.start();
  await engine.loadSample();
});

afterAll(() => engine.close());

for (const file of readdirSync(folder)) {
  const cases = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as QueryCase[];
  describe(file, () => {
    test.each(cases)('$query', async ({ query, error, ordered, columns, rows }) => {
      const answer = await engine.execute(query);
      if ('error' in answer) {
        expect(answer.error.message).toBe(error);
        return;
      }
      const texts = answer.rows.map((row) => row.map(valueText));
      if (!ordered) texts.sort();
      expect({ columns: answer.columns, rows: texts }).toEqual({ columns, rows });
    });
  });
}
