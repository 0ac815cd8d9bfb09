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
  type NullKind,
  type Value,
} from '@orrery/contracts';
import { MAX_DEPTH, ThriftType as T } from './thrift-type.ts';
import type { ThriftWriter } from './thrift-writer.ts';
import { WireError } from './wire-error.ts';

const NULL_CODE: Record<NullKind, number> = {
  NaN: 1,
  BAD_DATA: 2,
  BAD_TYPE: 3,
  OVERFLOW: 4,
  UNKNOWN_PROP: 5,
  DIV_BY_ZERO: 6,
  OUT_OF_RANGE: 7,
};

/**
 * Writes a value as NebulaGraph's Value union.
 * @throws WireError (format) on nesting beyond 256 levels or something that is no {@link Value}
 */
export function encodeValue(writer: ThriftWriter, value: Value, depth = 0): void {
  switch (typeof value) {
    case 'bigint':
      writer.field(T.I64, 3, 0);
      writer.i64(value);
      break;
    case 'string':
      writer.field(T.STRING, 5, 0);
      writer.string(value);
      break;
    case 'number':
      writer.field(T.DOUBLE, 4, 0);
      writer.double(value);
      break;
    case 'boolean':
      writer.boolField(value, 2, 0);
      break;
    case 'undefined':
      break;
    default:
      encodeObject(writer, value, depth);
  }
  writer.stop();
}

function encodeObject(writer: ThriftWriter, value: object | null, depth: number): void {
  if (value === null) {
    encodeNull(writer, 0);
    return;
  }
  if (depth >= MAX_DEPTH) {
    throw new WireError('format', `the value is nested deeper than the ${MAX_DEPTH} levels that the protocol is given`);
  }
  if (Array.isArray(value)) {
    listHead(writer, value);
    for (const item of value as Value[]) encodeValue(writer, item, depth + 1);
    writer.stop();
  } else if (value instanceof VertexValue) {
    writer.field(T.STRUCT, 9, 0);
    encodeVertex(writer, value, depth);
  } else if (value instanceof EdgeValue) {
    writer.field(T.STRUCT, 10, 0);
    encodeEdge(writer, value, depth);
  } else if (value instanceof Map) {
    writer.field(T.STRUCT, 13, 0);
    writer.field(T.MAP, 1, 0);
    encodeMap(writer, value as Map<string, Value>, depth);
    writer.stop();
  } else if (value instanceof NullValue) {
    encodeNull(writer, NULL_CODE[value.kind]);
  } else if (value instanceof DateTimeValue) {
    writer.field(T.STRUCT, 8, 0);
    encodeDateTime(writer, value);
  } else if (value instanceof DateValue) {
    writer.field(T.STRUCT, 6, 0);
    encodeDate(writer, value);
  } else if (value instanceof TimeValue) {
    writer.field(T.STRUCT, 7, 0);
    encodeTime(writer, value);
  } else if (value instanceof DurationValue) {
    writer.field(T.STRUCT, 17, 0);
    encodeDuration(writer, value);
  } else if (value instanceof PathValue) {
    writer.field(T.STRUCT, 11, 0);
    encodePath(writer, value, depth);
  } else if (value instanceof SetValue) {
    writer.field(T.STRUCT, 14, 0);
    writer.field(T.SET, 1, 0);
    encodeItems(writer, value.items, depth);
    writer.stop();
  } else if (value instanceof DataSet) {
    writer.field(T.STRUCT, 15, 0);
    encodeDataSet(writer, value, depth + 1);
  } else if (value instanceof GeographyValue) {
    writer.field(T.STRUCT, 16, 0);
    encodeGeography(writer, value);
  } else {
    throw new WireError('format', `an object of class ${value.constructor?.name ?? 'unknown'} is no value of nGQL`);
  }
}

function encodeNull(writer: ThriftWriter, code: number): void {
  writer.field(T.I32, 1, 0);
  writer.i32(code);
}

function encodeItems(writer: ThriftWriter, items: readonly Value[], depth: number): void {
  writer.list(T.STRUCT, items.length);
  for (const item of items) encodeValue(writer, item, depth + 1);
}

