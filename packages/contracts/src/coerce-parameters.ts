import type {
  AlgorithmDescriptor,
  ParameterDescriptor,
  ParameterValue,
  ParameterValues,
} from './algorithm-descriptor.ts';
import { closestName } from './did-you-mean.ts';
import type { Fault, FaultPhrase } from './errors.ts';
import { Double, doubleText } from './lossless-json.ts';
import { expectedOf, parameterFaultsEn, parameterPhrase, phraseText } from './parameter-fault.ts';
import { timeMsOfDate, timeMsOfText } from './time-ms.ts';
import { DateTimeValue, DateValue, INT64_MAX, INT64_MIN } from './values.ts';

/**
 * A parameter as it was typed, posted or read from an upstream table: a lossless JSON scalar, a list of such, or an
 * nGQL value (bigint for ints). Null and undefined mean "not given".
 */
export type RawParameter = unknown;

export type Coerced<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & RefusedParameter);

/** What is wrong, in English and as a phrase for other languages. */
export interface RefusedParameter extends FaultPhrase {
  readonly message: string;
}

export type CoercedParameters =
  { readonly ok: true; readonly values: ParameterValues } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * The complete parameters of a run: every one that the descriptor names, given or by default, in its own type: int as
 * number (bigint beyond 2^53), double as number, datetime as milliseconds since 1970 (always bigint), vid as string or
 * bigint just as given, vids as a list of those. Typed parameters also accept their exact text form (`"true"`, `"20"`,
 * `"0.85"`); vids also text with commas.
 * Reports every fault at once, each under `path` (`tasks.pagerank_1.params` gives `tasks.pagerank_1.params.ITERATIONS`).
 */
export function coerceParameters(
  descriptor: Pick<AlgorithmDescriptor, 'id' | 'parameters'>,
  raw: Readonly<Record<string, RawParameter>>,
  options: { readonly path?: string } = {},
): CoercedParameters {
  const prefix = options.path === undefined || options.path === '' ? '' : `${options.path}.`;
  const faults: Fault[] = [];
  const values: [string, ParameterValue][] = [];
  const given = new Map(Object.entries(raw));
  for (const parameter of descriptor.parameters) {
    const coerced = coerceParameter(parameter, given.get(parameter.name));
    if (coerced.ok) values.push([parameter.name, coerced.value]);
    else faults.push(parameterFault(prefix + parameter.name, coerced));
  }
  const names = descriptor.parameters.map((parameter) => parameter.name);
  for (const name of given.keys()) {
    if (names.includes(name)) continue;
    const args = { algorithm: descriptor.id, name, near: closestName(name, names), known: names };
    faults.push(parameterFault(prefix + name, refuse(parameterPhrase('parameter.unknown', args))));
  }
  return faults.length === 0 ? { ok: true, values: Object.fromEntries(values) } : { ok: false, faults };
}

/**
 * Stands for a value that is not known yet: text that a parameter of every type but double, bool and enum takes, for what
 * does not hang on the value, such as columns and estimates.
 */
export const PLACEHOLDER_VALUE = '0';

/** The fault of a refused parameter at its path. */
export function parameterFault(path: string, { code, args, message }: RefusedParameter): Fault {
  return { path, message, code, args };
}

/** One parameter's value in its type, or what is wrong with it in words that start with its name. */
export function coerceParameter(parameter: ParameterDescriptor, raw: RawParameter): Coerced<ParameterValue> {
  if (raw === undefined || raw === null) {
    if (parameter.default === null) {
      const args = { name: parameter.name, expected: expectedOf(parameter) };
      return refuse(parameterPhrase('parameter.mustBeGiven', args));
    }
    return coerceGiven(parameter, parameter.default);
  }
  return coerceGiven(parameter, raw);
}

function coerceGiven(parameter: ParameterDescriptor, raw: RawParameter): Coerced<ParameterValue> {
  const value = read(parameter, raw);
  if (value === undefined) {
    const args = { name: parameter.name, expected: expectedOf(parameter), found: found(raw) };
    return refuse(parameterPhrase('parameter.mustBe', args));
  }
  return { ok: true, value };
}

