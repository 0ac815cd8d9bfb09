import type { VidColumn, VidType } from './columns.ts';
import { OrreryError } from './errors.ts';
import { valueText } from './value-text.ts';
import type { Value, VertexId } from './values.ts';

/** A batch of edges: parallel columns of `count` entries each. */
export interface EdgeBatch {
  readonly count: number;
  readonly src: VidColumn;
  readonly dst: VidColumn;
  /** Present exactly when the scan was asked for a weight. */
  readonly weight?: Float64Array;
  /** Present exactly when the scan was asked for a time: milliseconds since 1970, UTC, of every edge. */
  readonly timeMs?: BigInt64Array;
}

/** What to read of a space. */
export interface EdgeScanRequest {
  readonly space: string;
  /** Edge types; at least one. */
  readonly edges: readonly string[];
  /** A numeric property of every one of the types, or `_rank`. Rows where it is NULL get 1. */
  readonly weight?: string;
  /**
   * A datetime, date, timestamp or int (milliseconds) property of every one of the types, or `_rank` (milliseconds). An edge
   * where it is NULL has no time, which ends the scan with an ErrParam that names the edge.
   */
  readonly time?: string;
}

/** A batch of edges whose ends are rows of {@link DenseEdges.vertexIds}. Its arrays belong to the consumer. */
export interface DenseEdgeBatch {
  readonly count: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly weight?: Float64Array;
  readonly timeMs?: BigInt64Array;
}

/**
 * The same edges with numbers instead of ids, from a source that keeps such numbers anyway: nothing has to be hashed
 * to build a CSR. The numbers cover more than the ends of these edges (vertices of other types, deleted ones), so a
 * consumer that wants only vertices with edges leaves out the numbers that never occur.
 */
export interface DenseEdges {
  /** Rows of vertexIds; every src and dst is below. */
  readonly indexCount: number;
  vertexIds(): Promise<VidColumn>;
  /** Same content and order as EdgeScan.batches. */
  batches(signal?: AbortSignal): AsyncIterable<DenseEdgeBatch>;
}

/**
 * Bulk reading of edges. A scan sees one consistent state of each edge type; each stored edge comes once, in its own
 * direction, in no particular order. A batch's arrays belong to the consumer.
 */
export interface EdgeScan {
  readonly vidType: VidType;
  /** Exact or estimated number of edges, for progress and memory estimates; undefined when not known. */
  readonly edgeCount: number | undefined;
  batches(signal?: AbortSignal): AsyncIterable<EdgeBatch>;
  /** Present where the source has it; far cheaper than `batches` for building a CSR. */
  readonly dense?: DenseEdges;
  close(): Promise<void>;
}

/** The refusal of an edge whose time property holds NULL, or a moment that 64 bits of milliseconds do not reach. */
export function untimedEdge(edge: string, ends: readonly VertexId[], property: string, value: Value): OrreryError {
  const [src, dst] = ends.map((id) => valueText(id));
  const what = typeof value === 'bigint' ? `${value}, which milliseconds of 64 bits do not reach` : valueText(value);
  return new OrreryError(
    'ErrParam',
    `edge ${src}->${dst} of type ${edge}: its time ${property} is ${what}; every edge needs a time, so set it or delete the edge`,
  );
}
