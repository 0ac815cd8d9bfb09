import type { SpaceReader, TagCursor } from '../../storage/store.ts';
import type { MemoryAccount } from '../memory-account.ts';

/** Vertices per step of a scan. */
const STEP_VERTICES = 1024;
const FIRST_BYTES = 1 << 12;

/** The vertices that have a tag: a byte for each, which a test of many edges looks up instead of a block of the tag. */
export class TagSet {
  readonly #cursor: TagCursor | undefined;
  readonly #memory: MemoryAccount;
  #has = new Uint8Array(0);
  #done: boolean;

  /** `tagId` undefined: a tag that does not exist, which no vertex has. */
  constructor(reader: SpaceReader, tagId: number | undefined, memory: MemoryAccount) {
    this.#memory = memory;
    this.#cursor = tagId === undefined ? undefined : reader.scanTag(tagId);
    this.#done = tagId === undefined;
  }

  /** Does a part of the scan of the tag; false when the set is whole. */
  fill(): boolean {
    if (this.#done) return false;
    for (let i = 0; i < STEP_VERTICES; i++) {
      if (!this.#cursor!.next()) {
        this.#done = true;
        return false;
      }
      const { vertex } = this.#cursor!;
      if (vertex >= this.#has.length) this.#grow(vertex);
      this.#has[vertex] = 1;
    }
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

/** The sets that an aggregation needs, each once. */
export class TagSets {
  readonly #reader: SpaceReader;
  readonly #memory: MemoryAccount;
  readonly #sets = new Map<string, TagSet>();

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

  /** How many vertices there are to scan. */
  get vertexCount(): number {
    const { tags } = this.#reader.statistics();
    return [...this.#sets.keys()].reduce((sum, tag) => sum + (tags.get(tag) ?? 0), 0);
  }

  /** Does a part of what has to be done before the sets are read; false when there is nothing left. */
  prepare(): boolean {
    for (const set of this.#sets.values()) if (set.fill()) return true;
    return false;
  }
}
