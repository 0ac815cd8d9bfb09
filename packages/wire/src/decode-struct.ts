import { ThriftType as T } from './thrift-type.ts';
import { skip, type ThriftReader } from './thrift-reader.ts';
import { WireError } from './wire-error.ts';

/**
 * Reads a struct, field by field. `read` returns false for a field that it does not know in that type, which is then
 * skipped, as Thrift's evolution of structs asks.
 */
export function decodeStruct(reader: ThriftReader, read: (id: number, type: number) => boolean): void {
  let id = 0;
  for (let type = reader.field(0); type !== T.STOP; type = reader.field(id)) {
    id = reader.fieldId;
    if (!read(id, type)) skip(reader, type);
  }
}

/** Reads a list or set of elements of one type. @throws WireError (format) when it has others */
export function decodeList<E>(reader: ThriftReader, elementType: number, read: () => E): E[] {
  const size = reader.list();
  if (size > 0 && reader.elementType !== elementType)
    throw new WireError('format', 'a list with elements of another type');
  const list: E[] = [];
  for (let i = 0; i < size; i++) list.push(read());
  return list;
}

/** Reads a map with string keys. @throws WireError (format) when it has other types */
export function decodeStringMap<V>(reader: ThriftReader, valueType: number, read: () => V): Map<string, V> {
  const size = reader.map();
  if (size > 0 && (reader.keyType !== T.STRING || reader.elementType !== valueType)) {
    throw new WireError('format', 'a map with keys or values of another type');
  }
  const map = new Map<string, V>();
  for (let i = 0; i < size; i++) {
    const key = reader.string();
    map.set(key, read());
  }
  return map;
}
