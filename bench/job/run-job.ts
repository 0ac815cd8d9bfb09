import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PeakMemory } from './peak-memory.ts';

const ENTRY = join(import.meta.dirname, '../../apps/cli/bin/orrery.mjs');

interface JobJson {
  readonly runBeginTimeMs: number;
  readonly runEndTimeMs: number;
  readonly tasks: readonly { readonly key: string; readonly result?: { summary: { rowCount: number } } }[];
}

export interface MeasuredRun {
  /** From the start of `orrery run` to its exit. */
  readonly seconds: number;
  /** Of all its processes together. */
  readonly peakBytes: number;
  /** Milliseconds by stage, `start and stop` being what is not within the job. */
  readonly stagesMs: ReadonlyMap<string, number>;
  readonly rows: readonly string[];
}

/** `stages in ms: read 1200.0, …` of the tasks' logs, added up by stage. */
function addStages(into: Map<string, number>, stderr: string): void {
  for (const [, text] of stderr.matchAll(/stages in ms: ([^\n]+)/g)) {
    for (const [, stage, ms] of text!.matchAll(/([a-z]+) ([\d.]+)/g)) {
      into.set(stage!, (into.get(stage!) ?? 0) + Number(ms));
    }
  }
}

/** Runs a program from start to exit and watches the memory of its processes. @throws with what it printed */
export async function measureProcess(
  file: string,
  args: readonly string[],
): Promise<{ seconds: number; peakBytes: number; stdout: string; stderr: string }> {
  const memory = new PeakMemory();
  const begin = performance.now();
  const running = promisify(execFile)(file, args, { maxBuffer: 1 << 26 });
  memory.watch(running.child.pid!);
  try {
    const { stdout, stderr } = await running;
    return { seconds: (performance.now() - begin) / 1000, peakBytes: memory.stop(), stdout, stderr };
  } finally {
    memory.stop();
  }
}

/** Runs algorithms over the CSV `file` of `folder` as one job on a new data folder `name`, results stored. */
export async function runJob(
  folder: string,
  name: string,
  file: string,
  tasks: Readonly<Record<string, string>>,
): Promise<MeasuredRun> {
  const lines = Object.entries(tasks).map(
    ([type, params]) =>
      `  ${type.toLowerCase()}_1: { type: ${type}, input: { file: ${file}, src: src, dst: dst }, params: { ${params} } }\n`,
  );
  const workflow = join(folder, `${name}.yaml`);
  writeFileSync(workflow, `name: bench\ntasks:\n${lines.join('')}`);
  const args = [ENTRY, 'run', workflow, '--data', join(folder, name), '--json', '--logs'];
  const { seconds, peakBytes, stdout, stderr } = await measureProcess(process.execPath, args);
  const job = JSON.parse(stdout) as JobJson;
  const jobMs = job.runEndTimeMs - job.runBeginTimeMs;
  const stagesMs = new Map([['start and stop', seconds * 1000 - jobMs]]);
  addStages(stagesMs, stderr);
  const named = [...stagesMs.values()].reduce((sum, ms) => sum + ms, 0);
  if (lines.length === 1) stagesMs.set('start of the executor and the rest of the job', seconds * 1000 - named);
  const rows = job.tasks.map((task) => `${task.key} ${task.result?.summary.rowCount ?? 0} rows`);
  return { seconds, peakBytes, stagesMs, rows };
}
