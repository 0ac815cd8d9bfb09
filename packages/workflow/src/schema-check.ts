import { closestName, Double, doubleText, phraseText, type Fault, type FaultPhrase } from '@orrery/contracts';
import type { TSchema } from 'typebox';
import { faultTextsEn } from './fault-texts.ts';
import { fault, phrase } from './fault.ts';
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
    faults.push(fault(path, 'value.surrogate', {}));
  } else if (schema.anyOf !== undefined) {
    checkUnion(schema.anyOf, value, path, faults);
  } else if ('const' in schema) {
    if (value !== schema.const) faults.push(mustBe(path, schema, value));
  } else if (schema.type === 'object') {
    if (isRecord(value)) checkObject(schema, value, path, faults);
    else faults.push(mustBe(path, schema, value));
  } else if (schema.type === 'array') {
    checkArray(schema, value, path, faults);
  } else if (schema.type !== undefined && !scalarFits(schema, value)) {
    faults.push(mustBe(path, schema, value));
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
      faults.push(fault(fieldPath(path, name), 'field.missing', { expected: expected(properties.get(name)!) }));
    }
  }
  const entries = Object.entries(value);
  for (const [name, item] of entries) {
    const node = properties.get(name) ?? patterns.find(([pattern]) => pattern.test(name))?.[1];
    if (node !== undefined) checkNode(node, item, fieldPath(path, name), faults);
    else if (schema.additionalProperties === false || patterns.length > 0) {
      faults.push(unknownField(fieldPath(path, name), name, [...properties.keys()]));
    }
  }
  const { minProperties, maxProperties } = schema as { minProperties?: number; maxProperties?: number };
  const count = entries.length;
  if (minProperties !== undefined && count < minProperties)
    faults.push(fault(path, 'entries.tooFew', { minimum: minProperties, count }));
  if (maxProperties !== undefined && count > maxProperties)
    faults.push(fault(path, 'entries.tooMany', { maximum: maxProperties, count }));
}

function unknownField(path: string, name: string, known: readonly string[]): Fault {
  const shown = shortened(name, 60);
  if (known.length === 0) return fault(path, 'field.notAllowed', { name: shown });
  return fault(path, 'field.unknown', { name: shown, near: closestName(name, known), known });
}

function checkArray(schema: SchemaNode, value: unknown, path: string, faults: Fault[]): void {
  if (!Array.isArray(value)) {
    faults.push(mustBe(path, schema, value));
    return;
  }
  const { minItems, maxItems } = schema as { minItems?: number; maxItems?: number };
  const count = value.length;
  if (minItems !== undefined && count < minItems)
    faults.push(fault(path, 'items.tooFew', { minimum: minItems, count }));
  if (maxItems !== undefined && count > maxItems)
    faults.push(fault(path, 'items.tooMany', { maximum: maxItems, count }));
  for (const [index, item] of value.entries()) checkNode(schema.items ?? {}, item, fieldPath(path, index), faults);
  if (schema['uniqueItems'] !== true) return;
  const seen = new Set<unknown>();
  for (const [index, item] of value.entries()) {
    if (seen.has(item)) faults.push(fault(fieldPath(path, index), 'value.twice', { value: foundValue(item) }));
    seen.add(item);
  }
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
    if (!fits) faults.push(fault(path, 'value.mustBe', { expected: alternatives(branches), found: foundValue(value) }));
    return;
  }
  const constant = constantField(objects);
  if (constant !== undefined) {
    const given = Object.hasOwn(value, constant) ? value[constant] : undefined;
    const branch = objects.find((object) => object.properties?.[constant]?.const === given);
    if (branch !== undefined) checkNode(branch, value, path, faults);
    else {
      const choices = objects.map((object) =>
        phrase('expected.literal', { text: String(object.properties?.[constant]?.const) }),
      );
      const options = phrase('expected.anyOf', { options: choices });
      const at = fieldPath(path, constant);
      if (given === undefined) faults.push(fault(at, 'field.missing', { expected: options }));
      else faults.push(fault(at, 'value.mustBe', { expected: options, found: foundValue(given) }));
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
    if (found.length === 0) faults.push(fault(path, 'fields.none', { names: keys }));
    else faults.push(fault(path, 'fields.several', { names: found }));
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

function mustBe(path: string, schema: SchemaNode, value: unknown): Fault {
  return fault(path, 'value.mustBe', { expected: expected(schema), found: foundValue(value) });
}

/** What a schema allows. */
function expected(schema: SchemaNode): FaultPhrase {
  if (schema.anyOf !== undefined) return alternatives(schema.anyOf);
  if ('const' in schema) return phrase('expected.literal', { text: String(schema.const) });
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  switch (schema.type) {
    case 'object':
      if (schema.properties === undefined) return phrase('expected.map', {});
      return phrase('expected.mapWith', { names: schema.required ?? Object.keys(schema.properties) });
    case 'array':
      return phrase(schema.items?.type === 'string' ? 'expected.names' : 'expected.list', {});
    case 'integer':
      return phrase('expected.int', { minimum, maximum });
    case 'number':
      return phrase('expected.number', { minimum, maximum });
    case 'boolean':
      return phrase('expected.bool', {});
    case 'string':
      return textExpected(schema);
    default:
      if (schema['description'] === undefined) return phrase('expected.value', {});
      return phrase('expected.described', { text: String(schema['description']) });
  }
}

function textExpected(schema: SchemaNode): FaultPhrase {
  const { minLength, maxLength, pattern, description } = schema as {
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    description?: string;
  };
  if (pattern !== undefined) return phrase('expected.pattern', { example: description ?? '', pattern });
  if (minLength === maxLength && minLength === 1) return phrase('expected.character', {});
  if (maxLength !== undefined) return phrase('expected.textLength', { minimum: minLength ?? 0, maximum: maxLength });
  return phrase('expected.text', {});
}

function alternatives(branches: readonly SchemaNode[]): FaultPhrase {
  return phrase('expected.anyOf', { options: branches.map(expected) });
}

/** A value as its author wrote it, shortened, as a phrase. */
export function foundValue(value: unknown): FaultPhrase {
  if (Array.isArray(value)) return phrase('found.list', {});
  if (isRecord(value)) return phrase('found.map', {});
  if (typeof value === 'string') return phrase('found.literal', { text: JSON.stringify(shortened(value, 60)) });
  return phrase('found.literal', { text: value instanceof Double ? doubleText(value.value) : String(value ?? null) });
}

/** The same in English. */
export function shownValue(value: unknown): string {
  return phraseText(faultTextsEn, foundValue(value))!;
}
