import type { ColumnData, ColumnType } from '@orrery/contracts';

/** The inverse of encodePage. Nulls stand as 0, false or "" with `valid[i] === 0`. @throws RangeError on damaged bytes. */
export function decodePage(type: ColumnType, page: Uint8Array, count: number): ColumnData {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const levelBytes = view.getUint32(0, true);
  const start = 4 + levelBytes;
  if (start > page.length) throw new RangeError('the null flags reach beyond their page');
  const valid = decodeLevels(page.subarray(4, start), count);
  const present = valid === undefined ? count : valid.reduce((sum, flag) => sum + flag, 0);
  const nulls = valid === undefined ? {} : { valid };
  switch (type) {
    case 'string':
    case 'json':
      return { type, ...decodeText(page, view, start, count, valid), ...nulls };
    case 'bool': {
      const values = new Uint8Array(count);
      for (let i = 0, bit = 0; i < count; i++) {
        if (valid?.[i] === 0) continue;
        values[i] = (view.getUint8(start + (bit >> 3)) >> (bit & 7)) & 1;
        bit++;
      }
      return { type, values, ...nulls };
    }
    case 'double':
      return { type, values: spread(new Float64Array(bytesOf(page, start, present * 8)), valid), ...nulls };
    case 'date':
      return { type, values: spread(new Int32Array(bytesOf(page, start, present * 4)), valid), ...nulls };
    default:
      return { type, values: spread(new BigInt64Array(bytesOf(page, start, present * 8)), valid), ...nulls };
  }
}

/** A copy, because values in a page are not aligned. */
function bytesOf(page: Uint8Array, start: number, length: number): ArrayBuffer {
  if (start + length > page.length) throw new RangeError('the values reach beyond their page');
  const copy = new Uint8Array(length);
  copy.set(page.subarray(start, start + length));
  return copy.buffer;
}

function decodeLevels(levels: Uint8Array, count: number): Uint8Array | undefined {
  let at = 0;
  const next = (): number => {
    if (at >= levels.length) throw new RangeError('null flags end too early');
    return levels[at++]!;
  };
  const valid = new Uint8Array(count);
  let nulls = false;
  for (let row = 0; row < count;) {
    let header = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = next();
      header += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const run = Math.floor(header / 2);
    if (header % 2 === 0) {
      const flag = next() & 1;
      valid.fill(flag, row, row + run);
      nulls ||= flag === 0;
      row += run;
    } else {
      for (let i = 0; i < run * 8 && row < count; i += 8) {
        const bits = next();
        for (let bit = 0; bit < 8 && row < count; bit++, row++) {
          const flag = (bits >> bit) & 1;
          valid[row] = flag;
          nulls ||= flag === 0;
        }
      }
    }
  }
  return nulls ? valid : undefined;
}

function spread<T extends BigInt64Array | Float64Array | Int32Array>(dense: T, valid: Uint8Array | undefined): T {
  if (valid === undefined) return dense;
  const values = new (dense.constructor as new (length: number) => T)(valid.length);
  let from = 0;
  for (let i = 0; i < valid.length; i++) if (valid[i] !== 0) values[i] = dense[from++]!;
  return values;
}

function decodeText(
  page: Uint8Array,
  view: DataView,
  start: number,
  count: number,
  valid: Uint8Array | undefined,
): { offsets: Uint32Array; bytes: Uint8Array } {
  const offsets = new Uint32Array(count + 1);
  const bytes = new Uint8Array(page.length - start);
  let at = start;
  let end = 0;
  for (let i = 0; i < count; i++) {
    if (valid?.[i] !== 0) {
      const length = view.getUint32(at, true);
      at += 4;
      if (at + length > page.length) throw new RangeError('a text reaches beyond its page');
      if (length <= 40) for (const stop = at + length; at < stop;) bytes[end++] = page[at++]!;
      else {
        bytes.set(page.subarray(at, at + length), end);
        at += length;
        end += length;
      }
    }
    offsets[i + 1] = end;
  }
  return { offsets, bytes: bytes.subarray(0, end) };
}
