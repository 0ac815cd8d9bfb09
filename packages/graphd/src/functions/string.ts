import { randomUUID } from 'node:crypto';
import { NullValue, SetValue, type Value } from '@orrery/contracts';
import { compareText, sameValue } from '../values/compare.ts';
import { distinctSet, toText } from '../values/cast.ts';
import { defineFunction, indexOf, type ScalarFunction } from './function-definition.ts';

/** A longer result than this is refused, so that one call can't take the memory of the server. */
const MAX_LENGTH = 1 << 24;

function ofText(name: string, aliases: readonly string[], compute: (text: string) => string): ScalarFunction {
  return defineFunction(name, { aliases, arity: 1, signatures: ['STRING -> STRING'] }, ([text]) =>
    typeof text === 'string' ? compute(text) : NullValue.BAD_TYPE,
  );
}

/** Characters are code points, not UTF-16 units. */
function codePoints(text: string): string[] {
  return Array.from(text);
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
    if (size < 0 || size > MAX_LENGTH) return NullValue.BAD_DATA;
    const characters = codePoints(text);
    if (characters.length >= size) return characters.slice(0, size).join('');
    const missing = size - characters.length;
    const fill = codePoints(filler);
    if (fill.length === 0) return text;
    const padding = filler.repeat(Math.floor(missing / fill.length)) + fill.slice(0, missing % fill.length).join('');
    return atStart ? padding + text : text + padding;
  });
}

function substring([text, start, length]: readonly Value[]): Value {
  const from = indexOf(start);
  const size = length === undefined ? Number.MAX_SAFE_INTEGER : indexOf(length);
  if (typeof text !== 'string' || from === undefined || size === undefined) return NullValue.BAD_TYPE;
  if (from < 0 || size < 0) return NullValue.BAD_DATA;
  return codePoints(text)
    .slice(from, from + size)
    .join('');
}

function concat(items: readonly Value[], separator: string): Value {
  const texts: string[] = [];
  for (const item of items) {
    const text = toText(item);
    if (typeof text !== 'string') return NullValue.BAD_TYPE;
    texts.push(text);
  }
  return texts.join(separator);
}

/** Values of a JSON document: objects become maps, whole numbers ints. */
function fromJson(json: unknown): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(fromJson);
  return new Map(Object.entries(json as object).map(([key, item]) => [key, fromJson(item)]));
}

export const stringFunctions: readonly ScalarFunction[] = [
  defineFunction('uuid', { arity: [0, 1], pure: false }, () => randomUUID()),
  ofText('lower', ['toLower'], (text) => text.toLowerCase()),
  ofText('upper', ['toUpper'], (text) => text.toUpperCase()),
  ofText('trim', [], (text) => text.trim()),
  ofText('ltrim', [], (text) => text.trimStart()),
  ofText('rtrim', [], (text) => text.trimEnd()),
  defineFunction('reverse', { arity: 1, signatures: ['STRING -> STRING', 'LIST -> LIST'] }, ([value]) => {
    if (Array.isArray(value)) return value.toReversed();
    return typeof value === 'string' ? codePoints(value).reverse().join('') : NullValue.BAD_TYPE;
  }),
  ofTextAndCount('left', (text, count) => codePoints(text).slice(0, count).join('')),
  ofTextAndCount('right', (text, count) => (count === 0 ? '' : codePoints(text).slice(-count).join(''))),
  pad('lpad', true),
  pad('rpad', false),
  defineFunction(
    'substr',
    { aliases: ['substring'], arity: [2, 3], signatures: ['STRING,INT -> STRING', 'STRING,INT,INT -> STRING'] },
    substring,
  ),
  defineFunction('split', { arity: 2, signatures: ['STRING,STRING -> LIST'] }, ([text, separator]) =>
    typeof text === 'string' && typeof separator === 'string' ? text.split(separator) : NullValue.BAD_TYPE,
  ),
  defineFunction('replace', { arity: 3 }, ([text, from, to]) => {
    if (Array.isArray(text)) return text.map((item) => (sameValue(item, from) ? to : item));
    if (text instanceof SetValue) return distinctSet(text.items.map((item) => (sameValue(item, from) ? to : item)));
    if (typeof text !== 'string' || typeof from !== 'string' || typeof to !== 'string') return NullValue.BAD_TYPE;
    return from === '' ? text : text.split(from).join(to);
  }),
  defineFunction('strcasecmp', { arity: 2, signatures: ['STRING,STRING -> INT'] }, ([a, b]) => {
    if (typeof a !== 'string' || typeof b !== 'string') return NullValue.BAD_TYPE;
    return BigInt(compareText(a.toLowerCase(), b.toLowerCase()));
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
  defineFunction('extract', { arity: 2, signatures: ['STRING,STRING -> LIST'] }, ([text, pattern]) => {
    if (typeof text !== 'string' || typeof pattern !== 'string') return NullValue.BAD_TYPE;
    try {
      return Array.from(text.matchAll(new RegExp(pattern, 'g')), (match) => match[0]);
    } catch (error) {
      if (error instanceof SyntaxError) return NullValue.BAD_DATA;
      throw error;
    }
  }),
  defineFunction('json_extract', { arity: 1, signatures: ['STRING -> MAP'] }, ([text]) => {
    if (typeof text !== 'string') return NullValue.BAD_TYPE;
    try {
      const json: unknown = JSON.parse(text);
      return typeof json === 'object' && json !== null && !Array.isArray(json) ? fromJson(json) : NullValue.BAD_DATA;
    } catch (error) {
      if (error instanceof SyntaxError) return NullValue.BAD_DATA;
      throw error;
    }
  }),
];
