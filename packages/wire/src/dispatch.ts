import { readCall, type Call } from './calls.ts';
import { writeAuthResponse, writeExecutionResponse, writeVerifyClientVersionResponse } from './encode-response.ts';
import { EncodedExecutionResponse, type Encoding } from './encoding.ts';
import { sealFrame, type Envelope } from './envelope.ts';
import { ErrorCode } from './error-code.ts';
import type { CallContext, ConnectionInfo, GraphServiceHandler } from './handler.ts';
import type { ExecutionResponse } from './messages.ts';
import { responseJson } from './response-json.ts';
import { messageReader } from './thrift-reader.ts';
import { MessageType, ThriftType as T } from './thrift-type.ts';
import type { ThriftWriter } from './thrift-writer.ts';
import { WireError } from './wire-error.ts';

const ApplicationException = { UNKNOWN_METHOD: 1, INVALID_MESSAGE_TYPE: 2, INTERNAL_ERROR: 6 } as const;

/** A request may hold so many list items, map entries and set members in all. */
const MAX_REQUEST_ELEMENTS = 4_000_000;

interface Reply {
  readonly envelope: Envelope;
  readonly encoding: Encoding;
  readonly name: string;
  readonly seqId: number;
}

/**
 * Runs one message against the handler. The chunks of the sealed answer, or undefined for a oneway call.
 * @throws WireError (format) on a message that can't be read; the connection should end then
 */
export async function dispatch(
  handler: GraphServiceHandler,
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
  const call = readCall(reader, name);
  const context: CallContext = { connection, encoding };
  try {
    const answer = await run(handler, call, context, reply);
    return type === MessageType.ONEWAY ? undefined : answer;
  } catch (error) {
    onError(error);
    if (type === MessageType.ONEWAY || call.method === 'signout') return undefined;
    return exception(reply, ApplicationException.INTERNAL_ERROR, 'internal error of the server; its log has the cause');
  }
}

async function run(
  handler: GraphServiceHandler,
  call: Call,
  context: CallContext,
  reply: Reply,
): Promise<Buffer[] | undefined> {
  switch (call.method) {
    case 'verifyClientVersion': {
      const response = (await handler.verifyClientVersion?.(call.version, context)) ?? { errorCode: 0 };
      return success(reply, T.STRUCT, (writer) => writeVerifyClientVersionResponse(writer, response));
    }
    case 'authenticate': {
      const response = await handler.authenticate(call.username, call.password, context);
      return success(reply, T.STRUCT, (writer) => writeAuthResponse(writer, response));
    }
    case 'signout':
      await handler.signout(call.sessionId, context);
      return undefined;
    case 'execute':
    case 'executeWithParameter': {
      const response = await handler.execute(call.sessionId, call.statement, call.parameters, context);
      return executionAnswer(reply, response);
    }
    case 'executeJson':
    case 'executeJsonWithParameter': {
      const response = await (handler.executeJson ?? handler.execute).call(
        handler,
        call.sessionId,
        call.statement,
        call.parameters,
        context,
      );
      if (response instanceof EncodedExecutionResponse) {
        throw new TypeError(
          'the handler answered executeJson with bytes that are encoded already; give it executeJson',
        );
      }
      const json = Buffer.from(responseJson(response));
      return success(reply, T.STRING, (writer) => writer.bytes([json], json.length));
    }
    case 'unknown':
      return exception(reply, ApplicationException.UNKNOWN_METHOD, `Method name ${call.name} not found`);
  }
}

function executionAnswer(reply: Reply, response: ExecutionResponse | EncodedExecutionResponse): Buffer[] {
  if (response instanceof EncodedExecutionResponse) {
    if (response.encoding !== reply.encoding) {
      throw new TypeError(
        `the handler encoded its answer as ${response.encoding}, the call asked for ${reply.encoding}`,
      );
    }
    return success(reply, T.STRUCT, (writer) => {
      for (const chunk of response.chunks) writer.raw(chunk);
    });
  }
  try {
    return success(reply, T.STRUCT, (writer) => writeExecutionResponse(writer, response));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const refusal = {
      errorCode: ErrorCode.E_EXECUTION_ERROR,
      latencyUs: response.latencyUs,
      spaceName: response.spaceName,
      errorMessage: `The result can't be sent: ${error.message}`,
    };
    return success(reply, T.STRUCT, (writer) => writeExecutionResponse(writer, refusal));
  }
}

function success(reply: Reply, type: number, write: (writer: ThriftWriter) => void): Buffer[] {
  return sealFrame(reply.envelope, reply.encoding, (writer) => {
    writer.message(reply.name, MessageType.REPLY, reply.seqId);
    // A result struct's only field has the id 0, which compact can't write as a difference to the id before.
    writer.field(type, 0, 0);
    write(writer);
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
