import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { generateRmat } from '@orrery/analytics';
import { PeakMemory } from './peak-memory.ts';
import { readFileOnce } from './read-file-once.ts';

/**
 * `npm run bench -- job [--scale 20] [--edge-factor 16] [--runs 3]`: a workflow file over a generated RMAT graph as CSV,
 * PageRank and ConnectedComponent, both stored, by `orrery run` from its start to its exit; the peak memory of its
 * process tree; and the stages of the tasks with their shares. The peer is reading the same file once, byte by byte
 * through the page cache, in the same run: no reader can be faster.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '20' },
    'edge-factor': { type: 'string', default: '16' },
    runs: { type: 'string', default: '3' },
  },
});
const scale = Number(values.scale);
const edgeFactor = Number(values['edge-factor']);
const SEED = 1;
const MAX_SECONDS = 12;
const MAX_BYTES = 3e9;
const ENTRY = join(import.meta.dirname, '../../apps/cli/bin/orrery.mjs');

interface JobJson {
  readonly id: number;
  readonly runBeginTimeMs: number;
  readonly runEndTimeMs: number;
  readonly tasks: readonly { readonly key: string; readonly result?: { summary: { rowCount: number } } }[];
}

/** `stages in ms: read 1200.0, …` of the tasks' logs, added up by stage. */
function addStages(into: Map<string, number>, stderr: string): void {
  for (const [, text] of stderr.matchAll(/stages in ms: ([^\n]+)/g)) {
    for (const [, stage, ms] of text!.matchAll(/([a-z]+) ([\d.]+)/g)) {
      into.set(stage!, (into.get(stage!) ?? 0) + Number(ms));
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-job-'));
let failed = false;
try {
  const csv = join(folder, 'rmat.csv');
  await generateRmat({ scale, edgeFactor, seed: SEED, threads: 2 }, csv);
  const sizeBytes = statSync(csv).size;
  writeFileSync(
    join(folder, 'job.yaml'),
    `name: bench
tasks:
  pagerank_1: { type: PageRank, input: { file: rmat.csv, src: src, dst: dst } }
  connectedcomponent_1: { type: ConnectedComponent, input: { file: rmat.csv, src: src, dst: dst } }
`,
  );
  process.stdout.write(
    `RMAT scale ${scale}, ${edgeFactor} × 2^${scale} edges, seed ${SEED}: ${(sizeBytes / 1e6).toFixed(0)} MB of CSV\n`,
  );
  const peerSeconds = readFileOnce(csv);
  for (let run = 1; run <= Number(values.runs); run++) {
    const memory = new PeakMemory();
    const begin = performance.now();
    const running = promisify(execFile)(
      process.execPath,
      [ENTRY, 'run', join(folder, 'job.yaml'), '--data', join(folder, `data-${run}`), '--json', '--logs'],
      { maxBuffer: 1 << 26 },
    );
    memory.watch(running.child.pid!);
    const { stdout, stderr } = await running;
    const seconds = (performance.now() - begin) / 1000;
    const peakBytes = memory.stop();
    const job = JSON.parse(stdout) as JobJson;
    const jobSeconds = (job.runEndTimeMs - job.runBeginTimeMs) / 1000;
    const stages = new Map<string, number>([['start and stop', (seconds - jobSeconds) * 1000]]);
    addStages(stages, stderr);
    const sum = [...stages.values()].reduce((total, ms) => total + ms, 0);
    const shares = [...stages].map(
      ([stage, ms]) => `${stage} ${(ms / 1000).toFixed(2)} s (${((100 * ms) / sum).toFixed(0)} %)`,
    );
    const rows = job.tasks.map((task) => `${task.key} ${task.result?.summary.rowCount ?? 0} rows`);
    process.stdout.write(
      `run ${run}: ${seconds.toFixed(2)} s wall (bar ${MAX_SECONDS}), peak ${(peakBytes / 1e9).toFixed(2)} GB ` +
        `(bar ${MAX_BYTES / 1e9}), ratio to reading the file once (${peerSeconds.toFixed(2)} s): ${(seconds / peerSeconds).toFixed(1)}\n` +
        `  ${rows.join(', ')}\n  ${shares.join(', ')}\n`,
    );
    failed ||= seconds > MAX_SECONDS || peakBytes > MAX_BYTES;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(failed ? 'job: a bar is not met\n' : 'job: every bar is met\n');
process.exit(failed ? 1 : 0);
