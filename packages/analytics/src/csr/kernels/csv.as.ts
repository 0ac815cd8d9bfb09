// Reads rows of a CSV file (RFC 4180, any one-byte delimiter, LF or CRLF) that lie in memory, and keeps the two ids and
// the value of each, a weight or a time. Also the thread's dictionary, because both use the instance's globals.
//
// Ids are parsed into u32 (NARROW), int64 (WIDE), or references of the dictionary (TEXT). The caller pads the data
// with at least 16 bytes of LF, which end every scan, and repeats with more data, more room or another form when a
// status asks for it; a row counts only when it was read completely, `position` is the first row that was not.
// Digits are read eight at a time (Lemire, "Number parsing at a gigabyte per second", 2021, section 3).

import { NOT_UTF8, intern, internInt } from './dictionary.lib.as';
import { readTime, timeMs } from './time-text.lib.as';
import { setU32, setU64, u32At, u64At } from '../../runtime/kernels/index.lib.as';
export {
  collect,
  dictionaryCount,
  dictionarySlots,
  heapRoom,
  openDictionary,
  openHeap,
  rehash,
  tableIsFull,
} from './dictionary.lib.as';

export const NARROW: i32 = 0;
export const WIDE: i32 = 1;
export const TEXT: i32 = 2;

export const OK: i32 = 0;
/** The data ends inside a row. */
export const INCOMPLETE: i32 = 1;
/** An id beyond u32: repeat in WIDE. */
export const NEEDS_WIDE: i32 = 2;
/** An id that is no (canonical) integer of 64 bits. */
export const NOT_INTEGER: i32 = 3;
export const MISSING_COLUMN: i32 = 4;
export const EMPTY_ID: i32 = 5;
export const BAD_WEIGHT: i32 = 6;
export const BAD_QUOTE: i32 = 7;
/** The dictionary needs room for an id of faultLength bytes. */
export const NEEDS_ROOM: i32 = 8;
/** Text that is no UTF-8. */
export const BAD_TEXT: i32 = 9;
export const BAD_TIME: i32 = 10;
export const NO_TIME: i32 = 11;

export let position: usize = 0;
export let rows: u32 = 0;
/** The cell that a status other than OK is about. */
export let faultAt: usize = 0;
export let faultLength: u32 = 0;
export let faultColumn: i32 = 0;
/** Whether any quote was seen. */
export let quoted: bool = false;
export let firstNegativeRow: u32 = u32.MAX_VALUE;

let delimiter: u32 = 44;
let sourceColumn: i32 = 0;
let targetColumn: i32 = 1;
let valueColumn: i32 = -1;
let valueIsTime: bool = false;
let lastColumn: i32 = 1;
let form: i32 = 0;
let canonical: bool = true;
let scratch: usize = 0;
/** Whether the file ends where the data does. */
let final: bool = false;

const LF: u32 = 10;
const CR: u32 = 13;
const QUOTE: u32 = 34;
const DIGITS: u64 = 0x3030303030303030;
const HIGH_BITS: u64 = 0x8080808080808080;

/** parseDouble of the host: the exact value of a decimal, NaN if it is none. */
declare function parseDouble(address: usize, length: u32): f64;

/**
 * value: column of the weight, or of the time if isTime; -1 for none. onlyCanonical: integers only as they are printed ("01", "+1", "-0" are none).
 * scratchAddress: room for the longest cell with its doubled quotes undone.
 */
export function configure(
  delimiterByte: u32,
  source: i32,
  target: i32,
  value: i32,
  isTime: bool,
  idForm: i32,
  onlyCanonical: bool,
  scratchAddress: usize,
): void {
  delimiter = delimiterByte;
  sourceColumn = source;
  targetColumn = target;
  valueColumn = value;
  valueIsTime = isTime;
  lastColumn = max(max(source, target), value);
  form = idForm;
  canonical = onlyCanonical;
  scratch = scratchAddress;
}

