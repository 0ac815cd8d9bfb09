import { existsSync, mkdtempSync, openSync, readSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateRmat } from '@orrery/analytics';
import { peersPython } from '../peers/peers-python.ts';
import { growthExponent } from './growth.ts';
import { readFileOnce } from './read-file-once.ts';
import { measureProcess, runJob, type MeasuredRun } from './run-job.ts';

/**
 * `npm run bench -- job [--scale 20] [--runs 3] [--python FILE] [--no-peers]`: PageRank over a generated R-MAT graph as CSV to
 * its stored result, by `orrery run` from its start to its exit, with the peak memory of its processes, beside the same
 * job in Python with igraph and with NetworKit.
 * `--growth 16-22`: the same for graphs of 2^20 to 2^26 edges; the exponent of the growth is fitted.
 * `--scale-test`: 100 million edges, 2^22 vertices; PageRank, ConnectedComponent, LPA and BFS, each alone; and the refusal
 * of a file that cannot fit.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '20' },
    'edge-factor': { type: 'string', default: '16' },
    runs: { type: 'string', default: '3' },
    python: { type: 'string' },
    'no-peers': { type: 'boolean', default: false },
    growth: { type: 'string' },
    'scale-test': { type: 'boolean', default: false },
  },
});
const SEED = 1;
const THREADS = 2;
const MAX_SECONDS = 5;
const MAX_BYTES = 2e9;
const MAX_EXPONENT = 1.1;
const SCALE_TEST = { scale: 22, edgeFactor: 24, maxBytes: 8e9 };
/** Bytes of a file that no algorithm can take, whose holes take no room on the disk. */
const TOO_LARGE_BYTES = 20e9;

const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-job-'));
let failed = false;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/** Writes an R-MAT graph as CSV. @returns its path */
async function graphFile(scale: number, edgeFactor: number): Promise<string> {
  const csv = join(folder, `rmat-${scale}-${edgeFactor}.csv`);
  if (!existsSync(csv)) await generateRmat({ scale, edgeFactor, seed: SEED, threads: THREADS }, csv);
  const edges = (edgeFactor * 2 ** scale).toLocaleString('en');
  say(`R-MAT, 2^${scale} vertices, ${edges} edges, seed ${SEED}: ${(statSync(csv).size / 1e6).toFixed(0)} MB of CSV`);
  return csv;
}

function shares({ stagesMs, seconds }: MeasuredRun): string {
  const parts = [...stagesMs].map(
    ([stage, ms]) => `${stage} ${(ms / 1000).toFixed(2)} s (${(ms / 10 / seconds).toFixed(0)} %)`,
  );
  return parts.join(', ');
}

async function measureJob(csv: string): Promise<number> {
  const peerSeconds = readFileOnce(csv);
  let best = Infinity;
  for (let run = 1; run <= Number(values.runs); run++) {
    const measured = await runJob(folder, `job-${run}`, csv, { PageRank: '' });
    const { seconds, peakBytes } = measured;
    best = Math.min(best, seconds);
    say(
      `run ${run}: ${seconds.toFixed(2)} s wall (bar ${MAX_SECONDS}), peak ${gigabytes(peakBytes)} (bar ${MAX_BYTES / 1e9}), ` +
        `${(seconds / peerSeconds).toFixed(1)} times reading the file once (${peerSeconds.toFixed(2)} s)\n` +
        `  ${measured.rows.join(', ')}\n  ${shares(measured)}`,
    );
    failed ||= seconds > MAX_SECONDS || peakBytes > MAX_BYTES;
  }
  return best;
}

async function measurePeers(csv: string, best: number): Promise<void> {
  const python = peersPython(values.python);
  if (python === undefined) return;
  for (const library of ['igraph', 'networkit']) {
    const script = join(import.meta.dirname, 'peer-job.py');
    try {
      const run = await measureProcess(python, [script, library, csv, join(folder, `${library}.npy`)]);
      const { version, ...stages } = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Record<string, number>;
      const parts = Object.entries(stages).map(([stage, seconds]) => `${stage} ${seconds.toFixed(2)} s`);
      say(
        `${library} ${version}: ${run.seconds.toFixed(2)} s wall, peak ${gigabytes(run.peakBytes)}; ${parts.join(', ')}; ` +
          `ratio of orrery's best to it ${(best / run.seconds).toFixed(2)}`,
      );
    } catch (error) {
      say(`${library} failed: ${(error as Error).message.trim().split('\n').at(-1)}`);
    }
  }
}

async function measureGrowth(range: string): Promise<void> {
  const [from, to] = range.split('-').map(Number);
  const edgeFactor = Number(values['edge-factor']);
  const points: { edges: number; seconds: number }[] = [];
  for (let scale = from!; scale <= to!; scale++) {
    const csv = await graphFile(scale, edgeFactor);
    const { seconds, peakBytes } = await runJob(folder, `growth-${scale}`, csv, { PageRank: '' });
    rmSync(csv);
    points.push({ edges: edgeFactor * 2 ** scale, seconds });
    say(`  ${seconds.toFixed(2)} s wall, peak ${gigabytes(peakBytes)}`);
  }
  const exponent = growthExponent(points);
  failed ||= exponent > MAX_EXPONENT;
  say(`growth: seconds ~ edges^${exponent.toFixed(2)} (bar ${MAX_EXPONENT.toFixed(2)})`);
}

async function scaleTest(): Promise<void> {
  const { scale, edgeFactor, maxBytes } = SCALE_TEST;
  const csv = await graphFile(scale, edgeFactor);
  for (const [type, params] of Object.entries({ PageRank: '', ConnectedComponent: '', LPA: '', BFS: 'ROOT: 1' })) {
    const measured = await runJob(folder, `scale-${type}`, csv, { [type]: params });
    const { seconds, peakBytes } = measured;
    failed ||= peakBytes > maxBytes;
    say(
      `${type}: ${seconds.toFixed(1)} s wall, peak ${gigabytes(peakBytes)} (bar ${maxBytes / 1e9})\n  ${shares(measured)}`,
    );
  }
  // its beginning tells the length of its rows, its end is a hole
  const head = Buffer.alloc(1 << 17);
  readSync(openSync(csv, 'r'), head);
  const large = join(folder, 'too-large.csv');
  writeFileSync(large, head);
  truncateSync(large, TOO_LARGE_BYTES);
  const begin = performance.now();
  const refusal = await runJob(folder, 'scale-refused', large, { PageRank: '' }).then(
    () => undefined,
    (error: unknown) => String((error as { stdout?: string }).stdout),
  );
  const line = /"reason": "(.*needs .*GiB.*)"/.exec(refusal ?? '')?.[1];
  failed ||= line === undefined;
  say(
    `a file of ${gigabytes(TOO_LARGE_BYTES)}: ${line === undefined ? 'NOT refused with figures' : `refused after ${((performance.now() - begin) / 1000).toFixed(1)} s: ${line.trim()}`}`,
  );
}

try {
  if (values['scale-test']) await scaleTest();
  else if (values.growth !== undefined) await measureGrowth(values.growth);
  else {
    const csv = await graphFile(Number(values.scale), Number(values['edge-factor']));
    const best = await measureJob(csv);
    if (!values['no-peers']) await measurePeers(csv, best);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
say(failed ? 'job: a bar is not met' : 'job: every bar is met');
process.exit(failed ? 1 : 0);
