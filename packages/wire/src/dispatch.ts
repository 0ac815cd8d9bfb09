import type { Encoding } from './encoding.ts';
import { sealFrame, sealFrameInSteps, type Envelope } from './envelope.ts';
import type { ConnectionInfo } from './handler.ts';
import type { MethodResult, Service } from './service.ts';
import { messageReader } from './thrift-reader.ts';
import { MessageType, ThriftType as T } from './thrift-type.ts';
import type { ThriftWriter } from './thrift-writer.ts';
import { WireError } from './wire-error.ts';

const ApplicationException = { UNKNOWN_METHOD: 1, INVALID_MESSAGE_TYPE: 2, INTERNAL_ERROR: 6 } as const;

/** A request may hold so many list items, map entries and set members in all. */
export const MAX_REQUEST_ELEMENTS = 4_000_000;

interface Reply {
  readonly envelope: Envelope;
  readonly encoding: Encoding;
  readonly name: string;
  readonly seqId: number;
}

/**
 * Runs one message against the service. The chunks of the sealed answer, or undefined for a oneway call.
 * @throws WireError (format) on a message that can't be read; the connection should end then
 */
export async function dispatch(
  service: Service,
  connection: ConnectionInfo,
  envelope: Envelope,
  message: Buffer,
  onError: (error: unknown) => void,
): Promise<Buffer[] | undefined> {
  const reader = messageReader(message, MAX_REQUEST_ELEMENTS);
  const { name, type, seqId } = reader.message();
  const { encoding } = reader;
  const reply: Reply = { envelope, encoding, name, seqId };
  if (type !== MessageType.CALL && type !== MessageType.ONEWAY) {
    return exception(reply, ApplicationException.INVALID_MESSAGE_TYPE, `message type ${type} is no call`);
  }
  const method = service.methods.get(name);
  if (!method) return exception(reply, ApplicationException.UNKNOWN_METHOD, `Method name ${name} not found`);
  const isOneway = type === MessageType.ONEWAY || method.oneway;
  const run = method.read(reader);
  try {
    const result = await run({ connection, encoding });
    return result === undefined || isOneway ? undefined : await answer(reply, result, connection.signal);
  } catch (error) {
    onError(error);
    if (isOneway) return undefined;
    return exception(reply, ApplicationException.INTERNAL_ERROR, 'internal error of the server; its log has the cause');
  }
}

async function answer(reply: Reply, result: MethodResult, gone: AbortSignal): Promise<Buffer[] | undefined> {
  try {
    return await success(reply, result, gone);
  } catch (error) {
    if (!(error instanceof WireError) || !result.refusal) throw error;
    return await answer(reply, result.refusal(error), gone);
  } finally {
    result.done?.();
  }
}

/** Undefined when the client has gone before its answer was written. */
function success(reply: Reply, result: MethodResult, gone: AbortSignal): Buffer[] | Promise<Buffer[] | undefined> {
  const begin = (writer: ThriftWriter): void => {
    writer.message(reply.name, MessageType.REPLY, reply.seqId);
    // A result struct's only field has the id 0, which compact can't write as a difference to the id before.
    writer.field(result.type, 0, 0);
  };
  const { steps } = result;
  if (steps) {
    const write = function* (writer: ThriftWriter): Generator<void> {
      begin(writer);
      yield* steps(writer);
      writer.stop();
    };
    return sealFrameInSteps(reply.envelope, reply.encoding, write, gone);
  }
  return sealFrame(reply.envelope, reply.encoding, (writer) => {
    begin(writer);
    result.write(writer);
    writer.stop();
  });
}

function exception(reply: Reply, code: number, text: string): Buffer[] {
  return sealFrame(reply.envelope, reply.encoding, (writer) => {
    writer.message(reply.name, MessageType.EXCEPTION, reply.seqId);
    writer.field(T.STRING, 1, 0);
    writer.string(text);
    writer.field(T.I32, 2, 1);
    writer.i32(code);
    writer.stop();
  });
}
