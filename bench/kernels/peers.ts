import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ordinaryVertex, type BenchGraph } from './graphs.ts';

const SCRIPT = join(import.meta.dirname, 'peers.py');

export interface PeerTime {
  readonly peer: string;
  readonly seconds: number;
  readonly check: Readonly<Record<string, number>>;
}

export interface PeerAnswers {
  readonly versions: readonly string[];
  readonly times: ReadonlyMap<string, readonly PeerTime[]>;
}

export interface PeerRun {
  readonly graph: BenchGraph;
  readonly cases: readonly string[];
  readonly threads: number;
  readonly repeat: number;
  readonly budget: number;
  /** Seconds that a peer may take for one case with its repeats; then it is ended. */
  readonly limit: number;
  readonly rounds: number;
  readonly samples: number;
  readonly ids1: readonly number[];
  readonly ids2: readonly number[];
}

type Line = Readonly<Record<string, string>> & {
  readonly seconds?: number;
  readonly check: Readonly<Record<string, number>>;
};

/** Times the peers on the same edges, given to them as raw arrays. What fails or takes too long is told, without a time. */
export async function timePeers(python: string, run: PeerRun): Promise<PeerAnswers> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-peers-'));
  const { graph, ...rest } = run;
  const versions = new Set<string>();
  const times = new Map<string, PeerTime[]>();
  const done: (readonly [string, string])[] = [];
  const take = (line: Line): void => {
    const peer = line['peer'];
    if (line['missing'] !== undefined) {
      if (done.length === 0) console.log(`  no ${peer}: ${line['missing']}`);
    } else if (line['version'] !== undefined) versions.add(`${peer} ${line['version']}`);
    else if (line['failed'] !== undefined) console.log(`  ${peer}, ${line['case']}: ${line['failed']}`);
    else {
      const time: PeerTime = { peer: peer!, seconds: line.seconds!, check: line.check };
      times.set(line['case']!, [...(times.get(line['case']!) ?? []), time]);
    }
  };
  try {
    writeFileSync(join(folder, 'sources.u32'), graph.sources);
    writeFileSync(join(folder, 'targets.u32'), graph.targets);
    writeFileSync(join(folder, 'weights.f64'), graph.weights);
    for (let isCut = true; isCut;) {
      const given = { n: graph.n, root: ordinaryVertex(graph), ...rest, done };
      writeFileSync(join(folder, 'graph.json'), JSON.stringify(given));
      isCut = false;
      const child = spawn(python, [SCRIPT, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, OMP_NUM_THREADS: String(run.threads) },
      });
      const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
      let timer: NodeJS.Timeout | undefined;
      for await (const text of createInterface({ input: child.stdout })) {
        // what it said after it was ended belongs to a case that will be begun again
        if (isCut || !text.startsWith('{')) continue;
        const line = JSON.parse(text) as Line;
        clearTimeout(timer);
        if (line['begins'] === undefined) {
          take(line);
          continue;
        }
        done.push([line['case']!, line['peer']!]);
        timer = setTimeout(() => {
          isCut = true;
          console.log(`  ${line['peer']}, ${line['case']}: ended after ${run.limit} s`);
          child.kill('SIGKILL');
        }, run.limit * 1000);
      }
      clearTimeout(timer);
      const status = await ended;
      if (status !== 0 && !isCut) {
        console.log(`  the peers ended with ${String(status)}: what they had not measured is missing`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { versions: [...versions], times };
}