// The cell that readCell or readInteger has just read, and the position after it.
let cell: usize = 0;
let cellLength: u32 = 0;
let cellQuoted: bool = false;
let next: usize = 0;
let integer: i64 = 0;

function endsCell(c: u32): bool {
  return c == delimiter || c == LF || c == CR;
}

/** Index of the first LF at or after `from`, or `end`. */
export function afterLineBreak(from: usize, end: usize): usize {
  while (from < end && load<u8>(from) != LF) from++;
  return from < end ? from + 1 : end;
}

/** Reads the cell at `at`: OK, INCOMPLETE or BAD_QUOTE. */
function readCell(at: usize, end: usize): i32 {
  let p = at;
  if (load<u8>(at) != QUOTE) {
    while (!endsCell(load<u8>(p))) p++;
    cell = at;
    cellLength = <u32>(p - at);
    cellQuoted = false;
    next = p;
    return p >= end && !final ? INCOMPLETE : OK;
  }
  quoted = true;
  cellQuoted = true;
  p++;
  let out = scratch;
  let piece = p;
  let pieces = false;
  let open = true;
  while (open) {
    while (p < end && load<u8>(p) != QUOTE) p++;
    if (p >= end) return INCOMPLETE;
    open = p + 1 < end && load<u8>(p + 1) == QUOTE;
    if (open) {
      pieces = true;
      const length = p + 1 - piece;
      memory.copy(out, piece, length);
      out += length;
      p += 2;
      piece = p;
    }
  }
  if (pieces) {
    memory.copy(out, piece, p - piece);
    out += p - piece;
    cell = scratch;
    cellLength = <u32>(out - scratch);
  } else {
    cell = at + 1;
    cellLength = <u32>(p - at - 1);
  }
  next = p + 1;
  if (next >= end && !final) return INCOMPLETE;
  if (!endsCell(load<u8>(next))) {
    faultAt = at;
    faultLength = <u32>(next + 1 - at);
    return BAD_QUOTE;
  }
  return OK;
}

/** Reads an integer that ends at a byte that is no digit; sets `integer` and `next`. False: none, or too long. */
function readInteger(at: usize): bool {
  let p = at;
  const sign = load<u8>(p);
  const negative = sign == 45;
  if (negative || (sign == 43 && !canonical)) p++;
  const first = p;
  let value: u64 = 0;
  let digits: u32;
  for (;;) {
    const x = load<u64>(p) ^ DIGITS;
    const other = ((x + 0x7676767676767676) | x) & HIGH_BITS;
    digits = other == 0 ? 8 : <u32>(ctz(other) >> 3);
    if (digits == 0) break;
    let y = x << ((8 - digits) << 3);
    y = ((y & 0x0f0f0f0f0f0f0f0f) * 2561) >> 8;
    y = ((y & 0x00ff00ff00ff00ff) * 6553601) >> 16;
    y = ((y & 0x0000ffff0000ffff) * 42949672960001) >> 32;
    if (p == first) {
      value = y;
    } else if (p - first >= 16) {
      // 17 digits or more: at most 20 fit; what is longer or overflows is refused (leading zeros aside)
      const scale = powerOfTen(digits);
      if (value > (u64.MAX_VALUE - y) / scale) return false;
      value = value * scale + y;
    } else {
      value = value * powerOfTen(digits) + y;
    }
    p += digits;
    if (digits < 8) break;
  }
  next = p;
  const length = <u32>(p - first);
  if (length == 0) return false;
  if (canonical && load<u8>(first) == 48 && (length > 1 || negative)) return false;
  if (value > <u64>i64.MAX_VALUE + (negative ? 1 : 0)) return false;
  integer = negative ? <i64>(0 - value) : <i64>value;
  return true;
}

function powerOfTen(exponent: u32): u64 {
  let power: u64 = 1;
  for (; exponent != 0; exponent--) power *= 10;
  return power;
}

