import type { Value } from '@orrery/contracts';
import type { PropertyDefinition } from '../catalog/definitions.ts';
import { StoreError } from './store.ts';
import { decodeVariable, encodeVariable } from './variable-value.ts';
import { ValueFault } from './value-fault.ts';
import type { RowScratch } from './row-scratch.ts';
import { fixedBytes, readFixed, writeFixed } from './fixed-value.ts';

/**
 * A row: u16 schema version, a bit per property (1 = NULL), the fixed-size values at fixed places, then the bytes of
 * strings, geographies, lists and sets. A variable value's fixed part is the u32 end of its bytes, counted from the
 * first of them; it starts where the one before it ends.
 */
export class RowLayout {
  readonly version: number;
  readonly properties: readonly PropertyDefinition[];
  /** Place of each property's fixed part in the row. */
  readonly #offsets: Uint32Array;
  /** For variable properties: position of the variable property before, -1 for the first; -2 for fixed ones. */
  readonly #previousVariable: Int32Array;
  readonly #variableStart: number;

  constructor(version: number, properties: readonly PropertyDefinition[]) {
    this.version = version;
    this.properties = properties;
    this.#offsets = new Uint32Array(properties.length);
    this.#previousVariable = new Int32Array(properties.length).fill(-2);
    let at = 2 + Math.ceil(properties.length / 8);
    let lastVariable = -1;
    for (const [i, property] of properties.entries()) {
      this.#offsets[i] = at;
      const bytes = fixedBytes(property.type);
      if (bytes === undefined) {
        this.#previousVariable[i] = lastVariable;
        lastVariable = i;
      }
      at += bytes ?? 4;
    }
    this.#variableStart = at;
  }

  isNull(view: DataView, rowStart: number, position: number): boolean {
    return (view.getUint8(rowStart + 2 + (position >> 3)) & (1 << (position & 7))) !== 0;
  }

  /** Place of a fixed-size property's bytes, counted from the row's start. */
  offsetOf(position: number): number {
    return this.#offsets[position]!;
  }

  read(view: DataView, rowStart: number, position: number): Value {
    if (this.isNull(view, rowStart, position)) return null;
    const type = this.properties[position]!.type;
    const at = rowStart + this.#offsets[position]!;
    const previous = this.#previousVariable[position]!;
    if (previous === -2) return readFixed(type, view, at);
    const base = rowStart + this.#variableStart;
    const start = previous === -1 ? base : base + view.getUint32(rowStart + this.#offsets[previous]!, true);
    const end = base + view.getUint32(at, true);
    return decodeVariable(type, view, start, end);
  }

  /**
   * Writes a row at the start of the scratch memory and returns its size in bytes.
   * @throws StoreError TypeMismatch, OutOfRange, NotNullable, with the property's name
   */
  encode(values: readonly Value[], scratch: RowScratch): number {
    const { properties } = this;
    if (values.length !== properties.length) {
      throw new RangeError(`expected ${properties.length} values but got ${values.length}`);
    }
    let end = this.begin(scratch);
    for (let i = 0; i < properties.length; i++) end = this.put(i, values[i], scratch, end);
    return end;
  }

  /**
   * Begins a row at the start of the scratch memory, for a `put` of every property in order; returns its end so far,
   * which every `put` takes and gives.
   */
  begin(scratch: RowScratch): number {
    const end = this.#variableStart;
    scratch.ensure(end);
    const { bytes, view } = scratch;
    view.setUint16(0, this.version, true);
    for (let i = 2; i < end; i++) bytes[i] = 0;
    return end;
  }

  /** @throws StoreError TypeMismatch, OutOfRange, NotNullable, with the property's name */
  put(position: number, value: Value, scratch: RowScratch, end: number): number {
    const property = this.properties[position]!;
    const at = this.#offsets[position]!;
    const isVariable = this.#previousVariable[position] !== -2;
    let after = end;
    if (value === null || value === undefined) {
      if (!property.nullable) throw notNullable(property);
      scratch.bytes[2 + (position >> 3)]! |= 1 << (position & 7);
    } else {
      try {
        if (isVariable) after = encodeVariable(property.type, value, scratch, end);
        else writeFixed(property.type, value, scratch.view, at);
      } catch (error) {
        throw error instanceof ValueFault ? error.at(property) : error;
      }
    }
    if (isVariable) scratch.view.setUint32(at, after - this.#variableStart, true);
    return after;
  }

  /** A whole number within ±2^53 for an int property whose kind holds it. */
  putInt(position: number, value: number, scratch: RowScratch, end: number): number {
    const at = this.#offsets[position]!;
    switch (this.properties[position]!.type.kind) {
      case 'int8':
        scratch.view.setInt8(at, value);
        break;
      case 'int16':
        scratch.view.setInt16(at, value, true);
        break;
      case 'int32':
        scratch.view.setInt32(at, value, true);
        break;
      default:
        scratch.view.setUint32(at, value >>> 0, true);
        scratch.view.setInt32(at + 4, Math.floor(value / 2 ** 32), true);
    }
    return end;
  }

  /** A finite number that the property, a float or double, holds. */
  putDouble(position: number, value: number, scratch: RowScratch, end: number): number {
    const at = this.#offsets[position]!;
    if (this.properties[position]!.type.kind === 'float') scratch.view.setFloat32(at, value, true);
    else scratch.view.setFloat64(at, value, true);
    return end;
  }

  /** UTF-8 for a string property. */
  putText(position: number, text: Uint8Array, from: number, to: number, scratch: RowScratch, end: number): number {
    const after = end + to - from;
    scratch.ensure(after);
    const { bytes } = scratch;
    if (to - from < 48) for (let i = from, at = end; i < to; i++, at++) bytes[at] = text[i]!;
    else bytes.set(text.subarray(from, to), end);
    scratch.view.setUint32(this.#offsets[position]!, after - this.#variableStart, true);
    return after;
  }
}

function notNullable(property: PropertyDefinition): StoreError {
  return new StoreError('NotNullable', `property ${property.name} is NOT NULL and got no value`, {
    property: property.name,
  });
}
