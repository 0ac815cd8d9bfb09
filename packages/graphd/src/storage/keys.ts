import type { Direction } from './store.ts';

export function uint32Key(...parts: number[]): Buffer {
  const key = Buffer.allocUnsafe(4 * parts.length);
  for (const [i, part] of parts.entries()) key.writeUInt32BE(part, 4 * i);
  return key;
}

/** Prefix of the blocks of one edge type and direction. */
export function edgePrefix(dataId: number, typeId: number, direction: Direction): Buffer {
  const key = Buffer.allocUnsafe(9);
  key.writeUInt32BE(dataId, 0);
  key.writeUInt32BE(typeId, 4);
  key[8] = direction === 'out' ? 0 : 1;
  return key;
}
