const MASK = 0xffff_ffff_ffff_ffffn;
const M = 0xc6a4_a793_5bd1_e995n;
/** NebulaGraph's seed; ids made by hash() depend on it. */
const SEED = 0xc70f_6907n;
const encoder = new TextEncoder();

/**
 * MurmurHash64A by Austin Appleby, as nGQL's hash() computes it: of bytes, those of UTF-8 for text, little-endian, as a signed 64-bit int.
 */
export function murmur2(content: string | Uint8Array): bigint {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length;
  let h = (SEED ^ (BigInt(length) * M)) & MASK;
  const end = length - (length % 8);
  for (let at = 0; at < end; at += 8) {
    let k = (view.getBigUint64(at, true) * M) & MASK;
    k ^= k >> 47n;
    k = (k * M) & MASK;
    h = ((h ^ k) * M) & MASK;
  }
  if (end < length) {
    let tail = 0n;
    for (let at = length - 1; at >= end; at--) tail = (tail << 8n) | BigInt(bytes[at]!);
    h = ((h ^ tail) * M) & MASK;
  }
  h ^= h >> 47n;
  h = (h * M) & MASK;
  h ^= h >> 47n;
  return BigInt.asIntN(64, h);
}
