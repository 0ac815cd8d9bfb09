import type { Value } from '@orrery/contracts';
import { readAuthResponse, readExecutionResponse, readVerifyClientVersionResponse } from './decode-response.ts';
import { decodeProps } from './decode-value.ts';
import { writeAuthResponse, writeExecutionResponse, writeVerifyClientVersionResponse } from './encode-response.ts';
import { encodeMap } from './encode-value.ts';
import type { AuthResponse, ExecutionResponse, Parameters, VerifyClientVersionResponse } from './messages.ts';
import { requestRpc, type Rpc } from './service.ts';
import { i64, optional, required, struct, text, type Codec } from './thrift-struct.ts';
import { ThriftType as T } from './thrift-type.ts';

/** What a client that does not say its version is taken for. */
export const UNSAID_VERSION = '3.0.0';

const parameters: Codec<Parameters> = {
  type: T.MAP,
  read: (reader) => decodeProps(reader, 0),
  write: (writer, value) => encodeMap(writer, value, 0),
  absent: () => new Map<string, Value>(),
};

const executionResponse: Codec<ExecutionResponse> = {
  type: T.STRUCT,
  read: readExecutionResponse,
  write: writeExecutionResponse,
  absent: () => ({ errorCode: 0, latencyUs: 0 }),
};

const authResponse: Codec<AuthResponse> = {
  type: T.STRUCT,
  read: readAuthResponse,
  write: writeAuthResponse,
  absent: () => ({ errorCode: 0 }),
};

const versionResponse: Codec<VerifyClientVersionResponse> = {
  type: T.STRUCT,
  read: readVerifyClientVersionResponse,
  write: writeVerifyClientVersionResponse,
  absent: () => ({ errorCode: 0 }),
};

interface StatementArguments {
  readonly sessionId: bigint;
  readonly statement: string;
  readonly parameters?: Parameters | undefined;
}

const statementArguments = struct<StatementArguments>({
  sessionId: required(1, i64),
  statement: required(2, text),
  parameters: optional(3, parameters),
});

export const verifyClientVersion = requestRpc(
  'verifyClientVersion',
  struct<{ version: string }>({ version: required(1, text, () => UNSAID_VERSION) }),
  versionResponse,
);

export const authenticate: Rpc<{ readonly username: string; readonly password: string }, AuthResponse> = {
  name: 'authenticate',
  arguments: struct({ username: required(1, text), password: required(2, text) }),
  result: authResponse,
};

/** Oneway. */
export const signout: Rpc<{ readonly sessionId: bigint }, never> = {
  name: 'signout',
  arguments: struct({ sessionId: required(1, i64) }),
  result: {
    type: T.STOP,
    read: nothing,
    write: nothing,
    absent: nothing,
  },
};

function nothing(): never {
  throw new TypeError('signout answers nothing');
}

export const execute: Rpc<StatementArguments, ExecutionResponse> = {
  name: 'execute',
  arguments: statementArguments,
  result: executionResponse,
};
export const executeWithParameter: typeof execute = { ...execute, name: 'executeWithParameter' };

export const executeJson: Rpc<StatementArguments, string> = {
  name: 'executeJson',
  arguments: statementArguments,
  result: text,
};
export const executeJsonWithParameter: typeof executeJson = { ...executeJson, name: 'executeJsonWithParameter' };
