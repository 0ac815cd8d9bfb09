import { utf8Column, type ColumnData, type VidColumn } from '@orrery/contracts';
import type { Team } from '../runtime/team.ts';

/** All vertex ids as a result column, in the order of vertex indexes. */
export function allVids(vids: VidColumn): ColumnData {
  return vids.type === 'int64'
    ? { type: 'int64', values: vids.values }
    : { type: 'string', offsets: vids.offsets, bytes: vids.bytes };
}

/** 64-bit numbers as pairs of words: read one by one as numbers they would become BigInts. */
function wordsOf(values: BigInt64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}

/** to[at + i] becomes from[indexes[i]]. */
export function copyInt64(from: BigInt64Array, indexes: Uint32Array, to: BigInt64Array, at = 0): void {
  const source = wordsOf(from);
  const target = wordsOf(to);
  for (let i = 0, word = 2 * at; i < indexes.length; i++, word += 2) {
    const of = 2 * indexes[i]!;
    target[word] = source[of]!;
    target[word + 1] = source[of + 1]!;
  }
}

/**
 * The ids of a few vertices as a result column; VidWriter is for as many as a graph has. Cost: linear, without an object
 * per row.
 */
export function vidsAt(vids: VidColumn, indexes: Uint32Array): ColumnData {
  if (vids.type === 'int64') {
    const values = new BigInt64Array(indexes.length);
    copyInt64(vids.values, indexes, values);
    return { type: 'int64', values };
  }
  return { type: 'string', ...textsAt(vids, indexes) };
}

/** The texts of a few vertices' ids, one after the other. @throws RangeError when they exceed 4 GiB */
export function textsAt(
  vids: VidColumn & { readonly type: 'string' },
  indexes: Uint32Array,
): { readonly offsets: Uint32Array; readonly bytes: Uint8Array } {
  const offsets = new Uint32Array(indexes.length + 1);
  let end = 0;
  for (let i = 0; i < indexes.length; i++) {
    end += vids.offsets[indexes[i]! + 1]! - vids.offsets[indexes[i]!]!;
    if (end > 0xffff_ffff) throw new RangeError('the ids of a result column exceed 4 GiB of text');
    offsets[i + 1] = end;
  }
  const bytes = new Uint8Array(end);
  for (let i = 0; i < indexes.length; i++) {
    const from = vids.offsets[indexes[i]!]!;
    const stop = vids.offsets[indexes[i]! + 1]!;
    const at = offsets[i]!;
    if (stop - from < 32) for (let b = from; b < stop; b++) bytes[at + b - from] = vids.bytes[b]!;
    else bytes.set(vids.bytes.subarray(from, stop), at);
  }
  return { offsets, bytes };
}

// The loops below are functions of their own: a loop in a closure reads and writes what it captures through memory, at
// several times the cost.

/** The vertices whose value is another than `none`, ascending. @throws the signal's reason */
export async function verticesWith(team: Team, values: Uint32Array | Float64Array, none: number): Promise<Uint32Array> {
  const found = new Uint32Array(values.length);
  let count = 0;
  await team.inPieces(values.length, (first, stop) => {
    count = collect(values, none, found, count, first, stop);
  });
  return found.subarray(0, count);
}

function collect(
  values: Uint32Array | Float64Array,
  none: number,
  found: Uint32Array,
  count: number,
  first: number,
  stop: number,
): number {
  for (let v = first; v < stop; v++) {
    found[count] = v;
    count += values[v] === none ? 0 : 1;
  }
  return count;
}

/** How many vertices have another value than `none`. @throws the signal's reason */
export async function countWith(team: Team, values: Uint32Array, none: number): Promise<number> {
  let count = 0;
  await team.inPieces(values.length, (first, stop) => {
    count += countBetween(values, none, first, stop);
  });
  return count;
}

function countBetween(values: Uint32Array, none: number, first: number, stop: number): number {
  let count = 0;
  for (let v = first; v < stop; v++) count += values[v] === none ? 0 : 1;
  return count;
}

/** values[vertices[i]], by i, of ascending vertices: `values` itself when they are all. @throws the signal's reason */
export async function picked(team: Team, values: Uint32Array, vertices: Uint32Array): Promise<Uint32Array> {
  if (vertices.length === values.length) return values;
  const chosen = new Uint32Array(vertices.length);
  await team.inPieces(vertices.length, (first, stop) => pick(values, vertices, chosen, first, stop));
  return chosen;
}

/** The values of ascending vertices as a column of its own. @throws the signal's reason */
export async function doubleColumn(team: Team, values: Float64Array, vertices: Uint32Array): Promise<ColumnData> {
  if (vertices.length === values.length) return { type: 'double', values: values.slice() };
  const chosen = new Float64Array(vertices.length);
  await team.inPieces(vertices.length, (first, stop) => pick(values, vertices, chosen, first, stop));
  return { type: 'double', values: chosen };
}

function pick<T extends Uint32Array | Float64Array>(
  values: T,
  indexes: Uint32Array,
  chosen: T,
  first: number,
  stop: number,
): void {
  for (let i = first; i < stop; i++) chosen[i] = values[indexes[i]!]!;
}

/** @throws the signal's reason */
export async function int64Column(team: Team, values: Uint32Array): Promise<ColumnData> {
  const wide = new BigInt64Array(values.length);
  const words = wordsOf(wide);
  await team.inPieces(values.length, (first, stop) => widen(values, words, first, stop));
  return { type: 'int64', values: wide };
}

function widen(values: Uint32Array, words: Uint32Array, first: number, stop: number): void {
  for (let i = first; i < stop; i++) words[2 * i] = values[i]!;
}

/** The values of ascending vertices as a column of its own. @throws the signal's reason */
export async function int64ColumnOf(team: Team, values: Uint32Array, vertices: Uint32Array): Promise<ColumnData> {
  if (vertices.length === values.length) return int64Column(team, values);
  const wide = new BigInt64Array(vertices.length);
  const words = wordsOf(wide);
  await team.inPieces(vertices.length, (first, stop) => pickWide(values, vertices, words, first, stop));
  return { type: 'int64', values: wide };
}

function pickWide(values: Uint32Array, indexes: Uint32Array, words: Uint32Array, first: number, stop: number): void {
  for (let i = first; i < stop; i++) words[2 * i] = values[indexes[i]!]!;
}

/** Composite values as their printed text (valueText). @throws RangeError when they exceed 4 GiB */
export function jsonColumn(texts: readonly string[]): ColumnData {
  return { ...utf8Column(texts), type: 'json' };
}
