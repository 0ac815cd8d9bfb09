// A thread's dictionary of ids: an open-addressing hash table over byte strings, without locks because each thread
// has its own. Ids that several threads met are made one by the merge (order.as.ts), which sorts all of them.
//
// A slot holds the hash (high half) and the reference of an entry (low half), 0 when empty. An entry lies in the
// dictionary's heap: hash, length, rank (written by the merge), mark, then the bytes, padded with zeros to 8. A
// reference is the entry's address / 8. Integer ids are 8 bytes: big-endian with the sign flipped, so that the order
// of bytes is the order of numbers.

import { GOLDEN, mix } from '../../runtime/kernels/mix.lib.as';

const ENTRY_HEADER: usize = 16;
export const LENGTH_AT: usize = 4;
export const RANK_AT: usize = 8;
export const MARK_AT: usize = 12;
/** No entry's reference: the control block lies there. */
export const NOT_UTF8: u32 = 8;

let table: usize = 0;
let mask: u32 = 0;
let count: u32 = 0;
let heap: usize = 0;
let heapEnd: usize = 0;

/** Starts an empty dictionary: `slots` (a power of two) of 8 bytes at `address`. */
export function openDictionary(address: usize, slots: u32, heapAddress: usize, heapBytes: usize): void {
  memory.fill(address, 0, (<usize>slots) << 3);
  table = address;
  mask = slots - 1;
  count = 0;
  heap = heapAddress;
  heapEnd = heapAddress + heapBytes;
}

export function dictionaryCount(): u32 {
  return count;
}

export function dictionarySlots(): u32 {
  return mask + 1;
}

export function tableIsFull(): bool {
  return count >= mask >> 1;
}

export function heapRoom(): usize {
  return heapEnd - heap;
}

/** Continues in another piece of heap. */
export function openHeap(address: usize, bytes: usize): void {
  heap = address;
  heapEnd = address + bytes;
}

/** Moves the slots into a larger table. */
export function rehash(address: usize, slots: u32): void {
  memory.fill(address, 0, (<usize>slots) << 3);
  const newMask = slots - 1;
  for (let i: u32 = 0; i <= mask; i++) {
    const slot = load<u64>(table + ((<usize>i) << 3));
    if (slot == 0) continue;
    let at = (<u32>(slot >> 32)) & newMask;
    while (load<u64>(address + ((<usize>at) << 3)) != 0) at = (at + 1) & newMask;
    store<u64>(address + ((<usize>at) << 3), slot);
  }
  table = address;
  mask = newMask;
}

export function entryOf(reference: u32): usize {
  return (<usize>reference) << 3;
}

export function entryBytes(entry: usize): usize {
  return entry + ENTRY_HEADER;
}

/** Up to 8 bytes as a number, the missing ones 0. Reads 8 bytes, whatever `length`. */
function tail(address: usize, length: u32): u64 {
  return length == 0 ? 0 : load<u64>(address) & (u64.MAX_VALUE >> ((8 - length) << 3));
}

function hashOf(address: usize, length: u32): u32 {
  let h: u64 = length;
  let rest = length;
  let at = address;
  while (rest >= 8) {
    h = mix(h ^ load<u64>(at)) + GOLDEN;
    at += 8;
    rest -= 8;
  }
  return <u32>(mix(h ^ tail(at, rest)) >> 32);
}

/** Whether an entry's bytes (padded with zeros) are these. */
function sameBytes(entry: usize, address: usize, length: u32): bool {
  if (load<u32>(entry, LENGTH_AT) != length) return false;
  let at = entry + ENTRY_HEADER;
  let rest = length;
  while (rest >= 8) {
    if (load<u64>(at) != load<u64>(address)) return false;
    at += 8;
    address += 8;
    rest -= 8;
  }
  return rest == 0 || load<u64>(at) == tail(address, rest);
}

/** Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF. Reads up to 7 past. */
function isUtf8(address: usize, length: u32): bool {
  const end = address + length;
  let p = address;
  while (p < end) {
    if (p + 8 <= end && (load<u64>(p) & 0x8080808080808080) == 0) {
      p += 8;
      continue;
    }
    const lead = <u32>load<u8>(p);
    if (lead < 0x80) {
      p++;
      continue;
    }
    const more: u32 =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
    if (more == 0 || p + more >= end) return false;
    const second = <u32>load<u8>(p + 1);
    const least: u32 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const most: u32 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let i: u32 = 2; i <= more; i++) if ((load<u8>(p + i) & 0xc0) != 0x80) return false;
    p += more + 1;
  }
  return true;
}

/**
 * The reference of an id; 0: no room, call again after rehash() or openHeap(); NOT_UTF8: it is none, which is looked at
 * when an id is new. Reads up to 7 bytes past the id.
 */
export function intern(address: usize, length: u32): u32 {
  const hash = hashOf(address, length);
  let at = hash & mask;
  for (;;) {
    const slot = load<u64>(table + ((<usize>at) << 3));
    if (slot == 0) break;
    if (<u32>(slot >> 32) == hash) {
      const entry = entryOf(<u32>slot);
      if (sameBytes(entry, address, length)) return <u32>slot;
    }
    at = (at + 1) & mask;
  }
  if (!isUtf8(address, length)) return NOT_UTF8;
  const padded = (<usize>length + 7) & ~7;
  if (tableIsFull() || heapRoom() < ENTRY_HEADER + padded) return 0;
  const entry = heap;
  heap += ENTRY_HEADER + padded;
  store<u32>(entry, hash);
  store<u32>(entry, length, LENGTH_AT);
  store<u64>(entry, 0, RANK_AT);
  if (padded > 0) {
    store<u64>(entry + ENTRY_HEADER + padded - 8, 0);
    memory.copy(entry + ENTRY_HEADER, address, length);
  }
  const reference = <u32>(entry >> 3);
  store<u64>(table + ((<usize>at) << 3), ((<u64>hash) << 32) | reference);
  count++;
  return reference;
}

/** intern() of an integer id. */
export function internInt(value: i64): u32 {
  const key = bswap<u64>((<u64>value) ^ 0x8000000000000000);
  const hash = <u32>(mix(8 ^ key) >> 32);
  let at = hash & mask;
  for (;;) {
    const slot = load<u64>(table + ((<usize>at) << 3));
    if (slot == 0) break;
    if (<u32>(slot >> 32) == hash && load<u64>(entryOf(<u32>slot) + ENTRY_HEADER) == key) return <u32>slot;
    at = (at + 1) & mask;
  }
  if (tableIsFull() || heapRoom() < ENTRY_HEADER + 8) return 0;
  const entry = heap;
  heap += ENTRY_HEADER + 8;
  store<u32>(entry, hash);
  store<u32>(entry, 8, LENGTH_AT);
  store<u64>(entry, 0, RANK_AT);
  store<u64>(entry + ENTRY_HEADER, key);
  const reference = <u32>(entry >> 3);
  store<u64>(table + ((<usize>at) << 3), ((<u64>hash) << 32) | reference);
  count++;
  return reference;
}

/** References of all entries (with `marked`: of those with a mark) as 16-byte records for order.as.ts. */
export function collect(records: usize, marked: bool): u32 {
  let n: u32 = 0;
  for (let i: u32 = 0; i <= mask; i++) {
    const slot = load<u64>(table + ((<usize>i) << 3));
    if (slot == 0) continue;
    const reference = <u32>slot;
    if (marked && load<u32>(entryOf(reference), MARK_AT) == 0) continue;
    store<u32>(records + ((<usize>n) << 4), reference, 8);
    n++;
  }
  return n;
}
