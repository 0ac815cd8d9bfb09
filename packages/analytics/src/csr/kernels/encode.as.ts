// Dense numbering of integer ids whose range is small: a bit per value of the range, and the number of bits set before
// each word, answer the rank of an id with two loads. Ids outside such a range go through the dictionary (csv.as.ts).
//
// A chunk is a record of 32 bytes: address of sources, of targets, of values (0: none), number of edges, wide (1: the
// ids are int64, 0: u32). Afterwards the ids are u32 ranks, also where they were wide.

import { setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';
import { barrier, claim } from '../../runtime/kernels/control.lib.as';

function chunkAt(chunks: usize, chunk: i32): usize {
  return chunks + ((<usize>chunk) << 5);
}

/** Smallest and largest id of the chunks, as two int64 per thread at `out`. */
export function range(thread: i32, threads: i32, control: usize, chunks: usize, chunkCount: u32, out: usize): void {
  let least = i64.MAX_VALUE;
  let most = i64.MIN_VALUE;
  for (let chunk = claim(control, chunkCount); chunk >= 0; chunk = claim(control, chunkCount)) {
    const record = chunkAt(chunks, chunk);
    const count = load<u32>(record, 12);
    for (let side: usize = 0; side < 8; side += 4) {
      const ids = <usize>load<u32>(record + side);
      if (load<u32>(record, 16) != 0) {
        for (let i: u32 = 0; i < count; i++) {
          const id = <i64>u64At(ids, i);
          least = min(least, id);
          most = max(most, id);
        }
      } else if (count > 0) {
        let low: u32 = u32.MAX_VALUE;
        let high: u32 = 0;
        for (let i: u32 = 0; i < count; i++) {
          const id = u32At(ids, i);
          low = min(low, id);
          high = max(high, id);
        }
        least = min(least, <i64>low);
        most = max(most, <i64>high);
      }
    }
  }
  setU64(out, <u32>thread * 2, <u64>least);
  setU64(out, <u32>thread * 2 + 1, <u64>most);
  barrier(control, threads);
}

function idAt(ids: usize, i: u32, wide: bool): i64 {
  return wide ? <i64>u64At(ids, i) : <i64>u32At(ids, i);
}

/** Sets the bit of every id: bit (id - least) of `bits`, which is all 0 before. */
export function mark(
  thread: i32,
  threads: i32,
  control: usize,
  chunks: usize,
  chunkCount: u32,
  least: i64,
  bits: usize,
  words: u32,
): void {
  const share = (words + <u32>threads - 1) / <u32>threads;
  const first = min(share * <u32>thread, words);
  memory.fill(bits + ((<usize>first) << 3), 0, (<usize>(min(first + share, words) - first)) << 3);
  if (!barrier(control, threads)) return;
  for (let chunk = claim(control, chunkCount); chunk >= 0; chunk = claim(control, chunkCount)) {
    const record = chunkAt(chunks, chunk);
    const count = load<u32>(record, 12);
    const wide = load<u32>(record, 16) != 0;
    for (let side: usize = 0; side < 8; side += 4) {
      const ids = <usize>load<u32>(record + side);
      for (let i: u32 = 0; i < count; i++) {
        const bit = <u32>(idAt(ids, i, wide) - least);
        const word = bits + ((<usize>(bit >> 5)) << 2);
        const one: u32 = 1 << (bit & 31);
        if ((load<u32>(word) & one) == 0) atomic.or<u32>(word, one);
      }
    }
  }
  barrier(control, threads);
}

/** before[w] = bits set in the words before w; answers the number of all. One thread. */
export function countBefore(bits: usize, before: usize, words: u32): u32 {
  let total: u32 = 0;
  for (let word: u32 = 0; word < words; word++) {
    setU32(before, word, total);
    total += <u32>popcnt<u64>(u64At(bits, word));
  }
  return total;
}

/** Replaces ids by their ranks, and writes the id of each rank to `vids`. */
export function rank(
  thread: i32,
  threads: i32,
  control: usize,
  chunks: usize,
  chunkCount: u32,
  least: i64,
  bits: usize,
  before: usize,
  words: u32,
  vids: usize,
): void {
  for (let chunk = claim(control, chunkCount); chunk >= 0; chunk = claim(control, chunkCount)) {
    const record = chunkAt(chunks, chunk);
    const count = load<u32>(record, 12);
    const wide = load<u32>(record, 16) != 0;
    for (let side: usize = 0; side < 8; side += 4) {
      const ids = <usize>load<u32>(record + side);
      for (let i: u32 = 0; i < count; i++) {
        const bit = <u32>(idAt(ids, i, wide) - least);
        const word = bit >> 6;
        const lower = u64At(bits, word) & (((<u64>1) << (bit & 63)) - 1);
        setU32(ids, i, u32At(before, word) + <u32>popcnt<u64>(lower));
      }
    }
  }
  if (!barrier(control, threads)) return;
  const share = (words + <u32>threads - 1) / <u32>threads;
  const first = min(share * <u32>thread, words);
  for (let word = first; word < min(first + share, words); word++) {
    let rest = u64At(bits, word);
    let rank = u32At(before, word);
    while (rest != 0) {
      setU64(vids, rank++, <u64>(least + ((<i64>word) << 6) + <i64>ctz<u64>(rest)));
      rest &= rest - 1;
    }
  }
  barrier(control, threads);
}

/** Replaces every id u32 of the chunks by entry [id] of `table`. */
export function replace(thread: i32, threads: i32, control: usize, chunks: usize, chunkCount: u32, table: usize): void {
  for (let chunk = claim(control, chunkCount); chunk >= 0; chunk = claim(control, chunkCount)) {
    const record = chunkAt(chunks, chunk);
    const count = load<u32>(record, 12);
    for (let side: usize = 0; side < 8; side += 4) {
      const ids = <usize>load<u32>(record + side);
      for (let i: u32 = 0; i < count; i++) setU32(ids, i, u32At(table, u32At(ids, i)));
    }
  }
  barrier(control, threads);
}
