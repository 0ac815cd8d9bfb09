import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ordinaryVertex, type BenchGraph } from './graphs.ts';

const SCRIPT = join(import.meta.dirname, 'peers.py');
const SOURCE = join(import.meta.dirname, 'peers.cpp');
const COMPILED = join(import.meta.dirname, '../../.bench/peers-cpp');

/** As peers.cpp names itself; its kernels store nothing, so it is not one of those that are compared whole. */
export const CPP = 'c++';

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

/** The program of peers.cpp, compiled anew; undefined, with the reason printed, where there is no g++ with OpenMP. */
export function compiledPeer(): string | undefined {
  mkdirSync(dirname(COMPILED), { recursive: true });
  const flags = ['-O3', '-march=native', '-std=c++17', '-fopenmp'];
  const { status, error, stderr } = spawnSync('g++', [...flags, '-o', COMPILED, SOURCE], { encoding: 'utf8' });
  if (status === 0) return COMPILED;
  console.log(`No C++: ${error?.message ?? stderr.trim().split('\n')[0]}`);
  return undefined;
}

/**
 * Times the peers on the same edges, given to them as raw arrays. What fails or takes too long is told, without a time.
 * Without a Python, or without the program of peers.cpp, those peers are missing.
 */
export async function timePeers(
  python: string | undefined,
  cpp: string | undefined,
  run: PeerRun,
): Promise<PeerAnswers> {
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
    if (cpp !== undefined) {
      const { n } = graph;
      const given = [n, ordinaryVertex(graph), run.repeat, run.budget, run.rounds, run.cases.join(',')].map(String);
      const env = { ...process.env, OMP_NUM_THREADS: String(run.threads) };
      const limitMs = run.limit * 1000 * given.length;
      const { stdout, status, signal } = spawnSync(cpp, [folder, ...given], {
        env,
        encoding: 'utf8',
        timeout: limitMs,
      });
      for (const text of stdout.split('\n')) if (text.endsWith('}')) take(JSON.parse(text) as Line);
      if (status !== 0)
        console.log(`  ${CPP} ended with ${String(status ?? signal)}: what it had not measured is missing`);
    }
    for (let isCut = python !== undefined; isCut;) {
      const given = { n: graph.n, root: ordinaryVertex(graph), ...rest, done };
      writeFileSync(join(folder, 'graph.json'), JSON.stringify(given));
      isCut = false;
      const child = spawn(python!, [SCRIPT, folder], {
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