/** Reads an integer cell, quoted or not. */
function readIntegerCell(at: usize, end: usize): i32 {
  if (readInteger(at) && endsCell(load<u8>(next))) return next >= end && !final ? INCOMPLETE : OK;
  const status = readCell(at, end);
  if (status != OK) return status;
  const after = next;
  const c = cell;
  const length = cellLength;
  if (length == 0) return EMPTY_ID;
  if (cellQuoted) {
    // for the moment of reading, the text is ended by a byte that is no digit
    const terminator = load<u8>(c + length);
    store<u8>(c + length, LF);
    const good = readInteger(c) && next == c + length;
    store<u8>(c + length, <u8>terminator);
    next = after;
    if (good) return OK;
  }
  next = after;
  return NOT_INTEGER;
}

/** Exact for up to 15 digits and powers of ten up to 22 (Clinger 1990); the host decides the rest. */
function readWeight(): f64 {
  let p = cell;
  const end = cell + cellLength;
  let negative = false;
  if (p < end && (load<u8>(p) == 45 || load<u8>(p) == 43)) {
    negative = load<u8>(p) == 45;
    p++;
  }
  let mantissa: u64 = 0;
  let digits: u32 = 0;
  let exponent: i32 = 0;
  let point = false;
  for (; p < end; p++) {
    const c = <u32>load<u8>(p);
    if (c == 46 && !point) {
      point = true;
      continue;
    }
    const d = c - 48;
    if (d > 9) break;
    mantissa = mantissa * 10 + d;
    if (mantissa != 0) digits++;
    if (point) exponent--;
    if (digits > 15) return parseDouble(cell, cellLength);
  }
  if (p < end || cellLength == 0 || exponent < -22 || !plainDigits()) return parseDouble(cell, cellLength);
  let value = <f64>mantissa;
  let scale: f64 = 1;
  for (let i = exponent; i < 0; i++) scale *= 10;
  value /= scale;
  return negative ? -value : value;
}

/** At least one digit in the cell. */
function plainDigits(): bool {
  for (let p = cell; p < cell + cellLength; p++) if (<u32>load<u8>(p) - 48 <= 9) return true;
  return false;
}

function fault(status: i32, column: i32): i32 {
  if (status != BAD_QUOTE) {
    faultAt = cell;
    faultLength = cellLength;
  }
  faultColumn = column;
  return status;
}

/** Reads an id into element `row` of `ids`. */
function readId(at: usize, end: usize, ids: usize, row: u32, column: i32): i32 {
  if (form == TEXT) {
    const status = readCell(at, end);
    if (status != OK) return fault(status, column);
    if (cellLength == 0 && !cellQuoted) return fault(EMPTY_ID, column);
    const reference = intern(cell, cellLength);
    if (reference == 0) return fault(NEEDS_ROOM, column);
    if (reference == NOT_UTF8) return fault(BAD_TEXT, column);
    setU32(ids, row, reference);
    return OK;
  }
  const status = readIntegerCell(at, end);
  if (status != OK) return fault(status, column);
  if (form == WIDE) {
    setU64(ids, row, <u64>integer);
  } else {
    if (<u64>integer > 0xffffffff) return NEEDS_WIDE;
    setU32(ids, row, <u32>integer);
  }
  return OK;
}

/**
 * Reads the rows that start in [at, limit), of data that ends at `end` (`last`: the file ends there too), into the
 * elements from `rows` on. Blank lines are passed over. A row may have more columns than are read.
 */
