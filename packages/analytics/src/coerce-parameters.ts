import {
  Double,
  INT64_MAX,
  INT64_MIN,
  OrreryError,
  type AlgorithmDescriptor,
  type Fault,
  type LosslessScalar,
  type ParameterDescriptor,
  type ParameterValue,
  type ParameterValues,
} from '@orrery/contracts';

export type RawParameter = LosslessScalar | readonly LosslessScalar[];

/**
 * Parameter values as an algorithm takes them: defaults filled in, types and ranges checked. A typed parameter also
 * accepts its exact text form (`"true"`, `"20"`, `"0.85"`); null counts as not given. Ints become numbers, beyond 2^53
 * bigints; vertex ids stay strings, or become bigints where they were numbers.
 * @throws OrreryError ErrParam with a fault per wrong parameter, its path being the parameter's name
 */
export function coerceParameters(
  descriptor: AlgorithmDescriptor,
  raw: Readonly<Record<string, RawParameter>>,
): ParameterValues {
  const faults: Fault[] = [];
  const known = new Map(descriptor.parameters.map((parameter) => [parameter.name, parameter]));
  for (const name of Object.keys(raw)) {
    if (known.has(name)) continue;
    const near = descriptor.parameters.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
    const hint = near ? `did you mean ${near.name}?` : `it has ${[...known.keys()].join(', ') || 'none'}`;
    faults.push({ path: name, message: `${descriptor.id} has no parameter ${JSON.stringify(name)}; ${hint}` });
  }
  const values: [string, ParameterValue][] = [];
  for (const parameter of descriptor.parameters) {
    const given = Object.hasOwn(raw, parameter.name) ? raw[parameter.name] : null;
    if (given === null || given === undefined) {
      if (parameter.default === null) {
        faults.push({ path: parameter.name, message: `${parameter.name} must be given: ${parameter.help}` });
      } else {
        values.push([parameter.name, parameter.default as ParameterValue]);
      }
      continue;
    }
    const result = coerce(parameter, given);
    if ('fault' in result) {
      faults.push({ path: parameter.name, message: `${parameter.name} ${result.fault}, but got ${show(given)}` });
    } else {
      values.push([parameter.name, result.value]);
    }
  }
  if (faults.length > 0) {
    throw new OrreryError('ErrParam', faults.map((fault) => fault.message).join('; '), { faults });
  }
  return Object.fromEntries(values);
}

type Coerced = { readonly value: ParameterValue } | { readonly fault: string };

function coerce(parameter: ParameterDescriptor, given: RawParameter): Coerced {
  if (parameter.type === 'vids') return vids(given);
  if (typeof given === 'object' && given !== null && !(given instanceof Double)) {
    return { fault: 'takes one value, not a list' };
  }
  switch (parameter.type) {
    case 'bool':
      if (typeof given === 'boolean') return { value: given };
      return given === 'true' || given === 'false' ? { value: given === 'true' } : { fault: 'must be true or false' };
    case 'enum':
      return typeof given === 'string' && parameter.values!.includes(given)
        ? { value: given }
        : { fault: `must be one of ${parameter.values!.join(', ')}` };
    case 'string':
      return typeof given === 'string' ? { value: given } : { fault: 'must be text' };
    case 'vid':
      return vid(given);
    case 'int':
      return int(parameter, given);
    case 'double':
      return double(parameter, given);
  }
}

function int(parameter: ParameterDescriptor, given: LosslessScalar): Coerced {
  let value: bigint;
  if (typeof given === 'bigint') value = given;
  else if (typeof given === 'number' && Number.isInteger(given)) value = BigInt(given);
  else if (typeof given === 'string' && /^-?\d+$/.test(given)) value = BigInt(given);
  else return { fault: `must be an integer${bounds(parameter)}` };
  if (value < INT64_MIN || value > INT64_MAX) return { fault: 'must be an integer of 64 bits' };
  const safe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  const number = Number(value);
  if (!within(parameter, number)) return { fault: `must be an integer${bounds(parameter)}` };
  return { value: safe ? number : value };
}

function double(parameter: ParameterDescriptor, given: LosslessScalar): Coerced {
  let value = NaN;
  if (typeof given === 'number') value = given;
  else if (typeof given === 'bigint') value = Number(given);
  else if (given instanceof Double) value = given.value;
  else if (typeof given === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(given)) value = Number(given);
  if (!Number.isFinite(value) || !within(parameter, value)) return { fault: `must be a number${bounds(parameter)}` };
  return { value };
}

function vid(given: LosslessScalar): Coerced {
  if (typeof given === 'string') return { value: given };
  const value = typeof given === 'number' && Number.isInteger(given) ? BigInt(given) : given;
  if (typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX) return { value };
  return { fault: 'must be a vertex id (text, or an integer of 64 bits)' };
}

/** A list of ids, or one text with commas between them. */
function vids(given: RawParameter): Coerced {
  const items = Array.isArray(given)
    ? (given as readonly LosslessScalar[])
    : typeof given === 'string'
      ? given === '' ? [] : given.split(',')
      : [given as LosslessScalar]; // prettier-ignore
  const ids: (string | bigint)[] = [];
  for (const item of items) {
    const result = vid(item);
    if ('fault' in result) return { fault: 'must be a list of vertex ids (texts, or integers of 64 bits)' };
    ids.push(result.value as string | bigint);
  }
  return { value: ids };
}

function within(parameter: ParameterDescriptor, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum } = parameter;
  return (
    (minimum === undefined || value >= minimum) &&
    (maximum === undefined || value <= maximum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum)
  );
}

function bounds({ minimum, maximum, exclusiveMinimum }: ParameterDescriptor): string {
  const parts: string[] = [];
  if (minimum !== undefined) parts.push(`at least ${minimum}`);
  if (exclusiveMinimum !== undefined) parts.push(`more than ${exclusiveMinimum}`);
  if (maximum !== undefined) parts.push(`at most ${maximum}`);
  return parts.length > 0 ? ` of ${parts.join(' and ')}` : '';
}

function show(given: RawParameter): string {
  if (Array.isArray(given)) return `a list of ${(given as unknown[]).length}`;
  if (typeof given === 'string') return JSON.stringify(given.length > 100 ? `${given.slice(0, 100)}…` : given);
  return given instanceof Double ? String(given.value) : String(given);
}
