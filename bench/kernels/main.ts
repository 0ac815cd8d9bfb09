/**
 * `npm run bench -- kernels [--graph rmat,uniform,road] [--scale 20] [--only PageRank,SSSP] [--repeat 5] [--threads 2]
 * [--seed 42] [--budget 10] [--limit 120] [--python <path>] [--no-python] [--no-peers] [--write]`
 *
 * Median seconds of every algorithm of the catalogue, result columns included, beside NetworKit, igraph and GraphBLAS in
 * the same run on the same edges and as many threads; and beside the methods of the GAP benchmark suite in C++, kernels
 * alone, for the five that it has too. `--write` puts the tables into docs/performance.md. A measurement
 * is repeated until `--budget` seconds are spent on it, once at least; a peer that takes more than `--limit` seconds for one
 * algorithm is ended.
 */
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  runAlgorithm,
  type AlgorithmResult,
  type Projection,
} from '@orrery/analytics';
import { cases, ROUNDS, SAMPLES, sides, type Case } from './cases.ts';
import { edgeScan } from './edge-scan.ts';
import { benchGraph, GRAPHS, type BenchGraph, type GraphKind } from './graphs.ts';
import { median } from '../quantile.ts';
import { peersPython } from '../peers/peers-python.ts';
import { compiledPeer, timePeers, type PeerAnswers } from './peers.ts';
import { writeSection } from '../write-section.ts';
import { table, type Measured } from './report.ts';

/** Of the other work on the machine, before this one's. */
const load = loadavg()[0]!.toFixed(1);
const LIMIT_BYTES = 2 ** 32;
const SMALL_SCALE = 13;

const { values } = parseArgs({
  options: {
    graph: { type: 'string', default: GRAPHS.join(',') },
    only: { type: 'string', default: '' },
    scale: { type: 'string', default: '20' },
    seed: { type: 'string', default: '42' },
    threads: { type: 'string', default: '2' },
    repeat: { type: 'string', default: '5' },
    budget: { type: 'string', default: '10' },
    limit: { type: 'string', default: '120' },
    python: { type: 'string' },
    'no-python': { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const scale = Number(values.scale);
const seed = Number(values.seed);
const threads = Number(values.threads);
const repeat = Number(values.repeat);
const budget = Number(values.budget);
const limit = Number(values.limit);
const kinds = values.graph.split(',') as GraphKind[];
const unknown = kinds.filter((kind) => !GRAPHS.includes(kind));
if (unknown.length > 0) throw new Error(`no graph ${unknown.join(', ')}; there are ${GRAPHS.join(', ')}`);
const only = values.only === '' ? undefined : values.only.split(',');
const chosen = cases.filter(
  ({ name, algorithm }) =>
    algorithms.has(algorithm) && (only === undefined || only.includes(algorithm) || only.includes(name)),
);

/** Runs once to build what is kept with the projection, then for the clock. */
async function measure(
  of: Case,
  graph: BenchGraph,
  projection: Projection,
): Promise<{ readonly seconds: number; readonly result: AlgorithmResult }> {
  const parameters = coerceParameters(algorithms.get(of.algorithm)!, of.parameters(graph));
  const options = { threads, directed: true, memoryLimitBytes: LIMIT_BYTES };
  const samples: number[] = [];
  let spent = 0;
  for (;;) {
    const started = performance.now();
    const result = await runAlgorithm(of.algorithm, projection, parameters, options);
    samples.push((performance.now() - started) / 1000);
    spent += samples.at(-1)!;
    if (samples.length > repeat || spent >= budget) {
      return { seconds: median(samples.length > 1 ? samples.slice(1) : samples), result };
    }
  }
}

async function measureAll(
  graph: BenchGraph,
  of: readonly Case[],
  times: PeerAnswers['times'],
): Promise<readonly Measured[]> {
  const rows = new Map<Case, Measured>();
  for (const input of ['symmetric', 'once'] as const) {
    for (const edgeValue of ['none', 'weight', 'time'] as const) {
      const mine = of.filter((one) => one.input === input && (one.edgeValue ?? 'none') === edgeValue);
      if (mine.length === 0) continue;
      const scan = edgeScan(graph, input === 'symmetric');
      const options = { threads, edgeValue, memoryLimitBytes: LIMIT_BYTES };
      const projection = await buildProjection({ kind: 'scan', scan }, options);
      for (const one of mine) {
        try {
          const { seconds, result } = await measure(one, graph, projection);
          const stored = one.name === 'StronglyConnectedComponent' ? 1 : 2;
          rows.set(one, {
            of: one,
            seconds,
            edges: stored * graph.sources.length * (one.rounds ?? 1),
            check: one.check(result),
            peers: times.get(one.name) ?? [],
          });
        } catch (error) {
          console.log(`  ${one.name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      projection.close();
    }
  }
  return of.flatMap((one) => rows.get(one) ?? []);
}

const sizes = { full: scale, quarter: scale - 2, small: Math.min(SMALL_SCALE, scale) };
const python = values['no-peers'] || values['no-python'] ? undefined : peersPython(values.python);
const cpp = values['no-peers'] ? undefined : compiledPeer();
const versions = new Set<string>();
const sections: string[] = [];
try {
  for (const kind of kinds) {
    const rows: Measured[] = [];
    let size = '';
    for (const [name, of] of Object.entries(sizes)) {
      const mine = chosen.filter((one) => one.size === name);
      if (mine.length === 0) continue;
      const graph = await benchGraph(kind, of, seed);
      const text = `${graph.n.toLocaleString('en')} vertices, ${graph.sources.length.toLocaleString('en')} undirected edges`;
      console.log(`${kind}, scale ${of}, seed ${seed}: ${text}`);
      size += `${size === '' ? '' : '; '}${name}: ${text}`;
      const answers = await timePeers(python, cpp, {
        graph, threads, repeat, budget, limit, rounds: ROUNDS, samples: SAMPLES, ...sides(graph),
        cases: mine.map((one) => one.name),
      }); // prettier-ignore
      answers.versions.forEach((version) => versions.add(version));
      rows.push(...(await measureAll(graph, mine, answers.times)));
    }
    const inOrder = cases.flatMap((of) => rows.find((row) => row.of === of) ?? []);
    const lines = [`### ${kind}, seed ${seed}`, '', `Sizes: ${size}.`, '', ...table(inOrder)];
    console.log(`\n${lines.join('\n')}\n`);
    sections.push(...(sections.length === 0 ? [] : ['']), ...lines);
    // what was measured stands, should the rest be cut off
    if (values.write) writeSection('kernels', [intro(), '', ...sections]);
  }
} finally {
  await closeAnalytics();
}
console.log(intro());

function intro(): string {
  const pythonAt = process.argv.indexOf('--python');
  const command = process.argv
    .slice(2)
    .filter((_, i) => pythonAt < 0 || (i + 2 !== pythonAt && i + 2 !== pythonAt + 1));
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Linux ${release()}, load average ${load} before it`;
  const against = versions.size === 0 ? 'no peers' : [...versions].join(', ');
  return `\`npm run bench -- kernels ${command.join(' ')}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}; Node ${process.version}, ${against}; ${threads} threads each, median of up to ${repeat} runs.`;
}
