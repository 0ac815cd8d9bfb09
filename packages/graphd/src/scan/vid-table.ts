import type { VidColumn } from '@orrery/contracts';
import type { ReadContext } from '../storage/block-tree.ts';
import { prefixEnd } from '../storage/block-tree.ts';
import type { Environment } from '../storage/environment.ts';
import { uint32Key } from '../storage/keys.ts';

/** All vertex ids of a space by vertex index. Cost: one pass over the blocks of the dictionary. */
export function readVertexIds(env: Environment, dataId: number, isInt: boolean, context: ReadContext): VidColumn {
  const prefix = uint32Key(dataId);
  const blocks: Buffer[] = [];
  let count = 0;
  let textBytes = 0;
  for (const { value } of env.vids.getRange({ start: prefix, end: prefixEnd(prefix), ...context })) {
    const block = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    blocks.push(block);
    const inBlock = isInt ? block.length / 8 : block.readUInt32LE(0);
    count += inBlock;
    if (!isInt) textBytes += block.length - 4 - 4 * inBlock;
  }
  if (isInt) {
    const values = new BigInt64Array(count);
    const bytes = new Uint8Array(values.buffer);
    let at = 0;
    for (const block of blocks) {
      bytes.set(block, at);
      at += block.length;
    }
    return { type: 'int64', values };
  }
  if (textBytes > 0xffff_ffff) throw new RangeError('the vertex ids of the space take more than 4 GiB');
  const offsets = new Uint32Array(count + 1);
  const bytes = new Uint8Array(textBytes);
  let row = 0;
  let start = 0;
  for (const block of blocks) {
    const inBlock = block.readUInt32LE(0);
    for (let i = 0; i < inBlock; i++) offsets[++row] = start + block.readUInt32LE(4 + 4 * i);
    const text = block.subarray(4 + 4 * inBlock);
    bytes.set(text, start);
    start += text.length;
  }
  return { type: 'string', offsets, bytes };
}

/** The ids of the rows that `indexes` names. */
export function gatherVids(ids: VidColumn, indexes: Uint32Array): VidColumn {
  const n = indexes.length;
  if (ids.type === 'int64') {
    const values = new BigInt64Array(n);
    for (let i = 0; i < n; i++) values[i] = ids.values[indexes[i]!]!;
    return { type: 'int64', values };
  }
  const offsets = new Uint32Array(n + 1);
  let size = 0;
  for (let i = 0; i < n; i++) {
    const index = indexes[i]!;
    size += ids.offsets[index + 1]! - ids.offsets[index]!;
    offsets[i + 1] = size;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < n; i++) {
    const index = indexes[i]!;
    // Ids are short: a loop beats the call of set().
    for (let from = ids.offsets[index]!; from < ids.offsets[index + 1]!; from++) bytes[at++] = ids.bytes[from]!;
  }
  return { type: 'string', offsets, bytes };
}
