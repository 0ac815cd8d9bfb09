import type { EdgeColumnScan, SpaceReader } from '../../storage/store.ts';
import type { MemoryAccount } from '../memory-account.ts';
import { TagNumbers } from './tag-numbers.ts';

const FIRST_BYTES = 1 << 12;

/** The vertices that have a tag: a byte for each, which a test of many edges looks up instead of a block of the tag. */
export class TagSet {
  readonly #scan: EdgeColumnScan | undefined;
  readonly #memory: MemoryAccount;
  #has = new Uint8Array(0);

  /** `tagId` undefined: a tag that does not exist, which no vertex has. */
  constructor(reader: SpaceReader, tagId: number | undefined, memory: MemoryAccount) {
    this.#memory = memory;
    this.#scan = tagId === undefined ? undefined : reader.scanTagColumns(tagId, []);
  }

  /** Does a part of the scan of the tag; false when the set is whole. */
  fill(): boolean {
    if (!this.#scan?.next()) return false;
    const { count, src } = this.#scan;
    // Vertices come in ascending order.
    if (count > 0 && src[count - 1]! >= this.#has.length) this.#grow(src[count - 1]!);
    for (let i = 0; i < count; i++) this.#has[src[i]!] = 1;
    return true;
  }

  /** 1 or 0. */
  has(vertex: number): number {
    return vertex < this.#has.length ? this.#has[vertex]! : 0;
  }

  #grow(vertex: number): void {
    const length = Math.max(FIRST_BYTES, 2 * this.#has.length, vertex + 1);
    this.#memory.hold(length - this.#has.length);
    const larger = new Uint8Array(length);
    larger.set(this.#has);
    this.#has = larger;
  }
}

/** The sets and numbers of tags that an aggregation needs, each once. */
export class TagSets {
  readonly #reader: SpaceReader;
  readonly #memory: MemoryAccount;
  readonly #sets = new Map<string, TagSet>();
  /** By tag and property. */
  readonly #numbers = new Map<string, { readonly tag: string; readonly numbers: TagNumbers }>();

  constructor(reader: SpaceReader, memory: MemoryAccount) {
    this.#reader = reader;
    this.#memory = memory;
  }

  of(tag: string): TagSet {
    let set = this.#sets.get(tag);
    if (!set) {
      set = new TagSet(this.#reader, this.#reader.catalog.tags.get(tag)?.id, this.#memory);
      this.#sets.set(tag, set);
    }
    return set;
  }

  /** Undefined when the tag has no such number. */
  numbersOf(tag: string, property: string): TagNumbers | undefined {
    const name = JSON.stringify([tag, property]);
    const known = this.#numbers.get(name);
    if (known) return known.numbers;
    const numbers = TagNumbers.of(this.#reader, tag, property, this.#memory);
    if (numbers) this.#numbers.set(name, { tag, numbers });
    return numbers;
  }

  /** How many vertices there are to scan. */
  get vertexCount(): number {
    const { tags } = this.#reader.statistics();
    const scanned = [...this.#sets.keys(), ...[...this.#numbers.values()].map(({ tag }) => tag)];
    return scanned.reduce((sum, tag) => sum + (tags.get(tag) ?? 0), 0);
  }

  /** Does a part of what has to be done before they are read; false when there is nothing left. */
  prepare(): boolean {
    for (const set of this.#sets.values()) if (set.fill()) return true;
    for (const { numbers } of this.#numbers.values()) if (numbers.fill()) return true;
    return false;
  }
}
