import { EncodedExecutionResponse, type Encoding } from './encoding.ts';
import { dataSetSteps, encodeDataSet, isLongDataSet } from './encode-value.ts';
import type {
  AuthResponse,
  ExecutionResponse,
  PlanDescription,
  PlanNodeDescription,
  ProfilingStats,
  VerifyClientVersionResponse,
} from './messages.ts';
import { thriftWriter, type ThriftWriter } from './thrift-writer.ts';
import { ThriftType as T } from './thrift-type.ts';

/**
 * Writes a response as the handler may return it, in any thread: the chunks can be transferred.
 * @throws WireError (format) on a value that the protocol can't carry
 */
export function encodeExecutionResponse(response: ExecutionResponse, encoding: Encoding): EncodedExecutionResponse {
  const writer = thriftWriter(encoding);
  writeExecutionResponse(writer, response);
  return new EncodedExecutionResponse(encoding, writer.finish());
}

export function writeExecutionResponse(writer: ThriftWriter, response: ExecutionResponse): void {
  writeBeforeData(writer, response);
  if (response.data) {
    writer.field(T.STRUCT, 3, 2);
    encodeDataSet(writer, response.data);
  }
  writeAfterData(writer, response);
}

/** The same, with a step in which others may have a turn after some rows. Undefined for a short response. */
export function executionResponseSteps(
  response: ExecutionResponse,
): ((writer: ThriftWriter) => Generator<void>) | undefined {
  const { data } = response;
  if (!data || !isLongDataSet(data)) return undefined;
  return function* (writer) {
    writeBeforeData(writer, response);
    writer.field(T.STRUCT, 3, 2);
    yield* dataSetSteps(writer, data);
    writeAfterData(writer, response);
  };
}

function writeBeforeData(writer: ThriftWriter, response: ExecutionResponse): void {
  writer.field(T.I32, 1, 0);
  writer.i32(response.errorCode);
  writer.field(T.I64, 2, 1);
  writer.i64(BigInt(Math.round(response.latencyUs)));
}

function writeAfterData(writer: ThriftWriter, response: ExecutionResponse): void {
  let previous = optionalString(writer, response.spaceName, 4, response.data ? 3 : 2);
  previous = optionalString(writer, response.errorMessage, 5, previous);
  if (response.plan) {
    writer.field(T.STRUCT, 6, previous);
    writePlan(writer, response.plan);
    previous = 6;
  }
  optionalString(writer, response.comment, 7, previous);
  writer.stop();
}

/** Returns the id of the field that a next one follows. */
function optionalString(writer: ThriftWriter, text: string | undefined, id: number, previous: number): number {
  if (text === undefined) return previous;
  writer.field(T.STRING, id, previous);
  writer.string(text);
  return id;
}

export function writeAuthResponse(writer: ThriftWriter, response: AuthResponse): void {
  writer.field(T.I32, 1, 0);
  writer.i32(response.errorCode);
  let previous = optionalString(writer, response.errorMessage, 2, 1);
  if (response.sessionId !== undefined) {
    writer.field(T.I64, 3, previous);
    writer.i64(response.sessionId);
    previous = 3;
  }
  if (response.timeZoneOffsetSeconds !== undefined) {
    writer.field(T.I32, 4, previous);
    writer.i32(response.timeZoneOffsetSeconds);
    previous = 4;
  }
  optionalString(writer, response.timeZoneName, 5, previous);
  writer.stop();
}

export function writeVerifyClientVersionResponse(writer: ThriftWriter, response: VerifyClientVersionResponse): void {
  writer.field(T.I32, 1, 0);
  writer.i32(response.errorCode);
  optionalString(writer, response.errorMessage, 2, 1);
  writer.stop();
}

function writePlan(writer: ThriftWriter, plan: PlanDescription): void {
  writer.field(T.LIST, 1, 0);
  writer.list(T.STRUCT, plan.nodes.length);
  for (const node of plan.nodes) writePlanNode(writer, node);
  writer.field(T.MAP, 2, 1);
  writer.map(T.I64, T.I64, plan.nodeIndexById.size);
  for (const [id, index] of plan.nodeIndexById) {
    writer.i64(BigInt(id));
    writer.i64(BigInt(index));
  }
  writer.field(T.STRING, 3, 2);
  writer.string(plan.format);
  writer.field(T.I32, 4, 3);
  writer.i32(plan.optimizeTimeUs);
  writer.stop();
}

function writePlanNode(writer: ThriftWriter, node: PlanNodeDescription): void {
  writer.field(T.STRING, 1, 0);
  writer.string(node.name);
  writer.field(T.I64, 2, 1);
  writer.i64(BigInt(node.id));
  writer.field(T.STRING, 3, 2);
  writer.string(node.outputVar);
  let previous = 3;
  if (node.description) {
    writer.field(T.LIST, 4, previous);
    writer.list(T.STRUCT, node.description.length);
    for (const { key, value } of node.description) {
      writer.field(T.STRING, 1, 0);
      writer.string(key);
      writer.field(T.STRING, 2, 1);
      writer.string(value);
      writer.stop();
    }
    previous = 4;
  }
  if (node.profiles) {
    writer.field(T.LIST, 5, previous);
    writer.list(T.STRUCT, node.profiles.length);
    for (const profile of node.profiles) writeProfile(writer, profile);
    previous = 5;
  }
  if (node.branchInfo) {
    writer.field(T.STRUCT, 6, previous);
    writer.boolField(node.branchInfo.isDoBranch, 1, 0);
    writer.field(T.I64, 2, 1);
    writer.i64(BigInt(node.branchInfo.conditionNodeId));
    writer.stop();
    previous = 6;
  }
  if (node.dependencies) {
    writer.field(T.LIST, 7, previous);
    writer.list(T.I64, node.dependencies.length);
    for (const id of node.dependencies) writer.i64(BigInt(id));
  }
  writer.stop();
}

function writeProfile(writer: ThriftWriter, profile: ProfilingStats): void {
  writer.field(T.I64, 1, 0);
  writer.i64(BigInt(Math.round(profile.rows)));
  writer.field(T.I64, 2, 1);
  writer.i64(BigInt(Math.round(profile.execDurationUs)));
  writer.field(T.I64, 3, 2);
  writer.i64(BigInt(Math.round(profile.totalDurationUs)));
  if (profile.otherStats) {
    writer.field(T.MAP, 4, 3);
    writer.map(T.STRING, T.STRING, profile.otherStats.size);
    for (const [key, value] of profile.otherStats) {
      writer.string(key);
      writer.string(value);
    }
  }
  writer.stop();
}
