// Orders ids and numbers them: rank of an id = number of smaller ids, which is the vertex index. The order is that of
// the bytes (for strings: UTF-8, so code points; for integers: numbers), hence the same for any thread count.
//
// Records of 16 bytes: eight bytes of the id, big-endian (the first eight, deeper while a run of equal ones is sorted),
// and the reference of its dictionary entry. Merge sort by those eight bytes; runs of equal ones are sorted by the
// next eight, and so on, from a work list, so nothing recurses over the length of ids.

import { LENGTH_AT, MARK_AT, RANK_AT, entryBytes, entryOf } from './dictionary.lib.as';
import { setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';
import { barrier, cancelled, claim } from '../../runtime/kernels/control.lib.as';

const INSERTION: u32 = 12;

function recordAt(records: usize, i: u32): usize {
  return records + ((<usize>i) << 4);
}

function keyOf(record: usize): u64 {
  return load<u64>(record);
}

function referenceOf(record: usize): u32 {
  return load<u32>(record, 8);
}

function copyRecord(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
}

/** Bytes depth … depth+7 of an id, missing ones 0. */
function keyAt(reference: u32, depth: u32): u64 {
  const entry = entryOf(reference);
  return depth < load<u32>(entry, LENGTH_AT) ? bswap<u64>(load<u64>(entryBytes(entry) + depth)) : 0;
}

function lengthOf(reference: u32): u32 {
  return load<u32>(entryOf(reference), LENGTH_AT);
}

/** Sorts records [0, n) by their key; `spare` holds n records. */
function sortByKey(control: usize, records: usize, spare: usize, n: u32): void {
  for (let start: u32 = 0; start < n; start += INSERTION) {
    const stop = min(start + INSERTION, n);
    for (let i = start + 1; i < stop; i++) {
      const moving = v128.load(recordAt(records, i));
      const key = keyOf(recordAt(records, i));
      let j = i;
      for (; j > start && keyOf(recordAt(records, j - 1)) > key; j--) {
        copyRecord(recordAt(records, j), recordAt(records, j - 1));
      }
      v128.store(recordAt(records, j), moving);
    }
  }
  let from = records;
  let to = spare;
  for (let width: u64 = INSERTION; width < <u64>n; width <<= 1) {
    for (let start: u64 = 0; start < <u64>n; start += width << 1) {
      if ((start & 0xffff) == 0 && cancelled(control)) return;
      let left = <u32>start;
      const middle = <u32>min<u64>(start + width, n);
      let right = middle;
      const stop = <u32>min<u64>(start + (width << 1), n);
      for (let out = <u32>start; out < stop; out++) {
        const takeLeft =
          left < middle && (right >= stop || keyOf(recordAt(from, left)) <= keyOf(recordAt(from, right)));
        copyRecord(recordAt(to, out), recordAt(from, takeLeft ? left++ : right++));
      }
    }
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != records) memory.copy(records, from, (<usize>n) << 4);
}

/**
 * Sorts one thread's records. `spare`: n records more; `work`: n records more for the work list. Afterwards the keys are
 * those of the first eight bytes again.
 */
export function sortIds(control: usize, records: usize, spare: usize, work: usize, n: u32): void {
  for (let i: u32 = 0; i < n; i++) store<u64>(recordAt(records, i), keyAt(referenceOf(recordAt(records, i)), 0));
  let tasks: u32 = 0;
  if (n > 1) {
    setTask(work, tasks++, 0, n, 0);
  }
  while (tasks > 0) {
    tasks--;
    const task = work + <usize>tasks * 16;
    const start = load<u32>(task);
    const stop = load<u32>(task, 4);
    const depth = load<u32>(task, 8);
    const base = recordAt(records, start);
    if (depth > 0) {
      for (let i = start; i < stop; i++)
        store<u64>(recordAt(records, i), keyAt(referenceOf(recordAt(records, i)), depth));
    }
    sortByKey(control, base, spare, stop - start);
    if (cancelled(control)) return;
    for (let run = start; run < stop;) {
      const key = keyOf(recordAt(records, run));
      let runEnd = run + 1;
      while (runEnd < stop && keyOf(recordAt(records, runEnd)) == key) runEnd++;
      if (runEnd - run > 1) {
        // ids that end here come first, by length (an id may end in NUL bytes); at most nine lengths can share a key
        const longer = endedFirst(records, run, runEnd, depth + 8);
        if (runEnd - longer > 1) setTask(work, tasks++, longer, runEnd, depth + 8);
      }
      run = runEnd;
    }
  }
  for (let i: u32 = 0; i < n; i++) store<u64>(recordAt(records, i), keyAt(referenceOf(recordAt(records, i)), 0));
}

function setTask(work: usize, task: u32, start: u32, stop: u32, depth: u32): void {
  const at = work + <usize>task * 16;
  store<u32>(at, start);
  store<u32>(at, stop, 4);
  store<u32>(at, depth, 8);
}

/** Moves ids of at most `depth` bytes before the longer ones, in order of length; answers where the longer ones begin. */
function endedFirst(records: usize, start: u32, stop: u32, depth: u32): u32 {
  let ended = start;
  for (let i = start; i < stop; i++) {
    const length = lengthOf(referenceOf(recordAt(records, i)));
    if (length > depth) continue;
    const moving = v128.load(recordAt(records, i));
    copyRecord(recordAt(records, i), recordAt(records, ended));
    let j = ended;
    for (; j > start && lengthOf(referenceOf(recordAt(records, j - 1))) > length; j--) {
      copyRecord(recordAt(records, j), recordAt(records, j - 1));
    }
    v128.store(recordAt(records, j), moving);
    ended++;
  }
  return ended;
}

/** -1, 0, 1 as the id of record a is before, the same as, or after that of b; keys are those of depth 0. */
function compare(a: usize, b: usize): i32 {
  const keyA = keyOf(a);
  const keyB = keyOf(b);
  if (keyA != keyB) return keyA < keyB ? -1 : 1;
  const lengthA = lengthOf(referenceOf(a));
  const lengthB = lengthOf(referenceOf(b));
  const common = min(lengthA, lengthB);
  for (let depth: u32 = 8; depth < common; depth += 8) {
    const x = keyAt(referenceOf(a), depth);
    const y = keyAt(referenceOf(b), depth);
    if (x != y) return x < y ? -1 : 1;
  }
  return lengthA == lengthB ? 0 : lengthA < lengthB ? -1 : 1;
}

let textBytes: u64 = 0;

/** Bytes of the distinct ids that mergeRanks found, together. */
export function mergedTextBytes(): f64 {
  return <f64>textBytes;
}

/**
 * Merges the sorted records of `lists` threads (`heads`: pairs of next and end address of each), writes the rank into
 * every entry and one reference per distinct id into `references`. Answers the number of distinct ids; mergedTextBytes()
 * is their length together.
 */
export function mergeRanks(control: usize, heads: usize, lists: u32, references: usize): u32 {
  let distinct: u32 = 0;
  let previous: usize = 0;
  textBytes = 0;
  while (true) {
    let best: u32 = u32.MAX_VALUE;
    let bestRecord: usize = 0;
    for (let list: u32 = 0; list < lists; list++) {
      const record = <usize>u32At(heads, list * 2);
      if (record == <usize>u32At(heads, list * 2 + 1)) continue;
      if (best == u32.MAX_VALUE || compare(record, bestRecord) < 0) {
        best = list;
        bestRecord = record;
      }
    }
    if (best == u32.MAX_VALUE || ((distinct & 0xffff) == 0 && cancelled(control))) break;
    setU32(heads, best * 2, <u32>(bestRecord + 16));
    const reference = referenceOf(bestRecord);
    if (previous == 0 || compare(previous, bestRecord) != 0) {
      setU32(references, distinct++, reference);
      textBytes += lengthOf(reference);
      previous = bestRecord;
    }
    store<u32>(entryOf(reference), distinct - 1, RANK_AT);
  }
  return distinct;
}

/** Marks the entries that edges refer to. Chunks as in encode.as.ts. */
export function markUsed(thread: i32, threads: i32, control: usize, chunks: usize, chunkCount: u32): void {
  for (let chunk = claim(control, chunkCount); chunk >= 0; chunk = claim(control, chunkCount)) {
    const record = chunks + ((<usize>chunk) << 5);
    const count = load<u32>(record, 12);
    for (let side: usize = 0; side < 8; side += 4) {
      const references = <usize>load<u32>(record + side);
      for (let i: u32 = 0; i < count; i++) store<u32>(entryOf(u32At(references, i)), 1, MARK_AT);
    }
  }
  barrier(control, threads);
}

/** Replaces references by ranks in every chunk. */
export function toRanks(thread: i32, threads: i32, control: usize, chunks: usize, chunkCount: u32): void {
  for (let chunk = claim(control, chunkCount); chunk >= 0; chunk = claim(control, chunkCount)) {
    const record = chunks + ((<usize>chunk) << 5);
    const count = load<u32>(record, 12);
    rankAll(<usize>load<u32>(record), count);
    rankAll(<usize>load<u32>(record, 4), count);
  }
  barrier(control, threads);
}

function rankAll(references: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    setU32(references, i, load<u32>(entryOf(u32At(references, i)), RANK_AT));
  }
}

/** The distinct ids as int64. */
export function writeInts(references: usize, count: u32, out: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    setU64(out, i, bswap<u64>(u64At(entryBytes(entryOf(u32At(references, i))), 0)) ^ 0x8000000000000000);
  }
}

/** The distinct ids in Arrow's layout: count + 1 offsets, and their bytes one after another. */
export function writeTexts(references: usize, count: u32, offsets: usize, bytes: usize): void {
  let end: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const entry = entryOf(u32At(references, i));
    const length = load<u32>(entry, LENGTH_AT);
    setU32(offsets, i, end);
    memory.copy(bytes + end, entryBytes(entry), length);
    end += length;
  }
  setU32(offsets, count, end);
}
