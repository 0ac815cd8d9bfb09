import { didYouMean, Double, doubleText, type Fault } from '@orrery/contracts';
import type { TSchema } from 'typebox';
import { fieldPath, shortened } from './field-path.ts';

/** The part of JSON Schema that contracts' TypeBox schemas use. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: SchemaNode;
  readonly [keyword: string]: unknown;
}

/**
 * Adds a fault for everything in `value` that the schema does not allow. Reads the same schemas as TypeBox and agrees
 * with it (a test holds the two together), but knows lossless numbers, refuses text that UTF-8 can't hold, and says of a union which branch was meant and
 * what is wrong there instead of listing every branch's complaints.
 */
export function checkSchema(schema: SchemaNode | TSchema, value: unknown, path: string, faults: Fault[]): void {
  checkNode(schema as SchemaNode, value, path, faults);
}

function checkNode(schema: SchemaNode, value: unknown, path: string, faults: Fault[]): void {
  if (typeof value === 'string' && !value.isWellFormed()) {
    faults.push({ path, message: 'has half a surrogate pair, which is no text in UTF-8' });
  } else if (schema.anyOf !== undefined) {
    checkUnion(schema.anyOf, value, path, faults);
  } else if ('const' in schema) {
    if (value !== schema.const) faults.push({ path, message: mustBe(schema, value) });
  } else if (schema.type === 'object') {
    if (isRecord(value)) checkObject(schema, value, path, faults);
    else faults.push({ path, message: mustBe(schema, value) });
  } else if (schema.type === 'array') {
    checkArray(schema, value, path, faults);
  } else if (schema.type !== undefined && !scalarFits(schema, value)) {
    faults.push({ path, message: mustBe(schema, value) });
  }
}

/** A JSON object, as opposed to a list, null or a lossless double. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Double);
}

function checkObject(schema: SchemaNode, value: Record<string, unknown>, path: string, faults: Fault[]): void {
  const properties = new Map(Object.entries(schema.properties ?? {}));
  const patterns = Object.entries(schema.patternProperties ?? {}).map(
    ([source, node]) => [new RegExp(source, 'u'), node] as const,
  );
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) {
      faults.push({
        path: fieldPath(path, name),
        message: `is missing: it must be ${expected(properties.get(name)!)}`,
      });
    }
  }
  const entries = Object.entries(value);
  for (const [name, item] of entries) {
    const node = properties.get(name) ?? patterns.find(([pattern]) => pattern.test(name))?.[1];
    if (node !== undefined) checkNode(node, item, fieldPath(path, name), faults);
    else if (schema.additionalProperties === false || patterns.length > 0) {
      faults.push({ path: fieldPath(path, name), message: unknownField(name, [...properties.keys()]) });
    }
  }
  checkCount(schema, 'Properties', entries.length, 'entries', path, faults);
}

function unknownField(name: string, known: readonly string[]): string {
  const shown = shortened(name, 60);
  if (known.length === 0) return `${shown} is not allowed as a name here`;
  return `unknown field ${shown}${didYouMean(name, known) || `; allowed are ${known.join(', ')}`}`;
}

function checkArray(schema: SchemaNode, value: unknown, path: string, faults: Fault[]): void {
  if (!Array.isArray(value)) {
    faults.push({ path, message: mustBe(schema, value) });
    return;
  }
  checkCount(schema, 'Items', value.length, 'items', path, faults);
  for (const [index, item] of value.entries()) checkNode(schema.items ?? {}, item, fieldPath(path, index), faults);
  if (schema['uniqueItems'] !== true) return;
  const seen = new Set<unknown>();
  for (const [index, item] of value.entries()) {
    if (seen.has(item)) faults.push({ path: fieldPath(path, index), message: `${shownValue(item)} occurs twice` });
    seen.add(item);
  }
}

function checkCount(
  schema: SchemaNode,
  what: 'Items' | 'Properties',
  count: number,
  word: string,
  path: string,
  faults: Fault[],
) {
  const minimum = schema[`min${what}`] as number | undefined;
  const maximum = schema[`max${what}`] as number | undefined;
  if (minimum !== undefined && count < minimum)
    faults.push({ path, message: `must have at least ${minimum} of its ${word}, not ${count}` });
  if (maximum !== undefined && count > maximum)
    faults.push({ path, message: `must have at most ${maximum} ${word}, not ${count}` });
}

/** Scalars by what they allow together; objects by a constant field, else by the fields that only one branch has. */
function checkUnion(branches: readonly SchemaNode[], value: unknown, path: string, faults: Fault[]): void {
  const objects = branches.filter((branch) => branch.type === 'object');
  if (objects.length === 0 || !isRecord(value)) {
    const fits = branches.some((branch) => {
      const own: Fault[] = [];
      checkNode(branch, value, path, own);
      return own.length === 0;
    });
    if (!fits) faults.push({ path, message: `must be ${alternatives(branches)}, not ${shownValue(value)}` });
    return;
  }
  const constant = constantField(objects);
  if (constant !== undefined) {
    const given = Object.hasOwn(value, constant) ? value[constant] : undefined;
    const branch = objects.find((object) => object.properties?.[constant]?.const === given);
    if (branch !== undefined) checkNode(branch, value, path, faults);
    else {
      const choices = objects.map((object) => String(object.properties?.[constant]?.const));
      const message =
        given === undefined
          ? `is missing: it must be ${oneOf(choices)}`
          : `must be ${oneOf(choices)}, not ${shownValue(given)}`;
      faults.push({ path: fieldPath(path, constant), message });
    }
    return;
  }
  const keyOf = (object: SchemaNode) =>
    (object.required ?? []).find((name) =>
      objects.every((o) => o === object || !(o.properties && name in o.properties)),
    );
  const meant = objects.filter((object) => Object.hasOwn(value, keyOf(object) ?? ''));
  if (meant.length === 1) checkNode(meant[0]!, value, path, faults);
  else {
    const keys = objects.map((object) => keyOf(object) ?? '');
    const found = keys.filter((key) => Object.hasOwn(value, key));
    const message =
      found.length === 0
        ? `must have one of the fields ${keys.join(', ')}`
        : `has ${found.join(' and ')}, of which only one is possible`;
    faults.push({ path, message });
  }
}

