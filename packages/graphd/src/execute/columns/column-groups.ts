import type { Value } from '@orrery/contracts';
import type { SpaceReader } from '../../storage/store.ts';
import type { VectorValues } from './vector.ts';

/** Groups, numbered in the order in which they come up. */
export interface ColumnGroups {
  readonly size: number;
  /** Bytes of what finds a group. */
  readonly bytes: number;
  key(group: number): Value;
}

const FIRST = 1 << 10;

/** Groups by vertices, which are numbers without gaps: an array finds them. */
export class VertexGroups implements ColumnGroups {
  size = 0;
  readonly #reader: SpaceReader;
  /** By vertex: its group + 1. */
  #groupOf = new Uint32Array(FIRST);
  #vertexOf = new Uint32Array(FIRST);

  constructor(reader: SpaceReader) {
    this.#reader = reader;
  }

  get bytes(): number {
    return this.#groupOf.byteLength + this.#vertexOf.byteLength;
  }

  /** The groups of the first `count` rows: that of `vertices[rows[k]]` into `into[k]`. */
  find(vertices: Uint32Array, rows: Uint32Array, count: number, into: Uint32Array): void {
    for (let k = 0; k < count; k++) {
      const vertex = vertices[rows[k]!]!;
      if (vertex >= this.#groupOf.length) this.#groupOf = larger(this.#groupOf, vertex + 1);
      let group = this.#groupOf[vertex]!;
      if (group === 0) {
        if (this.size === this.#vertexOf.length) this.#vertexOf = larger(this.#vertexOf, this.size + 1);
        this.#vertexOf[this.size] = vertex;
        group = this.#groupOf[vertex] = ++this.size;
      }
      into[k] = group - 1;
    }
  }

  key(group: number): Value {
    return this.#reader.vidOf(this.#vertexOf[group]!);
  }
}

function larger(old: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(Math.max(2 * old.length, least));
  grown.set(old);
  return grown;
}

/** What a Map takes for an entry, roughly. */
const ENTRY_BYTES = 48;

/** Groups by a number. */
export class NumberGroups implements ColumnGroups {
  readonly #isInt: boolean;
  readonly #groupOf = new Map<number, number>();
  readonly #keys: (number | null)[] = [];
  #nullGroup = -1;

  constructor(isInt: boolean) {
    this.#isInt = isInt;
  }

  get size(): number {
    return this.#keys.length;
  }

  get bytes(): number {
    return ENTRY_BYTES * this.#keys.length;
  }

  /** As of {@link VertexGroups}, by numbers. */
  find({ values, nulls, hasNulls }: VectorValues, rows: Uint32Array, count: number, into: Uint32Array): void {
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      if (hasNulls && nulls[row] === 1) {
        if (this.#nullGroup < 0) this.#nullGroup = this.#keys.push(null) - 1;
        into[k] = this.#nullGroup;
        continue;
      }
      const value = values[row]!;
      let group = this.#groupOf.get(value);
      if (group === undefined) {
        group = this.#keys.push(value) - 1;
        this.#groupOf.set(value, group);
      }
      into[k] = group;
    }
  }

  key(group: number): Value {
    const key = this.#keys[group]!;
    return key !== null && this.#isInt ? BigInt(key) : key;
  }
}
