import type { Value } from '@orrery/contracts';
import { ClientConnection, type CallOptions, type WireClientOptions } from './client-connection.ts';
import {
  authenticate,
  execute,
  executeJson,
  executeJsonWithParameter,
  executeWithParameter,
  signout,
  verifyClientVersion,
} from './graph-calls.ts';
import type { AuthResponse, ExecutionResponse, Parameters, VerifyClientVersionResponse } from './messages.ts';
import { ServiceClient } from './service-client.ts';

const NO_PARAMETERS: ReadonlyMap<string, Value> = new Map();

/** A connection to a GraphService. */
export class WireClient extends ServiceClient {
  /** Connects. @throws WireError unreachable, timeout or aborted */
  static async connect(options: WireClientOptions): Promise<WireClient> {
    return new WireClient(await ClientConnection.open(options));
  }

  verifyClientVersion(version: string, options?: CallOptions): Promise<VerifyClientVersionResponse> {
    return this.connection.call(verifyClientVersion, { request: { version } }, options);
  }

  authenticate(username: string, password: string, options?: CallOptions): Promise<AuthResponse> {
    return this.connection.call(authenticate, { username, password }, options);
  }

  /** Sends executeWithParameter when there are parameters, else execute. */
  execute(
    sessionId: bigint,
    statement: string,
    parameters: Parameters = NO_PARAMETERS,
    options?: CallOptions,
  ): Promise<ExecutionResponse> {
    return parameters.size > 0
      ? this.connection.call(executeWithParameter, { sessionId, statement, parameters }, options)
      : this.connection.call(execute, { sessionId, statement }, options);
  }

  /** The response as NebulaGraph's JSON. */
  executeJson(
    sessionId: bigint,
    statement: string,
    parameters: Parameters = NO_PARAMETERS,
    options?: CallOptions,
  ): Promise<string> {
    return parameters.size > 0
      ? this.connection.call(executeJsonWithParameter, { sessionId, statement, parameters }, options)
      : this.connection.call(executeJson, { sessionId, statement }, options);
  }

  /** Oneway: resolves when it is handed to the system, not when the session has ended. */
  async signout(sessionId: bigint): Promise<void> {
    await this.connection.send(signout, { sessionId });
  }
}
