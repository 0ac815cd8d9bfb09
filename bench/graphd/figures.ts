import { median } from '../quantile.ts';

/** What is measured, of ours and of the peer. `isRate`: more is better. */
export interface Figure {
  readonly name: string;
  readonly unit: 'rows/s' | 'edges/s' | 's' | 'ms';
  readonly bar?: number;
}

export const FIGURES = {
  load: { name: 'bulk load of all vertices and edges', unit: 'rows/s', bar: 150_000 },
  fetchP50: { name: 'FETCH of a vertex, p50', unit: 'ms', bar: 0.5 },
  fetchP99: { name: 'FETCH of a vertex, p99', unit: 'ms' },
  twoHops: { name: 'GO 2 STEPS, a start, mean', unit: 'ms' },
  count: { name: 'MATCH of all edges, count(*)', unit: 's' },
  sum: { name: 'MATCH of all edges, sum of a property', unit: 's' },
  filtered: { name: 'MATCH of all edges, count where a property is above', unit: 's' },
  tagged: { name: 'sum where a property is above, of edges between vertices of a tag', unit: 's' },
  grouped: { name: 'MATCH of all edges, count by source, the first ten', unit: 's' },
  twoHopCount: { name: 'count of all paths of two hops', unit: 's' },
  twoHopGroups: { name: 'two hops from 1,000 vertices, count by age', unit: 's' },
  csr: { name: 'edge scan to CSR arrays over dense numbers', unit: 'edges/s', bar: 3_000_000 },
  projection: { name: 'edge scan to a projection for algorithms, ids in order', unit: 'edges/s' },
  wide: { name: 'GO, id and two properties, arrival to last byte', unit: 's', bar: 0.33 },
  wideClient: { name: 'the same with the decoding of a JavaScript client', unit: 's' },
  widePython: { name: 'the same with the Python client, until execute() returns', unit: 's' },
  widePythonRead: { name: 'the same until every value was read', unit: 's' },
  insert: { name: 'INSERT of an edge, durable, p50', unit: 'ms' },
  insertEight: { name: 'INSERTs of an edge from 8 sessions at a time, durable', unit: 'rows/s' },
  insertThirtyTwo: { name: 'the same from 32 sessions', unit: 'rows/s' },
  insertMany: { name: 'INSERT of 1,000 edges in a statement (the peer: in a transaction), durable', unit: 'rows/s' },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureKey = keyof typeof FIGURES;

export interface Measurement {
  readonly value: number;
  /** What both must agree on: a count or a sum of the answers. */
  readonly check?: number;
  /** The same after each of several questions. */
  readonly checks?: readonly number[];
  /** How many of the questions were asked before the time was over, when not all. */
  readonly asked?: { readonly count: number; readonly of: number };
}

export type Measurements = Partial<Record<FigureKey, Measurement>>;

export const isRate = ({ unit }: Figure): boolean => unit.endsWith('/s');

/** Median seconds of an answer that takes long: once to warm up, then until `budgetS` are spent, once at least. */
export async function timed(
  budgetS: number,
  work: () => Promise<number>,
): Promise<Required<Pick<Measurement, 'value' | 'check'>>> {
  await work();
  const samples: number[] = [];
  for (let spent = 0; spent < budgetS && samples.length < MOST_RUNS;) {
    const begin = performance.now();
    const check = await work();
    samples.push((performance.now() - begin) / 1000);
    spent += samples.at(-1)!;
    if (spent >= budgetS || samples.length === MOST_RUNS) return { value: median(samples), check };
  }
  throw new RangeError('the budget must be above zero');
}

const MOST_RUNS = 5;
