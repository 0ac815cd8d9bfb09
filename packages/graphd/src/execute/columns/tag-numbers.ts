import { numberKind } from '../../storage/edge-columns.ts';
import type { EdgeColumnScan, SpaceReader } from '../../storage/store.ts';
import type { MemoryAccount } from '../memory-account.ts';

const FIRST_VERTICES = 1 << 12;
const VERTEX_BYTES = 9;

/** A number of a tag by vertex, which the edges at it read instead of the tag's row. */
export class TagNumbers {
  readonly kind: 'int' | 'float';
  /** False once a number came up that no double holds. */
  isExact = true;
  readonly #memory: MemoryAccount;
  readonly #scan: EdgeColumnScan;
  #values = new Float64Array(0);
  #has = new Uint8Array(0);

  private constructor(kind: 'int' | 'float', scan: EdgeColumnScan, memory: MemoryAccount) {
    this.kind = kind;
    this.#scan = scan;
    this.#memory = memory;
  }

  /** Undefined when the tag has no such number. */
  static of(reader: SpaceReader, tag: string, property: string, memory: MemoryAccount): TagNumbers | undefined {
    const schema = reader.catalog.tags.get(tag);
    const position = schema?.properties.findIndex(({ name }) => name === property) ?? -1;
    const kind = position < 0 ? undefined : numberKind(schema!.properties[position]!.type.kind);
    const scan = kind && reader.scanTagColumns(schema!.id, [position]);
    return scan && new TagNumbers(kind, scan, memory);
  }

  /** Does a part of the scan of the tag; false when all numbers are there. */
  fill(): boolean {
    if (!this.#scan.next()) return false;
    const { count, src, columns, isExact } = this.#scan;
    const { values, nulls } = columns[0]!;
    this.isExact &&= isExact;
    if (count === 0) return true;
    // Vertices come in ascending order.
    const last = src[count - 1]!;
    if (last >= this.#has.length) this.#grow(last);
    for (let i = 0; i < count; i++) {
      this.#values[src[i]!] = values[i]!;
      this.#has[src[i]!] = 1 - nulls[i]!;
    }
    return true;
  }

  /** The numbers of vertices; where there is none, `nulls` is 1. Returns whether that is so anywhere. */
  gather(vertices: Uint32Array, count: number, into: Float64Array, nulls: Uint8Array): boolean {
    const [values, has] = [this.#values, this.#has];
    let all = 1;
    for (let i = 0; i < count; i++) {
      const vertex = vertices[i]!;
      const isThere = vertex < has.length ? has[vertex]! : 0;
      into[i] = isThere === 1 ? values[vertex]! : 0;
      nulls[i] = 1 - isThere;
      all &= isThere;
    }
    return all === 0;
  }

  #grow(vertex: number): void {
    const length = Math.max(FIRST_VERTICES, 2 * this.#has.length, vertex + 1);
    this.#memory.hold(VERTEX_BYTES * (length - this.#has.length));
    const [values, has] = [new Float64Array(length), new Uint8Array(length)];
    values.set(this.#values);
    has.set(this.#has);
    this.#values = values;
    this.#has = has;
  }
}
