import {
  DateTimeValue,
  DateValue,
  timeMsOfDate,
  timeMsOfSeconds,
  untimedEdge,
  vidColumn,
  type EdgeBatch,
  type Value,
  type VertexId,
  type VidType,
} from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';

const BATCH_EDGES = 65_536;

/** What a time property holds: a datetime (UTC) or date, or an int of seconds or milliseconds since 1970. */
export type TimeUnit = 'datetime' | 'seconds' | 'milliseconds';

/** Which columns follow source and destination in a row. */
export interface EdgeColumns {
  /** Edge type. */
  readonly edge: string;
  readonly vidType: VidType;
  readonly weight: boolean;
  readonly time: { readonly property: string; readonly unit: TimeUnit } | undefined;
}

/**
 * Rows of src, dst [, weight] [, time] as batches of columns. A weight that is NULL is 1.
 * @throws NebulaError protocol on an id of another type than the space's; OrreryError ErrParam naming an edge whose time is
 * NULL
 */
export function* edgeBatches(rows: readonly Value[][], columns: EdgeColumns): Generator<EdgeBatch> {
  for (let start = 0; start < rows.length; start += BATCH_EDGES) {
    yield edgeBatch(rows.slice(start, start + BATCH_EDGES), columns);
  }
}

function edgeBatch(rows: readonly Value[][], { edge, vidType, weight, time }: EdgeColumns): EdgeBatch {
  const count = rows.length;
  const timeColumn = weight ? 3 : 2;
  const timeOf = (row: readonly Value[]): bigint => {
    const timeMs = timeMsOf(row[timeColumn]!, time!.unit);
    if (timeMs !== undefined) return timeMs;
    throw untimedEdge(edge, row.slice(0, 2) as VertexId[], time!.property, row[timeColumn]!);
  };
  try {
    return {
      count,
      src: vidColumn(
        rows.map((row) => row[0] as VertexId),
        vidType,
      ),
      dst: vidColumn(
        rows.map((row) => row[1] as VertexId),
        vidType,
      ),
      ...(weight ? { weight: Float64Array.from(rows, (row) => weightOf(row[2])) } : {}),
      ...(time ? { timeMs: BigInt64Array.from(rows, timeOf) } : {}),
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new NebulaError(
      'protocol',
      `the graph answered a scan with other vertex ids than its space has: ${error.message}`,
    );
  }
}

/** A weight that is NULL is 1. */
export function weightOf(value: Value): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 1;
}

/** Undefined where there is no time, or none of 64 bits of milliseconds. */
export function timeMsOf(value: Value, unit: TimeUnit): bigint | undefined {
  if (unit === 'datetime') {
    return value instanceof DateTimeValue || value instanceof DateValue ? timeMsOfDate(value) : undefined;
  }
  if (typeof value !== 'bigint') return undefined;
  return unit === 'seconds' ? timeMsOfSeconds(value) : value;
}
