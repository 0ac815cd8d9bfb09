import { BinaryReader } from './binary-reader.ts';
import { CompactReader } from './compact-reader.ts';
import { MAX_DEPTH, ThriftType as T } from './thrift-type.ts';
import { WireError } from './wire-error.ts';

export type ThriftReader = BinaryReader | CompactReader;

/** A reader of the message that begins with `bytes`. @throws WireError (format) when they begin none */
export function messageReader(bytes: Buffer, elementBudget?: number): ThriftReader {
  const first = bytes[0];
  if (first === 0x82) return new CompactReader(bytes, elementBudget);
  if (first === 0x80 || first === 0) return new BinaryReader(bytes, elementBudget);
  throw new WireError('format', 'the frame holds neither a binary nor a compact message');
}

/** Reads over a field's value. */
export function skip(reader: ThriftReader, type: number, depth = 0): void {
  if (type === T.BOOL) reader.bool();
  else skipElement(reader, type, depth);
}

function skipElement(reader: ThriftReader, type: number, depth: number): void {
  if (depth > MAX_DEPTH * 4) throw new WireError('format', 'the message is nested too deeply');
  switch (type) {
    case T.BOOL:
      reader.elementBool();
      return;
    case T.BYTE:
      reader.byte();
      return;
    case T.DOUBLE:
      reader.double();
      return;
    case T.FLOAT:
      reader.float();
      return;
    case T.I16:
      reader.i16();
      return;
    case T.I32:
      reader.i32();
      return;
    case T.I64:
      reader.i64();
      return;
    case T.STRING:
      reader.bytes();
      return;
    case T.STRUCT: {
      let id = 0;
      for (let field = reader.field(0); field !== T.STOP; field = reader.field(id)) {
        id = reader.fieldId;
        skip(reader, field, depth + 1);
      }
      return;
    }
    case T.LIST:
    case T.SET: {
      const size = reader.list();
      const { elementType } = reader;
      for (let i = 0; i < size; i++) skipElement(reader, elementType, depth + 1);
      return;
    }
    case T.MAP: {
      const size = reader.map();
      const { keyType, elementType } = reader;
      for (let i = 0; i < size; i++) {
        skipElement(reader, keyType, depth + 1);
        skipElement(reader, elementType, depth + 1);
      }
      return;
    }
    default:
      throw new WireError('format', `a field of unknown type ${type}`);
  }
}
