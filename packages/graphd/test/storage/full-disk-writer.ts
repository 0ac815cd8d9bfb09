import { writeSync } from 'node:fs';
import { createQueryEngine } from '../../src/execute/index.ts';
import { DEFAULT_LIMITS } from '../../src/server/start-graphd.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import { loneSession, noServer } from '../../../../tools/testing/lone-engine.ts';

/**
 * Inserts into the folder it is given until the disk refuses, then some more, and prints what it sees as JSON: how many
 * rows were acknowledged, the errors, and what a scan, the index and the statistics count afterwards.
 */
export interface FullDiskReport {
  readonly acknowledged: number;
  readonly errors: readonly string[];
  readonly scanned: string;
  readonly indexed: string;
  /** Of the tag, as SHOW STATS has it. */
  readonly statistics: string;
}

const ROWS = 200;
const TRIES = 3;

const store = await openStore({ dataDir: process.argv[2]! });
const engine = createQueryEngine({ store, server: noServer('test'), limits: DEFAULT_LIMITS, clock: Date.now });
const session = loneSession();
const run = (text: string) => engine.execute(session, text, new Map(), new AbortController().signal);
const value = async (text: string): Promise<string> => {
  const answer = await run(text);
  return 'error' in answer ? answer.error.message : String(answer.rows[0]?.at(-1));
};

await run(
  'CREATE SPACE IF NOT EXISTS s(vid_type=INT64); USE s; CREATE TAG IF NOT EXISTS t(n int, text string); ' +
    'CREATE TAG INDEX IF NOT EXISTS ti ON t(n)',
);
await run('USE s');
const before = Number(await value('MATCH (v:t) RETURN count(*)'));
let acknowledged = before;
const errors: string[] = [];
for (let batch = before / ROWS; errors.length < TRIES && batch < 5000; batch++) {
  const rows = Array.from({ length: ROWS }, (_none, i) => `${batch * ROWS + i}:(${i}, "${'x'.repeat(200)}")`);
  const answer = await run(`INSERT VERTEX t(n, text) VALUES ${rows.join(', ')}`);
  if ('error' in answer) errors.push(answer.error.message);
  else acknowledged += ROWS;
}
const report: FullDiskReport = {
  acknowledged,
  errors,
  scanned: await value('MATCH (v:t) RETURN count(*)'),
  indexed: await value('LOOKUP ON t WHERE t.n >= 0 YIELD id(vertex) AS id | YIELD count(*)'),
  statistics: await value('SHOW STATS'),
};
writeSync(1, JSON.stringify(report));
await store.close();
