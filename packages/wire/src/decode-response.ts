import { decodeList, decodeStringMap, decodeStruct } from './decode-struct.ts';
import { decodeDataSet } from './decode-value.ts';
import type {
  AuthResponse,
  ExecutionResponse,
  PlanDescription,
  PlanNodeDescription,
  ProfilingStats,
  VerifyClientVersionResponse,
} from './messages.ts';
import { ThriftType as T } from './thrift-type.ts';
import type { ThriftReader } from './thrift-reader.ts';
import { WireError } from './wire-error.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function readExecutionResponse(reader: ThriftReader): ExecutionResponse {
  const response: Mutable<ExecutionResponse> = { errorCode: 0, latencyUs: 0 };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.I32) response.errorCode = reader.i32();
    else if (id === 2 && type === T.I64) response.latencyUs = Number(reader.i64());
    else if (id === 3 && type === T.STRUCT) response.data = decodeDataSet(reader);
    else if (id === 4 && type === T.STRING) response.spaceName = reader.string();
    else if (id === 5 && type === T.STRING) response.errorMessage = reader.string();
    else if (id === 6 && type === T.STRUCT) response.plan = readPlan(reader);
    else if (id === 7 && type === T.STRING) response.comment = reader.string();
    else return false;
    return true;
  });
  return response;
}

export function readAuthResponse(reader: ThriftReader): AuthResponse {
  const response: Mutable<AuthResponse> = { errorCode: 0 };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.I32) response.errorCode = reader.i32();
    else if (id === 2 && type === T.STRING) response.errorMessage = reader.string();
    else if (id === 3 && type === T.I64) response.sessionId = reader.i64();
    else if (id === 4 && type === T.I32) response.timeZoneOffsetSeconds = reader.i32();
    else if (id === 5 && type === T.STRING) response.timeZoneName = reader.string();
    else return false;
    return true;
  });
  return response;
}

export function readVerifyClientVersionResponse(reader: ThriftReader): VerifyClientVersionResponse {
  const response: Mutable<VerifyClientVersionResponse> = { errorCode: 0 };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.I32) response.errorCode = reader.i32();
    else if (id === 2 && type === T.STRING) response.errorMessage = reader.string();
    else return false;
    return true;
  });
  return response;
}

/** Reads a TApplicationException as the error that the caller gets. */
export function readApplicationException(reader: ThriftReader): WireError {
  let message = '';
  let code = 0;
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRING) message = reader.string();
    else if (id === 2 && type === T.I32) code = reader.i32();
    else return false;
    return true;
  });
  return new WireError('application', message || `the server answered with application exception ${code}`);
}

function readPlan(reader: ThriftReader): PlanDescription {
  let nodes: PlanNodeDescription[] = [];
  const nodeIndexById = new Map<number, number>();
  let format = '';
  let optimizeTimeUs = 0;
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.LIST) nodes = decodeList(reader, T.STRUCT, () => readPlanNode(reader));
    else if (id === 2 && type === T.MAP) {
      const size = reader.map();
      if (size > 0 && (reader.keyType !== T.I64 || reader.elementType !== T.I64)) {
        throw new WireError('format', 'a plan whose index has keys or values of another type');
      }
      for (let i = 0; i < size; i++) {
        const nodeId = Number(reader.i64());
        nodeIndexById.set(nodeId, Number(reader.i64()));
      }
    } else if (id === 3 && type === T.STRING) format = reader.string();
    else if (id === 4 && type === T.I32) optimizeTimeUs = reader.i32();
    else return false;
    return true;
  });
  return { nodes, nodeIndexById, format, optimizeTimeUs };
}

function readPlanNode(reader: ThriftReader): PlanNodeDescription {
  const node: Mutable<PlanNodeDescription> = { name: '', id: 0, outputVar: '' };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRING) node.name = reader.string();
    else if (id === 2 && type === T.I64) node.id = Number(reader.i64());
    else if (id === 3 && type === T.STRING) node.outputVar = reader.string();
    else if (id === 4 && type === T.LIST) node.description = decodeList(reader, T.STRUCT, () => readPair(reader));
    else if (id === 5 && type === T.LIST) node.profiles = decodeList(reader, T.STRUCT, () => readProfile(reader));
    else if (id === 6 && type === T.STRUCT) node.branchInfo = readBranch(reader);
    else if (id === 7 && type === T.LIST) node.dependencies = decodeList(reader, T.I64, () => Number(reader.i64()));
    else return false;
    return true;
  });
  return node;
}

function readPair(reader: ThriftReader): { key: string; value: string } {
  const pair = { key: '', value: '' };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRING) pair.key = reader.string();
    else if (id === 2 && type === T.STRING) pair.value = reader.string();
    else return false;
    return true;
  });
  return pair;
}

function readBranch(reader: ThriftReader): { isDoBranch: boolean; conditionNodeId: number } {
  const branch = { isDoBranch: false, conditionNodeId: 0 };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.BOOL) branch.isDoBranch = reader.bool();
    else if (id === 2 && type === T.I64) branch.conditionNodeId = Number(reader.i64());
    else return false;
    return true;
  });
  return branch;
}

function readProfile(reader: ThriftReader): ProfilingStats {
  const profile: Mutable<ProfilingStats> = { rows: 0, execDurationUs: 0, totalDurationUs: 0 };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.I64) profile.rows = Number(reader.i64());
    else if (id === 2 && type === T.I64) profile.execDurationUs = Number(reader.i64());
    else if (id === 3 && type === T.I64) profile.totalDurationUs = Number(reader.i64());
    else if (id === 4 && type === T.MAP) {
      profile.otherStats = decodeStringMap(reader, T.STRING, () => reader.string());
    } else return false;
    return true;
  });
  return profile;
}
