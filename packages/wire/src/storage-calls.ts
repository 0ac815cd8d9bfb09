import type { DataSet } from '@orrery/contracts';
import { DataSet as Table } from '@orrery/contracts';
import { decodeColumns, EMPTY_TABLE, type ColumnTable } from './decode-columns.ts';
import { decodeDataSet } from './decode-value.ts';
import { dataSetSteps, encodeDataSet, isLongDataSet } from './encode-value.ts';
import { hostAddress } from './meta-calls.ts';
import { requestRpc, type Rpc } from './service.ts';
import type { PartFailure, ScanAnswer, ScanColumns, ScanCursor, ScanRequest } from './storage-messages.ts';
import {
  bool,
  bytes,
  i32,
  i64,
  i64Number,
  list,
  longList,
  longMap,
  map,
  optional,
  required,
  reshaped,
  struct,
  text,
  type Codec,
} from './thrift-struct.ts';
import { ThriftType as T } from './thrift-type.ts';

const cursor: Codec<ScanCursor> = reshaped(
  struct<{ readonly next?: ScanCursor }>({ next: optional(1, bytes) }),
  ({ next }) => next,
  (next) => ({ next }),
);

const scanColumns = struct<ScanColumns>({ schemaId: required(1, i32), properties: required(2, list(text)) });

const scanRequest = struct<ScanRequest>({
  spaceId: required(1, i32),
  parts: required(2, map(i32, cursor)),
  columns: required(3, list(scanColumns)),
  limit: required(4, i64),
  startTime: optional(5, i64),
  endTime: optional(6, i64),
  filter: optional(7, bytes),
  onlyLatestVersion: required(8, bool),
  readFromFollower: required(9, bool, () => true),
});

const partFailure = struct<PartFailure>({
  errorCode: required(1, i32),
  partId: required(2, i32),
  leader: optional(3, hostAddress),
});

const table: Codec<DataSet> = {
  type: T.STRUCT,
  read: (reader) => decodeDataSet(reader),
  write: (writer, value) => encodeDataSet(writer, value),
  steps: (value) => (isLongDataSet(value) ? (writer) => dataSetSteps(writer, value) : undefined),
  absent: () => new Table([], []),
};

const columnTable: Codec<ColumnTable> = {
  type: T.STRUCT,
  read: decodeColumns,
  write: () => {
    throw new TypeError('tables are written by rows');
  },
  absent: () => EMPTY_TABLE,
};

interface ScanStruct<Table> {
  readonly result: Pick<ScanAnswer, 'failedParts' | 'latencyUs'>;
  readonly data?: Table | undefined;
  readonly cursors: ReadonlyMap<number, ScanCursor>;
}

function scanAnswerOf<Table>(tables: Codec<Table>): Codec<ScanAnswer<Table>> {
  return reshaped(
    struct<ScanStruct<unknown>>({
      result: required(
        1,
        struct<ScanStruct<unknown>['result']>({
          failedParts: required(1, longList(partFailure)),
          latencyUs: required(2, i64Number),
        }),
      ),
      data: optional(2, tables as Codec<unknown>) as never,
      cursors: required(3, longMap(i32, cursor)),
    }) as Codec<ScanStruct<Table>>,
    ({ result, ...rest }) => ({ ...result, ...rest }),
    ({ failedParts, latencyUs, ...rest }) => ({ result: { failedParts, latencyUs }, ...rest }),
  );
}

const scanAnswer = scanAnswerOf(table);

export const scanVertex = requestRpc('scanVertex', scanRequest, scanAnswer);
export const scanEdge = requestRpc('scanEdge', scanRequest, scanAnswer);
/** As {@link scanEdge}, its answer read by column. */
export const scanEdgeColumns: Rpc<{ readonly request: ScanRequest }, ScanAnswer<ColumnTable>> = {
  ...scanEdge,
  result: scanAnswerOf(columnTable),
};