export function encodeMap(writer: ThriftWriter, map: ReadonlyMap<string, Value>, depth: number): void {
  writer.map(T.STRING, T.STRUCT, map.size);
  for (const [key, value] of map) {
    writer.string(key);
    encodeValue(writer, value, depth + 1);
  }
}

function encodeDate(writer: ThriftWriter, value: DateValue): void {
  writer.field(T.I16, 1, 0);
  writer.i16(value.year);
  writer.field(T.BYTE, 2, 1);
  writer.byte(value.month);
  writer.field(T.BYTE, 3, 2);
  writer.byte(value.day);
  writer.stop();
}

function encodeTime(writer: ThriftWriter, value: TimeValue): void {
  writer.field(T.BYTE, 1, 0);
  writer.byte(value.hour);
  writer.field(T.BYTE, 2, 1);
  writer.byte(value.minute);
  writer.field(T.BYTE, 3, 2);
  writer.byte(value.second);
  writer.field(T.I32, 4, 3);
  writer.i32(value.microsecond);
  writer.stop();
}

function encodeDateTime(writer: ThriftWriter, value: DateTimeValue): void {
  writer.field(T.I16, 1, 0);
  writer.i16(value.year);
  writer.field(T.BYTE, 2, 1);
  writer.byte(value.month);
  writer.field(T.BYTE, 3, 2);
  writer.byte(value.day);
  writer.field(T.BYTE, 4, 3);
  writer.byte(value.hour);
  writer.field(T.BYTE, 5, 4);
  writer.byte(value.minute);
  writer.field(T.BYTE, 6, 5);
  writer.byte(value.second);
  writer.field(T.I32, 7, 6);
  writer.i32(value.microsecond);
  writer.stop();
}

function encodeDuration(writer: ThriftWriter, value: DurationValue): void {
  writer.field(T.I64, 1, 0);
  writer.i64(value.seconds);
  writer.field(T.I32, 2, 1);
  writer.i32(value.microseconds);
  writer.field(T.I32, 3, 2);
  writer.i32(value.months);
  writer.stop();
}

function encodeVertex(writer: ThriftWriter, vertex: VertexValue, depth: number): void {
  writer.field(T.STRUCT, 1, 0);
  encodeValue(writer, vertex.vid, depth + 1);
  writer.field(T.LIST, 2, 1);
  writer.list(T.STRUCT, vertex.tags.length);
  for (const tag of vertex.tags) {
    writer.field(T.STRING, 1, 0);
    writer.string(tag.name);
    writer.field(T.MAP, 2, 1);
    encodeMap(writer, tag.props, depth + 1);
    writer.stop();
  }
  writer.stop();
}

function encodeEdge(writer: ThriftWriter, edge: EdgeValue, depth: number): void {
  writer.field(T.STRUCT, 1, 0);
  encodeValue(writer, edge.src, depth + 1);
  writer.field(T.STRUCT, 2, 1);
  encodeValue(writer, edge.dst, depth + 1);
  writer.field(T.I32, 3, 2);
  writer.i32(edge.typeId);
  writer.field(T.STRING, 4, 3);
  writer.string(edge.name);
  writer.field(T.I64, 5, 4);
  writer.i64(edge.ranking);
  writer.field(T.MAP, 6, 5);
  encodeMap(writer, edge.props, depth + 1);
  writer.stop();
}

function encodePath(writer: ThriftWriter, path: PathValue, depth: number): void {
  writer.field(T.STRUCT, 1, 0);
  encodeVertex(writer, path.src, depth + 1);
  writer.field(T.LIST, 2, 1);
  writer.list(T.STRUCT, path.steps.length);
  for (const step of path.steps) {
    writer.field(T.STRUCT, 1, 0);
    encodeVertex(writer, step.dst, depth + 1);
    writer.field(T.I32, 2, 1);
    writer.i32(step.typeId);
    writer.field(T.STRING, 3, 2);
    writer.string(step.name);
    writer.field(T.I64, 4, 3);
    writer.i64(step.ranking);
    writer.field(T.MAP, 5, 4);
    encodeMap(writer, step.props, depth + 1);
    writer.stop();
  }
  writer.stop();
}

