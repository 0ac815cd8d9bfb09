import { executionResponseSteps } from './encode-response.ts';
import { EncodedExecutionResponse } from './encoding.ts';
import { ErrorCode } from './error-code.ts';
import {
  authenticate,
  execute,
  executeJson,
  executeJsonWithParameter,
  executeWithParameter,
  signout,
  verifyClientVersion,
} from './graph-calls.ts';
import type { CallContext, GraphServiceHandler } from './handler.ts';
import type { ExecutionResponse, Parameters } from './messages.ts';
import { responseJson } from './response-json.ts';
import { served, service, type Method, type MethodResult, type Service } from './service.ts';
import type { WireError } from './wire-error.ts';

const NO_PARAMETERS: Parameters = new Map();

/** NebulaGraph's GraphService, port 9669. */
export function graphService(handler: GraphServiceHandler): Service {
  return service(handler, [
    served(
      verifyClientVersion,
      async ({ request }, call) =>
        (await handler.verifyClientVersion?.(request.version, call)) ?? { errorCode: ErrorCode.E_SUCCEEDED },
    ),
    served(authenticate, ({ username, password }, call) => handler.authenticate(username, password, call)),
    [
      signout.name,
      {
        oneway: true,
        read(reader) {
          const { sessionId } = signout.arguments.read(reader);
          return async (call) => void (await handler.signout(sessionId, call));
        },
      },
    ],
    statementMethod(execute, handler),
    statementMethod(executeWithParameter, handler),
    jsonMethod(executeJson, handler),
    jsonMethod(executeJsonWithParameter, handler),
  ]);
}

function statementMethod(rpc: typeof execute, handler: GraphServiceHandler): readonly [string, Method] {
  const method: Method = {
    read(reader) {
      const { sessionId, statement, parameters = NO_PARAMETERS } = rpc.arguments.read(reader);
      return async (call) => {
        const response = await handler.execute(sessionId, statement, parameters, call);
        return response instanceof EncodedExecutionResponse ? encoded(rpc, response, call) : plain(rpc, response);
      };
    },
  };
  return [rpc.name, method];
}

function encoded(rpc: typeof execute, response: EncodedExecutionResponse, { encoding }: CallContext): MethodResult {
  if (response.encoding !== encoding) {
    throw new TypeError(`the handler encoded its answer as ${response.encoding}, the call asked for ${encoding}`);
  }
  return {
    type: rpc.result.type,
    write(writer) {
      for (const chunk of response.chunks) writer.raw(chunk);
    },
  };
}

function plain(rpc: typeof execute, response: ExecutionResponse): MethodResult {
  return {
    type: rpc.result.type,
    write: (writer) => rpc.result.write(writer, response),
    steps: executionResponseSteps(response),
    done: response.written,
    refusal: (error: WireError) =>
      plain(rpc, {
        errorCode: ErrorCode.E_EXECUTION_ERROR,
        latencyUs: response.latencyUs,
        spaceName: response.spaceName,
        errorMessage: `The result can't be sent: ${error.message}`,
      }),
  };
}

function jsonMethod(rpc: typeof executeJson, handler: GraphServiceHandler): readonly [string, Method] {
  const method: Method = {
    read(reader) {
      const { sessionId, statement, parameters = NO_PARAMETERS } = rpc.arguments.read(reader);
      return async (call) => {
        const run = handler.executeJson ?? handler.execute;
        const response = await run.call(handler, sessionId, statement, parameters, call);
        if (response instanceof EncodedExecutionResponse) {
          throw new TypeError(
            'the handler answered executeJson with bytes that are encoded already; give it executeJson',
          );
        }
        let json: Buffer;
        try {
          json = Buffer.from(responseJson(response));
        } finally {
          response.written?.();
        }
        return { type: rpc.result.type, write: (writer) => writer.bytes([json], json.length) };
      };
    },
  };
  return [rpc.name, method];
}
