import { utf8Column, type ColumnData, type VidColumn } from '@orrery/contracts';
import type { Team } from '../runtime/team.ts';

/** All vertex ids as a result column, in the order of vertex indexes. */
export function allVids(vids: VidColumn): ColumnData {
  return vids.type === 'int64'
    ? { type: 'int64', values: vids.values }
    : { type: 'string', offsets: vids.offsets, bytes: vids.bytes };
}

/**
 * The ids of a few vertices as a result column; VidWriter is for as many as a graph has. Cost: linear, without an object
 * per row.
 */
export function vidsAt(vids: VidColumn, indexes: Uint32Array): ColumnData {
  if (vids.type === 'int64') {
    const values = new BigInt64Array(indexes.length);
    for (let i = 0; i < indexes.length; i++) values[i] = vids.values[indexes[i]!]!;
    return { type: 'int64', values };
  }
  const offsets = new Uint32Array(indexes.length + 1);
  let end = 0;
  for (let i = 0; i < indexes.length; i++) {
    end += vids.offsets[indexes[i]! + 1]! - vids.offsets[indexes[i]!]!;
    if (end > 0xffff_ffff) throw new RangeError('the ids of a result column exceed 4 GiB of text');
    offsets[i + 1] = end;
  }
  const bytes = new Uint8Array(end);
  for (let i = 0; i < indexes.length; i++) {
    const from = vids.offsets[indexes[i]!]!;
    const stop = vids.offsets[indexes[i]! + 1]!;
    const at = offsets[i]!;
    if (stop - from < 32) for (let b = from; b < stop; b++) bytes[at + b - from] = vids.bytes[b]!;
    else bytes.set(vids.bytes.subarray(from, stop), at);
  }
  return { type: 'string', offsets, bytes };
}

/** @throws the signal's reason */
export async function int64Column(team: Team, values: Uint32Array): Promise<ColumnData> {
  const wide = new BigInt64Array(values.length);
  const words = new Uint32Array(wide.buffer);
  await team.inPieces(values.length, (first, stop) => {
    for (let i = first; i < stop; i++) words[2 * i] = values[i]!;
  });
  return { type: 'int64', values: wide };
}

/** Composite values as their printed text (valueText). @throws RangeError when they exceed 4 GiB */
export function jsonColumn(texts: readonly string[]): ColumnData {
  return { ...utf8Column(texts), type: 'json' };
}
