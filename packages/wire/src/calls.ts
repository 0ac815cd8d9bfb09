import type { Value } from '@orrery/contracts';
import { decodeStruct } from './decode-struct.ts';
import { decodeProps } from './decode-value.ts';
import { ThriftType as T } from './thrift-type.ts';
import type { ThriftReader } from './thrift-reader.ts';

/** A call of the service, its arguments read. */
export type Call =
  | { readonly method: 'verifyClientVersion'; readonly version: string }
  | { readonly method: 'authenticate'; readonly username: string; readonly password: string }
  | { readonly method: 'signout'; readonly sessionId: bigint }
  | {
      readonly method: 'execute' | 'executeWithParameter' | 'executeJson' | 'executeJsonWithParameter';
      readonly sessionId: bigint;
      readonly statement: string;
      readonly parameters: ReadonlyMap<string, Value>;
    }
  | { readonly method: 'unknown'; readonly name: string };

/** Reads the arguments of the method; of an unknown one nothing is read. @throws WireError (format) */
export function readCall(reader: ThriftReader, name: string): Call {
  switch (name) {
    case 'verifyClientVersion':
      return { method: name, version: readVersion(reader) };
    case 'authenticate': {
      let username = '';
      let password = '';
      decodeStruct(reader, (id, type) => {
        if (id === 1 && type === T.STRING) username = reader.string();
        else if (id === 2 && type === T.STRING) password = reader.string();
        else return false;
        return true;
      });
      return { method: name, username, password };
    }
    case 'signout':
      return { method: name, sessionId: readStatement(reader).sessionId };
    case 'execute':
    case 'executeWithParameter':
    case 'executeJson':
    case 'executeJsonWithParameter':
      return { method: name, ...readStatement(reader) };
    default:
      return { method: 'unknown', name };
  }
}

function readVersion(reader: ThriftReader): string {
  let version = '3.0.0';
  decodeStruct(reader, (id, type) => {
    if (id !== 1 || type !== T.STRUCT) return false;
    decodeStruct(reader, (innerId, innerType) => {
      if (innerId !== 1 || innerType !== T.STRING) return false;
      version = reader.string();
      return true;
    });
    return true;
  });
  return version;
}

function readStatement(reader: ThriftReader): {
  sessionId: bigint;
  statement: string;
  parameters: Map<string, Value>;
} {
  const call = { sessionId: 0n, statement: '', parameters: new Map<string, Value>() };
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.I64) call.sessionId = reader.i64();
    else if (id === 2 && type === T.STRING) call.statement = reader.string();
    else if (id === 3 && type === T.MAP) call.parameters = decodeProps(reader, 0);
    else return false;
    return true;
  });
  return call;
}
