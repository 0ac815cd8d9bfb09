import { readAuthResponse, readExecutionResponse, readVerifyClientVersionResponse } from './decode-response.ts';
import { decodeStruct } from './decode-struct.ts';
import { decodeProps } from './decode-value.ts';
import { writeAuthResponse, writeExecutionResponse, writeVerifyClientVersionResponse } from './encode-response.ts';
import { encodeMap } from './encode-value.ts';
import type { AuthResponse, ExecutionResponse, Parameters, VerifyClientVersionResponse } from './messages.ts';
import { requestRpc, type Rpc } from './service.ts';
import { i64, required, struct, text, type Codec } from './thrift-struct.ts';
import { ThriftType as T } from './thrift-type.ts';

/** What a client that does not say its version is taken for. */
export const UNSAID_VERSION = '3.0.0';

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

const NO_PARAMETERS: Parameters = new Map();

/** Written out, as every statement has them: what `struct` would make of it costs some microseconds more a statement. */
const statementArguments: Codec<StatementArguments> = {
  type: T.STRUCT,
  read(reader) {
    let sessionId = 0n;
    let statement = '';
    let given = NO_PARAMETERS;
    decodeStruct(reader, (id, type) => {
      if (id === 1 && type === T.I64) sessionId = reader.i64();
      else if (id === 2 && type === T.STRING) statement = reader.string();
      else if (id === 3 && type === T.MAP) given = decodeProps(reader, 0);
      else return false;
      return true;
    });
    return { sessionId, statement, parameters: given };
  },
  write(writer, { sessionId, statement, parameters: given }) {
    writer.field(T.I64, 1, 0);
    writer.i64(sessionId);
    writer.field(T.STRING, 2, 1);
    writer.string(statement);
    if (given && given.size > 0) {
      writer.field(T.MAP, 3, 2);
      encodeMap(writer, given, 0);
    }
    writer.stop();
  },
  absent: () => ({ sessionId: 0n, statement: '' }),
};

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
