import { afterAll, beforeAll, expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

const SEED = Number(process.env.ORRERY_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const SECONDS = Number(process.env.ORRERY_FUZZ_SECONDS ?? 1);

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start({ timeoutMs: 500, rows: 10_000 });
  await engine.loadSample();
});
afterAll(() => engine.close());

const folder = new URL('../queries/', import.meta.url);
const corpus = readdirSync(folder).flatMap((file) =>
  (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { query: string }[]).map(({ query }) => query),
);

/** Statements with pieces of others put into them, doubled, dropped or changed. */
function mutant(random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const tokens = (text: string): string[] => text.match(/\w+|\s+|"[^"]*"|./gs) ?? [];
  const parts = tokens(pick(corpus));
  const donor = tokens(pick(corpus));
  for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
    const at = Math.floor(random() * parts.length);
    const from = Math.floor(random() * donor.length);
    switch (Math.floor(random() * 4)) {
      case 0:
        parts.splice(at, 1);
        break;
      case 1:
        parts.splice(at, 0, ...donor.slice(from, from + 5));
        break;
      case 2:
        parts[at] = pick([...donor, 'null', '-1', '"x"', '[]', '{}', '9223372036854775807', '0.0', '$-.x', '*']);
        break;
      default:
        parts.splice(at, 2, ...parts.slice(at, at + 3).reverse());
    }
  }
  return parts.join('');
}

test(`mutated statements give tables or typed errors, seed ${SEED}`, { timeout: (SECONDS + 20) * 1000 }, async () => {
  const random = randomSource(SEED);
  const end = performance.now() + SECONDS * 1000;
  let count = 0;
  while (performance.now() < end) {
    const text = mutant(random);
    try {
      const answer = await engine.execute(text);
      if ('error' in answer) expect(answer.error.type).toMatch(/^(Syntax|Semantic|Execution|Permission)Error$/);
    } catch (error) {
      throw new Error(`seed ${SEED}, statement ${count}: ${text}`, { cause: error });
    }
    count++;
  }
  expect(count).toBeGreaterThan(0);
});
