import { untimedEdge, vidColumn, vidsOf } from '@orrery/contracts';
import type { EdgeBatch, EdgeScanRequest, Value, VertexId, VidColumn, VidType } from '@orrery/contracts';
import type { ColumnTable, TableColumn } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { timeMsOf, weightOf, type EdgeColumns, type TimeUnit } from './edge-batches.ts';

/** What storage is asked for of an edge type, and where of its columns the batch's are. */
export interface WantedColumns extends EdgeColumns {
  /** As they are asked for, each once: `_src`, `_dst`, then those below. */
  readonly properties: readonly string[];
  readonly weightAt: number;
  readonly timeAt: number;
}

export function wantedColumns(
  edge: string,
  vidType: VidType,
  { weight, time }: EdgeScanRequest,
  timeUnit: TimeUnit | undefined,
): WantedColumns {
  const values = [weight, time].filter((property) => property !== undefined);
  const properties = [...new Set(['_src', '_dst', ...values])];
  return {
    edge,
    vidType,
    weight: weight !== undefined,
    time: time === undefined || timeUnit === undefined ? undefined : { property: time, unit: timeUnit },
    properties,
    weightAt: weight === undefined ? -1 : properties.indexOf(weight),
    timeAt: time === undefined ? -1 : properties.indexOf(time),
  };
}

/**
 * A page of storage's as a batch; arrays of the page become the batch's where they can. A weight that is NULL is 1.
 * @throws NebulaError protocol on other columns than were asked for, or ids of another type than the space's; OrreryError
 * ErrParam naming an edge whose time is NULL
 */
export function tableBatch({ names, rowCount, columns }: ColumnTable, wanted: WantedColumns): EdgeBatch {
  const { edge, vidType, properties, weight, time } = wanted;
  if (names.length !== properties.length || properties.some((name, i) => names[i] !== `${edge}.${name}`)) {
    const text = `storage answered with the columns ${names.join(', ')} where ${properties.join(', ')} of ${edge} were asked for`;
    throw new NebulaError('protocol', text);
  }
  const src = vids(columns[0]!, vidType);
  const dst = vids(columns[1]!, vidType);
  const untimed = (row: number, value: Value): Error => {
    const ends: readonly VertexId[] = [vidsOf(src)[row]!, vidsOf(dst)[row]!];
    return untimedEdge(edge, ends, time!.property, value);
  };
  return {
    count: rowCount,
    src,
    dst,
    ...(weight ? { weight: weights(columns[wanted.weightAt]!, rowCount) } : {}),
    ...(time ? { timeMs: times(columns[wanted.timeAt]!, rowCount, time.unit, untimed) } : {}),
  };
}

function vids(column: TableColumn, vidType: VidType): VidColumn {
  if (column.kind === 'int64' && vidType === 'int64' && !column.nulls) return { type: 'int64', values: column.values };
  if (column.kind === 'string' && vidType === 'string') {
    return { type: 'string', offsets: column.offsets, bytes: column.bytes };
  }
  try {
    if (column.kind === 'values') return vidColumn(column.values as VertexId[], vidType);
    throw new TypeError(`expected ${vidType} vertex ids but found ${column.kind}`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const text = `storage answered with other vertex ids than the space has: ${error.message}`;
    throw new NebulaError('protocol', text);
  }
}

function weights(column: TableColumn, rowCount: number): Float64Array {
  if (column.kind === 'values') return Float64Array.from(column.values, weightOf);
  if (column.kind === 'string') return new Float64Array(rowCount).fill(1);
  const { nulls } = column;
  const numbers = column.kind === 'double' ? column.values : doublesOf(column.values);
  if (nulls) for (let row = 0; row < rowCount; row++) if (nulls[row] === 1) numbers[row] = 1;
  return numbers;
}

/** Each int rounded once, as Number does; without a bigint for each. */
function doublesOf(ints: BigInt64Array): Float64Array {
  const words = new Int32Array(ints.buffer, ints.byteOffset, 2 * ints.length);
  const doubles = new Float64Array(ints.length);
  for (let i = 0; i < doubles.length; i++) doubles[i] = words[2 * i + 1]! * 2 ** 32 + (words[2 * i]! >>> 0);
  return doubles;
}

function times(
  column: TableColumn,
  rowCount: number,
  unit: TimeUnit,
  untimed: (row: number, value: Value) => Error,
): BigInt64Array {
  if (column.kind === 'int64' && unit === 'milliseconds' && !column.nulls) return column.values;
  const timeMs = new BigInt64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const value = cell(column, row);
    const one = timeMsOf(value, unit);
    if (one === undefined) throw untimed(row, value);
    timeMs[row] = one;
  }
  return timeMs;
}

/** A cell that may hold a time; storage has no text for one. */
function cell(column: TableColumn, row: number): Value {
  if (column.kind === 'string') return null;
  if (column.kind !== 'values' && column.nulls?.[row] === 1) return null;
  return column.values[row]!;
}
