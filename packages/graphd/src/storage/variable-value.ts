import { GeographyValue, SetValue } from '@orrery/contracts';
import type { Coordinate, GeographyShape, Value } from '@orrery/contracts';
import type { PropertyType } from '../catalog/definitions.ts';
import type { RowScratch } from './row-scratch.ts';
import { mismatch, ValueFault } from './value-fault.ts';

const SHAPE_KINDS = ['point', 'linestring', 'polygon'] as const;

/** Writes a string, geography, list or set at `at`; returns where it ends. */
export function encodeVariable(type: PropertyType, value: Value, scratch: RowScratch, at: number): number {
  switch (type.kind) {
    case 'string':
      if (typeof value !== 'string') throw mismatch(type);
      return writeText(value, scratch, at);
    case 'fixed_string': {
      if (typeof value !== 'string') throw mismatch(type);
      // NebulaGraph cuts what is too long, between characters.
      const end = writeText(value, scratch, at);
      return end - at <= type.length ? end : cutUtf8(scratch.bytes, at, at + type.length);
    }
    case 'geography':
      if (!(value instanceof GeographyValue)) throw mismatch(type);
      if (type.shape !== undefined && value.shape.kind !== type.shape) throw mismatch(type);
      return writeGeography(value.shape, scratch, at);
    case 'list':
      if (!Array.isArray(value)) throw mismatch(type);
      return writeItems(type.element, value, scratch, at, type);
    case 'set':
      if (!(value instanceof SetValue)) throw mismatch(type);
      return writeItems(type.element, value.items, scratch, at, type);
    default:
      throw new TypeError(`${type.kind} is not of variable size`);
  }
}

export function decodeVariable(type: PropertyType, view: DataView, start: number, end: number): Value {
  switch (type.kind) {
    case 'string':
    case 'fixed_string':
      return readText(view, start, end);
    case 'geography':
      return readGeography(view, start);
    case 'list':
      return readItems(type.element, view, start);
    case 'set':
      return new SetValue(readItems(type.element, view, start));
    default:
      throw new TypeError(`${type.kind} is not of variable size`);
  }
}

function writeText(text: string, scratch: RowScratch, at: number): number {
  scratch.ensure(at + text.length * 3);
  if (text.length < 32) {
    let end = at;
    for (let i = 0; ; i++) {
      if (i === text.length) return end;
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      scratch.bytes[end++] = unit;
    }
  }
  return at + Buffer.from(scratch.bytes.buffer).write(text, at);
}

/** The last end of a character that is not above `end`. */
function cutUtf8(bytes: Uint8Array, start: number, end: number): number {
  let cut = end;
  while (cut > start && (bytes[cut]! & 0xc0) === 0x80) cut--;
  return cut;
}

function readText(view: DataView, start: number, end: number): string {
  const length = end - start;
  if (length < 24) {
    let text = '';
    for (let i = start; i < end; i++) {
      const byte = view.getUint8(i);
      if (byte > 0x7f) return Buffer.from(view.buffer, view.byteOffset + start, length).toString();
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return Buffer.from(view.buffer, view.byteOffset + start, length).toString();
}

function writeItems(
  element: 'string' | 'int64' | 'float',
  items: readonly Value[],
  scratch: RowScratch,
  start: number,
  type: PropertyType,
): number {
  scratch.ensure(start + 4 + items.length * 8);
  scratch.view.setUint32(start, items.length, true);
  let at = start + 4;
  for (const item of items) {
    if (element === 'string') {
      if (typeof item !== 'string') throw mismatch(type);
      scratch.ensure(at + 4 + item.length * 3);
      const end = writeText(item, scratch, at + 4);
      scratch.view.setUint32(at, end - at - 4, true);
      at = end;
    } else {
      scratch.ensure(at + 8);
      if (element === 'int64') {
        if (typeof item !== 'bigint') throw mismatch(type);
        scratch.view.setBigInt64(at, item, true);
      } else {
        const number = typeof item === 'bigint' ? Number(item) : item;
        if (typeof number !== 'number') throw mismatch(type);
        scratch.view.setFloat64(at, number, true);
      }
      at += 8;
    }
  }
  return at;
}

function readItems(element: 'string' | 'int64' | 'float', view: DataView, start: number): Value[] {
  const items: Value[] = [];
  const count = view.getUint32(start, true);
  let at = start + 4;
  for (let i = 0; i < count; i++) {
    if (element === 'string') {
      const length = view.getUint32(at, true);
      items.push(readText(view, at + 4, at + 4 + length));
      at += 4 + length;
    } else {
      items.push(element === 'int64' ? view.getBigInt64(at, true) : view.getFloat64(at, true));
      at += 8;
    }
  }
  return items;
}

/** u8 kind, then the coordinates; linestrings and rings with a u32 count before them, polygons with one of rings. */
function writeGeography(shape: GeographyShape, scratch: RowScratch, start: number): number {
  scratch.ensure(start + 5);
  scratch.view.setUint8(start, SHAPE_KINDS.indexOf(shape.kind));
  switch (shape.kind) {
    case 'point':
      return writePoints([shape.point], scratch, start + 1);
    case 'linestring':
      return writeCounted(shape.points, scratch, start + 1);
    case 'polygon': {
      scratch.view.setUint32(start + 1, shape.rings.length, true);
      let at = start + 5;
      for (const ring of shape.rings) at = writeCounted(ring, scratch, at);
      return at;
    }
  }
}

function writeCounted(points: readonly Coordinate[], scratch: RowScratch, at: number): number {
  scratch.ensure(at + 4);
  scratch.view.setUint32(at, points.length, true);
  return writePoints(points, scratch, at + 4);
}

function writePoints(points: readonly Coordinate[], scratch: RowScratch, start: number): number {
  scratch.ensure(start + points.length * 16);
  let at = start;
  for (const { x, y } of points) {
    scratch.view.setFloat64(at, x, true);
    scratch.view.setFloat64(at + 8, y, true);
    at += 16;
  }
  return at;
}

function readGeography(view: DataView, start: number): GeographyValue {
  const kind = SHAPE_KINDS[view.getUint8(start)];
  let at = start + 1;
  const readPoints = (count: number): Coordinate[] => {
    const points: Coordinate[] = [];
    for (let i = 0; i < count; i++, at += 16) {
      points.push({ x: view.getFloat64(at, true), y: view.getFloat64(at + 8, true) });
    }
    return points;
  };
  const readCount = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  switch (kind) {
    case 'point':
      return new GeographyValue({ kind, point: readPoints(1)[0]! });
    case 'linestring':
      return new GeographyValue({ kind, points: readPoints(readCount()) });
    case 'polygon': {
      const rings: Coordinate[][] = [];
      for (let left = readCount(); left > 0; left--) rings.push(readPoints(readCount()));
      return new GeographyValue({ kind, rings });
    }
    default:
      throw new ValueFault('TypeMismatch', 'the stored geography is of an unknown kind');
  }
}
