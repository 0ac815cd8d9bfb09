import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  GeographyValue,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  VertexValue,
  type Coordinate,
  type GeographyShape,
  type PathStep,
  type TagValue,
  type Value,
} from '@orrery/contracts';
import { decodeList, decodeStringMap, decodeStruct } from './decode-struct.ts';
import { skip, type ThriftReader } from './thrift-reader.ts';
import { MAX_DEPTH, ThriftType as T } from './thrift-type.ts';
import { WireError } from './wire-error.ts';

const NULL_BY_CODE: readonly (null | NullValue)[] = [
  null,
  NullValue.NaN,
  NullValue.BAD_DATA,
  NullValue.BAD_TYPE,
  NullValue.OVERFLOW,
  NullValue.UNKNOWN_PROP,
  NullValue.DIV_BY_ZERO,
  NullValue.OUT_OF_RANGE,
];

/** Thrift type of each member of the Value union, by its id. */
const MEMBER_TYPE = [
  0,
  T.I32,
  T.BOOL,
  T.I64,
  T.DOUBLE,
  T.STRING,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
  T.STRUCT,
] as const;

/**
 * Reads a Value union. NebulaGraph's strings are bytes; those that are no UTF-8 come with U+FFFD in their place.
 * @throws WireError (format) on malformed bytes or nesting beyond 256 levels
 */
export function decodeValue(reader: ThriftReader, depth = 0): Value {
  const type = reader.field(0);
  return decodeBegunValue(reader, type, reader.fieldId, depth);
}

/** The same for a union the header of whose first field was read. */
export function decodeBegunValue(reader: ThriftReader, firstType: number, firstId: number, depth = 0): Value {
  let value: Value;
  let id = firstId;
  for (let type = firstType; type !== T.STOP; type = reader.field(id), id = reader.fieldId) {
    if (id <= 0 || MEMBER_TYPE[id] !== type) {
      skip(reader, type, depth);
      continue;
    }
    switch (id) {
      case 1:
        value = NULL_BY_CODE[reader.i32()] ?? null;
        break;
      case 2:
        value = reader.bool();
        break;
      case 3:
        value = reader.i64();
        break;
      case 4:
        value = reader.double();
        break;
      case 5:
        value = reader.string();
        break;
      default:
        value = decodeMember(reader, id, depth + 1);
    }
  }
  return value;
}

function decodeMember(reader: ThriftReader, id: number, depth: number): Value {
  if (depth > MAX_DEPTH) throw new WireError('format', `a value is nested deeper than ${MAX_DEPTH} levels`);
  switch (id) {
    case 6:
      return decodeDate(reader);
    case 7:
      return decodeTime(reader);
    case 8:
      return decodeDateTime(reader);
    case 9:
      return decodeVertex(reader, depth);
    case 10:
      return decodeEdge(reader, depth);
    case 11:
      return decodePath(reader, depth);
    case 12:
      return decodeItems(reader, T.LIST, depth);
    case 13:
      return decodeMapValue(reader, depth);
    case 14:
      return new SetValue(decodeItems(reader, T.SET, depth));
    case 15:
      return decodeDataSet(reader, depth);
    case 16:
      return decodeGeography(reader);
    default:
      return decodeDuration(reader);
  }
}

function decodeItems(reader: ThriftReader, containerType: number, depth: number): Value[] {
  let items: Value[] = [];
  decodeStruct(reader, (id, type) => {
    if (id !== 1 || type !== containerType) return false;
    items = decodeList(reader, T.STRUCT, () => decodeValue(reader, depth));
    return true;
  });
  return items;
}

function decodeMapValue(reader: ThriftReader, depth: number): Map<string, Value> {
  let map = new Map<string, Value>();
  decodeStruct(reader, (id, type) => {
    if (id !== 1 || type !== T.MAP) return false;
    map = decodeProps(reader, depth);
    return true;
  });
  return map;
}

export function decodeProps(reader: ThriftReader, depth: number): Map<string, Value> {
  return decodeStringMap(reader, T.STRUCT, () => decodeValue(reader, depth));
}

/** Reads a struct whose fields are all ints: `into[id]` gets the field of that id. */
function decodeInts(reader: ThriftReader, into: number[]): number[] {
  decodeStruct(reader, (id, type) => {
    if (id < 1 || id >= into.length) return false;
    if (type === T.BYTE) into[id] = reader.byte();
    else if (type === T.I16) into[id] = reader.i16();
    else if (type === T.I32) into[id] = reader.i32();
    else return false;
    return true;
  });
  return into;
}

function decodeDate(reader: ThriftReader): DateValue {
  const [, year, month, day] = decodeInts(reader, [0, 0, 0, 0]);
  return new DateValue(year!, month!, day!);
}

function decodeTime(reader: ThriftReader): TimeValue {
  const [, hour, minute, second, microsecond] = decodeInts(reader, [0, 0, 0, 0, 0]);
  return new TimeValue(hour!, minute!, second!, microsecond!);
}

function decodeDateTime(reader: ThriftReader): DateTimeValue {
  const [, year, month, day, hour, minute, second, microsecond] = decodeInts(reader, [0, 0, 0, 0, 0, 0, 0, 0]);
  return new DateTimeValue(year!, month!, day!, hour!, minute!, second!, microsecond!);
}

