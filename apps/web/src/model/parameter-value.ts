import {
  coerceParameter,
  Double,
  doubleText,
  numberFromText,
  type LosslessScalar,
  type Parameter,
  type ParameterDescriptor,
} from '@orrery/contracts';
import { isReference } from '@orrery/workflow';

/** How a typed-in value is shown in a text field: lists with commas, texts as they are. */
export function valueText(value: Parameter | readonly string[] | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => valueText(item as LosslessScalar)).join(', ');
  if (value instanceof Double) return doubleText(value.value);
  return isReference(value as Parameter) ? '' : String(value);
}

/** What a text typed for an algorithm's parameter stands for; the text itself where it is no value of the type. */
export function parameterFromText(descriptor: ParameterDescriptor, text: string): Parameter {
  const trimmed = text.trim();
  switch (descriptor.type) {
    case 'int':
      return /^-?\d{1,20}$/.test(trimmed) ? numberOrText(trimmed) : text;
    case 'double':
      return /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? numberOrText(trimmed) : text;
    case 'bool':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : text;
    case 'vids': {
      const coerced = coerceParameter(descriptor, text);
      return coerced.ok ? (coerced.value as string[]) : text;
    }
    case 'string':
    case 'enum':
    case 'vid':
      return text;
    case 'datetime':
      return trimmed;
  }
}

function numberOrText(text: string): LosslessScalar {
  try {
    return numberFromText(text);
  } catch {
    return text;
  }
}

/** Types that a query's parameter can be typed in as. nGQL tells "1" from 1, so the form has to. */
export type QueryValueKind = 'text' | 'number' | 'bool' | 'list';

export function queryValueKind(value: Parameter | undefined): QueryValueKind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double ? 'number' : 'text';
}

export type ReadValue =
  { readonly ok: true; readonly value: LosslessScalar | LosslessScalar[] } | { readonly ok: false };

/** A query parameter's value from its kind and text. Lists are separated by commas; items that are numbers are numbers. */
export function queryValueFromText(kind: QueryValueKind, text: string): ReadValue {
  switch (kind) {
    case 'text':
      return { ok: true, value: text };
    case 'bool':
      return text === 'true' || text === 'false' ? { ok: true, value: text === 'true' } : { ok: false };
    case 'number': {
      const value = scalarFromText(text.trim());
      return typeof value === 'string' ? { ok: false } : { ok: true, value };
    }
    case 'list':
      return { ok: true, value: text.trim() === '' ? [] : text.split(',').map((item) => scalarFromText(item.trim())) };
  }
}

function scalarFromText(text: string): LosslessScalar {
  return /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? numberOrText(text) : text;
}
