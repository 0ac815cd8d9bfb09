import { randomUUID } from 'node:crypto';
import { NullValue, SetValue, type Value } from '@orrery/contracts';
import { executionError } from '../bind/statement-error.ts';
import { MAX_LIST_ITEMS } from '../values/arithmetic.ts';
import { sameValue } from '../values/compare.ts';
import { distinctSet, toText } from '../values/cast.ts';
import { checkTextLength, countCharacters, sliceText } from '../values/text-length.ts';
import { TextPattern } from '../values/text-pattern.ts';
import { defineFunction, indexOf, type ScalarFunction } from './function-definition.ts';

function ofText(name: string, aliases: readonly string[], compute: (text: string) => string): ScalarFunction {
  return defineFunction(name, { aliases, arity: 1, signatures: ['STRING -> STRING'] }, ([text]) =>
    typeof text === 'string' ? compute(text) : NullValue.BAD_TYPE,
  );
}

function ofTextAndCount(name: string, compute: (text: string, count: number) => string): ScalarFunction {
  return defineFunction(name, { arity: 2, signatures: ['STRING,INT -> STRING'] }, ([text, count]) => {
    const n = indexOf(count);
    if (typeof text !== 'string' || n === undefined) return NullValue.BAD_TYPE;
    return n < 0 ? NullValue.BAD_DATA : compute(text, n);
  });
}

function pad(name: string, atStart: boolean): ScalarFunction {
  return defineFunction(name, { arity: 3, signatures: ['STRING,INT,STRING -> STRING'] }, ([text, count, filler]) => {
    const size = indexOf(count);
    if (typeof text !== 'string' || size === undefined || typeof filler !== 'string') return NullValue.BAD_TYPE;
    if (size < 0) return NullValue.BAD_DATA;
    const missing = size - countCharacters(text);
    if (missing <= 0) return sliceText(text, 0, size);
    if (filler === '') return text;
    checkTextLength(size);
    const width = countCharacters(filler);
    const padding = filler.repeat(Math.floor(missing / width)) + sliceText(filler, 0, missing % width);
    return atStart ? padding + text : text + padding;
  });
}

function substring([text, start, length]: readonly Value[]): Value {
  const from = indexOf(start);
  const size = length === undefined ? Number.MAX_SAFE_INTEGER : indexOf(length);
  if (typeof text !== 'string' || from === undefined || size === undefined) return NullValue.BAD_TYPE;
  if (from < 0 || size < 0) return NullValue.BAD_DATA;
  return sliceText(text, from, from + size);
}

/** An empty separator is nowhere. @throws StatementError ExecutionError on more parts than a list may have */
function split(text: string, separator: string): string[] {
  if (separator === '') return [text];
  const parts = text.split(separator, MAX_LIST_ITEMS + 1);
  if (parts.length > MAX_LIST_ITEMS) {
    throw executionError(`split() would give more than the ${MAX_LIST_ITEMS} items that a list has at most`);
  }
  return parts;
}

const LOWER_CASE = 0x20;

/** As C's strcasecmp: the difference of the first bytes that differ but for the case of ASCII letters; 0 past an end. */
function differenceOf(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  const lower = (byte = 0): number => (byte >= 0x41 && byte <= 0x5a ? byte | LOWER_CASE : byte);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = lower(left[i]) - lower(right[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function replaceText(text: string, from: string, to: string): string {
  if (from === '') return text;
  let length = text.length;
  for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length))
    length += to.length - from.length;
  checkTextLength(length);
  // `$` has a meaning there.
  return text.replaceAll(from, to.replaceAll('$', '$$$$'));
}

function concat(items: readonly Value[], separator: string): Value {
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = toText(item);
    if (typeof text !== 'string') return NullValue.BAD_TYPE;
    length += text.length + separator.length;
    texts.push(text);
  }
  checkTextLength(length);
  return texts.join(separator);
}

type NumberReader = (key: string, value: unknown, context: { readonly source: string }) => unknown;

/** Reads a JSON text; numbers written without point and exponent are ints. @throws SyntaxError */
const parseJson = JSON.parse as (text: string, reviver: NumberReader) => unknown;

function readNumber(_key: string, value: unknown, { source }: { readonly source: string }): unknown {
  if (typeof value !== 'number' || !/^-?\d+$/.test(source)) return value;
  const int = BigInt(source);
  if (int !== BigInt.asIntN(64, int)) throw new SyntaxError('an int of more than 64 bits');
  return int;
}

/** Objects within an object; what is deeper is left out. */
const JSON_DEPTH = 1;

