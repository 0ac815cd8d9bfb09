import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RELOAD_EVERY, type BatchReport, type FuzzRange } from './fuzz-batch.ts';
import { fuzzInput } from './fuzz-input.ts';

/**
 * `npm run test:fuzz [-- --count 1000000] [--seed N] [--start N]`: statements from the grammar, from printed trees, from
 * mutants of the query tests and from bytes, given to the engine on the sample graph in processes of 20,000, and changed
 * request frames given to a server. Ends with 1
 * and the seed, index and statement of the first that crashes a process, hangs, or gives something else than a table or
 * a typed error. `--start` with the index from the message repeats it (from where its sample was loaded).
 */
const options = { count: { type: 'string', default: '1000000' }, seed: { type: 'string' } } as const;
const { values } = parseArgs({ options: { ...options, start: { type: 'string', default: '0' } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const first = Math.floor(Number(values.start) / RELOAD_EVERY) * RELOAD_EVERY;
const last = Number(values.start) + Number(values.count);
if (![seed, first, last].every(Number.isSafeInteger)) {
  process.stderr.write('test:fuzz: --seed, --count and --start are whole numbers\n');
  process.exit(2);
}

const BATCH = 20_000;
/** A statement that works for longer has hung, however busy the machine: the engine ends it after 0.2 seconds. */
const HANG_MS = 30_000;
const POLL_MS = 500;
const BATCH_MODULE = new URL('./batch-process.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'orrery-fuzz-run-'));
const inFlightFile = join(folder, 'index');

/** The index that a batch is at; undefined before its first statement. */
function indexInFlight(): number | undefined {
  const bytes = readFileSync(inFlightFile);
  return bytes.length === 8 ? Number(bytes.readBigInt64LE()) : undefined;
}

function runProcess({ seed: of, start, end }: FuzzRange): Promise<BatchReport> {
  writeFileSync(inFlightFile, '');
  return new Promise((resolve) => {
    const args = [of, start, end].map(String);
    // Its temporary folder is removed with the run's, whichever way it ends.
    const child = fork(BATCH_MODULE, [...args, inFlightFile], { env: { ...process.env, TMPDIR: folder } });
    let report: BatchReport | undefined;
    let reason: string | undefined;
    let seen = { index: -1, sinceMs: performance.now() };
    const watch = setInterval(() => {
      const index = indexInFlight() ?? -1;
      if (index !== seen.index) seen = { index, sinceMs: performance.now() };
      else if (performance.now() - seen.sinceMs > HANG_MS && report === undefined) {
        reason = `hung for more than ${HANG_MS / 1000} s`;
        child.kill('SIGKILL');
      }
    }, POLL_MS);
    child.on('message', (message) => (report = message as BatchReport));
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      if (report && (code === 0 || report.failure)) resolve(report);
      else {
        const index = indexInFlight() ?? start;
        resolve({ succeeded: 0, failure: { index, reason: reason ?? `the process ended with ${code ?? signal}` } });
      }
    });
  });
}

process.stdout.write(`fuzz: ${last - first} statements, --seed ${seed}${first > 0 ? ` --start ${first}` : ''}\n`);
const startMs = performance.now();
let succeeded = 0;
let failure: BatchReport['failure'];
for (let start = first; start < last && !failure; start += BATCH) {
  const end = Math.min(start + BATCH, last);
  const report = await runProcess({ seed, start, end });
  ({ failure } = report);
  succeeded += report.succeeded;
  const done = end - first;
  const perSecond = Math.round((done / (performance.now() - startMs)) * 1000);
  if (!failure) process.stdout.write(`fuzz: ${done} statements, ${succeeded} gave a table, ${perSecond}/s\n`);
}
rmSync(folder, { recursive: true, force: true });
if (failure) {
  process.stdout.write(`failed: --seed ${seed} --start ${failure.index}: ${failure.reason}\n`);
  process.stdout.write(`statement: ${JSON.stringify(fuzzInput(seed, failure.index))}\n`);
}
process.stdout.write(
  `${failure ? failure.index - first : last - first} passed, ${failure ? 1 : 0} failed, 0 skipped\n`,
);
process.exit(failure ? 1 : 0);
