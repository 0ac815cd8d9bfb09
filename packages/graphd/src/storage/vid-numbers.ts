import type { VertexId } from '@orrery/contracts';

const EMPTY = -1;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Numbers vertex ids in the order in which they come, 0, 1, 2 …: an open hash table over their bytes. A JavaScript Map
 * of a million strings takes three times as long for a lookup, and some ten times the memory.
 */
export class VidNumbers {
  count = 0;
  readonly #isInt: boolean;
  /** Hash -> number; a power of two, at most half full. */
  #slots = new Int32Array(4096).fill(EMPTY);
  #hashes = new Int32Array(2048);
  /** Where the bytes of an id end. */
  #ends = new Float64Array(2048);
  #bytes = new Uint8Array(1 << 16);
  #scratch = new Uint8Array(4096);
  readonly #int = new BigInt64Array(1);
  readonly #intBytes = new Uint8Array(this.#int.buffer);

  constructor(isInt: boolean) {
    this.#isInt = isInt;
  }

  /** The id's number, a new one if it has none. `check` is called, and may throw, before a new one is given. */
  numberOf(vid: VertexId, check: (vid: VertexId) => void): number {
    if ((typeof vid === 'bigint') !== this.#isInt) check(vid);
    const length = this.#encode(vid);
    const bytes = this.#isInt ? this.#intBytes : this.#scratch;
    const hash = hashOf(bytes, 0, length);
    const slot = this.#slotOf(hash, bytes, 0, length);
    const known = this.#slots[slot]!;
    if (known !== EMPTY) return known;
    check(vid);
    return this.#add(slot, hash, bytes, 0, length);
  }

  /**
   * The same of many ids, whose bytes are one after the other and known to be right. A lookup in a large table waits for
   * memory four times, one after the other; step by step for all ids, the processor waits for many at once.
   */
  numbersOf(bytes: Uint8Array, ends: Uint32Array): Uint32Array {
    const n = ends.length;
    const hashes = new Int32Array(n);
    for (let i = 0, start = 0; i < n; i++) {
      hashes[i] = hashOf(bytes, start, ends[i]!);
      start = ends[i]!;
    }
    const found = new Int32Array(n);
    const mask = this.#slots.length - 1;
    for (let i = 0; i < n; i++) found[i] = this.#slots[hashes[i]! & mask]!;
    for (let i = 0; i < n; i++) {
      const number = found[i]!;
      if (number !== EMPTY && this.#hashes[number] !== hashes[i]) found[i] = EMPTY;
    }
    const starts = new Float64Array(n);
    for (let i = 0, start = 0; i < n; i++) {
      const number = found[i]!;
      const end = ends[i]!;
      if (number !== EMPTY) {
        starts[i] = number === 0 ? 0 : this.#ends[number - 1]!;
        if (this.#ends[number]! - starts[i]! !== end - start) found[i] = EMPTY;
      }
      start = end;
    }
    const numbers = new Uint32Array(n);
    for (let i = 0, start = 0; i < n; i++) {
      const end = ends[i]!;
      let number = found[i]!;
      for (let j = start, at = starts[i]!; j < end && number !== EMPTY; j++, at++) {
        if (this.#bytes[at] !== bytes[j]) number = EMPTY;
      }
      if (number === EMPTY) {
        const slot = this.#slotOf(hashes[i]!, bytes, start, end);
        const known = this.#slots[slot]!;
        number = known === EMPTY ? this.#add(slot, hashes[i]!, bytes, start, end) : known;
      }
      numbers[i] = number;
      start = end;
    }
    return numbers;
  }

  /** The slot that has the id, or the empty one where it belongs. */
  #slotOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = this.#slots[slot]!;
      if (number === EMPTY) return slot;
      if (this.#hashes[number] === hash && this.#equals(number, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** @throws RangeError on a number that was not given */
  at(number: number): VertexId {
    if (number < 0 || number >= this.count) throw new RangeError(`no id has the number ${number}`);
    const start = number === 0 ? 0 : this.#ends[number - 1]!;
    const bytes = this.#bytes.subarray(start, this.#ends[number]!);
    if (!this.#isInt) return decoder.decode(bytes);
    this.#intBytes.set(bytes);
    return this.#int[0]!;
  }

  #encode(vid: VertexId): number {
    if (typeof vid === 'bigint') {
      this.#int[0] = vid;
      return 8;
    }
    if (vid.length * 3 > this.#scratch.length) this.#scratch = new Uint8Array(vid.length * 3);
    for (let i = 0; i < vid.length; i++) {
      const unit = vid.charCodeAt(i);
      if (unit > 0x7f) return encoder.encodeInto(vid, this.#scratch).written;
      this.#scratch[i] = unit;
    }
    return vid.length;
  }

  #equals(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = number === 0 ? 0 : this.#ends[number - 1]!;
    if (this.#ends[number]! - own !== end - start) return false;
    for (let i = start, at = own; i < end; i++, at++) if (this.#bytes[at] !== bytes[i]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const number = this.count++;
    if (number === this.#hashes.length) this.#growEntries();
    const own = number === 0 ? 0 : this.#ends[number - 1]!;
    const length = end - start;
    if (own + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, own + length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    for (let i = 0; i < length; i++) this.#bytes[own + i] = bytes[start + i]!;
    this.#ends[number] = own + length;
    this.#hashes[number] = hash;
    this.#slots[slot] = number;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  #growEntries(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const ends = new Float64Array(this.#ends.length * 2);
    ends.set(this.#ends);
    this.#ends = ends;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = this.#hashes[number]! & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

/** FNV-1a with a finish that spreads its high bits (its own low bits differ too little for ids like vertex_12). */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}
