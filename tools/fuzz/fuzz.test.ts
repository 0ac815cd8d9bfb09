import { expect, test } from 'vitest';
import { runBatch } from './fuzz-batch.ts';
import { fuzzInput } from './fuzz-input.ts';

/** Another one at every run; set it to repeat one. `npm run test:fuzz` goes on with a million. */
const SEED = Number(process.env.ORRERY_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const STATEMENTS = 2000;

test(`${STATEMENTS} random statements give tables or typed errors, seed ${SEED}`, async () => {
  const { succeeded, failure } = await runBatch({ seed: SEED, start: 0, end: STATEMENTS });
  const where = failure && `seed ${SEED}, index ${failure.index}: ${fuzzInput(SEED, failure.index)}\n${failure.reason}`;
  expect(where).toBeUndefined();
  // The grammar is over the graph that it runs on: half of the statements are its own, and most of those run.
  expect(succeeded).toBeGreaterThan(STATEMENTS / 5);
});
