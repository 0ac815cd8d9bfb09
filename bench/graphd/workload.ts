import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { randomStream } from '../random-stream.ts';
import { generateGraph } from '../storage-layouts/graph.ts';

export const STARTS = 1000;
export const ABOVE = 50;
const FETCHES = 2000;
const WIDE_ROWS = 100_000;
const INSERTS = 300;

/** The same questions for ours and the peer. Vertices are numbers here; {@link vidOf} says their ids. */
export interface Picks {
  readonly fetches: readonly number[];
  readonly starts: readonly number[];
  /** A vertex with `wideRows` edges. */
  readonly hub: number;
  readonly wideRows: number;
  readonly inserts: readonly (readonly [number, number])[];
}

export interface Workload {
  readonly vertexCount: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly weight: Float64Array;
  readonly since: BigInt64Array;
  readonly picks: Picks;
}

export const vidOf = (vertex: number): string => `vertex_${vertex}`;
export const ageOf = (vertex: number): number => vertex % 100;

/**
 * A graph with skewed sources and without loops, in which two hops mean the same to both, and a last vertex with edges to
 * many others. Depends on its size and seed only.
 */
export function workload(vertexCount: number, wantedEdges: number, seed: number): Workload {
  const graph = generateGraph(vertexCount, wantedEdges, seed);
  const wideRows = Math.min(WIDE_ROWS, vertexCount - 1);
  const hub = vertexCount;
  const size = graph.edgeCount + wideRows;
  const [src, dst, weight, since] = [
    new Uint32Array(size),
    new Uint32Array(size),
    new Float64Array(size),
    new BigInt64Array(size),
  ];
  let count = 0;
  const add = (from: number, to: number, i: number): void => {
    src[count] = from;
    dst[count] = to;
    weight[count] = graph.weight[i]!;
    since[count++] = graph.since[i]!;
  };
  // In an order that no file is sorted by: the prime divides no count below it.
  let at = 0;
  for (let i = 0; i < graph.edgeCount; i++, at = (at + STRIDE) % graph.edgeCount) {
    if (graph.src[at] !== graph.dst[at]) add(graph.src[at]!, graph.dst[at]!, at);
  }
  for (let i = 0; i < wideRows; i++) add(hub, i, i % graph.edgeCount);
  const random = randomStream(seed + 1);
  const pick = (length: number): number[] => Array.from({ length }, () => random() % vertexCount);
  return {
    vertexCount: vertexCount + 1,
    src: src.subarray(0, count),
    dst: dst.subarray(0, count),
    weight: weight.subarray(0, count),
    since: since.subarray(0, count),
    picks: {
      fetches: pick(FETCHES),
      starts: [...new Set(pick(STARTS))],
      hub,
      wideRows,
      inserts: pick(INSERTS).map((from, i) => [from, (from + i + 1) % vertexCount]),
    },
  };
}

const STRIDE = 7_919_111;

/** vertices.csv and edges.csv, without header lines. */
export async function writeCsv(folder: string, load: Workload): Promise<void> {
  await writeLines(join(folder, 'vertices.csv'), load.vertexCount, (i) => `${vidOf(i)},${ageOf(i)}\n`);
  const { src, dst, weight, since } = load;
  await writeLines(
    join(folder, 'edges.csv'),
    src.length,
    (i) => `${vidOf(src[i]!)},${vidOf(dst[i]!)},${weight[i]},${since[i]}\n`,
  );
}

async function writeLines(path: string, count: number, line: (i: number) => string): Promise<void> {
  const file = createWriteStream(path);
  for (let first = 0; first < count; first += LINES_AT_ONCE) {
    let text = '';
    for (let i = first; i < Math.min(count, first + LINES_AT_ONCE); i++) text += line(i);
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

const LINES_AT_ONCE = 10_000;
