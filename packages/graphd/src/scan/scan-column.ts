import { DateTimeValue, DateValue, timeMsOfDate, timeMsOfSeconds } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import type { Block } from '../storage/block.ts';
import type { SchemaRows } from '../storage/schema-rows.ts';

/** What a row without a weight counts as. */
const NULL_WEIGHT = 1;
const NUMERIC = new Set(['int8', 'int16', 'int32', 'int64', 'float', 'double', 'timestamp']);
const TIMES = new Set(['int8', 'int16', 'int32', 'int64', 'timestamp', 'datetime', 'date']);

export function isNumeric(kind: string): boolean {
  return NUMERIC.has(kind);
}

export function isTime(kind: string): boolean {
  return TIMES.has(kind);
}

/** Copies the ranks of a block's entries into `into`, as doubles. */
export function copyRanks(block: Block, into: Float64Array, at: number): void {
  for (let i = 0; i < block.count; i++) into[at + i] = Number(block.rank(i));
}

/** Copies a numeric property of all rows of a block; NULL becomes 1. */
export function copyWeights(block: Block, rows: SchemaRows, position: number, into: Float64Array, at: number): void {
  const { view } = block;
  const newest = rows.definition.version;
  const { kind } = rows.definition.properties[position]!.type;
  const offset = rows.layout.offsetOf(position);
  for (let i = 0; i < block.count; i++) {
    const start = block.rowStart(i);
    let value: number;
    if (view.getUint16(start, true) !== newest) value = asNumber(rows.value(view, start, position));
    else if (rows.layout.isNull(view, start, position)) value = NULL_WEIGHT;
    else if (kind === 'double') value = view.getFloat64(start + offset, true);
    else if (kind === 'int64' || kind === 'timestamp') value = readInt64(view, start + offset);
    else value = asNumber(rows.layout.read(view, start, position));
    into[at + i] = value;
  }
}

/** Copies the ranks of a block's entries into `into`, as milliseconds since 1970. */
export function copyRankTimes(block: Block, into: BigInt64Array, at: number): void {
  for (let i = 0; i < block.count; i++) into[at + i] = block.rank(i);
}

/** Copies a time property of all rows of a block as milliseconds since 1970; `missing` decides on rows that have none. */
export function copyTimes(
  block: Block,
  rows: SchemaRows,
  position: number,
  into: BigInt64Array,
  at: number,
  missing: (row: number, value: Value) => bigint,
): void {
  const { kind } = rows.definition.properties[position]!.type;
  for (let i = 0; i < block.count; i++) {
    const value = rows.value(block.view, block.rowStart(i), position);
    into[at + i] = asTime(value, kind) ?? missing(i, value);
  }
}

/** Number(view.getBigInt64(…)) without the bigint. */
function readInt64(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * 4294967296 + view.getUint32(at, true);
}

function asNumber(value: Value): number {
  return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : NULL_WEIGHT;
}

function asTime(value: Value, kind: string): bigint | undefined {
  if (value instanceof DateTimeValue || value instanceof DateValue) return timeMsOfDate(value);
  if (typeof value !== 'bigint') return undefined;
  return kind === 'timestamp' ? timeMsOfSeconds(value) : value;
}
