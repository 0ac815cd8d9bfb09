import type { EdgePosition, VertexIndex } from '../storage/store.ts';

/** What a cursor that a client sent back stands for: the row that comes next, or the place where it was. */
export interface VertexPlace {
  readonly dataId: number;
  readonly vertex: VertexIndex;
}

export interface EdgePlace extends EdgePosition {
  readonly dataId: number;
  readonly typeId: number;
}

const VERTEX_BYTES = 8;
const EDGE_BYTES = 24;

export function encodeVertexPlace({ dataId, vertex }: VertexPlace): Uint8Array {
  const bytes = Buffer.alloc(VERTEX_BYTES);
  bytes.writeUInt32LE(dataId, 0);
  bytes.writeUInt32LE(vertex, 4);
  return bytes;
}

/** undefined for bytes that are no such cursor. */
export function decodeVertexPlace(cursor: Uint8Array): VertexPlace | undefined {
  if (cursor.length !== VERTEX_BYTES) return undefined;
  const bytes = Buffer.from(cursor);
  return { dataId: bytes.readUInt32LE(0), vertex: bytes.readUInt32LE(4) };
}

export function encodeEdgePlace({ dataId, typeId, src, rank, dst }: EdgePlace): Uint8Array {
  const bytes = Buffer.alloc(EDGE_BYTES);
  bytes.writeUInt32LE(dataId, 0);
  bytes.writeUInt32LE(typeId, 4);
  bytes.writeUInt32LE(src, 8);
  bytes.writeUInt32LE(dst, 12);
  bytes.writeBigInt64LE(rank, 16);
  return bytes;
}

/** undefined for bytes that are no such cursor. */
export function decodeEdgePlace(cursor: Uint8Array): EdgePlace | undefined {
  if (cursor.length !== EDGE_BYTES) return undefined;
  const bytes = Buffer.from(cursor);
  return {
    dataId: bytes.readUInt32LE(0),
    typeId: bytes.readUInt32LE(4),
    src: bytes.readUInt32LE(8),
    dst: bytes.readUInt32LE(12),
    rank: bytes.readBigInt64LE(16),
  };
}