function decodeDuration(reader: ThriftReader): DurationValue {
  let seconds = 0n;
  let microseconds = 0;
  let months = 0;
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.I64) seconds = reader.i64();
    else if (id === 2 && type === T.I32) microseconds = reader.i32();
    else if (id === 3 && type === T.I32) months = reader.i32();
    else return false;
    return true;
  });
  return new DurationValue(months, seconds, microseconds);
}

function decodeTag(reader: ThriftReader, depth: number): TagValue {
  let name = '';
  let props = new Map<string, Value>();
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRING) name = reader.string();
    else if (id === 2 && type === T.MAP) props = decodeProps(reader, depth);
    else return false;
    return true;
  });
  return { name, props };
}

function decodeVertex(reader: ThriftReader, depth: number): VertexValue {
  let vid: Value;
  let tags: TagValue[] = [];
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRUCT) vid = decodeValue(reader, depth);
    else if (id === 2 && type === T.LIST) tags = decodeList(reader, T.STRUCT, () => decodeTag(reader, depth));
    else return false;
    return true;
  });
  return new VertexValue(vid, tags);
}

function decodeEdge(reader: ThriftReader, depth: number): EdgeValue {
  let src: Value;
  let dst: Value;
  let typeId = 0;
  let name = '';
  let ranking = 0n;
  let props = new Map<string, Value>();
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRUCT) src = decodeValue(reader, depth);
    else if (id === 2 && type === T.STRUCT) dst = decodeValue(reader, depth);
    else if (id === 3 && type === T.I32) typeId = reader.i32();
    else if (id === 4 && type === T.STRING) name = reader.string();
    else if (id === 5 && type === T.I64) ranking = reader.i64();
    else if (id === 6 && type === T.MAP) props = decodeProps(reader, depth);
    else return false;
    return true;
  });
  return new EdgeValue(src, dst, typeId, name, ranking, props);
}

function decodeStep(reader: ThriftReader, depth: number): PathStep {
  let dst = new VertexValue(undefined, []);
  let typeId = 0;
  let name = '';
  let ranking = 0n;
  let props = new Map<string, Value>();
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRUCT) dst = decodeVertex(reader, depth);
    else if (id === 2 && type === T.I32) typeId = reader.i32();
    else if (id === 3 && type === T.STRING) name = reader.string();
    else if (id === 4 && type === T.I64) ranking = reader.i64();
    else if (id === 5 && type === T.MAP) props = decodeProps(reader, depth);
    else return false;
    return true;
  });
  return { dst, typeId, name, ranking, props };
}

function decodePath(reader: ThriftReader, depth: number): PathValue {
  let src = new VertexValue(undefined, []);
  let steps: PathStep[] = [];
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.STRUCT) src = decodeVertex(reader, depth);
    else if (id === 2 && type === T.LIST) steps = decodeList(reader, T.STRUCT, () => decodeStep(reader, depth));
    else return false;
    return true;
  });
  return new PathValue(src, steps);
}

/** Reads a DataSet struct. @throws WireError (format) also when a row has another length than the columns */
export function decodeDataSet(reader: ThriftReader, depth = 0): DataSet {
  let columns: string[] = [];
  let rows: Value[][] = [];
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.LIST) columns = decodeList(reader, T.STRING, () => reader.string());
    else if (id === 2 && type === T.LIST) rows = decodeList(reader, T.STRUCT, () => decodeRow(reader, depth));
    else return false;
    return true;
  });
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new WireError('format', `a row of ${row.length} values in a table of ${columns.length} columns`);
    }
  }
  return new DataSet(columns, rows);
}

/** The hot loop of large results: as decodeItems, without a closure per row and value. */
function decodeRow(reader: ThriftReader, depth: number): Value[] {
  const row: Value[] = [];
  let id = 0;
  for (let type = reader.field(0); type !== T.STOP; type = reader.field(id)) {
    id = reader.fieldId;
    if (id !== 1 || type !== T.LIST) {
      skip(reader, type);
      continue;
    }
    const size = reader.list();
    if (size > 0 && reader.elementType !== T.STRUCT)
      throw new WireError('format', 'a row with elements of another type');
    for (let i = 0; i < size; i++) row.push(decodeValue(reader, depth));
  }
  return row;
}

function decodeGeography(reader: ThriftReader): GeographyValue {
  let shape: GeographyShape | undefined;
  decodeStruct(reader, (id, type) => {
    if (type !== T.STRUCT || id < 1 || id > 3) return false;
    decodeStruct(reader, (innerId, innerType) => {
      if (innerId !== 1) return false;
      if (id === 1 && innerType === T.STRUCT) shape = { kind: 'point', point: decodeCoordinate(reader) };
      else if (id === 2 && innerType === T.LIST) shape = { kind: 'linestring', points: decodeCoordinates(reader) };
      else if (id === 3 && innerType === T.LIST) {
        shape = { kind: 'polygon', rings: decodeList(reader, T.LIST, () => decodeCoordinates(reader)) };
      } else return false;
      return true;
    });
    return true;
  });
  if (!shape) throw new WireError('format', 'a geography without a shape');
  return new GeographyValue(shape);
}

function decodeCoordinates(reader: ThriftReader): Coordinate[] {
  return decodeList(reader, T.STRUCT, () => decodeCoordinate(reader));
}

function decodeCoordinate(reader: ThriftReader): Coordinate {
  let x = 0;
  let y = 0;
  decodeStruct(reader, (id, type) => {
    if (id === 1 && type === T.DOUBLE) x = reader.double();
    else if (id === 2 && type === T.DOUBLE) y = reader.double();
    else return false;
    return true;
  });
  return { x, y };
}
