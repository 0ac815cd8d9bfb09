import {
  DateTimeValue,
  INT64_MIN,
  vidColumn,
  type EdgeBatch,
  type Value,
  type VertexId,
  type VidType,
} from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';

const BATCH_EDGES = 65_536;

/** What a time property holds: a datetime (UTC), or an int of seconds or milliseconds since 1970. */
export type TimeUnit = 'datetime' | 'seconds' | 'milliseconds';

/** Which columns follow source and destination in a row. */
export interface EdgeColumns {
  readonly vidType: VidType;
  readonly weight: boolean;
  readonly timeUnit: TimeUnit | undefined;
}

/**
 * Rows of src, dst [, weight] [, time] as batches of columns. A weight that is NULL is 1. A time that is NULL is the
 * smallest int64, before every range.
 * @throws NebulaError protocol on an id of another type than the space's
 */
export function* edgeBatches(rows: readonly Value[][], columns: EdgeColumns): Generator<EdgeBatch> {
  for (let start = 0; start < rows.length; start += BATCH_EDGES) {
    yield edgeBatch(rows.slice(start, start + BATCH_EDGES), columns);
  }
}

function edgeBatch(rows: readonly Value[][], { vidType, weight, timeUnit }: EdgeColumns): EdgeBatch {
  const count = rows.length;
  const timeColumn = weight ? 3 : 2;
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
      ...(timeUnit ? { timeMs: BigInt64Array.from(rows, (row) => timeOf(row[timeColumn], timeUnit)) } : {}),
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new NebulaError(
      'protocol',
      `the graph answered a scan with other vertex ids than its space has: ${error.message}`,
    );
  }
}

function weightOf(value: Value): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 1;
}

function timeOf(value: Value, unit: TimeUnit): bigint {
  if (unit === 'datetime') {
    if (!(value instanceof DateTimeValue)) return INT64_MIN;
    // Date.UTC takes years 0–99 for 1900–1999.
    const date = new Date(0);
    date.setUTCFullYear(value.year, value.month - 1, value.day);
    date.setUTCHours(value.hour, value.minute, value.second, Math.floor(value.microsecond / 1000));
    return BigInt(date.getTime());
  }
  if (typeof value !== 'bigint') return INT64_MIN;
  return unit === 'seconds' ? BigInt.asIntN(64, value * 1000n) : value;
}
