import type { AlgorithmResult } from '@orrery/analytics';
import { ordinaryVertex, type BenchGraph } from './graphs.ts';

export const ROUNDS = 10;
export const SAMPLES = 16;
/** Vertices on each side of Jaccard: 2^16 pairs. */
const SIDE = 256;

/** Of times, which are those of the weights: half of the edges. The peers' script has it too. */
const RANGE = { from: 64, to: 191 };

export type Check = Readonly<Record<string, number>>;

export interface Case {
  /** As the peers' script names it. */
  readonly name: string;
  readonly algorithm: string;
  /** Where full size is too much: 4 times fewer vertices (`quarter`), or 2^13 (`small`). */
  readonly size: 'full' | 'quarter' | 'small';
  /** The input: every edge both ways (`symmetric`) or once. */
  readonly input: 'symmetric' | 'once';
  /** What each edge carries: its weight, or the same number of milliseconds as its time. */
  readonly edgeValue?: 'weight' | 'time';
  readonly parameters: (graph: BenchGraph) => Record<string, unknown>;
  /** Seconds are those of one of so many rounds; for the peers too. */
  readonly rounds?: number;
  /** What must be as the peers have it, but for the last digits. */
  readonly check: (result: AlgorithmResult) => Check;
  /** Shown, not compared: peers may do better or worse here. */
  readonly isQuality?: boolean;
}

/** Equally spaced vertices; none is in both. */
export function sides({ n }: BenchGraph): { readonly ids1: number[]; readonly ids2: number[] } {
  const count = Math.min(SIDE, n >> 1);
  const step = Math.floor(n / count);
  const ids1 = Array.from({ length: count }, (_, i) => i * step);
  return { ids1, ids2: ids1.map((id) => id + 1) };
}

function numbers(result: AlgorithmResult, column: string): ArrayLike<number | bigint> {
  const data = result.columns.find(({ name }) => name === column)?.data;
  if (data?.type !== 'double' && data?.type !== 'int64') throw new Error(`no numbers in the column ${column}`);
  return data.values;
}

const sumOf =
  (column: string, factor = 1) =>
  (result: AlgorithmResult): Check => {
    const values = numbers(result, column);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += Number(values[i]);
    return { sum: sum * factor };
  };

function ranks(result: AlgorithmResult): Check {
  const values = numbers(result, 'VALUE');
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Number(values[i]));
  return { ...sumOf('VALUE')(result), most };
}

/** Labels are vertices: a component has one whose label is itself. */
function components(result: AlgorithmResult): Check {
  const ids = numbers(result, 'VID');
  const labels = numbers(result, 'LABEL');
  let count = 0;
  for (let i = 0; i < ids.length; i++) if (ids[i] === labels[i]) count++;
  return { components: count };
}

/** Levels of a breadth-first search add up to the same for any order of visits. */
const levels = sumOf('LEVEL');

function modularity(result: AlgorithmResult): Check {
  const value = result.statistics['modularity'];
  return typeof value === 'number' ? { modularity: value } : {};
}

const nothing = (): Check => ({});
const none = (): Record<string, unknown> => ({});
const rootOf = (graph: BenchGraph): Record<string, unknown> => ({ ROOT: String(ordinaryVertex(graph)) });

