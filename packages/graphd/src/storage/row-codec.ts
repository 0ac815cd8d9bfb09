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
    let end = this.#variableStart;
    scratch.ensure(end);
    scratch.view.setUint16(0, this.version, true);
    scratch.bytes.fill(0, 2, end);
    for (let i = 0; i < properties.length; i++) {
      const property = properties[i]!;
      const value = values[i];
      const at = this.#offsets[i]!;
      const isVariable = this.#previousVariable[i] !== -2;
      if (value === null || value === undefined) {
        if (!property.nullable) throw notNullable(property);
        scratch.bytes[2 + (i >> 3)]! |= 1 << (i & 7);
      } else {
        try {
          if (isVariable) end = encodeVariable(property.type, value, scratch, end);
          else writeFixed(property.type, value, scratch.view, at);
        } catch (error) {
          throw error instanceof ValueFault ? error.at(property) : error;
        }
      }
      if (isVariable) scratch.view.setUint32(at, end - this.#variableStart, true);
    }
    return end;
  }
}

function notNullable(property: PropertyDefinition): StoreError {
  return new StoreError('NotNullable', `property ${property.name} is NOT NULL and got no value`, {
    property: property.name,
  });
}
