import { executionError } from '../bind/statement-error.ts';
import { DataSet, EdgeValue, NullValue, PathValue, SetValue, VertexValue, type Value } from '@orrery/contracts';
import { MAX_LIST_ITEMS } from '../values/arithmetic.ts';
import { vertexProperties } from '../values/graph-values.ts';
import { valueKey } from '../values/key.ts';
import { countCharacters } from '../values/text-length.ts';
import { defineFunction, type FunctionContext, type ScalarFunction } from './function-definition.ts';

function ofList(name: string, compute: (items: Value[]) => Value, result: string): ScalarFunction {
  return defineFunction(name, { arity: 1, signatures: [`LIST -> ${result}`] }, ([list]) =>
    Array.isArray(list) ? compute(list) : NullValue.BAD_TYPE,
  );
}

/** The items of range(), one by one: for those who make the list in steps, or need none. @throws StatementError on too many */
export function rangeItems(args: readonly Value[]): Iterable<bigint> | NullValue {
  const count = rangeCount(args);
  return count instanceof NullValue ? count : steps(args[0] as bigint, (args[2] ?? 1n) as bigint, count);
}

function rangeCount(args: readonly Value[]): number | NullValue {
  const [start, end, step = 1n] = args;
  if (typeof start !== 'bigint' || typeof end !== 'bigint' || typeof step !== 'bigint') return NullValue.BAD_TYPE;
  if (step === 0n) return NullValue.BAD_DATA;
  const isEmpty = step > 0n ? start > end : start < end;
  const count = isEmpty ? 0n : (end - start) / step + 1n;
  if (count > MAX_LIST_ITEMS) {
    throw executionError(
      `range() would give ${count} items, but has at most ${MAX_LIST_ITEMS}; use several smaller ones`,
    );
  }
  return Number(count);
}

function* steps(start: bigint, step: bigint, count: number): Generator<bigint> {
  for (let i = 0, item = start; i < count; i++, item += step) yield item;
}

function range(args: readonly Value[], { spend }: FunctionContext): Value {
  const count = rangeCount(args);
  if (count instanceof NullValue) return count;
  spend?.(count);
  return [...steps(args[0] as bigint, (args[2] ?? 1n) as bigint, count)];
}

function size(value: Value): Value {
  if (typeof value === 'string') return BigInt(countCharacters(value));
  if (Array.isArray(value)) return BigInt(value.length);
  if (value instanceof Map) return BigInt(value.size);
  if (value instanceof SetValue) return BigInt(value.items.length);
  return value instanceof DataSet ? BigInt(value.rows.length) : NullValue.BAD_TYPE;
}

function keys(value: Value): Value {
  const names =
    value instanceof Map
      ? value.keys()
      : value instanceof EdgeValue
        ? value.props.keys()
        : value instanceof VertexValue
          ? vertexProperties(value).keys()
          : undefined;
  return names ? [...names].sort() : NullValue.BAD_TYPE;
}

export const listFunctions: readonly ScalarFunction[] = [
  defineFunction(
    'range',
    { arity: [2, 3], signatures: ['INT,INT -> LIST', 'INT,INT,INT -> LIST'], spends: true },
    range,
  ),
  defineFunction(
    'size',
    {
      arity: 1,
      signatures: ['STRING -> INT', 'LIST -> INT', 'MAP -> INT', 'SET -> INT', 'DATASET -> INT'],
    },
    ([value]) => size(value),
  ),
  ofList('head', (items) => (items.length === 0 ? null : items[0]), '__EMPTY__'),
  ofList('last', (items) => (items.length === 0 ? null : items.at(-1)), '__EMPTY__'),
  ofList('tail', (items) => items.slice(1), 'LIST'),
  defineFunction('keys', { arity: 1, signatures: ['VERTEX -> LIST', 'EDGE -> LIST', 'MAP -> LIST'] }, ([value]) =>
    keys(value),
  ),
  defineFunction('length', { arity: 1, signatures: ['STRING -> INT', 'PATH -> INT'] }, ([value]) => {
    if (value instanceof PathValue) return BigInt(value.steps.length);
    return typeof value === 'string' ? BigInt(Buffer.byteLength(value)) : NullValue.BAD_TYPE;
  }),
  defineFunction('dataSetRowCol', { arity: 3 }, ([table, row, name]) => {
    if (!(table instanceof DataSet) || typeof row !== 'bigint' || typeof name !== 'bigint') return NullValue.BAD_TYPE;
    const cells = table.rows[Number(row)];
    return cells && name >= 0n && name < cells.length ? cells[Number(name)] : NullValue.BAD_TYPE;
  }),
  defineFunction('erase', { arity: 2 }, ([collection, item]) => {
    const key = valueKey(item);
    const remains = (candidate: Value): boolean => valueKey(candidate) !== key;
    if (Array.isArray(collection)) return collection.filter(remains);
    return collection instanceof SetValue ? new SetValue(collection.items.filter(remains)) : NullValue.BAD_TYPE;
  }),
];