/** The map of a JSON object. Arrays are left out, and of objects that are too deep the content. */
function fromJson(json: object, depth = 0): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const [key, item] of Object.entries(json) as [string, unknown][]) {
    if (item === null || typeof item !== 'object') map.set(key, item as Value);
    else if (!Array.isArray(item)) map.set(key, depth < JSON_DEPTH ? fromJson(item, depth + 1) : new Map());
  }
  return map;
}

/** The characters from last to first; those of two UTF-16 units stay whole. */
function reversed(text: string): string {
  const units = new Uint16Array(text.length);
  let at = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const next = (unit & 0xfc00) === 0xd800 ? text.charCodeAt(i + 1) : 0;
    if ((next & 0xfc00) === 0xdc00) {
      units[--at] = next;
      i++;
    }
    units[--at] = unit;
  }
  return Buffer.from(units.buffer).toString('utf16le');
}

export const stringFunctions: readonly ScalarFunction[] = [
  defineFunction('score', { arity: [0, 1], pure: false, takesNulls: true }, () => {
    throw executionError(
      'score() ranks what a full-text search finds, which needs Elasticsearch and is not available in the embedded graph',
    );
  }),
  defineFunction('uuid', { arity: [0, 1], pure: false }, () => randomUUID()),
  ofText('lower', ['toLower'], (text) => text.toLowerCase()),
  ofText('upper', ['toUpper'], (text) => text.toUpperCase()),
  ofText('trim', [], (text) => text.trim()),
  ofText('ltrim', [], (text) => text.trimStart()),
  ofText('rtrim', [], (text) => text.trimEnd()),
  defineFunction('reverse', { arity: 1, signatures: ['STRING -> STRING', 'LIST -> LIST'] }, ([value]) => {
    if (Array.isArray(value)) return value.toReversed();
    return typeof value === 'string' ? reversed(value) : NullValue.BAD_TYPE;
  }),
  ofTextAndCount('left', (text, count) => sliceText(text, 0, count)),
  ofTextAndCount('right', (text, count) => (count === 0 ? '' : sliceText(text, -count))),
  pad('lpad', true),
  pad('rpad', false),
  defineFunction(
    'substr',
    { aliases: ['substring'], arity: [2, 3], signatures: ['STRING,INT -> STRING', 'STRING,INT,INT -> STRING'] },
    substring,
  ),
  defineFunction('split', { arity: 2, signatures: ['STRING,STRING -> LIST'] }, ([text, separator]) =>
    typeof text === 'string' && typeof separator === 'string' ? split(text, separator) : NullValue.BAD_TYPE,
  ),
  defineFunction('replace', { arity: 3 }, ([text, from, to]) => {
    if (Array.isArray(text)) return text.map((item) => (sameValue(item, from) ? to : item));
    if (text instanceof SetValue) return distinctSet(text.items.map((item) => (sameValue(item, from) ? to : item)));
    if (typeof text !== 'string' || typeof from !== 'string' || typeof to !== 'string') return NullValue.BAD_TYPE;
    return replaceText(text, from, to);
  }),
  defineFunction('strcasecmp', { arity: 2, signatures: ['STRING,STRING -> INT'] }, ([a, b]) => {
    if (typeof a !== 'string' || typeof b !== 'string') return NullValue.BAD_TYPE;
    return BigInt(differenceOf(a, b));
  }),
  defineFunction('concat', { arity: [1, Infinity], takesNulls: true }, (args) =>
    args.some((arg) => arg === null) ? null : concat(args, ''),
  ),
  defineFunction('concat_ws', { arity: [2, Infinity], takesNulls: true }, ([separator, ...args]) => {
    if (separator === null) return null;
    if (typeof separator !== 'string') return NullValue.BAD_TYPE;
    return concat(
      args.filter((arg) => arg !== null),
      separator,
    );
  }),
  defineFunction('extract', { arity: 2, signatures: ['STRING,STRING -> LIST'] }, ([text, pattern], { spend }) => {
    if (typeof text !== 'string' || typeof pattern !== 'string') return NullValue.BAD_TYPE;
    return TextPattern.of(pattern)?.partsOf(text, spend) ?? NullValue.BAD_DATA;
  }),
  defineFunction('json_extract', { arity: 1, signatures: ['STRING -> MAP'] }, ([text]) => {
    if (typeof text !== 'string') return NullValue.BAD_TYPE;
    try {
      const json = parseJson(text, readNumber);
      return typeof json === 'object' && json !== null && !Array.isArray(json) ? fromJson(json) : NullValue.BAD_DATA;
    } catch (error) {
      if (error instanceof SyntaxError) return NullValue.BAD_DATA;
      throw error;
    }
  }),
];