/** Every algorithm of the catalogue; those that this build does not have are left out of a run. */
export const cases: readonly Case[] = [
  {
    name: 'PageRank', algorithm: 'PageRank', size: 'full', input: 'symmetric', rounds: ROUNDS,
    parameters: () => ({ ITERATIONS: ROUNDS, EPS: 0 }), check: ranks,
  },
  {
    name: 'BFS', algorithm: 'BFS', size: 'full', input: 'symmetric',
    parameters: (graph) => ({ ...rootOf(graph), OUTPUT: 'levels' }), check: levels,
  },
  {
    name: 'ConnectedComponent', algorithm: 'ConnectedComponent', size: 'full', input: 'symmetric',
    parameters: none, check: components,
  },
  {
    name: 'StronglyConnectedComponent', algorithm: 'StronglyConnectedComponent', size: 'full', input: 'once',
    parameters: none, check: components,
  },
  {
    name: 'SSSP', algorithm: 'SSSP', size: 'full', input: 'symmetric', edgeValue: 'weight',
    parameters: rootOf, check: sumOf('DISTANCE'),
  },
  {
    name: 'LPA', algorithm: 'LPA', size: 'full', input: 'symmetric', rounds: ROUNDS,
    parameters: () => ({ ITERATIONS: ROUNDS, SELF_START: true }), check: nothing,
  },
  {
    name: 'HANP', algorithm: 'HANP', size: 'full', input: 'symmetric', rounds: ROUNDS,
    parameters: () => ({ ITERATIONS: ROUNDS }), check: nothing,
  },
  { name: 'KCore', algorithm: 'KCore', size: 'full', input: 'once', parameters: none, check: sumOf('VALUE') },
  {
    name: 'DegreeCentrality', algorithm: 'DegreeCentrality', size: 'full', input: 'symmetric',
    parameters: () => ({ STEP: 1, TYPE: 'out' }), check: sumOf('OUT_DEGREE'),
  },
  {
    name: 'DegreeWithTime', algorithm: 'DegreeWithTime', size: 'full', input: 'symmetric', edgeValue: 'time',
    parameters: () => ({ BEGIN_TIME: RANGE.from, END_TIME: RANGE.to, TYPE: 'out' }), check: sumOf('OUT_DEGREE'),
  },
  {
    name: 'TriangleCount', algorithm: 'TriangleCount', size: 'quarter', input: 'once',
    parameters: () => ({ OPT: 1 }),
    check: (result) => ({ triangles: Number(numbers(result, 'COUNT')[0]) }),
  },
  {
    name: 'ClusteringCoefficient', algorithm: 'ClusteringCoefficient', size: 'quarter', input: 'once',
    parameters: none, check: sumOf('VALUE'),
  },
  {
    name: 'Jaccard', algorithm: 'Jaccard', size: 'full', input: 'once',
    parameters: (graph) => {
      const { ids1, ids2 } = sides(graph);
      return { IDS1: ids1.join(','), IDS2: ids2.join(',') };
    },
    check: sumOf('VALUE'),
  },
  {
    name: 'Louvain', algorithm: 'Louvain', size: 'full', input: 'once',
    parameters: () => ({ IS_DIRECTED: false, IS_CALC_MODULARITY: true }), check: modularity, isQuality: true,
  },
  {
    name: 'InfoMap', algorithm: 'InfoMap', size: 'quarter', input: 'symmetric',
    parameters: none, check: modularity, isQuality: true,
  },
  {
    name: 'BetweennessCentrality (exact)', algorithm: 'BetweennessCentrality', size: 'small', input: 'symmetric',
    parameters: () => ({ SAMPLES: 0 }), check: sumOf('VALUE'),
  },
  {
    name: 'BetweennessCentrality (sampled)', algorithm: 'BetweennessCentrality', size: 'full', input: 'symmetric',
    parameters: () => ({ SAMPLES }), check: nothing,
  },
  {
    name: 'ClosenessCentrality (exact)', algorithm: 'ClosenessCentrality', size: 'small', input: 'symmetric',
    parameters: () => ({ NUM_SAMPLES: 0 }), check: nothing,
  },
  {
    name: 'ClosenessCentrality (sampled)', algorithm: 'ClosenessCentrality', size: 'full', input: 'symmetric',
    parameters: () => ({ NUM_SAMPLES: SAMPLES }), check: nothing,
  },
  {
    name: 'HyperANF', algorithm: 'HyperANF', size: 'full', input: 'symmetric',
    parameters: none, check: nothing,
  },
  {
    name: 'APSP', algorithm: 'APSP', size: 'small', input: 'symmetric', edgeValue: 'weight',
    parameters: none, check: sumOf('DISTANCE'),
  },
  {
    name: 'ShortestPath', algorithm: 'ShortestPath', size: 'full', input: 'symmetric',
    parameters: (graph) => {
      const { ids2 } = sides(graph);
      return { src: String(ordinaryVertex(graph)), dst: String(ids2[ids2.length >> 1]) };
    },
    check: ({ statistics }) => ({ hops: Number(statistics['longest']) }),
  },
  {
    name: 'Node2Vec', algorithm: 'Node2Vec', size: 'full', input: 'symmetric',
    parameters: none, check: nothing,
  },
  {
    name: 'Tree_stat', algorithm: 'Tree_stat', size: 'full', input: 'symmetric',
    parameters: (graph) => ({ root: String(ordinaryVertex(graph)) }), check: nothing,
  },
]; // prettier-ignore
