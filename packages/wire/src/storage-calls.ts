import type { DataSet } from '@orrery/contracts';
import { DataSet as Table } from '@orrery/contracts';
import { decodeDataSet } from './decode-value.ts';
import { encodeDataSet } from './encode-value.ts';
import { hostAddress } from './meta-calls.ts';
import { requestRpc } from './service.ts';
import type { PartFailure, ScanAnswer, ScanColumns, ScanCursor, ScanRequest } from './storage-messages.ts';
import {
  bool,
  bytes,
  i32,
  i64,
  i64Number,
  list,
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
  absent: () => new Table([], []),
};

interface ScanStruct {
  readonly result: Pick<ScanAnswer, 'failedParts' | 'latencyUs'>;
  readonly data?: DataSet | undefined;
  readonly cursors: ReadonlyMap<number, ScanCursor>;
}

const scanAnswer: Codec<ScanAnswer> = reshaped(
  struct<ScanStruct>({
    result: required(
      1,
      struct<ScanStruct['result']>({
        failedParts: required(1, list(partFailure)),
        latencyUs: required(2, i64Number),
      }),
    ),
    data: optional(2, table),
    cursors: required(3, map(i32, cursor)),
  }),
  ({ result, ...rest }) => ({ ...result, ...rest }),
  ({ failedParts, latencyUs, ...rest }) => ({ result: { failedParts, latencyUs }, ...rest }),
);

export const scanVertex = requestRpc('scanVertex', scanRequest, scanAnswer);
export const scanEdge = requestRpc('scanEdge', scanRequest, scanAnswer);
