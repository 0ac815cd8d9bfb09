// Moments as text, read to milliseconds since 1970, UTC, as timeMsOfText of contracts says (a test holds the two
// together). Days of the proleptic Gregorian calendar by Hinnant's days_from_civil
// (https://howardhinnant.github.io/date_algorithms.html).

/** What readTime has read. */
export let timeMs: i64 = 0;

const SPACE: u32 = 32;
const PLUS: u32 = 43;
const MINUS: u32 = 45;
const POINT: u32 = 46;
const COLON: u32 = 58;
const T: u32 = 84;
const Z: u32 = 90;
/** More than any part of a moment may be. */
const NONE: u32 = 1000;

/** Reads a text of `length` bytes into `timeMs`. False: it is no moment. */
export function readTime(at: usize, length: u32): bool {
  const end = at + length;
  return readMilliseconds(at, end) || readMoment(at, end);
}

function readMilliseconds(at: usize, end: usize): bool {
  const negative = at < end && load<u8>(at) == MINUS;
  let p = negative ? at + 1 : at;
  if (p == end || end - p > 19) return false;
  let value: u64 = 0;
  for (; p < end; p++) {
    const digit = <u32>load<u8>(p) - 48;
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  if (value > <u64>i64.MAX_VALUE + (negative ? 1 : 0)) return false;
  timeMs = negative ? <i64>(0 - value) : <i64>value;
  return true;
}

/** The number that two digits at p make, NONE where they are none. */
function pairAt(p: usize, end: usize): u32 {
  if (p + 2 > end) return NONE;
  const tens = <u32>load<u8>(p) - 48;
  const ones = <u32>load<u8>(p + 1) - 48;
  return tens > 9 || ones > 9 ? NONE : tens * 10 + ones;
}

function isAt(p: usize, end: usize, byte: u32): bool {
  return p < end && <u32>load<u8>(p) == byte;
}

function daysIn(year: u32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

function daysFromCivil(year: u32, month: u32, day: u32): i64 {
  const y = <i64>year - (month <= 2 ? 1 : 0);
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (<i64>month + (month > 2 ? -3 : 9)) + 2) / 5 + <i64>day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

function readMoment(at: usize, end: usize): bool {
  const century = pairAt(at, end);
  const yearOfCentury = pairAt(at + 2, end);
  const month = pairAt(at + 5, end);
  const day = pairAt(at + 8, end);
  if (century == NONE || yearOfCentury == NONE || !isAt(at + 4, end, MINUS) || !isAt(at + 7, end, MINUS)) return false;
  const year = century * 100 + yearOfCentury;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  let ms = daysFromCivil(year, month, day) * 86400000;
  let p = at + 10;
  if (p < end) {
    const hour = pairAt(p + 1, end);
    const minute = pairAt(p + 4, end);
    if ((!isAt(p, end, SPACE) && !isAt(p, end, T)) || !isAt(p + 3, end, COLON) || hour > 23 || minute > 59)
      return false;
    ms += <i64>(hour * 60 + minute) * 60000;
    p += 6;
  }
  if (p < end) {
    const second = pairAt(p + 1, end);
    if (!isAt(p, end, COLON) || second > 59) return false;
    ms += <i64>second * 1000;
    p += 3;
    if (isAt(p, end, POINT)) {
      const first = ++p;
      let scale: i64 = 100;
      for (; p < end && <u32>load<u8>(p) - 48 <= 9; p++) {
        ms += <i64>(<u32>load<u8>(p) - 48) * scale;
        scale /= 10;
      }
      if (p == first || p - first > 9) return false;
    }
    if (isAt(p, end, Z)) {
      p++;
    } else if (isAt(p, end, PLUS) || isAt(p, end, MINUS)) {
      const sign: i64 = <u32>load<u8>(p) == PLUS ? 1 : -1;
      const hours = pairAt(p + 1, end);
      let minutes: u32 = 0;
      p += 3;
      if (p < end) {
        if (isAt(p, end, COLON)) p++;
        minutes = pairAt(p, end);
        p += 2;
      }
      if (hours > 23 || minutes > 59) return false;
      ms -= sign * <i64>(hours * 60 + minutes) * 60000;
    }
  }
  if (p != end) return false;
  timeMs = ms;
  return true;
}
