import type { CallContext, ConnectionInfo, ServiceHandler } from './handler.ts';
import { required, struct, type Codec } from './thrift-struct.ts';
import type { ThriftReader } from './thrift-reader.ts';
import type { ThriftWriter } from './thrift-writer.ts';
import type { WireError } from './wire-error.ts';

/** A method as its client and its server both see it. */
export interface Rpc<Arguments, Result> {
  readonly name: string;
  readonly arguments: Codec<Arguments>;
  readonly result: Codec<Result>;
}

/** A method with one argument, a struct of its parameters, as the meta and storage services have them. */
export function requestRpc<Request, Result>(
  name: string,
  request: Codec<Request>,
  result: Codec<Result>,
): Rpc<{ readonly request: Request }, Result> {
  const field = required(1, request) as never;
  return { name, arguments: struct<{ readonly request: Request }>({ request: field }), result };
}

/** What a method answers, ready to be written. */
export interface MethodResult {
  readonly type: number;
  write(writer: ThriftWriter): void;
  /** Instead of `write` for a long answer: others may have a turn between its steps. */
  readonly steps?: ((writer: ThriftWriter) => Generator<void>) | undefined;
  /** Called when the answer was written, or was given up. */
  readonly done?: (() => void) | undefined;
  /** Another answer, for when this one can't be written. */
  refusal?(error: WireError): MethodResult;
}

export interface Method {
  /** Nothing is answered, whatever happens. */
  readonly oneway?: boolean;
  /** Reads the arguments; then the call can be run. @throws WireError (format) */
  read(reader: ThriftReader): (call: CallContext) => Promise<MethodResult | undefined>;
}

/** A Thrift service with its handler: what a {@link WireServer} serves. */
export interface Service {
  readonly methods: ReadonlyMap<string, Method>;
  connectionClosed(connection: ConnectionInfo): void;
}

export function service(handler: ServiceHandler, methods: Iterable<readonly [string, Method]>): Service {
  return {
    methods: new Map(methods),
    connectionClosed: (connection) => handler.connectionClosed?.(connection),
  };
}

/** The method of an rpc that `run` answers. */
export function served<Arguments, Result>(
  rpc: Rpc<Arguments, Result>,
  run: (args: Arguments, call: CallContext) => Result | Promise<Result>,
): readonly [string, Method] {
  const { type } = rpc.result;
  const method: Method = {
    read(reader) {
      const args = rpc.arguments.read(reader);
      return async (call) => {
        const result = await run(args, call);
        return { type, write: (writer) => rpc.result.write(writer, result), steps: rpc.result.steps?.(result) };
      };
    },
  };
  return [rpc.name, method];
}
