import type { VertexId } from '@orrery/contracts';
import type { VidDefinition } from '../catalog/definitions.ts';
import type { ReadContext } from './block-tree.ts';
import type { Environment } from './environment.ts';
import { uint32Key } from './keys.ts';
import { StoreError } from './store.ts';
import type { VertexIndex } from './store.ts';

const IDS_PER_BLOCK = 256;
/** 4 million ids; a few hundred bytes to some kilobytes each block. */
const MAX_CACHED_BLOCKS = 16_384;
const MAX_CACHED_IDS = 2_000_000;
export const MAX_VERTEX_INDEX = 0xffff_fffe;

/** 256 vertex ids in a row. Strings: u32 count, u32 end of each, UTF-8; int64: eight bytes each. */
class VidBlock {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #isInt: boolean;
  readonly #decoded: VertexId[] = [];

  constructor(bytes: Buffer, isInt: boolean) {
    this.#bytes = bytes;
    this.#isInt = isInt;
    this.count = isInt ? bytes.length / 8 : bytes.readUInt32LE(0);
  }

  at(i: number): VertexId {
    const known = this.#decoded[i];
    if (known !== undefined) return known;
    let id: VertexId;
    if (this.#isInt) id = this.#bytes.readBigInt64LE(8 * i);
    else {
      const base = 4 + 4 * this.count;
      const start = i === 0 ? 0 : this.#bytes.readUInt32LE(4 * i);
      id = this.#bytes.toString('utf8', base + start, base + this.#bytes.readUInt32LE(4 + 4 * i));
    }
    this.#decoded[i] = id;
    return id;
  }
}

export function encodeVidBlock(ids: readonly VertexId[], isInt: boolean): Buffer {
  if (isInt) {
    const bytes = Buffer.allocUnsafe(8 * ids.length);
    for (const [i, id] of ids.entries()) bytes.writeBigInt64LE(id as bigint, 8 * i);
    return bytes;
  }
  const texts = ids.map((id) => Buffer.from(id as string));
  const header = Buffer.allocUnsafe(4 + 4 * ids.length);
  header.writeUInt32LE(ids.length, 0);
  let end = 0;
  for (const [i, text] of texts.entries()) {
    end += text.length;
    header.writeUInt32LE(end, 4 + 4 * i);
  }
  return Buffer.concat([header, ...texts]);
}

/**
 * Which index a vertex id has, and back. An index that was committed never changes its meaning, so what is cached is
 * right for every snapshot; ids of a transaction still running are kept by the writer.
 */
export class Dictionary {
  readonly isInt: boolean;
  readonly #env: Environment;
  readonly #dataId: number;
  readonly #maxBytes: number;
  readonly #blocks = new Map<number, VidBlock>();
  readonly #indexes = new Map<VertexId, VertexIndex>();

  constructor(env: Environment, dataId: number, vid: VidDefinition) {
    this.#env = env;
    this.#dataId = dataId;
    this.isInt = vid.kind === 'int64';
    this.#maxBytes = vid.kind === 'int64' ? 8 : vid.length;
  }

  /** Key of an id. @throws StoreError InvalidVid */
  keyOf(vid: VertexId): Buffer {
    if (this.isInt) {
      if (typeof vid !== 'bigint') throw new StoreError('InvalidVid', `vertex id "${vid}" is not an int64`);
      const key = Buffer.allocUnsafe(12);
      key.writeUInt32BE(this.#dataId, 0);
      key.writeBigInt64BE(vid, 4);
      key[4]! ^= 0x80;
      return key;
    }
    if (typeof vid !== 'string') throw new StoreError('InvalidVid', `vertex id ${vid} is not a string`);
    const length = Buffer.byteLength(vid);
    if (length > this.#maxBytes) {
      throw new StoreError('InvalidVid', `vertex id "${vid}" has ${length} bytes, more than ${this.#maxBytes}`);
    }
    const key = Buffer.allocUnsafe(4 + length);
    key.writeUInt32BE(this.#dataId, 0);
    key.write(vid, 4);
    return key;
  }

  indexOf(vid: VertexId, context: ReadContext): VertexIndex | undefined {
    const known = this.#indexes.get(vid);
    if (known !== undefined) return known;
    let key: Buffer;
    try {
      key = this.keyOf(vid);
    } catch {
      return undefined;
    }
    const index = this.#env.ids.getBinaryFast(key, context)?.readUInt32LE(0);
    if (index !== undefined && context.transaction !== undefined) this.remember(vid, index);
    return index;
  }

  vidOf(index: VertexIndex, context: ReadContext): VertexId {
    const number = Math.floor(index / IDS_PER_BLOCK);
    const i = index % IDS_PER_BLOCK;
    let block = this.#blocks.get(number);
    if (!block || i >= block.count) {
      const bytes = this.#env.vids.getBinary(uint32Key(this.#dataId, number), context);
      if (!bytes) throw new RangeError(`vertex index ${index} was never given`);
      block = new VidBlock(bytes, this.isInt);
      if (i >= block.count) throw new RangeError(`vertex index ${index} was never given`);
      if (context.transaction !== undefined) {
        if (this.#blocks.size >= MAX_CACHED_BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value!);
        this.#blocks.set(number, block);
      }
    }
    return block.at(i);
  }

  remember(vid: VertexId, index: VertexIndex): void {
    if (this.#indexes.size >= MAX_CACHED_IDS) this.#indexes.clear();
    this.#indexes.set(vid, index);
  }

  /** Writes ids that were given the indexes from `first` on. */
  append(first: VertexIndex, ids: readonly VertexId[]): void {
    const value = Buffer.allocUnsafe(4);
    for (const [i, id] of ids.entries()) {
      value.writeUInt32LE(first + i, 0);
      this.#env.ids.putSync(this.keyOf(id), value);
    }
    let done = 0;
    while (done < ids.length) {
      const start = first + done;
      const number = Math.floor(start / IDS_PER_BLOCK);
      const key = uint32Key(this.#dataId, number);
      const before = start % IDS_PER_BLOCK;
      const kept: VertexId[] = [];
      if (before > 0) {
        const block = new VidBlock(this.#env.vids.getBinary(key)!, this.isInt);
        for (let i = 0; i < before; i++) kept.push(block.at(i));
      }
      const added = ids.slice(done, done + IDS_PER_BLOCK - before);
      this.#env.vids.putSync(key, encodeVidBlock([...kept, ...added], this.isInt));
      done += added.length;
    }
  }
}
