/** Graphs for the tests of algorithms, and running an algorithm over them as a task does. */
import {
  vidColumn,
  vidsOf,
  type AlgorithmDescriptor,
  type ParameterDescriptor,
  type ColumnData,
  type EdgeBatch,
  type EdgeScan,
  type VertexId,
} from '@orrery/contracts';
import { buildKernels } from '../build.ts';
import {
  algorithms,
  buildProjection,
  coerceParameters,
  runAlgorithm,
  type AlgorithmResult,
  type EdgeValueKind,
  type Projection,
} from '../src/index.ts';

await buildKernels();

export const LIMIT_BYTES = 2 ** 30;
export const SEED = 20_260_722;

/** Vertices are 0 … n-1, and stand for `ids` in ascending order. */
export interface TestGraph {
  readonly name: string;
  readonly n: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly weights?: readonly number[];
  /** Milliseconds since 1970. */
  readonly times?: readonly bigint[];
  readonly ids: readonly VertexId[];
}

/** mulberry32: the fixed-seed generator of the tests. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function intIds(n: number, step: bigint = 1n, first: bigint = 0n): bigint[] {
  return Array.from({ length: n }, (_, i) => first + BigInt(i) * step);
}

/** Edges between vertices of which the first are the likelier ends; weightOf: of a draw from 0 to 1. */
export function randomGraph(
  name: string,
  n: number,
  m: number,
  seed: number,
  weightOf?: (draw: number) => number,
): TestGraph {
  const random = generator(seed);
  const vertex = (): number => Math.floor(random() * random() * n);
  const edges = Array.from({ length: m }, () => [vertex(), vertex()] as const);
  const weights = weightOf ? edges.map(() => weightOf(random())) : undefined;
  // far apart, so that they go through the dictionary
  const ids = intIds(n, 2n ** 63n / BigInt(n), -(2n ** 62n));
  return { name, n, edges, ids, ...(weights ? { weights } : {}) };
}

function bytesOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const STRANGE_IDS = [
  '__proto__', 'constructor', '1', '01', '1.0', ' 1', 'a,b', 'say "x"', 'line\nbreak', 'line\r\nbreak', '\t', 'é', 'e\u0301', '', '日本',
  '🜁', 'prefix-of-twenty-bytes', 'prefix-of-twenty-bytes-and-more', 'prefix-of-twenty-byteZ', 'prefix\u0000', 'prefix',
].toSorted(bytesOrder); // prettier-ignore

const pathEdges = Array.from({ length: 9999 }, (_, i) => [i, i + 1] as const);
const random = generator(SEED);

/** Every algorithm's properties are checked on each of these. */
export const testGraphs: readonly TestGraph[] = [
  { name: 'no edge', n: 3, edges: [], ids: [-5n, 0n, 7n] },
  { name: 'one self-loop', n: 1, edges: [[0, 0]], weights: [2], ids: [2n ** 63n - 1n] },
  {
    name: 'parallel edges, self-loops, an isolated vertex',
    n: 5,
    edges: [[0, 1], [0, 1], [1, 0], [1, 1], [1, 1], [2, 3], [3, 3]],
    weights: [3, 1, 0, 5, 5, 0.5, 2],
    ids: [-(2n ** 63n), -1n, 9_007_199_254_740_992n, 9_007_199_254_740_993n, 2n ** 63n - 1n],
  }, // prettier-ignore
  { name: 'path of 10,000', n: 10_000, edges: pathEdges, ids: intIds(10_000) },
  {
    name: 'path of 10,000 backwards, shuffled',
    n: 10_000,
    edges: pathEdges.map(([u, v]) => [(v * 7919) % 10_000, (u * 7919) % 10_000] as const),
    weights: pathEdges.map(() => Math.floor(random() * 4)),
    ids: intIds(10_000, 3n, -15_000n),
  },
  { name: 'star', n: 300, edges: Array.from({ length: 299 }, (_, i) => [0, i + 1] as const), ids: intIds(300) },
  {
    name: 'strange strings',
    n: STRANGE_IDS.length,
    edges: Array.from({ length: 60 }, () => [
      Math.floor(random() * STRANGE_IDS.length),
      Math.floor(random() * STRANGE_IDS.length),
    ] as const),
    ids: STRANGE_IDS,
  }, // prettier-ignore
  randomGraph('sparse random', 2000, 2500, SEED + 1),
  randomGraph('dense random', 600, 20_000, SEED + 2, (draw) => Math.floor(draw * 100)),
  randomGraph('random with extreme weights', 400, 3000, SEED + 3, (draw) =>
    draw < 0.2 ? 0 : draw < 0.4 ? 1e-9 : draw < 0.5 ? 1e6 : draw,
  ),
];

/** Groups of equal size; a vertex has about `inside` edges within its group and `outside` to others. */
export function planted(groups: number, size: number, inside: number, outside: number, seed: number): TestGraph {
  const random = generator(seed);
  const n = groups * size;
  const edges: [number, number][] = [];
  for (let v = 0; v < n; v++) {
    const first = Math.floor(v / size) * size;
    for (let i = 0; i < inside / 2; i++) edges.push([v, first + Math.floor(random() * size)]);
    for (let i = 0; i < outside / 2; i++) edges.push([v, Math.floor(random() * n)]);
  }
  return { name: `planted, seed ${seed}`, n, edges, ids: Array.from({ length: n }, (_, v) => BigInt(v)) };
}

