/**
 * `npm run bench -- stages [--scale 20] [--edge-factor 16] [--seed 42] [--threads 2] [--repeat 5]`
 *
 * Times the stages of reading an R-MAT edge list from CSV (read, encode, build) and the algorithms over it, as median
 * seconds of a whole run (result columns included) and millions of edges per second (times rounds, where there are
 * rounds). Beside it, in the same run and over the same file: reading and PageRank in plain typed-array JavaScript.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  generateRmat,
  runAlgorithm,
  type AlgorithmResult,
  type EdgeSource,
  type EdgeValueKind,
  type Projection,
} from '@orrery/analytics';
import { plainCsr, plainPageRank, readPlain, type PlainEdges } from './plain-javascript.ts';
import { weightedScan } from './weighted-scan.ts';
import { median } from '../quantile.ts';

const LIMIT_BYTES = 2 ** 32;
const ROUNDS = 10;

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '20' },
    'edge-factor': { type: 'string', default: '16' },
    seed: { type: 'string', default: '42' },
    threads: { type: 'string', default: '2' },
    repeat: { type: 'string', default: '5' },
  },
});
const scale = Number(values.scale);
const edgeFactor = Number(values['edge-factor']);
const seed = BigInt(values.seed);
const threads = Number(values.threads);
const repeat = Number(values.repeat);

async function seconds<T>(body: () => T | Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const started = performance.now();
  const value = await body();
  return { value, seconds: (performance.now() - started) / 1000 };
}

function row(name: string, time: number, edges: number | undefined, note = ''): void {
  const rate = edges === undefined ? '' : (edges / time / 1e6).toFixed(0);
  console.log(`${name.padEnd(44)}${time.toFixed(3).padStart(9)}${rate.padStart(9)}  ${note}`);
}

function peakMiB(): string {
  return `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`;
}

async function build(source: EdgeSource, edgeValue: EdgeValueKind): Promise<Projection> {
  const samples = { read: [] as number[], encode: [] as number[], build: [] as number[] };
  let projection: Projection | undefined;
  for (let i = 0; i < repeat; i++) {
    projection?.close();
    projection = await buildProjection(source, { threads, edgeValue, memoryLimitBytes: LIMIT_BYTES });
    for (const stage of ['read', 'encode', 'build'] as const) samples[stage].push(projection.stagesMs[stage] / 1000);
  }
  const edges = projection!.edgeCount;
  const kind = source.kind === 'csv' ? 'CSV' : 'scan, weighted';
  for (const stage of ['read', 'encode', 'build'] as const) row(`${stage} (${kind})`, median(samples[stage]), edges);
  return projection!;
}

async function measure(
  projection: Projection,
  id: string,
  raw: Record<string, unknown>,
  rounds = 1,
): Promise<AlgorithmResult> {
  const parameters = coerceParameters(algorithms.get(id)!, raw);
  const options = { threads, directed: true, memoryLimitBytes: LIMIT_BYTES };
  // the first run builds the orientation that the algorithm needs, which later runs find
  const first = await seconds(() => runAlgorithm(id, projection, parameters, options));
  const samples: number[] = [];
  for (let i = 0; i < repeat; i++) {
    samples.push((await seconds(() => runAlgorithm(id, projection, parameters, options))).seconds);
  }
  const name = `${id} ${Object.entries(raw).map(([key, value]) => `${key}=${String(value)}`).join(' ')}`; // prettier-ignore
  row(name, median(samples), projection.edgeCount * rounds, `first run ${first.seconds.toFixed(3)}`);
  return first.value;
}

/** Largest relative difference of ours to the peer's ranks; both are in the order of ids. */
function difference(ours: AlgorithmResult, peer: Float64Array, edges: PlainEdges): number {
  const data = ours.columns.find((column) => column.name === 'VALUE')!.data;
  if (data.type !== 'double') throw new Error('PageRank answers with doubles');
  let most = 0;
  let at = 0;
  for (let id = 0; id < edges.idRange; id++) {
    if (edges.present[id] === 0) continue;
    most = Math.max(most, Math.abs(data.values[at++]! / peer[id]! - 1));
  }
  return most;
}

const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
try {
  const path = join(folder, 'rmat.csv');
  console.log(`R-MAT scale ${scale}, edge factor ${edgeFactor}, seed ${seed}; ${threads} threads; median of ${repeat}`);
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; Node ${process.version}\n`);
  console.log(`${''.padEnd(44)}${'seconds'.padStart(9)}${'MTEPS'.padStart(9)}`);
  const generated = await seconds(() => generateRmat({ scale, edgeFactor, seed, threads }, path));
  const mebibytes = (generated.value.sizeBytes / 2 ** 20).toFixed(0);
  row('generate', generated.seconds, generated.value.edgeCount, `${mebibytes} MiB`);

  const source = { kind: 'csv', path, header: true, delimiter: ',', src: 'src', dst: 'dst' } as const;
  const projection = await build(source, 'none');
  const root = projection.vids.type === 'int64' ? projection.vids.values[0]! : '0';
  const pageRank = await measure(projection, 'PageRank', { ITERATIONS: ROUNDS, EPS: 0 }, ROUNDS);
  await measure(projection, 'BFS', { ROOT: root });
  await measure(projection, 'ConnectedComponent', {});
  await measure(projection, 'StronglyConnectedComponent', {});
  await measure(projection, 'DegreeCentrality', { STEP: 1 });
  await measure(projection, 'LPA', { ITERATIONS: ROUNDS, SELF_START: true }, ROUNDS);
  await measure(projection, 'PageRank', { ITERATIONS: ROUNDS, EPS: 0, IS_DIRECTED: false }, 2 * ROUNDS);
  console.log(`peak resident memory so far: ${peakMiB()}\n`);
  projection.close();

  const plain = await seconds(() => readPlain(path));
  row('plain JavaScript: read', plain.seconds, generated.value.edgeCount);
  const csr = await seconds(() => plainCsr(plain.value));
  row('plain JavaScript: build', csr.seconds, generated.value.edgeCount);
  const samples: number[] = [];
  let ranks = new Float64Array(0);
  for (let i = 0; i < Math.min(repeat, 3); i++) {
    const run = await seconds(() => plainPageRank(csr.value, ROUNDS));
    samples.push(run.seconds);
    ranks = run.value;
  }
  const most = difference(pageRank, ranks, plain.value).toExponential(1);
  row('plain JavaScript: PageRank', median(samples), generated.value.edgeCount * ROUNDS, `largest difference ${most}`);

  const weighted = await build({ kind: 'scan', scan: weightedScan(plain.value, seed) }, 'weight');
  await measure(weighted, 'SSSP', { ROOT: root });
  weighted.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
}
