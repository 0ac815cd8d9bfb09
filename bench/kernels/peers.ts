import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ordinaryVertex, type BenchGraph } from './graphs.ts';

const ROOT = join(import.meta.dirname, '../..');
const VENV = join(ROOT, '.venv');
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

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;
}

/**
 * A Python that has the peers, of a virtual environment in /.venv that is made when it is missing; undefined, with the
 * reason printed, where that cannot be had.
 */
export function peersPython(given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  const python = join(VENV, 'bin/python');
  if (existsSync(python) && succeeds(python, ['-c', 'import networkit, igraph'])) return python;
  if (!succeeds('python3', ['-c', 'import venv, ensurepip'])) {
    console.log('No peers: there is no python3 with venv on the path.');
    return undefined;
  }
  console.log('Making a virtual environment with the peers in .venv …');
  if (!existsSync(python) && !succeeds('python3', ['-m', 'venv', VENV])) {
    console.log('No peers: python3 -m venv failed.');
    return undefined;
  }
  const pip = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'] as const;
  const list = spawnSync(pip[0], [...pip.slice(1), '-r', join(import.meta.dirname, 'peers.txt')], { encoding: 'utf8' });
  if (list.status !== 0) {
    console.log(`No peers: pip could not install them: ${list.stderr.trim().split('\n').at(-1) ?? ''}`);
    return undefined;
  }
  if (!succeeds(pip[0], [...pip.slice(1), 'python-graphblas[default]'])) {
    console.log('No GraphBLAS: pip could not install python-graphblas.');
  }
  return python;
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