function constantField(objects: readonly SchemaNode[]): string | undefined {
  return Object.keys(objects[0]!.properties ?? {}).find((name) =>
    objects.every((object) => object.properties?.[name]?.const !== undefined),
  );
}

function scalarFits(schema: SchemaNode, value: unknown): boolean {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' && textFits(schema, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value) ? inBounds(schema, value as number | bigint) : false;
    case 'number':
      if (value instanceof Double) return inBounds(schema, value.value);
      return (typeof value === 'number' || typeof value === 'bigint') && inBounds(schema, value);
    case 'null':
      return value === null;
    default:
      throw new Error(`a schema of type ${String(schema.type)} is not known here`);
  }
}

function textFits(schema: SchemaNode, value: string): boolean {
  const {
    minLength = 0,
    maxLength = Infinity,
    pattern,
  } = schema as { minLength?: number; maxLength?: number; pattern?: string };
  const length = [...value].length;
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(value));
}

function inBounds(schema: SchemaNode, value: number | bigint): boolean {
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  return value >= minimum && value <= maximum;
}

function mustBe(schema: SchemaNode, value: unknown): string {
  return `must be ${expected(schema)}, not ${shownValue(value)}`;
}

/** What a schema allows, in words. */
function expected(schema: SchemaNode): string {
  if (schema.anyOf !== undefined) return alternatives(schema.anyOf);
  if ('const' in schema) return String(schema.const);
  switch (schema.type) {
    case 'object':
      if (schema.properties === undefined) return 'a map of names to values';
      return `a map with ${(schema.required ?? Object.keys(schema.properties)).join(', ')}`;
    case 'array':
      return schema.items?.type === 'string' ? 'a list of names' : 'a list';
    case 'integer':
    case 'number':
      return (schema.type === 'integer' ? 'an int' : 'a number') + bounds(schema);
    case 'boolean':
      return 'true or false';
    case 'string':
      return textExpected(schema);
    default:
      return String(schema['description'] ?? 'a value');
  }
}

function bounds(schema: SchemaNode): string {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  if (minimum === undefined) return maximum === undefined ? '' : ` of at most ${maximum}`;
  return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}

function textExpected(schema: SchemaNode): string {
  const { minLength, maxLength, pattern, description } = schema as {
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    description?: string;
  };
  if (pattern !== undefined) return `text like ${description ?? ''} (${pattern})`.replace('  ', ' ');
  if (minLength === maxLength && minLength === 1) return 'one character';
  if (maxLength !== undefined) return `text of ${minLength ?? 0} to ${maxLength} characters`;
  return 'text';
}

function alternatives(branches: readonly SchemaNode[]): string {
  return oneOf(branches.map(expected));
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A value as its author wrote it, shortened. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Double) return doubleText(value.value);
  if (typeof value === 'string') return JSON.stringify(shortened(value, 60));
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : String(value);
}