export function parse(
  at: usize,
  limit: usize,
  end: usize,
  last: bool,
  sources: usize,
  targets: usize,
  values: usize,
): i32 {
  let p = at;
  final = last;
  position = p;
  while (p < limit) {
    const c = <u32>load<u8>(p);
    if (c == LF || (c == CR && p + 1 < end && load<u8>(p + 1) == LF)) {
      p += c == LF ? 1 : 2;
      position = p;
      continue;
    }
    const row = rows;
    let column = 0;
    let value: u64 = reinterpret<u64>(<f64>1);
    for (;;) {
      let status = OK;
      if (column == sourceColumn) status = readId(p, end, sources, row, column);
      else if (column == targetColumn) status = readId(p, end, targets, row, column);
      else status = readCell(p, end);
      if (status == OK && column == sourceColumn && sourceColumn == targetColumn) {
        status = readId(p, end, targets, row, column);
      }
      if (status == OK && column == valueColumn) {
        if (column == sourceColumn || column == targetColumn) status = readCell(p, end);
        if (valueIsTime) {
          if (cellLength == 0) status = fault(NO_TIME, column);
          else if (!readTime(cell, cellLength)) status = fault(BAD_TIME, column);
          else value = <u64>timeMs;
        } else if (cellLength != 0) {
          const weight = readWeight();
          if (!(abs(weight) < Infinity)) status = fault(BAD_WEIGHT, column);
          value = reinterpret<u64>(weight);
        }
      }
      if (status != OK) {
        if (status != INCOMPLETE || !last) return status;
        faultAt = p;
        faultLength = <u32>(end - p);
        return fault(BAD_QUOTE, column);
      }
      p = next;
      if (p >= end || load<u8>(p) != delimiter) break;
      p++;
      column++;
      if (column > lastColumn) {
        p = skipRow(p, end);
        if (p == 0) {
          if (!last) return INCOMPLETE;
          faultAt = position;
          faultLength = <u32>(end - position);
          return fault(BAD_QUOTE, column);
        }
        break;
      }
    }
    if (p >= end) {
      if (!last) return INCOMPLETE;
    } else if (load<u8>(p) == CR) {
      p++;
      if (p >= end && !last) return INCOMPLETE;
      if (p < end && load<u8>(p) == LF) p++;
    } else {
      p++;
    }
    if (column < lastColumn) {
      faultAt = position;
      faultLength = <u32>(p - position);
      faultColumn = column + 1;
      return MISSING_COLUMN;
    }
    if (valueColumn >= 0) {
      setU64(values, row, value);
      if (!valueIsTime && reinterpret<f64>(value) < 0 && firstNegativeRow == u32.MAX_VALUE) firstNegativeRow = row;
    }
    rows = row + 1;
    position = p;
  }
  return OK;
}

/** The end of the row's line, cells from `p` on not being needed; 0: a quoted cell does not end. */
function skipRow(p: usize, end: usize): usize {
  let more = true;
  while (more) {
    if (readCell(p, end) != OK) return 0;
    p = next;
    more = p < end && load<u8>(p) == delimiter;
    if (more) p++;
  }
  return p;
}

/** Interns integers from element `from` on, writing references (u32) over them; answers how many are done. */
export function internInts(values: usize, references: usize, wide: bool, from: u32, count: u32): u32 {
  for (let i = from; i < count; i++) {
    const value = wide ? <i64>u64At(values, i) : <i64>u32At(values, i);
    const reference = internInt(value);
    if (reference == 0) return i;
    setU32(references, i, reference);
  }
  return count;
}

/** Whether internTexts stopped at text that is no UTF-8. */
export let badText: bool = false;

/** Interns strings in Arrow's layout from element `from` on; answers how many are done (see badText). Reads 7 bytes past `bytes`. */
export function internTexts(offsets: usize, bytes: usize, references: usize, from: u32, count: u32): u32 {
  for (let i = from; i < count; i++) {
    const start = u32At(offsets, i);
    const reference = intern(bytes + start, u32At(offsets, i + 1) - start);
    if (reference == 0 || reference == NOT_UTF8) {
      faultLength = u32At(offsets, i + 1) - start;
      badText = reference == NOT_UTF8;
      return i;
    }
    setU32(references, i, reference);
  }
  return count;
}

export function beginChunk(): void {
  rows = 0;
  firstNegativeRow = u32.MAX_VALUE;
}
