/**
 * Columns of vertex ids as raw arrays, the form in which bulk data moves between packages without a JavaScript object
 * per value. `utf8` has Arrow's layout: value i is the bytes offsets[i] … offsets[i+1].
 */
export type VidColumn =
  | { readonly type: 'int64'; readonly values: BigInt64Array }
  | { readonly type: 'string'; readonly offsets: Uint32Array; readonly bytes: Uint8Array };

export type VidType = 'int64' | 'string';

/** Number of ids in the column. */
export function vidCount(column: VidColumn): number {
  return column.type === 'int64' ? column.values.length : Math.max(0, column.offsets.length - 1);
}

/** The ids as users see them. Cost: a bigint or string per value. */
export function vidsOf(column: VidColumn): (string | bigint)[] {
  if (column.type === 'int64') return Array.from(column.values);
  // An id may begin with a byte order mark, which a decoder drops unless told otherwise.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const ids: string[] = [];
  for (let i = 0; i + 1 < column.offsets.length; i++) {
    ids.push(decoder.decode(column.bytes.subarray(column.offsets[i], column.offsets[i + 1])));
  }
  return ids;
}

/** A string column of the ids, UTF-8 encoded. @throws RangeError when the bytes exceed 4 GiB. */
export function utf8Column(ids: readonly string[]): VidColumn & { type: 'string' } {
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(ids.length + 1);
  let capacity = 16;
  for (const id of ids) capacity += id.length * 3;
  const bytes = new Uint8Array(capacity);
  let end = 0;
  for (let i = 0; i < ids.length; i++) {
    end += encoder.encodeInto(ids[i]!, bytes.subarray(end)).written;
    offsets[i + 1] = end;
  }
  if (end > 0xffff_ffff) throw new RangeError('a string column holds at most 4 GiB of text; split it into batches');
  return { type: 'string', offsets, bytes: bytes.subarray(0, end) };
}

/** A vertex column from ids all of one type. @throws TypeError on a mixture. */
export function vidColumn(ids: readonly (string | bigint)[], type: VidType): VidColumn {
  for (const id of ids) {
    if ((typeof id === 'bigint') !== (type === 'int64')) {
      throw new TypeError(`expected ${type} vertex ids but found ${typeof id} ${JSON.stringify(String(id))}`);
    }
  }
  return type === 'int64' ? { type, values: BigInt64Array.from(ids as bigint[]) } : utf8Column(ids as string[]);
}