/** The value in the parameter's type, undefined when it is none or out of range. */
function read(parameter: ParameterDescriptor, raw: RawParameter): ParameterValue | undefined {
  switch (parameter.type) {
    case 'int': {
      const int = intOf(raw);
      if (int === undefined || int < INT64_MIN || int > INT64_MAX || !inRange(parameter, int)) return undefined;
      return Number.isSafeInteger(Number(int)) ? Number(int) : int;
    }
    case 'double': {
      const double = doubleOf(raw);
      return double !== undefined && inRange(parameter, double) ? double : undefined;
    }
    case 'bool':
      if (typeof raw === 'boolean') return raw;
      return raw === 'true' ? true : raw === 'false' ? false : undefined;
    case 'string':
      return typeof raw === 'string' ? raw : undefined;
    case 'enum': {
      const text = typeof raw === 'number' || typeof raw === 'bigint' ? String(raw) : raw;
      return typeof text === 'string' && parameter.values?.includes(text) ? text : undefined;
    }
    case 'datetime':
      return timeMsOf(raw);
    case 'vid':
      return vidOf(raw);
    case 'vids':
      return vidsOfRaw(raw);
  }
}

function intOf(raw: RawParameter): bigint | undefined {
  if (typeof raw === 'bigint') return raw;
  if (typeof raw === 'number') return Number.isInteger(raw) ? BigInt(raw) : undefined;
  return typeof raw === 'string' && /^-?\d{1,20}$/.test(raw) ? BigInt(raw) : undefined;
}

function doubleOf(raw: RawParameter): number | undefined {
  let value: number | undefined;
  if (raw instanceof Double) value = raw.value;
  else if (typeof raw === 'number') value = raw;
  else if (typeof raw === 'bigint') value = Number(raw);
  else if (typeof raw === 'string' && /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(raw)) value = Number(raw);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function timeMsOf(raw: RawParameter): bigint | undefined {
  if (typeof raw === 'string') return timeMsOfText(raw);
  if (raw instanceof DateTimeValue || raw instanceof DateValue) return timeMsOfDate(raw);
  const int = intOf(raw);
  return int !== undefined && int >= INT64_MIN && int <= INT64_MAX ? int : undefined;
}

function vidOf(raw: RawParameter): string | bigint | undefined {
  if (typeof raw === 'string') return raw;
  const int = typeof raw === 'number' || typeof raw === 'bigint' ? intOf(raw) : undefined;
  return int !== undefined && int >= INT64_MIN && int <= INT64_MAX ? int : undefined;
}

function vidsOfRaw(raw: RawParameter): (string | bigint)[] | undefined {
  if (typeof raw === 'string') {
    const ids = raw.split(',').map((id) => id.trim());
    if (ids.length === 1 && ids[0] === '') return [];
    return ids.includes('') ? undefined : ids;
  }
  if (!Array.isArray(raw)) {
    const id = vidOf(raw);
    return id === undefined ? undefined : [id];
  }
  const ids: (string | bigint)[] = [];
  for (const item of raw) {
    const id = vidOf(item);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids;
}

function inRange(parameter: ParameterDescriptor, value: number | bigint): boolean {
  if (parameter.minimum !== undefined && value < parameter.minimum) return false;
  if (parameter.exclusiveMinimum !== undefined && value <= parameter.exclusiveMinimum) return false;
  return parameter.maximum === undefined || value <= parameter.maximum;
}

/** A refused value as the user wrote it, shortened. */
function found(raw: RawParameter): FaultPhrase {
  const literal = (text: string) => parameterPhrase('found.literal', { text });
  if (raw instanceof Double) return literal(doubleText(raw.value));
  if (typeof raw === 'string') return literal(JSON.stringify(raw.length > 60 ? `${raw.slice(0, 60)}…` : raw));
  if (typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean') return literal(String(raw));
  return parameterPhrase(Array.isArray(raw) ? 'found.list' : 'found.structure', {});
}

function refuse(phrase: FaultPhrase): { readonly ok: false } & RefusedParameter {
  return { ok: false, message: phraseText(parameterFaultsEn, phrase)!, ...phrase };
}
