import { readdirSync, readFileSync } from 'node:fs';
import { valueText } from '@orrery/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineSession } from '../../src/server/engine.ts';
import { TestEngine } from './test-engine.ts';

interface QueryCase {
  readonly query: string;
  /** The session of this user, who has been created before; default root's. */
  readonly as?: string;
  /** Time that passes before the statement. */
  readonly advanceSeconds?: number;
  readonly error?: string;
  /** Rows come in this order; without it, in any. */
  readonly ordered?: boolean;
  /** None where the statement gives no table. */
  readonly columns?: readonly string[];
  /** Texts of values; rows of unordered results are sorted. */
  readonly rows?: readonly (readonly string[])[];
}

/**
 * Either cases on the sample graph, which they leave as it is and any of which can run alone; or cases that run one
 * after the other on an engine of their own, after statements that set it up.
 */
type QueryFile = readonly QueryCase[] | { readonly setup: readonly string[]; readonly cases: readonly QueryCase[] };

/** The sample graph, which the files without a setup share. */
let sample: Promise<TestEngine> | undefined;

async function openSample(): Promise<TestEngine> {
  const engine = await TestEngine.start();
  await engine.loadSample();
  return engine;
}

afterAll(async () => (await sample)?.close());

const folder = new URL('../queries/', import.meta.url);

for (const file of readdirSync(folder)) {
  const content = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as QueryFile;
  const { setup, cases } = 'cases' in content ? content : { setup: undefined, cases: content };

  describe(file, () => {
    let engine: TestEngine;
    const sessions = new Map<string, EngineSession>();
    beforeAll(async () => {
      engine = setup ? await TestEngine.start() : await (sample ??= openSample());
      for (const statement of setup ?? []) await engine.must(statement);
    });
    if (setup) afterAll(() => engine.close());

    const sessionOf = (user: string | undefined): EngineSession => {
      if (user === undefined) return engine.session;
      const session = sessions.get(user) ?? engine.open(user);
      sessions.set(user, session);
      return session;
    };

    test.each(cases)('$query', async ({ query, as, advanceSeconds = 0, error, ordered, columns = [], rows = [] }) => {
      engine.advance(advanceSeconds);
      const answer = await engine.execute(query, new Map(), undefined, sessionOf(as));
      if ('error' in answer) {
        expect(answer.error.message).toBe(error);
        return;
      }
      expect(error, 'the statement succeeds').toBeUndefined();
      const texts = answer.rows.map((row) => row.map(valueText));
      if (!ordered) texts.sort();
      expect({ columns: answer.columns, rows: texts }).toEqual({ columns, rows });
    });
  });
}
