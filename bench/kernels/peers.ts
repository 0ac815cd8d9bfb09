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
  readonly rounds: number;
  readonly samples: number;
  readonly ids1: readonly number[];
  readonly ids2: readonly number[];
}

/** Times the peers on the same edges, given to them as raw arrays. What fails is printed and left out. */
export async function timePeers(python: string, run: PeerRun): Promise<PeerAnswers> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-peers-'));
  const { graph, ...rest } = run;
  const versions: string[] = [];
  const times = new Map<string, PeerTime[]>();
  try {
    writeFileSync(join(folder, 'graph.json'), JSON.stringify({ n: graph.n, root: ordinaryVertex(graph), ...rest }));
    writeFileSync(join(folder, 'sources.u32'), graph.sources);
    writeFileSync(join(folder, 'targets.u32'), graph.targets);
    writeFileSync(join(folder, 'weights.f64'), graph.weights);
    const child = spawn(python, [SCRIPT, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: String(run.threads) },
    });
    const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    for await (const text of createInterface({ input: child.stdout })) {
      if (!text.startsWith('{')) continue;
      const line = JSON.parse(text) as Record<string, string> & { seconds?: number; check: Record<string, number> };
      if (line['missing'] !== undefined) console.log(`  no ${line['peer']}: ${line['missing']}`);
      else if (line['version'] !== undefined) versions.push(`${line['peer']} ${line['version']}`);
      else if (line['failed'] !== undefined) console.log(`  ${line['peer']}, ${line['case']}: ${line['failed']}`);
      else {
        const { peer, check } = line;
        const time: PeerTime = { peer: peer!, seconds: line.seconds!, check };
        const of = times.get(line['case']!) ?? [];
        times.set(line['case']!, [...of, time]);
      }
    }
    const status = await ended;
    if (status !== 0) console.log(`  the peers ended with ${String(status)}: what they had not measured is missing`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { versions, times };
}