/** Something for every parameter that has to be given or names vertices: the graph's first vertex, a range of all times. */
export function neededParameters(
  { parameters }: Pick<AlgorithmDescriptor, 'parameters'>,
  graph: TestGraph,
): Record<string, VertexId | VertexId[]> {
  const first = graph.ids[0]!;
  const of: Partial<Record<ParameterDescriptor['type'], (name: string) => VertexId | VertexId[]>> = {
    vid: () => first,
    vids: () => [first],
    datetime: (name) => (name.startsWith('BEGIN') ? -(2n ** 63n) : 2n ** 63n - 1n),
  };
  const given = parameters.flatMap(({ name, type }) => (of[type] ? [[name, of[type](name)] as const] : []));
  return Object.fromEntries(given);
}

export function scanOf(graph: TestGraph, batchEdges = 700): EdgeScan {
  const vidType = typeof (graph.ids[0] ?? 0n) === 'bigint' ? 'int64' : 'string';
  async function* batches(): AsyncGenerator<EdgeBatch> {
    for (let first = 0; first < graph.edges.length; first += batchEdges) {
      const part = graph.edges.slice(first, first + batchEdges);
      const column = (end: 0 | 1) =>
        vidColumn(
          part.map((edge) => graph.ids[edge[end]]!),
          vidType,
        );
      const weight = graph.weights?.slice(first, first + batchEdges);
      const times = graph.times?.slice(first, first + batchEdges);
      yield {
        count: part.length,
        src: column(0),
        dst: column(1),
        ...(weight ? { weight: Float64Array.from(weight) } : {}),
        ...(times ? { timeMs: BigInt64Array.from(times) } : {}),
      };
    }
  }
  return { vidType, edgeCount: graph.edges.length, batches, close: () => Promise.resolve() };
}

/** The graph with a time for every edge: this century, and some that a double cannot tell apart or that end the range. */
export function timed(graph: TestGraph, seed = SEED): TestGraph {
  const random = generator(seed);
  const extreme = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n, 2n ** 53n + 1n, -1n, 0n];
  const times = graph.edges.map(() =>
    random() < 0.1
      ? extreme[Math.floor(random() * extreme.length)]!
      : 946_684_800_000n + BigInt(Math.floor(random() * 1e12)),
  );
  return { ...graph, times };
}

/** A projection that the algorithm can work on: with times where it needs them, else with weights where the graph has some. */
export function projectFor(
  { graph: needs }: Pick<AlgorithmDescriptor, 'graph'>,
  graph: TestGraph,
  threads = 2,
): Promise<Projection> {
  return needs.time === 'required' ? project(timed(graph), threads, 'time') : project(graph, threads);
}

export function project(
  graph: TestGraph,
  threads = 2,
  edgeValue: EdgeValueKind = graph.weights === undefined ? 'none' : 'weight',
): Promise<Projection> {
  const scan = scanOf(graph);
  return buildProjection(
    { kind: 'scan', scan, vertices: vidColumn(graph.ids, scan.vidType) },
    { threads, edgeValue, memoryLimitBytes: LIMIT_BYTES },
  );
}

export async function runOn(
  projection: Projection,
  id: string,
  raw: Record<string, unknown> = {},
  { threads = 2, directed = true }: { threads?: number; directed?: boolean } = {},
): Promise<AlgorithmResult> {
  const parameters = coerceParameters(algorithms.get(id)!, raw);
  return runAlgorithm(id, projection, parameters, { threads, directed, memoryLimitBytes: LIMIT_BYTES });
}

/** Cells of a column of the result. */
export function cells(result: AlgorithmResult, name: string): (string | bigint | number)[] {
  const data: ColumnData | undefined = result.columns.find((column) => column.name === name)?.data;
  if (data?.type === 'string' || data?.type === 'json') {
    return vidsOf({ type: 'string', offsets: data.offsets, bytes: data.bytes });
  }
  if (data?.type === 'int64' || data?.type === 'double') return [...data.values];
  throw new Error(`no column ${name} of text or numbers`);
}

/** Values by vertex index; rows that are missing are undefined. */
export function byVertex(
  graph: TestGraph,
  result: AlgorithmResult,
  name: string,
): (string | bigint | number | undefined)[] {
  const indexOf = new Map(graph.ids.map((id, i) => [id, i]));
  const values: (string | bigint | number | undefined)[] = Array.from({ length: graph.n }, () => undefined);
  const vids = cells(result, 'VID');
  cells(result, name).forEach((value, row) => (values[indexOf.get(vids[row] as VertexId)!] = value));
  return values;
}

/** The index of the vertex that each LABEL names. */
export function labelsOf(graph: TestGraph, result: AlgorithmResult): number[] {
  const indexOf = new Map(graph.ids.map((id, i) => [id, i]));
  return byVertex(graph, result, 'LABEL').map((label) => indexOf.get(label as VertexId)!);
}

/** Edges with those of the other direction added. */
export function bothWays(graph: TestGraph): TestGraph {
  const edges = [...graph.edges, ...graph.edges.map(([u, v]) => [v, u] as const)];
  return { ...graph, edges, ...(graph.weights ? { weights: [...graph.weights, ...graph.weights] } : {}) };
}
