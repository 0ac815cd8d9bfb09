import type { Graph } from './graph.ts';

export interface ScanResult {
  readonly count: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly weight: Float64Array;
}

export type Side = 'out' | 'in';

/** One way to keep the edges of a type in LMDB, as far as measuring needs it. */
export interface Layout {
  readonly name: string;
  /** Writes the sorted edges of one direction in batches. */
  load(side: Side, edges: Graph): void;
  /** The weight of an edge, undefined when it is not there. */
  weightOf(src: number, dst: number): number | undefined;
  /** The other ends of a vertex's edges, appended to `into`; returns how many. */
  neighbours(side: Side, vertex: number, into: number[]): number;
  /** Inserts or changes an edge in both directions, within the transaction that is open. */
  put(src: number, dst: number, weight: number, since: bigint): void;
  /** Every edge once, in arrays. */
  scan(edgeCount: number): ScanResult;
}
