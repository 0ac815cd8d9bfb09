import { DateTimeValue, DateValue, DurationValue, TimeValue } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import type { PropertyType } from '../catalog/definitions.ts';
import { mismatch, ValueFault } from './value-fault.ts';

const FLOAT_MAX = 3.4028234663852886e38;
const INT_BITS = { int8: 8, int16: 16, int32: 32, int64: 64, timestamp: 64 } as const;

/** Bytes of a value of fixed size; undefined for the variable ones. */
export function fixedBytes(type: PropertyType): number | undefined {
  switch (type.kind) {
    case 'bool':
    case 'int8':
      return 1;
    case 'int16':
      return 2;
    case 'int32':
    case 'float':
    case 'date':
      return 4;
    case 'int64':
    case 'double':
    case 'timestamp':
      return 8;
    case 'time':
      return 7;
    case 'datetime':
      return 11;
    case 'duration':
      return 16;
    default:
      return undefined;
  }
}

export function writeFixed(type: PropertyType, value: Value, view: DataView, at: number): void {
  switch (type.kind) {
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch(type);
      view.setUint8(at, value ? 1 : 0);
      return;
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'timestamp':
      writeInt(type.kind, value, view, at);
      return;
    case 'float': {
      const number = typeof value === 'bigint' ? Number(value) : value;
      if (typeof number !== 'number') throw mismatch(type);
      if (Number.isFinite(number) && Math.abs(number) > FLOAT_MAX) {
        throw new ValueFault('OutOfRange', `${number} is beyond the range of float`);
      }
      view.setFloat32(at, number, true);
      return;
    }
    case 'double': {
      const number = typeof value === 'bigint' ? Number(value) : value;
      if (typeof number !== 'number') throw mismatch(type);
      view.setFloat64(at, number, true);
      return;
    }
    case 'date':
      if (!(value instanceof DateValue)) throw mismatch(type);
      writeDate(value, view, at);
      return;
    case 'time':
      if (!(value instanceof TimeValue)) throw mismatch(type);
      writeTime(value, view, at);
      return;
    case 'datetime':
      if (!(value instanceof DateTimeValue)) throw mismatch(type);
      writeDate(value, view, at);
      writeTime(value, view, at + 4);
      return;
    case 'duration':
      if (!(value instanceof DurationValue)) throw mismatch(type);
      view.setInt32(at, value.months, true);
      view.setBigInt64(at + 4, value.seconds, true);
      view.setInt32(at + 12, value.microseconds, true);
      return;
    default:
      throw new TypeError(`${type.kind} is not of fixed size`);
  }
}

export function readFixed(type: PropertyType, view: DataView, at: number): Value {
  switch (type.kind) {
    case 'bool':
      return view.getUint8(at) !== 0;
    case 'int8':
      return BigInt(view.getInt8(at));
    case 'int16':
      return BigInt(view.getInt16(at, true));
    case 'int32':
      return BigInt(view.getInt32(at, true));
    case 'int64':
    case 'timestamp':
      return view.getBigInt64(at, true);
    case 'float':
      return view.getFloat32(at, true);
    case 'double':
      return view.getFloat64(at, true);
    case 'date':
      return new DateValue(view.getInt16(at, true), view.getUint8(at + 2), view.getUint8(at + 3));
    case 'time':
      return new TimeValue(
        view.getUint8(at),
        view.getUint8(at + 1),
        view.getUint8(at + 2),
        view.getUint32(at + 3, true),
      );
    case 'datetime':
      return new DateTimeValue(
        view.getInt16(at, true),
        view.getUint8(at + 2),
        view.getUint8(at + 3),
        view.getUint8(at + 4),
        view.getUint8(at + 5),
        view.getUint8(at + 6),
        view.getUint32(at + 7, true),
      );
    case 'duration':
      return new DurationValue(view.getInt32(at, true), view.getBigInt64(at + 4, true), view.getInt32(at + 12, true));
    default:
      throw new TypeError(`${type.kind} is not of fixed size`);
  }
}

function writeInt(kind: keyof typeof INT_BITS, value: Value, view: DataView, at: number): void {
  if (typeof value !== 'bigint') throw mismatch({ kind });
  if (BigInt.asIntN(INT_BITS[kind], value) !== value) {
    throw new ValueFault('OutOfRange', `${value} is beyond the range of ${kind}`);
  }
  switch (kind) {
    case 'int8':
      view.setInt8(at, Number(value));
      return;
    case 'int16':
      view.setInt16(at, Number(value), true);
      return;
    case 'int32':
      view.setInt32(at, Number(value), true);
      return;
    default:
      view.setBigInt64(at, value, true);
  }
}

function writeDate(value: { year: number; month: number; day: number }, view: DataView, at: number): void {
  view.setInt16(at, value.year, true);
  view.setUint8(at + 2, value.month);
  view.setUint8(at + 3, value.day);
}

function writeTime(
  value: { hour: number; minute: number; second: number; microsecond: number },
  view: DataView,
  at: number,
): void {
  view.setUint8(at, value.hour);
  view.setUint8(at + 1, value.minute);
  view.setUint8(at + 2, value.second);
  view.setUint32(at + 3, value.microsecond, true);
}
