import type { Encoding, EncodedExecutionResponse } from './encoding.ts';
import type { AuthResponse, ExecutionResponse, Parameters, VerifyClientVersionResponse } from './messages.ts';

/** A client's connection, the same object for all its calls. */
export interface ConnectionInfo {
  /** Unique in the process, increasing. */
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Aborted when the connection is gone; a running statement should stop then. */
  readonly signal: AbortSignal;
}

/** What a call came with, besides its arguments. */
export interface CallContext {
  readonly connection: ConnectionInfo;
  /** How the answer will be written; pass it to `encodeExecutionResponse` to encode elsewhere (in a worker thread). */
  readonly encoding: Encoding;
}

/**
 * What answers a service's calls. Calls of one connection come one after the other, in the order in which they were
 * sent; those of different connections interleave. A method that throws is answered with a TApplicationException
 * (internal error) whose text reveals nothing, and reported to `onError` of the server: failures that the service has
 * a code for are answers, not exceptions.
 */
export interface ServiceHandler {
  /** Called once for every connection, after its last call has ended. */
  connectionClosed?(connection: ConnectionInfo): void;
}

/** The methods of NebulaGraph's GraphService. */
export interface GraphServiceHandler extends ServiceHandler {
  /** Without it every version is accepted. */
  verifyClientVersion?(
    version: string,
    call: CallContext,
  ): VerifyClientVersionResponse | Promise<VerifyClientVersionResponse>;

  authenticate(username: string, password: string, call: CallContext): AuthResponse | Promise<AuthResponse>;

  /** Also called for executeWithParameter; `parameters` is empty for execute. A client's ping uses session 0. */
  execute(
    sessionId: bigint,
    statement: string,
    parameters: Parameters,
    call: CallContext,
  ): ExecutionResponse | EncodedExecutionResponse | Promise<ExecutionResponse | EncodedExecutionResponse>;

  /**
   * For executeJson and executeJsonWithParameter: the response is written as NebulaGraph's JSON. Without it `execute`
   * is called (whose answer must then not be encoded already).
   */
  executeJson?(
    sessionId: bigint,
    statement: string,
    parameters: Parameters,
    call: CallContext,
  ): ExecutionResponse | Promise<ExecutionResponse>;

  /** Oneway: nothing is answered. */
  signout(sessionId: bigint, call: CallContext): void | Promise<void>;
}
