import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateRmat } from '@orrery/analytics';
import { readPlain } from '../stages/plain-javascript.ts';
import { randomStream } from '../random-stream.ts';

export const GRAPHS = ['rmat', 'uniform', 'road'] as const;
export type GraphKind = (typeof GRAPHS)[number];

/** A simple undirected graph without isolated vertices; vertices are 0 … n-1 and each edge is there once. */
export interface BenchGraph {
  readonly kind: GraphKind;
  readonly scale: number;
  readonly seed: number;
  readonly n: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Integers of 1 to 255, as GAP gives them to shortest paths. */
  readonly weights: Float64Array;
  readonly degrees: Uint32Array;
}

const EDGE_FACTOR = 16;
/** Of the streets of the grid, in 2^-8: enough for one large component with detours. */
const STREETS_KEPT = 220;

type Ends = Pick<BenchGraph, 'sources' | 'targets'>;

async function rmat(scale: number, seed: number): Promise<Ends> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
  try {
    const path = join(folder, 'rmat.csv');
    await generateRmat({ scale, edgeFactor: EDGE_FACTOR, seed, threads: 2 }, path);
    return readPlain(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both ends of every edge drawn uniformly. */
function uniform(scale: number, seed: number): Ends {
  const random = randomStream(seed);
  const count = EDGE_FACTOR * 2 ** scale;
  const sources = new Uint32Array(count);
  const targets = new Uint32Array(count);
  for (let e = 0; e < count; e++) {
    sources[e] = random() >>> (32 - scale);
    targets[e] = random() >>> (32 - scale);
  }
  return { sources, targets };
}

/** A rectangular grid of crossings, some of whose streets are missing; numbered row by row, as maps are. */
function road(scale: number, seed: number): Ends {
  const random = randomStream(seed);
  const width = 2 ** Math.ceil(scale / 2);
  const n = 2 ** scale;
  const sources: number[] = [];
  const targets: number[] = [];
  for (let v = 0; v < n; v++) {
    for (const [u, isStreet] of [
      [v + 1, (v + 1) % width !== 0],
      [v + width, v + width < n],
    ] as const) {
      // prettier-ignore
      if (!isStreet || random() >>> 24 >= STREETS_KEPT) continue;
      sources.push(v);
      targets.push(u);
    }
  }
  return { sources: Uint32Array.from(sources), targets: Uint32Array.from(targets) };
}

/** The first of equal edges, without self-loops; edges are equal in either direction. */
function simple({ sources, targets }: Ends, range: number): Ends {
  const offsets = new Uint32Array(range + 1);
  for (let e = 0; e < sources.length; e++) offsets[Math.min(sources[e]!, targets[e]!) + 1]!++;
  for (let v = 0; v < range; v++) offsets[v + 1]! += offsets[v]!;
  const places = offsets.slice();
  const byLesser = new Uint32Array(sources.length);
  for (let e = 0; e < sources.length; e++) byLesser[places[Math.min(sources[e]!, targets[e]!)]!++] = e;
  const seenFrom = new Uint32Array(range).fill(0xffff_ffff);
  const isKept = new Uint8Array(sources.length);
  let kept = 0;
  for (let v = 0; v < range; v++) {
    for (let i = offsets[v]!; i < offsets[v + 1]!; i++) {
      const e = byLesser[i]!;
      const other = Math.max(sources[e]!, targets[e]!);
      if (other === v || seenFrom[other] === v) continue;
      seenFrom[other] = v;
      isKept[e] = 1;
      kept++;
    }
  }
  const result = { sources: new Uint32Array(kept), targets: new Uint32Array(kept) };
  for (let e = 0, at = 0; e < sources.length; e++) {
    if (isKept[e] === 0) continue;
    result.sources[at] = sources[e]!;
    result.targets[at++] = targets[e]!;
  }
  return result;
}

/** Depends on kind, scale and seed only. */
export async function benchGraph(kind: GraphKind, scale: number, seed: number): Promise<BenchGraph> {
  const drawn = kind === 'rmat' ? await rmat(scale, seed) : (kind === 'uniform' ? uniform : road)(scale, seed);
  const { sources, targets } = simple(drawn, 2 ** scale);
  const all = new Uint32Array(2 ** scale);
  for (let e = 0; e < sources.length; e++) {
    all[sources[e]!]!++;
    all[targets[e]!]!++;
  }
  const number = new Uint32Array(all.length);
  let n = 0;
  for (let v = 0; v < all.length; v++) if (all[v] !== 0) number[v] = n++;
  const random = randomStream(seed + 1);
  const weights = new Float64Array(sources.length);
  for (let e = 0; e < sources.length; e++) {
    sources[e] = number[sources[e]!]!;
    targets[e] = number[targets[e]!]!;
    weights[e] = 1 + (random() % 255);
  }
  return { kind, scale, seed, n, sources, targets, weights, degrees: all.filter((degree) => degree !== 0) };
}

/** The first vertex of at least mean degree: one that is like most and not in a component of two. */
export function ordinaryVertex({ n, sources, degrees }: BenchGraph): number {
  return degrees.findIndex((degree) => degree >= (2 * sources.length) / n);
}