/** Writes a table as the DataSet struct. Cost: about 0.1 µs a value; nothing is allocated but the bytes. */
export function encodeDataSet(writer: ThriftWriter, table: DataSet, depth = 0): void {
  dataSetHead(writer, table);
  for (const row of table.rows) {
    rowHead(writer, row);
    for (const value of row) encodeValue(writer, value, depth);
    writer.stop();
  }
  writer.stop();
}

/** Values that are written between two steps, roughly. */
const VALUES_PER_STEP = 256;

/** Whether a table is worth the steps. */
export function isLongDataSet({ columns, rows }: DataSet): boolean {
  if (rows.length * columns.length > VALUES_PER_STEP) return true;
  return rows.some((row) => row.some((value) => Array.isArray(value) && value.length > VALUES_PER_STEP));
}

/** The same, with a step in which others may have a turn after some rows, and within the long lists of a row. */
export function* dataSetSteps(writer: ThriftWriter, table: DataSet): Generator<void> {
  let values = 0;
  dataSetHead(writer, table);
  for (const row of table.rows) {
    rowHead(writer, row);
    for (const value of row) {
      if (Array.isArray(value) && value.length > VALUES_PER_STEP) yield* longListSteps(writer, value);
      else encodeValue(writer, value);
    }
    writer.stop();
    values += row.length;
    if (values >= VALUES_PER_STEP) {
      yield;
      values = 0;
    }
  }
  writer.stop();
}

function dataSetHead(writer: ThriftWriter, { columns, rows }: DataSet): void {
  writer.field(T.LIST, 1, 0);
  writer.list(T.STRING, columns.length);
  for (const column of columns) writer.string(column);
  writer.field(T.LIST, 2, 1);
  writer.list(T.STRUCT, rows.length);
}

function rowHead(writer: ThriftWriter, row: readonly Value[]): void {
  writer.field(T.LIST, 1, 0);
  writer.list(T.STRUCT, row.length);
}

function* longListSteps(writer: ThriftWriter, items: readonly Value[]): Generator<void> {
  listHead(writer, items);
  for (const [i, item] of items.entries()) {
    encodeValue(writer, item, 1);
    if (i % VALUES_PER_STEP === 0) yield;
  }
  writer.stop();
  writer.stop();
}

/** What comes before the items of a list that is a value: the struct of the list, whose one field they are. */
function listHead(writer: ThriftWriter, items: readonly Value[]): void {
  writer.field(T.STRUCT, 12, 0);
  writer.field(T.LIST, 1, 0);
  writer.list(T.STRUCT, items.length);
}

function encodeGeography(writer: ThriftWriter, { shape }: GeographyValue): void {
  switch (shape.kind) {
    case 'point':
      writer.field(T.STRUCT, 1, 0);
      writer.field(T.STRUCT, 1, 0);
      encodeCoordinate(writer, shape.point);
      break;
    case 'linestring':
      writer.field(T.STRUCT, 2, 0);
      writer.field(T.LIST, 1, 0);
      encodeCoordinates(writer, shape.points);
      break;
    case 'polygon':
      writer.field(T.STRUCT, 3, 0);
      writer.field(T.LIST, 1, 0);
      writer.list(T.LIST, shape.rings.length);
      for (const ring of shape.rings) encodeCoordinates(writer, ring);
      break;
  }
  writer.stop();
  writer.stop();
}

function encodeCoordinates(writer: ThriftWriter, coordinates: readonly Coordinate[]): void {
  writer.list(T.STRUCT, coordinates.length);
  for (const coordinate of coordinates) encodeCoordinate(writer, coordinate);
}

function encodeCoordinate(writer: ThriftWriter, coordinate: Coordinate): void {
  writer.field(T.DOUBLE, 1, 0);
  writer.double(coordinate.x);
  writer.field(T.DOUBLE, 2, 1);
  writer.double(coordinate.y);
  writer.stop();
}
