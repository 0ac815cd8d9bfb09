import { OrreryError } from '@orrery/contracts';
import type { ColumnData, ColumnType, EdgeBatch, EdgeScan, ResultColumn, VidColumn, VidType } from '@orrery/contracts';
import { columnIndex, readColumns, readSummary } from '../table-columns.ts';
import { columnLength } from '../values/column-data.ts';

/** The columns of a table or file that make an edge. */
export interface EdgeColumns {
  readonly src: string;
  readonly dst: string;
  readonly weight?: string | undefined;
  readonly time?: string | undefined;
}

const MS_PER_DAY = 86_400_000n;

/**
 * The rows of a result table as edges. `src` and `dst` are both int64 or both string columns without nulls; `weight` is
 * numeric (null counts as 1); `time` is a datetime, a date, or int64 milliseconds, without nulls.
 *
 * @throws OrreryError ErrParam naming the column and its type; the batches throw it naming column and row (from 0)
 */
export async function tableEdgeScan(resultDir: string, names: EdgeColumns): Promise<EdgeScan> {
  const { columns, rowCount } = await readSummary(resultDir);
  const typeOf = (name: string): ColumnType => columns[columnIndex(columns, name)]!.type;
  const vidType = commonVidType(columns, names);
  if (names.weight !== undefined) check('weight', names.weight, typeOf(names.weight), ['int64', 'double']);
  if (names.time !== undefined) check('time', names.time, typeOf(names.time), ['datetime', 'date', 'int64']);
  const wanted = [names.src, names.dst, names.weight, names.time].filter((name) => name !== undefined);
  return {
    vidType,
    edgeCount: rowCount,
    async *batches(signal) {
      let firstRow = 0;
      for await (const batch of readColumns(resultDir, wanted, signal)) {
        const edges = edgeBatch(batch, names, firstRow);
        firstRow += edges.count;
        yield edges;
      }
    },
    close: async () => {},
  };
}

function commonVidType(columns: readonly ResultColumn[], { src, dst }: EdgeColumns): VidType {
  const [from, to] = [src, dst].map((name) => columns[columnIndex(columns, name)]!.type);
  check('src', src, from!, ['int64', 'string']);
  check('dst', dst, to!, ['int64', 'string']);
  if (from !== to) {
    throw refuse(
      `src column ${JSON.stringify(src)} is ${from} but dst column ${JSON.stringify(dst)} is ${to}; vertex ids must be of one type`,
    );
  }
  return from as VidType;
}

function check(role: string, name: string, type: ColumnType, allowed: readonly ColumnType[]): void {
  if (allowed.includes(type)) return;
  throw refuse(`${role} column ${JSON.stringify(name)} is ${type}, not ${allowed.join(' or ')}${hintOf(role, type)}`);
}

function hintOf(role: string, type: ColumnType): string {
  if (role === 'time' && type === 'string') return '; return datetime(…) of it from the query';
  const isComposite = type === 'json' && (role === 'src' || role === 'dst');
  return isComposite ? '; it holds composite or mixed values: return id(v), not v, from the query' : '';
}

function edgeBatch(batch: readonly ColumnData[], names: EdgeColumns, firstRow: number): EdgeBatch {
  const [src, dst, ...rest] = batch;
  const weight = names.weight === undefined ? undefined : rest.shift()!;
  const time = names.time === undefined ? undefined : rest.shift()!;
  return {
    count: columnLength(src!),
    src: vidsOf(src!, names.src, firstRow),
    dst: vidsOf(dst!, names.dst, firstRow),
    ...(weight === undefined ? {} : { weight: weightsOf(weight) }),
    ...(time === undefined ? {} : { timeMs: timesOf(time, names.time!, firstRow) }),
  };
}

function vidsOf(column: ColumnData, name: string, firstRow: number): VidColumn {
  refuseNulls(column, name, firstRow, 'a vertex id');
  if (column.type === 'int64') return { type: 'int64', values: column.values };
  const { offsets, bytes } = column as ColumnData & { type: 'string' };
  return { type: 'string', offsets, bytes };
}

function weightsOf(column: ColumnData): Float64Array {
  const weights =
    column.type === 'double'
      ? column.values
      : Float64Array.from((column as ColumnData & { type: 'int64' }).values, Number);
  if (column.valid !== undefined) for (let i = 0; i < weights.length; i++) if (column.valid[i] === 0) weights[i] = 1;
  return weights;
}

function timesOf(column: ColumnData, name: string, firstRow: number): BigInt64Array {
  refuseNulls(column, name, firstRow, 'a time');
  if (column.type === 'int64') return column.values;
  if (column.type === 'date') return BigInt64Array.from(column.values, (days) => BigInt(days) * MS_PER_DAY);
  return (column as ColumnData & { type: 'datetime' }).values.map(floorToMs);
}

function floorToMs(micros: bigint): bigint {
  const rest = micros % 1000n;
  return (micros - rest) / 1000n - (rest < 0n ? 1n : 0n);
}

function refuseNulls({ valid }: ColumnData, name: string, firstRow: number, what: string): void {
  const row = valid?.indexOf(0) ?? -1;
  if (row >= 0) throw refuse(`column ${JSON.stringify(name)}, row ${firstRow + row}: ${what} is missing (null)`);
}

function refuse(message: string): OrreryError {
  return new OrreryError('ErrParam', message);
}
